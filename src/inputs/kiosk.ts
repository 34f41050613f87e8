import type { Branch, Reply } from '../branch/port.ts';
import type { Clock, Millis, Timer } from '../clock.ts';
import { seconds } from '../clock.ts';
import type { ButtonPanel, LampState, Press, PrintTrouble, TicketPrinter } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { Command } from '../queue/commands.ts';
import { faultText, refusalText, screen } from './replies.ts';

/** What a button of the kiosk is for. */
export interface KioskButton {
  readonly button: number;
  readonly service: string;
  readonly segment: string;
  readonly language: string;
}

export interface KioskParts {
  readonly branch: Branch;
  readonly clock: Clock;
  readonly log: Log;
  /** Id of the panel in the configuration. */
  readonly device: string;
  readonly panel: ButtonPanel;
  readonly buttons: readonly KioskButton[];
  /** Null: the kiosk has no printer, numbers are told on its screen. */
  readonly printer: TicketPrinter | null;
  /** When the printer is known not to print: refuse, or tell the number on the screen. */
  readonly whenNotReady: 'refuse' | 'screen';
}

/** How long an answer stays on the kiosk's screen. */
const ANSWER_STAYS: Millis = seconds(6);

/** Presses being answered at once; a panel sends a press beyond it again. */
const PRESSES_AT_ONCE = 16;

/**
 * Turns presses on the kiosk's buttons into tickets, and says so with lamps and text.
 * Lamps: on = may be pressed, blinking = being answered, off = no ticket to be had.
 *
 * @returns a function that stops it
 */
export function runKiosk(parts: KioskParts): () => void {
  const { branch, clock, panel, printer } = parts;
  const busy = new Map<string, number>();
  let message: Timer | null = null;

  const trouble = (): PrintTrouble | null => {
    const readiness = printer?.readiness();
    return readiness?.kind === 'not-ready' ? readiness.trouble : null;
  };
  const isRefusing = (): boolean => parts.whenNotReady === 'refuse' && trouble() !== null;
  const idle = (): void => {
    message = null;
    const cause = trouble();
    if (cause !== null && parts.whenNotReady === 'refuse')
      panel.showText(screen(troubleText(cause), 'PLEASE ASK STAFF'));
    else panel.showText(screen('WELCOME', 'PRESS A BUTTON'));
  };
  const say = (line1: string, line2: string): void => {
    message?.cancel();
    panel.showText(screen(line1, line2));
    message = clock.after(ANSWER_STAYS, idle);
  };
  const lamps = (): void => {
    const waiting = new Set(busy.values());
    panel.showLamps(lampsOf(parts.buttons, waiting, isRefusing()));
  };
  const press = async (event: Press<number>): Promise<void> => {
    if (busy.has(event.id) || busy.size >= PRESSES_AT_ONCE) return;
    const button = parts.buttons.find((candidate) => candidate.button === event.key);
    if (!button || isRefusing()) {
      if (!button) parts.log.warn({ device: parts.device, button: event.key }, 'button without a service was pressed');
      else say(troubleText(trouble() ?? 'fault'), 'PLEASE ASK STAFF');
      event.acknowledge();
      return;
    }
    busy.set(event.id, button.button);
    lamps();
    const handover = printer && trouble() === null ? 'paper' : 'screen';
    const reply = await branch.submit(issue(parts.device, event.id, button, handover));
    busy.delete(event.id);
    lamps();
    say(...replyLines(reply));
    event.acknowledge();
  };
  panel.onPress((event) => void press(event));
  const unsubscribe = printer?.onReadiness(() => {
    lamps();
    message?.cancel();
    idle();
  });
  lamps();
  idle();
  return () => {
    unsubscribe?.();
    message?.cancel();
  };
}

function issue(device: string, press: string, button: KioskButton, handover: 'paper' | 'screen'): Command {
  return {
    type: 'issue',
    service: button.service,
    segment: button.segment,
    language: button.language,
    handover,
    id: { source: `panel:${device}`, key: press },
    actor: { kind: 'kiosk', device },
  };
}

function lampsOf(buttons: readonly KioskButton[], busy: ReadonlySet<number>, isRefusing: boolean): LampState[] {
  const lamps: LampState[] = [];
  const highest = buttons.reduce((most, { button }) => Math.max(most, button), 0);
  for (let index = 1; index <= highest; index += 1) {
    const isUsed = buttons.some(({ button }) => button === index);
    lamps.push(!isUsed || isRefusing ? 'off' : busy.has(index) ? 'blink' : 'on');
  }
  return lamps;
}

function replyLines(reply: Reply): [string, string] {
  switch (reply.kind) {
    case 'issued':
      return [`NUMBER ${reply.label}`, `${reply.ahead} BEFORE YOU`];
    case 'refused':
      return [refusalText(reply.refusal), 'PLEASE ASK STAFF'];
    case 'fault':
      return [faultText(reply), 'PLEASE ASK STAFF'];
    case 'called':
    case 'standing':
    case 'done':
      return ['THANK YOU', ''];
  }
}

function troubleText(trouble: PrintTrouble): string {
  switch (trouble) {
    case 'paper-out':
      return 'OUT OF PAPER';
    case 'cover-open':
      return 'PRINTER OPEN';
    case 'fault':
      return 'PRINTER FAULT';
    case 'gone':
      return 'PRINTER OFF';
  }
}
