import type { Committed, Reply } from '../branch/port.ts';
import type { LampState, PadScreen, PrinterReadiness, PrintTrouble } from '../devices/kinds.ts';
import { stoppedBy } from '../queue/hall-states.ts';
import { isAboutMachines } from '../queue/refusals-guidance.ts';
import { isAboutHours } from '../queue/refusals-hours.ts';
import type { QueueState } from '../queue/state.ts';
import type { TimesOfBranch } from '../views/hours-texts.ts';
import { whyNotIssuing } from '../views/queue.ts';
import type { Desk, KioskParts } from './kiosk.ts';
import { LOCKED_OUT } from './kiosk-lock-out.ts';
import { prospectText } from './kiosk-prospect.ts';
import { ASK_STAFF } from './kiosk-words.ts';
import { faultText, isStopping, refusalText, screen } from './replies.ts';
import { machineScreen } from './replies-guidance.ts';
import { hoursScreen } from './replies-hours.ts';

/** Tickets of this kiosk whose print is watched; the oldest is forgotten first. */
const PRINTS_WATCHED = 64;

/** What keeps the printer from printing; null: nothing that is known. */
export function troubleOf({ printer }: KioskParts): PrintTrouble | null {
  const readiness: PrinterReadiness | undefined = printer?.readiness();
  return readiness?.kind === 'not-ready' ? readiness.trouble : null;
}

/** Whether presses are turned away until the printer prints; whoever is to leave the building is told that first. */
export function isRefusing(parts: Desk): boolean {
  if (isEvacuated(parts)) return false;
  return parts.whenNotReady === 'refuse' && !parts.known.isAwaited() && troubleOf(parts) !== null;
}

/** Whether some button gives numbers now: only then a choice or a card is asked for what it is for. */
export function isGiving(parts: Desk): boolean {
  if (isRefusing(parts) || parts.lock.stands()) return false;
  return parts.buttons.some(({ service }) => isIssuing(parts.branch.committed, service));
}

/** Whether everybody is to leave the building: no kiosk says anything else then. */
export function isEvacuated({ branch }: KioskParts): boolean {
  return stoppedBy(branch.committed.hall) === 'evacuation';
}

function isIssuing(state: Readonly<QueueState>, service: string): boolean {
  const { rules, day } = state;
  if (day === null || rules?.services.find(({ id }) => id === service)?.isIssuing !== true) return false;
  return whyNotIssuing(state, service) === null;
}

/** Lamps of all buttons. `answering`: buttons of which a press is being answered. */
export function lampsOf(parts: Desk, answering: Iterable<number>): LampState[] {
  const isOpen = isGiving(parts);
  const busy = new Set([...answering, ...parts.questions.asked(), ...(isOpen ? parts.own.chosen() : [])]);
  const highest = parts.buttons.reduce((most, { button }) => Math.max(most, button), parts.yesButton ?? 0);
  const care = parts.care?.buttons.map(({ button }) => button) ?? [];
  const state = parts.branch.committed;
  return Array.from({ length: Math.max(highest, ...care) }, (_, index) => {
    const used = parts.buttons.find(({ button }) => button === index + 1);
    if (busy.has(index + 1)) return 'blink';
    if (care.includes(index + 1)) return isOpen ? 'on' : 'off';
    return used && isOpen && isIssuing(state, used.service) ? 'on' : 'off';
  });
}

/** What stands on the screen while a press is awaited. `card`: what a card that lies there says; null: nothing. */
export function awaitingText(parts: Desk, card: PadScreen | null): PadScreen {
  return (isGiving(parts) ? (parts.own.resting() ?? card) : null) ?? restingText(parts);
}

/** What stands on the screen while nobody is there. */
export function restingText(parts: Desk): ReturnType<typeof screen> {
  const trouble = troubleOf(parts);
  if (isRefusing(parts) && trouble !== null) return screen(troubleText(trouble), ASK_STAFF);
  const state = parts.branch.committed;
  if (parts.buttons.some(({ service }) => isIssuing(state, service))) {
    return parts.lock.stands() ? LOCKED_OUT : screen('WELCOME', 'PRESS A BUTTON');
  }
  const [why] = parts.buttons.flatMap(({ service }) => whyNotIssuing(state, service) ?? []);
  return why ? hoursScreen(why, timesOf(parts)) : screen('NO TICKETS NOW', ASK_STAFF);
}

function timesOf({ branch, zone }: KioskParts): TimesOfBranch {
  return { zone: zone(), now: branch.wallOf(branch.now()) };
}

/** What customers of this kiosk have to know of their slips: that it did not come, or that nobody knows. */
export function printTexts(
  { device }: KioskParts,
  watched: Set<number>,
  batch: readonly Committed[],
): ReturnType<typeof screen>[] {
  const texts: ReturnType<typeof screen>[] = [];
  for (const { event } of batch) {
    if (event.type === 'issued' && event.actor.kind === 'kiosk' && event.actor.device === device)
      watch(watched, event.ticket);
    if (event.type === 'print-failed' && watched.delete(event.ticket)) {
      texts.push(screen(`${event.label} NOT PRINTED`, ASK_STAFF));
    }
    if (event.type === 'print-unknown' && watched.delete(event.ticket)) {
      texts.push(screen(`NUMBER ${event.label}`, 'NO SLIP? ASK STAFF'));
    }
    if (event.type === 'print-ended') watched.delete(event.ticket);
  }
  return texts;
}

function watch(watched: Set<number>, ticket: number): void {
  watched.add(ticket);
  const [oldest] = watched;
  if (watched.size > PRINTS_WATCHED && oldest !== undefined) watched.delete(oldest);
}

/** What a customer reads of an answer. */
export function replyLines(parts: KioskParts, reply: Reply): ReturnType<typeof screen> {
  switch (reply.kind) {
    case 'issued':
      return screen(
        reply.visit ? `NUMBER ${reply.label} 1/${reply.visit.of}` : `NUMBER ${reply.label}`,
        prospectText(reply, parts.branch.committed.rules),
      );
    case 'refused':
      if (isAboutMachines(reply.refusal)) return machineScreen(reply.refusal, parts);
      if (isAboutHours(reply.refusal)) return hoursScreen(reply.refusal, timesOf(parts));
      return screen(refusalText(reply.refusal, parts.branch.committed.rules), ASK_STAFF);
    case 'fault':
      return isStopping(reply) ? screen('ONE MOMENT', 'PLEASE WAIT') : screen(faultText(reply), ASK_STAFF);
    case 'called':
    case 'standing':
    case 'done':
      return screen('THANK YOU', '');
  }
}

/** What customers are told of a printer. */
export function troubleText(trouble: PrintTrouble): string {
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
