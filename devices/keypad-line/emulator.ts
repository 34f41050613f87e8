import type { Emulator, EmulatorContext } from '../../src/devices/driver.ts';
import { actFault } from '../../src/devices/line-unit/actions.ts';
import { randomNonce } from '../../src/devices/line-unit/nonce.ts';
import { remembered } from '../../src/devices/line-unit/remembered.ts';
import { LineUnit } from '../../src/devices/line-unit/unit.ts';
import { ACTIONS } from './actions.ts';
import type { KeypadLineSettings } from './settings.ts';

/** What a teller sees on the pad. */
export interface PadView {
  readonly line1: string;
  readonly line2: string;
  /** False: the daemon was not heard for three seconds; the pad says so itself. */
  readonly isOnline: boolean;
  /** The lamp beside the keys: a press is not answered yet. */
  readonly isWaiting: boolean;
  /** Keys kept until they are acknowledged, oldest first, at most 8. */
  readonly unacknowledged: readonly string[];
  /** Keys refused with the long beep because 8 were kept. */
  readonly refused: number;
}

/** Names of the keys on the pad and what the pad sends for them. */
const KEY_CODES: ReadonlyMap<string, string> = new Map([
  ['next', 'N'],
  ['recall', 'R'],
  ['start', 'S'],
  ['finish', 'F'],
  ['no-show', 'X'],
  ['park', 'P'],
  ['transfer', 'T'],
  ['undo', 'U'],
  ['pause', 'Z'],
  ['enter', 'E'],
  ['clear', 'C'],
  ['panic', 'H'],
  ...[...'0123456789'].map((digit): [string, string] => [digit, digit]),
]);
const NAMES = new Map([...KEY_CODES].map(([name, code]) => [code, name]));
const WIDTH = 16;

/**
 * The keypad of docs/line-protocol.md at the other end of the bus.
 *
 * @param makeNonce draws the boot nonce, eight hex digits, at each start
 * @param version of the protocol: pads of version 1 take acknowledgement and face one after the other
 */
export function emulateKeypad(
  { address }: KeypadLineSettings,
  context: EmulatorContext,
  makeNonce: () => string = context.makeNonce ?? randomNonce,
  version: 1 | 2 = 2,
): Emulator {
  const model = {
    address,
    unit: 'K',
    version,
    pressLetter: 'K',
    faceLength: 2 * WIDTH,
    firmware: 'PAD-2.0 ',
    speaksFirst: false,
  };
  const unit = new LineUnit(model, context, makeNonce);
  const screen = remembered(linesOf);
  return {
    receive: (bytes) => unit.receive(bytes),
    act: (action) => (act(unit, action) ? { kind: 'done' } : { kind: 'refused', known: ACTIONS }),
    view: () => viewOf(unit, screen),
    close: () => unit.close(),
  };
}

function act(unit: LineUnit, action: string): boolean {
  const words = action.trim().split(/\s+/);
  const [word, name = ''] = words;
  if (word !== 'press' && word !== 'hold') return actFault(unit, words);
  const code = KEY_CODES.get(name);
  if (code === undefined || words.length > 2) return false;
  if (word === 'press') unit.press(code);
  else unit.hold(code);
  return true;
}

type Lines = Pick<PadView, 'line1' | 'line2'>;

function linesOf(face: string): Lines {
  return { line1: face.slice(0, WIDTH).trimEnd(), line2: face.slice(WIDTH).trimEnd() };
}

function viewOf(unit: LineUnit, screen: (face: string) => Lines): PadView {
  const unacknowledged = unit.unacknowledged.map((code) => NAMES.get(code) ?? code);
  const { isOnline, refused, face } = unit;
  const alone = (): Lines => ({
    line1: 'NO LINE',
    line2: unacknowledged.length === 0 ? '' : `${unacknowledged.length} KEYS KEPT`,
  });
  const { line1, line2 } = isOnline ? screen(face) : alone();
  return { line1, line2, isOnline, isWaiting: unacknowledged.length > 0, unacknowledged, refused };
}
