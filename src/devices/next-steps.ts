import type { ConditionCode } from './kinds.ts';

/** What a technician does about a condition: the `next` of its log line. */
export const NEXT_STEPS: Readonly<Record<ConditionCode, string>> = {
  'paper-near-end': 'put in a new roll soon',
  'paper-out': 'put in a new roll',
  'cover-open': 'close the cover of the printer',
  'cutter-jam': 'open the cover, take the paper out of the cutter, close it again',
  'printer-fault': 'switch the printer off and on; when it comes back, have it serviced',
  'key-held': 'look for a stuck key, or for something that lies on the keys',
  garbled: 'look at its plug and its earth wire, its speed and framing, and for a second unit with the same address',
  'wrong-device': 'see which unit is plugged in there, and which driver and address the branch file gives it',
  'no-hanzi':
    'plug in a panel that shows Hanzi, or write `script: latin` in its settings; until then it says all in English',
  'wrong-address':
    'set the address of this unit again, and of the one that answers for it; then switch both off and on',
  'address-clash':
    'unplug this unit: whoever still answers at its address is the other one; give that one its own address',
  'disk-nearly-full':
    'make room: `lobbyd doctor` says what is free, old packages and logs are what usually fills a disk; never delete the journal',
};

/** What a technician does about a bus on which bytes come that nobody asked for. */
export const CALM_A_BUS =
  'unplug the units of this bus one after another, the one named here first, until it is quiet; the last one unplugged is at fault';

/** What a technician does about a unit that does not answer its bus. */
export const FIND_A_UNIT =
  'look at its supply, its address, its speed and its two wires; when no unit of the bus answers, swap A and B at the adapter';

/** What a technician does about a device whose wire is gone or cannot be opened, or that does not answer on it. */
export const FIND_A_DEVICE =
  'look at its cable, its supply and the port that the branch file names, in this order; it is tried again by itself';
