/** What a person or a fault can do to the emulated panel. */
export const ACTIONS: readonly string[] = [
  'press BUTTON',
  'hold BUTTON',
  'release BUTTON',
  'bounce BUTTON',
  'repeat BUTTON',
  'drop',
];
