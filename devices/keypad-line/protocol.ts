import { type Millis, ms } from '../../src/clock.ts';
import { KEYPAD_KEYS, type KeypadKey, type PadScreen } from '../../src/devices/kinds.ts';
import { fixedText } from '../../src/devices/line-protocol/frame.ts';
import type { UnitLoad } from '../../src/devices/wire/bus-load.ts';

/** Letter of a keypad's hello (docs/line-protocol.md, "From the unit"). */
export const KEYPAD_UNIT = 'K';
/** Characters of a line of the pad. */
export const PAD_WIDTH = 16;
/** Bytes of the longest answer, a press: for the time that it takes on the wire. */
export const LONGEST_ANSWER = 30;
/** Silence between question and answer at most (docs/line-protocol.md, "Times"). */
const TURN_ROUND: Millis = ms(20);

/** What a keypad asks of its bus: a question, and acknowledgement with face, each answered. */
export const LOAD: UnitLoad = {
  quiet: { sent: 10, answered: 15, turnRound: TURN_ROUND, pause: 0 },
  news: { sent: 10, answered: LONGEST_ANSWER, turnRound: TURN_ROUND, pause: 0 },
  show: { sent: 54, answered: LONGEST_ANSWER, turnRound: TURN_ROUND, pause: 0 },
};

/** Codes of the keys that are no digits (docs/line-protocol.md, "Keys"). */
const LETTERS: ReadonlyMap<string, KeypadKey> = new Map([
  ['N', 'next'],
  ['R', 'recall'],
  ['S', 'start'],
  ['F', 'finish'],
  ['X', 'no-show'],
  ['P', 'park'],
  ['T', 'transfer'],
  ['U', 'undo'],
  ['Z', 'pause'],
  ['E', 'enter'],
  ['C', 'clear'],
  ['H', 'panic'],
]);

/** The key that a code stands for; null when there is none. */
export function keyOf(code: string): KeypadKey | null {
  return LETTERS.get(code) ?? KEYPAD_KEYS.find((key) => key === code && /^[0-9]$/.test(key)) ?? null;
}

/** The face of a pad: two lines, one after the other. */
export function padFace({ line1, line2 }: PadScreen): string {
  return fixedText(line1, PAD_WIDTH) + fixedText(line2, PAD_WIDTH);
}
