import type { Committed, Reply } from '../branch/port.ts';
import type { LampState, PanelText, PrinterReadiness, PrintTrouble } from '../devices/kinds.ts';
import { stoppedBy } from '../queue/hall-states.ts';
import { isAboutMachines } from '../queue/refusals-guidance.ts';
import { isAboutHours } from '../queue/refusals-hours.ts';
import type { QueueState } from '../queue/state.ts';
import type { TimesOfBranch } from '../views/hours-texts.ts';
import { whyNotIssuing } from '../views/queue.ts';
import type { Desk, KioskParts } from './kiosk.ts';
import type { Saying } from './kiosk-texts.ts';
import { isStopping } from './replies.ts';

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
export function awaiting(parts: Desk, card: Saying | null): Saying {
  return (isGiving(parts) ? (parts.own.resting() ?? card) : null) ?? resting(parts);
}

/** What stands on the screen while nobody is there. */
export function resting(parts: Desk): Saying {
  const trouble = troubleOf(parts);
  if (isRefusing(parts) && trouble !== null) return (texts) => texts.trouble(trouble);
  const state = parts.branch.committed;
  if (parts.buttons.some(({ service }) => isIssuing(state, service))) {
    return parts.lock.stands() ? (texts) => texts.lockedOut : (texts) => texts.welcome;
  }
  const [why] = parts.buttons.flatMap(({ service }) => whyNotIssuing(state, service) ?? []);
  if (!why) return (texts) => texts.noTickets;
  // Nobody has asked for one service, and none of them has a number left.
  const said = why.code === 'capacity-reached' ? ({ ...why, of: 'branch' } as const) : why;
  return (texts) => texts.hours(said, timesOf(parts));
}

function timesOf({ branch, zone }: KioskParts): TimesOfBranch {
  return { zone: zone(), now: branch.wallOf(branch.now()) };
}

/**
 * What customers of this kiosk have to know of their slips: that it did not come, or that nobody knows.
 *
 * @param watched the languages of tickets whose slip is under way
 */
export function printTexts(
  { device, voice }: Desk,
  watched: Map<number, string>,
  batch: readonly Committed[],
): PanelText[] {
  const texts: PanelText[] = [];
  const say = (ticket: number, saying: Saying): void => {
    const language = watched.get(ticket);
    if (language !== undefined) texts.push(voice.to(language, saying));
    watched.delete(ticket);
  };
  for (const { event } of batch) {
    if (event.type === 'issued' && event.actor.kind === 'kiosk' && event.actor.device === device)
      watch(watched, event.ticket, event.language);
    if (event.type === 'print-failed') say(event.ticket, (of) => of.notPrinted(event.label));
    if (event.type === 'print-unknown') say(event.ticket, (of) => of.perhapsPrinted(event.label));
    if (event.type === 'print-ended') watched.delete(event.ticket);
  }
  return texts;
}

function watch(watched: Map<number, string>, ticket: number, language: string): void {
  watched.set(ticket, language);
  const [oldest] = watched.keys();
  if (watched.size > PRINTS_WATCHED && oldest !== undefined) watched.delete(oldest);
}

/** What a customer reads of an answer. */
export function answering(parts: KioskParts, reply: Reply): Saying {
  const { rules } = parts.branch.committed;
  switch (reply.kind) {
    case 'issued':
      return (texts) => texts.number(reply, rules);
    case 'refused': {
      const { refusal } = reply;
      if (isAboutMachines(refusal)) return (texts) => texts.machine(refusal, rules, parts.yesButton != null);
      if (isAboutHours(refusal)) return (texts) => texts.hours(refusal, timesOf(parts));
      return (texts) => texts.refusal(refusal, rules);
    }
    case 'fault':
      return isStopping(reply) ? (texts) => texts.oneMoment : (texts) => texts.fault(reply);
    case 'called':
    case 'standing':
    case 'done':
      return (texts) => texts.thanks;
  }
}
