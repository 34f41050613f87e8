import type { Branch, Committed, Reply } from '../branch/port.ts';
import { type Clock, gathered, type Millis, ms, seconds } from '../clock.ts';
import type { ButtonPanel, LampState, Press, PrinterReadiness, PrintTrouble, TicketPrinter } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { Command } from '../queue/commands.ts';
import type { QueueState } from '../queue/state.ts';
import { type FirstWord, firstWord } from './first-word.ts';
import { type CardSlot, cardSlot, type KioskCards } from './kiosk-card.ts';
import { openNotices } from './notices.ts';
import { faultText, isAnswered, isStopping, refusalText, screen } from './replies.ts';

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
  /** Its card reader; left out: it has none. */
  readonly cards?: KioskCards;
}

/** A lamp blinks when an answer takes longer: a shorter blink nobody sees, and it would keep the ticket waiting. */
const BLINK_AFTER: Millis = ms(20);
/** How long an answer stays on the kiosk's screen. */
const ANSWER_STAYS: Millis = seconds(6);
/** What stands on no paper stays at least so long before the next customer's answer. */
const UNPRINTED_STAYS: Millis = seconds(3);
/** A press that was kept for longer while nobody listened is dropped: who pressed has gone or pressed again. */
const STALE_AFTER: Millis = seconds(20);
/** Presses being answered at once; a further one is told to come again. */
const PRESSES_AT_ONCE = 16;
/** Tickets of this kiosk whose print is watched; the oldest is forgotten first. */
const PRINTS_WATCHED = 64;
const ASK_STAFF = 'PLEASE ASK STAFF';

interface Desk extends KioskParts {
  readonly known: FirstWord;
}

/**
 * Turns presses on the kiosk's buttons into tickets, and says so with lamps and text.
 * Lamps: on = may be pressed, blinking = being answered, off = no ticket to be had.
 *
 * @returns a function that stops it
 */
export function runKiosk(kiosk: KioskParts): () => void {
  const { branch, clock, panel, printer } = kiosk;
  const known = firstWord(printer, clock);
  const parts: Desk = { ...kiosk, known };
  const busy = new Map<string, number>();
  const watched = new Set<number>();
  let isStopped = false;
  const isNews = watchOutlook(branch);

  const notices = openNotices({
    clock,
    stays: ANSWER_STAYS,
    show: (text) => panel.showText(text),
    resting: () => slot?.resting() ?? restingText(parts),
  });
  const lamps = (): void => panel.showLamps(lampsOf(parts, new Set(busy.values())));
  const lampsSoon = gathered(clock, BLINK_AFTER, () => {
    if (!isStopped) lamps();
  });
  const press = async (event: Press<number>): Promise<void> => {
    if (isStopped || busy.has(event.id)) return;
    if (known.isAwaited() && busy.size < PRESSES_AT_ONCE) await waitForWord(known, busy, event);
    // Not acknowledged: the next daemon gets it.
    if (isStopped) return;
    const button = parts.buttons.find((candidate) => candidate.button === event.key);
    const handover = printer && troubleOf(parts) === null ? 'paper' : 'screen';
    // A number that is only told needs its turn on the screen.
    const isCrowded = busy.size >= (handover === 'paper' ? PRESSES_AT_ONCE : notices.room);
    if (!button || isStale(parts, event) || isTurnedAway(parts, event) || isCrowded) {
      const text = turnedAway(parts, event, button);
      if (text) notices.tell(text, 0);
      lamps();
      event.acknowledge();
      return;
    }
    busy.set(event.id, button.button);
    lampsSoon();
    const reply = await drawTicket(parts, slot, event, button, handover);
    busy.delete(event.id);
    if (!isStopped) {
      lamps();
      notices.tell(replyLines(parts, reply), handover === 'screen' && reply.kind === 'issued' ? UNPRINTED_STAYS : 0);
    }
    // The panel keeps a press that a stopping daemon did not take, and sends it to the next one.
    if (!isStopping(reply)) event.acknowledge();
  };
  const committed = (batch: readonly Committed[]): void => {
    for (const text of printTexts(parts, watched, batch)) notices.tell(text, UNPRINTED_STAYS);
    if (!isNews()) return;
    lamps();
    notices.rest();
  };
  panel.onPress((event) => void press(event));
  const slot = kiosk.cards ? cardSlot(kiosk.cards, kiosk, notices, (event) => void press(event)) : null;
  const look = (): void => {
    if (isStopped) return;
    lamps();
    notices.rest();
  };
  const unsubscribe = [branch.onCommitted(committed), printer?.onReadiness(look)];
  void known.come.then(look);
  look();
  return () => {
    isStopped = true;
    known.stop();
    slot?.stop();
    for (const end of unsubscribe) end?.();
    notices.stop();
  };
}

/**
 * Of the branch nothing but rules and day shows on a kiosk, and every commit comes by here. Neither is ever changed in place.
 *
 * @returns whether they changed since it was asked the last time
 */
function watchOutlook(branch: Branch): () => boolean {
  let { rules, day } = branch.committed;
  return () => {
    const now = branch.committed;
    if (now.rules === rules && now.day === day) return false;
    ({ rules, day } = now);
    return true;
  };
}

async function waitForWord({ come }: FirstWord, busy: Map<string, number>, event: Press<number>): Promise<void> {
  busy.set(event.id, event.key);
  await come;
  busy.delete(event.id);
}

function troubleOf({ printer }: KioskParts): PrintTrouble | null {
  const readiness: PrinterReadiness | undefined = printer?.readiness();
  return readiness?.kind === 'not-ready' ? readiness.trouble : null;
}

function isRefusing(parts: Desk): boolean {
  return parts.whenNotReady === 'refuse' && !parts.known.isAwaited() && troubleOf(parts) !== null;
}

/** A press that already was answered gets its answer again, whatever became of the printer and however old it is. */
function isKnown({ branch, device }: KioskParts, event: Press<number>): boolean {
  return isAnswered(branch.committed, { source: sourceOf(device), key: event.id });
}

/** Asks for the ticket of a press, for whom the card before it names; a press that is answered already draws on no card. */
async function drawTicket(
  parts: KioskParts,
  slot: CardSlot | null,
  event: Press<number>,
  button: KioskButton,
  handover: 'paper' | 'screen',
): Promise<Reply> {
  const guest = slot && !isKnown(parts, event) ? slot.guestOf(button.segment) : null;
  const asked = guest ? { ...button, segment: guest.segment } : button;
  const reply = await parts.branch.submit(issue(parts.device, event.id, asked, handover));
  guest?.settle(reply);
  return reply;
}

function isTurnedAway(parts: Desk, event: Press<number>): boolean {
  return isRefusing(parts) && !isKnown(parts, event);
}

/** A press from before an outage. */
function isStale(parts: KioskParts, event: Press<number>): boolean {
  return (event.ageMs ?? 0) > STALE_AFTER && !isKnown(parts, event);
}

/** What a press that gives no ticket is told; null: nothing. */
function turnedAway(
  parts: Desk,
  event: Press<number>,
  button: KioskButton | undefined,
): ReturnType<typeof screen> | null {
  const { device, log } = parts;
  if (!button) {
    log.warn({ device, button: event.key }, 'button without a service was pressed');
    return null;
  }
  const trouble = troubleOf(parts);
  if (isTurnedAway(parts, event) && trouble !== null) {
    log.info({ device, button: event.key, trouble }, 'a press was turned away: the printer does not print');
    return screen(troubleText(trouble), ASK_STAFF);
  }
  if (isStale(parts, event)) {
    log.warn({ device, button: event.key, ageMs: event.ageMs }, 'a press from before an outage was dropped');
    return null;
  }
  return screen('ONE AT A TIME', 'PLEASE PRESS AGAIN');
}

function sourceOf(device: string): string {
  return `panel:${device}`;
}

function issue(device: string, press: string, button: KioskButton, handover: 'paper' | 'screen'): Command {
  return {
    type: 'issue',
    service: button.service,
    segment: button.segment,
    language: button.language,
    handover,
    id: { source: sourceOf(device), key: press },
    actor: { kind: 'kiosk', device },
  };
}

function isIssuing({ rules, day }: Readonly<QueueState>, service: string): boolean {
  return day !== null && rules?.services.find(({ id }) => id === service)?.isIssuing === true;
}

function lampsOf(parts: Desk, busy: ReadonlySet<number>): LampState[] {
  const highest = parts.buttons.reduce((most, { button }) => Math.max(most, button), 0);
  const state = parts.branch.committed;
  const refuses = isRefusing(parts);
  return Array.from({ length: highest }, (_, index) => {
    const used = parts.buttons.find(({ button }) => button === index + 1);
    if (busy.has(index + 1)) return 'blink';
    return used && !refuses && isIssuing(state, used.service) ? 'on' : 'off';
  });
}

function restingText(parts: Desk): ReturnType<typeof screen> {
  const trouble = troubleOf(parts);
  if (isRefusing(parts) && trouble !== null) return screen(troubleText(trouble), ASK_STAFF);
  const state = parts.branch.committed;
  const isOpen = parts.buttons.some(({ service }) => isIssuing(state, service));
  return isOpen ? screen('WELCOME', 'PRESS A BUTTON') : screen('NO TICKETS NOW', ASK_STAFF);
}

/** What customers of this kiosk have to know of their slips: that it did not come, or that nobody knows. */
function printTexts(
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

function replyLines({ branch }: KioskParts, reply: Reply): ReturnType<typeof screen> {
  switch (reply.kind) {
    case 'issued':
      return screen(`NUMBER ${reply.label}`, reply.ahead === 0 ? 'YOU ARE NEXT' : `${reply.ahead} BEFORE YOU`);
    case 'refused':
      return screen(refusalText(reply.refusal, branch.committed.rules), ASK_STAFF);
    case 'fault':
      return isStopping(reply) ? screen('ONE MOMENT', 'PLEASE WAIT') : screen(faultText(reply), ASK_STAFF);
    case 'called':
    case 'standing':
    case 'done':
      return screen('THANK YOU', '');
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
