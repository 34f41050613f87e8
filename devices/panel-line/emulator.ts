import type { Emulator, EmulatorContext } from '../../src/devices/driver.ts';
import type { LampState } from '../../src/devices/kinds.ts';
import { actFault } from '../../src/devices/line-unit/actions.ts';
import { randomNonce } from '../../src/devices/line-unit/nonce.ts';
import { remembered } from '../../src/devices/line-unit/remembered.ts';
import { LineUnit } from '../../src/devices/line-unit/unit.ts';
import { ACTIONS } from './actions.ts';
import type { PanelLineSettings } from './settings.ts';

/** What a customer sees on the panel. */
export interface PanelView {
  /** Lamp of each button, index 0 = button 1. A button that was pressed and not answered blinks by itself. */
  readonly lamps: readonly LampState[];
  readonly line1: string;
  readonly line2: string;
  /** False: the daemon was not heard for three seconds; the panel says so itself. */
  readonly isOnline: boolean;
  /** Buttons kept until they are acknowledged, oldest first, at most 8. */
  readonly unacknowledged: readonly number[];
  /** Presses refused because 8 were kept. */
  readonly refused: number;
}

/** What a panel shows that nobody leads. */
const ALONE = {
  latin: { line1: 'OUT OF SERVICE', line2: 'PLEASE ASK STAFF' },
  hanzi: { line1: '暂停服务', line2: '请咨询工作人员' },
};
/** Lamps of a face, whether the panel has them or not. */
const LAMPS = 24;
const WIDTH = 20;
const STATES: readonly LampState[] = ['off', 'on', 'blink'];

/**
 * The panel of docs/line-protocol.md at the other end of its wire.
 *
 * @param makeNonce draws the boot nonce, eight hex digits, at each start
 */
export function emulatePanel(
  { address, buttons, script }: PanelLineSettings,
  context: EmulatorContext,
  makeNonce: () => string = context.makeNonce ?? randomNonce,
): Emulator {
  const model = {
    address,
    unit: 'P',
    version: script === 'hanzi' ? (2 as const) : (1 as const),
    showsHanzi: script === 'hanzi',
    pressLetter: 'B',
    faceLength: LAMPS + 2 * WIDTH,
    firmware: script === 'hanzi' ? 'PNL-2.0 ' : 'PNL-1.0 ',
    speaksFirst: true,
  };
  const unit = new LineUnit(model, context, makeNonce);
  const screen = remembered(linesOf);
  return {
    receive: (bytes) => unit.receive(bytes),
    act: (action) => (act(unit, buttons, action) ? { kind: 'done' } : { kind: 'refused', known: ACTIONS }),
    view: () => viewOf(unit, buttons, script, screen),
    close: () => unit.close(),
  };
}

function act(unit: LineUnit, buttons: number, action: string): boolean {
  const words = action.trim().split(/\s+/);
  const [word, name = ''] = words;
  if (word !== 'press' && word !== 'hold') return actFault(unit, words);
  if (words.length > 2 || !/^[0-9]{1,2}$/.test(name) || Number(name) < 1 || Number(name) > buttons) return false;
  const code = name.padStart(2, '0');
  if (word === 'press') unit.press(code);
  else unit.hold(code);
  return true;
}

type Lines = Pick<PanelView, 'line1' | 'line2'>;

function linesOf(face: string): Lines {
  const line = (from: number): string => glyphs(face.slice(from, from + WIDTH)).trimEnd();
  return { line1: line(LAMPS), line2: line(LAMPS + WIDTH) };
}

function viewOf(
  unit: LineUnit,
  buttons: number,
  script: PanelLineSettings['script'],
  screen: (face: string) => Lines,
): PanelView {
  const { isOnline, face, refused } = unit;
  const unacknowledged = unit.unacknowledged.map(Number);
  const lamps = Array.from({ length: buttons }, (_, index): LampState => {
    if (unacknowledged.includes(index + 1)) return 'blink';
    return isOnline ? (STATES[Number(face[index])] ?? 'off') : 'off';
  });
  const { line1, line2 } = isOnline ? screen(face) : ALONE[script];
  return { lamps, line1, line2, isOnline, unacknowledged, refused };
}

const GB_2312 = new TextDecoder('gb2312');

/**
 * What the memory of the display shows: places of two bytes, in each a Hanzi or two narrow characters, as the ST7920 has them.
 * A byte that is neither shows a sign that nobody can read.
 */
function glyphs(memory: string): string {
  let shown = '';
  for (let place = 0; place < memory.length; place += 2) {
    const [first, second] = [memory.charCodeAt(place), memory.charCodeAt(place + 1)];
    shown += first >= 0xa1 ? GB_2312.decode(Uint8Array.of(first, second)) : narrow(first) + narrow(second);
  }
  return shown;
}

function narrow(code: number): string {
  return code < 0x80 ? String.fromCharCode(code) : '\uFFFD';
}
