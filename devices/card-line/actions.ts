/** What a person or a fault can do to the emulated reader. Three cards for trying things out have names. */
export const ACTIONS: readonly string[] = [
  'card ordinary',
  'card gold',
  'card private',
  'swipe NUMBER',
  'all-tracks',
  'track-2',
  'bad-check N',
  'short N',
  'scratched N',
  'noise',
];
