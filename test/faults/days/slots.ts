/** Who lives on each wire of the branch of simulated days; a bus reports itself too. */
export const UNITS = {
  bus1: ['bus1', 'keypad1', 'keypad2'],
  bus2: ['bus2', 'display1', 'display2'],
  panel1: ['panel1'],
  printer1: ['printer1'],
} as const;

export type SlotName = keyof typeof UNITS;

/** The wire that a device hangs on. */
export function slotOf(device: string): SlotName {
  const names = Object.keys(UNITS) as SlotName[];
  return names.find((name) => (UNITS[name] as readonly string[]).includes(device)) ?? 'panel1';
}
