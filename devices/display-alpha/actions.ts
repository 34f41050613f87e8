/** What a person or a fault can do to the emulated sign. */
export const ACTIONS: readonly string[] = [
  'mute',
  'unmute',
  'power-off',
  'power-on',
  'swap',
  'bad-checksum N',
  'noise',
];
