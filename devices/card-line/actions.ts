/** Cards for trying things out, by name: numbers that payment providers publish for tests and no bank ever issues. */
export const SAMPLE_CARDS: readonly string[] = ['ordinary', 'gold', 'private'];

/** What a person or a fault can do to the emulated reader. */
export const ACTIONS: readonly string[] = [
  'card NAME',
  'swipe NUMBER',
  'all-tracks',
  'track-2',
  'bad-check N',
  'short N',
  'scratched N',
  'noise',
];
