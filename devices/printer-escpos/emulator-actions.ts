/** What a person can do to the emulated printer; README says what each does. */
export const EMULATOR_ACTIONS: readonly string[] = [
  'paper low',
  'paper out',
  'paper load',
  'cover open',
  'cover close',
  'cutter jam',
  'cutter clear',
  'clone on',
  'clone off',
  'mute on',
  'mute off',
  'garbage',
  'slow on',
  'slow off',
  'take',
];
