/** A wire of the branch of simulated days. */
export type SlotName = 'bus1' | 'bus2' | 'panel1' | 'printer1';

/** Who lives on each wire; a bus reports itself too. */
export type Units = Readonly<Record<SlotName, readonly string[]>>;

/** Pads and signs of one counter have its number. */
export function unitsOf(counters: number): Units {
  const numbers = Array.from({ length: counters }, (_, index) => index + 1);
  return {
    bus1: ['bus1', ...numbers.map((number) => `keypad${number}`)],
    bus2: ['bus2', ...numbers.map((number) => `display${number}`)],
    panel1: ['panel1'],
    printer1: ['printer1'],
  };
}

/** The wire that a device hangs on. */
export function slotOf(device: string): SlotName {
  if (device === 'bus1' || device.startsWith('keypad')) return 'bus1';
  if (device === 'bus2' || device.startsWith('display')) return 'bus2';
  return device === 'printer1' ? 'printer1' : 'panel1';
}
