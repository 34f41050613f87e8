import type { PanelView } from '../../../devices/panel-line/emulator.ts';
import { sleep } from '../../../src/clock.ts';
import type { BranchStand } from './branch-stand.ts';
import { clock } from './branch-stand.ts';

/** DLE EOT: a question about the printer's state. One or several leave by themselves, and before a ticket. */
const QUESTION = '\x10\x04';
/** A calm moment, in which what comes after a ticket is written, ms. */
const CALM = 30;

/** Ways of one press, ms from its byte. */
export interface PressWay {
  /** To the first byte at the printer: it is asked whether it is ready. */
  readonly first: number;
  /** To the first byte of the ticket. */
  readonly ticket: number;
}

/** Presses on kiosks and follows them to their printers. */
export interface Presses {
  /** Each kiosk is pressed once, all in the same moment; resolves when their tickets are out. */
  together(kiosks: readonly number[]): Promise<readonly PressWay[]>;
}

interface Pending {
  pressed: number;
  first: number | null;
  ticket: number | null;
}

/** The last that a printer goes through before it takes tickets. */
const READY = 'confirms by process id';

/** Waits until every kiosk takes presses, and its printer tickets. */
export async function openPresses({ bell, act, view, onHeard, log }: BranchStand, kiosks: number): Promise<Presses> {
  const pending = new Map<number, Pending>();
  onHeard(({ device, way, text, at }) => {
    const [, kind, number] = /^(panel|printer)(\d+)$/.exec(device) ?? [];
    const press = pending.get(Number(number));
    if (!press) return;
    if (kind === 'panel' && way === 'out' && press.pressed === 0) press.pressed = at;
    if (kind !== 'printer' || way !== 'in' || press.pressed === 0) return;
    press.first ??= at;
    if (!isQuestion(text)) press.ticket ??= at;
    bell.ring();
  });
  const panel = (kiosk: number): PanelView => view<PanelView>(`panel${kiosk}`);
  const printed = (kiosk: number): number => view<{ slips: readonly object[] }>(`printer${kiosk}`).slips.length;
  for (let kiosk = 1; kiosk <= kiosks; kiosk += 1) {
    await bell.until(`kiosk ${kiosk} takes presses`, () => panel(kiosk).isOnline && panel(kiosk).lamps[0] === 'on');
    await bell.until(`printer ${kiosk} takes tickets`, () =>
      log().some(({ msg, device }) => msg === READY && device === `printer${kiosk}`),
    );
  }
  return {
    async together(pressed) {
      for (const kiosk of pressed) {
        act(`printer${kiosk}`, 'take');
        pending.set(kiosk, { pressed: 0, first: null, ticket: null });
      }
      for (const kiosk of pressed) act(`panel${kiosk}`, 'press 1');
      await bell.until('every ticket is out', () =>
        pressed.every((kiosk) => printed(kiosk) > 0 && panel(kiosk).unacknowledged.length === 0),
      );
      await sleep(clock, CALM);
      return pressed.map((kiosk) => wayOf(pending.get(kiosk)));
    },
  };
}

function isQuestion(text: string): boolean {
  const groups = text.match(/[\s\S]{1,3}/g) ?? [];
  return groups.every((group) => group.length === 3 && group.startsWith(QUESTION));
}

function wayOf(press: Pending | undefined): PressWay {
  const { pressed = 0, first = null, ticket = null } = press ?? {};
  if (first === null || ticket === null) throw new Error('a ticket came out whose bytes were not heard');
  return { first: first - pressed, ticket: ticket - pressed };
}
