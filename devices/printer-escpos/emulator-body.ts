import type { Millis } from '../../src/clock.ts';
import type { Slip } from './slip.ts';

/** Paper speed of a TM-T88III, of one that is worn or cold, and of one that nobody waits for, mm/s. */
const SPEED = 150;
const SLOW_SPEED = 15;
const FAST_SPEED = 3_000;
const CUT_TIME: Millis = 200;
const FAST_CUT_TIME: Millis = 10;

/** What a person can do to the printer, and what is wrong with it. */
export interface PrinterBody {
  paper: 'full' | 'low' | 'out';
  isCoverOpen: boolean;
  /** The next cut will jam the cutter. */
  willJam: boolean;
  isCutterJammed: boolean;
  /** Sends nothing: a broken receive wire. */
  isMute: boolean;
  /** A cheap copy: no process ids, no automatic status, GS ! leaves Hanzi alone. */
  isClone: boolean;
  isSlow: boolean;
  /** Paper and cutter take hardly any time: no printer does so, and whoever tries what comes after the paper need not wait. */
  isFast: boolean;
}

/** A healthy printer with a full roll. */
export function healthyBody(): PrinterBody {
  return {
    paper: 'full',
    isCoverOpen: false,
    willJam: false,
    isCutterJammed: false,
    isMute: false,
    isClone: false,
    isSlow: false,
    isFast: false,
  };
}

/** Whether it stands still: it takes bytes and answers real-time commands, and executes nothing. */
export function isOffline(body: PrinterBody): boolean {
  return body.paper === 'out' || body.isCoverOpen || body.isCutterJammed;
}

/** How fast it moves paper, mm/s: a worn printer is not made faster. */
export function paperSpeed({ isSlow, isFast }: PrinterBody): number {
  if (isSlow) return SLOW_SPEED;
  return isFast ? FAST_SPEED : SPEED;
}

/** How long its cutter takes. */
export function cutTime({ isFast }: PrinterBody): Millis {
  return isFast ? FAST_CUT_TIME : CUT_TIME;
}

/** Answer to DLE EOT n: bits 1 and 4 always stand. */
export function realTimeStatus(body: PrinterBody, question: number): number {
  const bits = (pairs: readonly (readonly [boolean, number])[]): number =>
    pairs.reduce((sum, [isSet, bit]) => (isSet ? sum | bit : sum), 0x12);
  switch (question) {
    case 1:
      return bits([[isOffline(body), 0x08]]);
    case 2:
      return bits([
        [body.isCoverOpen, 0x04],
        [body.paper === 'out', 0x20],
        [body.isCutterJammed, 0x40],
      ]);
    case 3:
      return bits([[body.isCutterJammed, 0x08]]);
    default:
      return bits([
        [body.paper !== 'full', 0x0c],
        [body.paper === 'out', 0x60],
      ]);
  }
}

/** The four bytes of automatic status. */
export function automaticStatus(body: PrinterBody): readonly number[] {
  const first = 0x10 | (isOffline(body) ? 0x08 : 0) | (body.isCoverOpen ? 0x20 : 0);
  const third = (body.paper !== 'full' ? 0x03 : 0) | (body.paper === 'out' ? 0x0c : 0);
  return [first, body.isCutterJammed ? 0x08 : 0, third, 0];
}

/** What a person at the printer sees. */
export interface PrinterView extends Readonly<PrinterBody> {
  readonly isOffline: boolean;
  /** Bytes that wait for being executed. */
  readonly buffered: number;
  /** Bytes that did not fit into the buffer. */
  readonly lost: number;
  /** Hangs out of the printer. */
  readonly slip: Slip;
  /** Lies in the tray, oldest first; the newest 8. */
  readonly slips: readonly Slip[];
}

/** What a person does, by its name. Changes the body; true when the name is known. */
export function handle(body: PrinterBody, action: string): boolean {
  switch (action) {
    case 'paper low':
      body.paper = 'low';
      return true;
    case 'paper out':
      body.paper = 'out';
      return true;
    case 'paper load':
      body.paper = 'full';
      return true;
    case 'cover open':
    case 'cover close':
      body.isCoverOpen = action === 'cover open';
      return true;
    case 'cutter jam':
      body.willJam = true;
      return true;
    case 'cutter clear':
      body.willJam = false;
      body.isCutterJammed = false;
      return true;
    case 'clone on':
    case 'clone off':
      body.isClone = action === 'clone on';
      return true;
    case 'mute on':
    case 'mute off':
      body.isMute = action === 'mute on';
      return true;
    case 'slow on':
    case 'slow off':
      body.isSlow = action === 'slow on';
      return true;
    case 'fast on':
    case 'fast off':
      body.isFast = action === 'fast on';
      return true;
    default:
      return false;
  }
}
