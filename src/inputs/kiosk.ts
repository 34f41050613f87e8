import type { Branch, Committed, Reply } from '../branch/port.ts';
import { type Clock, gathered, type Millis, ms, seconds } from '../clock.ts';
import type { ButtonPanel, Press, TicketPrinter } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import { stoppedBy } from '../queue/hall-states.ts';
import { visitRulesOf } from '../queue/rules-visit.ts';
import { type FirstWord, firstWord } from './first-word.ts';
import { issue, sourceOf } from './kiosk-asking.ts';
import { CARD_BUTTON, type CardSlot, cardSlot, type KioskCards } from './kiosk-card.ts';
import { type CareChoice, careChoice, type KioskCare } from './kiosk-care.ts';
import { chooseCare } from './kiosk-choice.ts';
import { type CodesDesk, readCodes } from './kiosk-codes.ts';
import { answering, awaiting, isEvacuated, isRefusing, lampsOf, printTexts, resting, troubleOf } from './kiosk-face.ts';
import { type LockOut, type LockOutRules, openLockOut } from './kiosk-lock-out.ts';
import { outlookWatch } from './kiosk-outlook.ts';
import type { Questions } from './kiosk-questions.ts';
import { answeredWith, type Chosen, type Gathering, gatherPresses } from './kiosk-several.ts';
import { type KioskVoice, kioskVoice } from './kiosk-voice.ts';
import { pagesAfter, questionsOf, STALE_AFTER, sayYes } from './kiosk-yes.ts';
import { type Notices, openNotices, type Pages } from './notices.ts';
import { isAnswered, isStopping } from './replies.ts';

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
  /** How long a press waits for further ones of the same customer; 0 or left out: not at all. */
  readonly severalWithin?: Millis;
  /** Null or left out: everybody presses as often as they like. */
  readonly lockOut?: LockOutRules | null;
  /** IANA zone of the branch. */
  zone(): string;
  /** Languages of the branch, the first one first; null or left out: the panel shows Latin letters alone, and speaks English. */
  languages?(): readonly string[] | null;
  /** Its card reader; left out: it has none. */
  readonly cards?: KioskCards;
  /** Buttons with which a customer says what nobody else has to know; null or left out: none. */
  readonly care?: KioskCare | null;
  /** Reads the codes of slips and appointments; null: the kiosk has no reader. */
  readonly codes: CodesDesk | null;
  /** Number of the button that says yes; null or left out: none does. */
  readonly yesButton?: number | null;
  /** How long it asks whether the papers are ready; 0 or left out: not at all. */
  readonly papersWithin?: Millis;
  /** Papers and forms of services, each by language; left out: none. */
  forms?(services: readonly string[]): readonly Readonly<Record<string, string>>[];
  /** Messages of the bank for whoever looks on, each by language; left out: none. */
  messages?(services: readonly string[]): readonly Readonly<Record<string, string>>[];
}

/** A lamp blinks when an answer takes longer: a shorter blink nobody sees, and it would keep the ticket waiting. */
const BLINK_AFTER: Millis = ms(20);
/** How long an answer stays on the kiosk's screen. */
const ANSWER_STAYS: Millis = seconds(6);
/** What stands on no paper stays at least so long before the next customer's answer. */
const UNPRINTED_STAYS: Millis = seconds(3);
/** Presses being answered at once; a further one is told to come again. */
const PRESSES_AT_ONCE = 16;
/** Among the presses that are being answered, which have ids of their panel's making: a code is. */
const CODE = 'code';

/** A kiosk at work. */
export interface Desk extends KioskParts {
  readonly known: FirstWord;
  readonly questions: Questions;
  readonly lock: LockOut;
  readonly own: CareChoice;
  readonly voice: KioskVoice;
  /** Whoever stood there has gone, or has a number by a code: the next customer inherits neither choice nor card. */
  left(): void;
}

/**
 * Turns presses on the kiosk's buttons into tickets, and says so with lamps and text.
 * Lamps: on = may be pressed, blinking = being answered, or asked whether to issue all the same: a second press says yes;
 * off = no ticket to be had. The lamp of the button that says yes blinks while there is something to say yes to.
 *
 * @returns a function that stops it
 */
export function runKiosk(kiosk: KioskParts): () => void {
  const { branch, clock, panel, printer } = kiosk;
  const parts = openDesk(kiosk, { asks: () => lampsSoon(), changes: () => look(), leaves: () => slot?.forget() });
  const { known, questions, lock, own } = parts;
  const [busy, watched] = [new Map<string, number>(), new Map<number, string>()];
  let isStopped = false;
  const isNews = outlookWatch(branch, kiosk.buttons);

  const notices = openNotices({
    clock,
    stays: ANSWER_STAYS,
    show: (text) => panel.showText(text),
    resting: () => parts.voice.all(awaiting(parts, slot?.resting() ?? null)),
    isUrgent: () => isEvacuated(parts),
  });
  const lamps = (): void => {
    if (!isStopped) panel.showLamps(lampsOf(parts, busy.values()));
  };
  const lampsSoon = gathered(clock, BLINK_AFTER, lamps);
  const press = async (event: Press<number>): Promise<void> => {
    if (isStopped || busy.has(event.id)) return;
    if (known.isAwaited() && busy.size < PRESSES_AT_ONCE) await waitForWord(known, busy, event);
    // Not acknowledged: the next daemon gets it.
    if (isStopped) return;
    if (event.key === parts.yesButton) return sayYes(parts, event, (pages) => notices.tell(pages, 0)).then(lamps);
    if (own.has(event.key)) return chooseCare(parts, event, (pages) => notices.tell(pages, 0));
    const button = parts.buttons.find((candidate) => candidate.button === event.key);
    // A number that is only told needs its turn on the screen.
    const isCrowded = busy.size >= (handoverOf(parts) === 'paper' ? PRESSES_AT_ONCE : notices.room);
    if (!button || isStale(parts, event) || isTurnedAway(parts, event) || isCrowded) {
      const pages = turnedAway(parts, event, button);
      if (pages) notices.tell(pages, 0);
      lamps();
      event.acknowledge();
      return;
    }
    busy.set(event.id, button.button);
    lampsSoon();
    own.keep(kiosk.severalWithin ?? 0);
    await choose({ event, button });
  };
  const under: Under = { busy, notices, lamps, slot: () => slot, isStopped: () => isStopped };
  const serve = serving(parts, under);
  const several = gathering(parts, under, serve);
  const choose = choosing(parts, several, serve);
  const committed = (batch: readonly Committed[]): void => {
    for (const text of printTexts(parts, watched, batch)) notices.tell([text], UNPRINTED_STAYS);
    if (!isNews()) return;
    if (stoppedBy(branch.committed.hall) !== null) parts.left();
    look();
  };
  panel.onPress((event) => void press(event));
  const slot = kiosk.cards ? cardSlot(kiosk.cards, parts, notices, (event) => void press(event)) : null;
  const face = { busy, lamps, lampsSoon, tell: (pages: Pages) => notices.tell(pages, UNPRINTED_STAYS) };
  const stopCodes = startCodes(parts, face);
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
    for (const end of [stopCodes, ...unsubscribe]) end?.();
    for (const each of [several, known, questions, slot, lock, own, notices]) each?.stop();
  };
}

/** A kiosk that knows nothing yet. */
function openDesk(
  kiosk: KioskParts,
  { asks, changes, leaves }: { asks(): void; changes(): void; leaves(): void },
): Desk {
  const { clock, printer, lockOut = null, care = null } = kiosk;
  const known = firstWord(printer, clock);
  const [lock, own] = [openLockOut(clock, lockOut, changes), careChoice(clock, care, changes)];
  const left = (): void => {
    own.forget();
    leaves();
  };
  const questions = questionsOf(kiosk, asks, left);
  const voice = kioskVoice(() => kiosk.languages?.() ?? null);
  return { ...kiosk, known, questions, lock, own, voice, left };
}

/** What is under way at a kiosk. */
interface Under {
  /** Buttons of presses that are being answered, by the press. */
  readonly busy: Map<string, number>;
  readonly notices: Notices;
  lamps(): void;
  /** Null: there is no card reader. */
  slot(): CardSlot | null;
  isStopped(): boolean;
}

/** Asks the branch for the number of somebody who has chosen, and tells it. */
function serving(
  parts: Desk,
  { busy, notices, lamps, slot, isStopped }: Under,
): (chosen: readonly Chosen[]) => Promise<void> {
  return async (chosen) => {
    const [first, ...others] = chosen;
    if (!first || isStopped()) return;
    if (isLockedOut(parts, first)) {
      for (const { event } of chosen) {
        busy.delete(event.id);
        event.acknowledge();
      }
      lamps();
      notices.tell([parts.voice.to(first.button.language, (texts) => texts.lockedOut)], 0);
      return;
    }
    const handover = handoverOf(parts);
    const isYes = parts.questions.answered(first.button.button) !== null;
    const reply = await drawTicket(parts, slot(), [first, ...others], handover);
    if (!isYes && isTurnedDown(reply)) parts.lock.forgive();
    for (const { event } of chosen) busy.delete(event.id);
    if (!isStopped()) {
      lamps();
      const { language } = first.button;
      const services = chosen.map(({ button }) => button.service);
      const least = handover === 'screen' && reply.kind === 'issued' ? UNPRINTED_STAYS : 0;
      const answer = parts.voice.to(language, answering(parts, reply));
      notices.tell([answer, ...pagesAfter(parts, reply, services, language)], least);
    }
    // The panel keeps a press that a stopping daemon did not take, and sends it to the next one. The first goes last: it
    // is known to the branch, and asked again it says the same number.
    if (!isStopping(reply)) for (const { event } of [...chosen].reverse()) event.acknowledge();
  };
}

/** Whether one person presses too often. A yes to a question is no further press, and who was answered already asks nothing. */
function isLockedOut(parts: Desk, { event, button }: Chosen): boolean {
  if (isKnown(parts, event) || parts.questions.answered(button.button)) return false;
  if (!parts.lock.isBeyond()) return false;
  parts.log.info({ device: parts.device, button: event.key }, 'a press was turned away: too many in a row');
  return true;
}

/** No number, and no question to which a yes would bring one. */
function isTurnedDown(reply: Reply): boolean {
  return reply.kind === 'refused' && reply.refusal.code !== 'confirm-needed' && reply.refusal.code !== 'machine-better';
}

/** Lets a customer choose several services, where the kiosk does. */
function gathering(
  { branch, clock, voice, severalWithin = 0 }: Desk,
  { busy, notices, isStopped }: Under,
  serve: (chosen: readonly Chosen[]) => Promise<void>,
): Gathering {
  return gatherPresses({
    clock,
    within: severalWithin,
    most: () => (branch.committed.rules ? visitRulesOf(branch.committed.rules).most : 1),
    isOver: isStopped,
    done: (chosen) => void serve(chosen),
    chosen: ([first, ...others]) =>
      first && notices.tell([voice.to(first.button.language, (texts) => texts.chosen(1 + others.length))], 0),
    again: ({ event }) => {
      busy.delete(event.id);
      event.acknowledge();
    },
  });
}

/** What a press on a button for numbers is: an answer to what is asked, which is taken at once, or part of a choice. */
function choosing(
  parts: Desk,
  several: Gathering,
  serve: (chosen: readonly Chosen[]) => Promise<void>,
): (press: Chosen) => Promise<void> {
  return async (press) => {
    const answered = parts.questions.answered(press.button.button);
    if (isKnown(parts, press.event)) return serve([press]);
    if (answered) return serve(answeredWith(press.event, answered));
    parts.questions.end();
    several.take(press, press.event.key === CARD_BUTTON);
  };
}

function handoverOf(parts: Desk): 'paper' | 'screen' {
  return parts.printer && troubleOf(parts) === null ? 'paper' : 'screen';
}

interface KioskFace {
  readonly busy: Map<string, number>;
  lamps(): void;
  lampsSoon(): void;
  tell(pages: Pages): void;
}

/** Answers the codes that customers show, where the kiosk has a reader. */
function startCodes(parts: Desk, { busy, lamps, lampsSoon, tell }: KioskFace): (() => void) | null {
  const { codes, branch, log, device, voice, buttons } = parts;
  if (!codes) return null;
  return readCodes({
    ...codes,
    branch,
    log,
    device,
    voice,
    tell,
    own: () => parts.own.take(),
    left: () => parts.left(),
    handover() {
      const trouble = troubleOf(parts);
      if (isRefusing(parts) && trouble !== null) return (texts) => texts.trouble(trouble);
      return handoverOf(parts);
    },
    stopped: () => (stoppedBy(branch.committed.hall) === null ? null : resting(parts)),
    answering: (reply) => answering(parts, reply),
    begin(service) {
      const button = buttons.find((candidate) => candidate.service === service)?.button;
      if (button !== undefined) busy.set(CODE, button);
      lampsSoon();
      return () => {
        busy.delete(CODE);
        lamps();
      };
    },
  });
}

async function waitForWord({ come }: FirstWord, busy: Map<string, number>, event: Press<number>): Promise<void> {
  busy.set(event.id, event.key);
  await come;
  busy.delete(event.id);
}

/** A press that already was answered gets its answer again, whatever became of the printer and however old it is. */
function isKnown({ branch, device }: KioskParts, event: Press<number>): boolean {
  return isAnswered(branch.committed, { source: sourceOf(device), key: event.id });
}

/** Asks for the ticket of a press, for whom the card before it names; a press that is answered already draws on no card. */
async function drawTicket(
  parts: Desk,
  slot: CardSlot | null,
  [first, ...others]: readonly [Chosen, ...Chosen[]],
  handover: 'paper' | 'screen',
): Promise<Reply> {
  const { event, button } = first;
  const more = others.map((chosen) => chosen.button.service);
  const isNew = !isKnown(parts, event);
  const guest = slot && isNew ? slot.guestOf(button.segment) : null;
  // Whoever says it with a button means it; a card lies in every pocket.
  const own = isNew ? parts.own.take() : null;
  const asked = { ...button, segment: own?.segment ?? guest?.segment ?? button.segment };
  const { branch, device, questions } = parts;
  const insists = questions.insists(button.button);
  const reply = await branch.submit(
    issue(device, event.id, asked, { handover, insists, more, needs: own?.needs ?? [] }),
  );
  const pressed = { press: event.id, chosen: [button, ...others.map((other) => other.button)] } as const;
  questions.came(pressed, reply, branch.committed.rules);
  guest?.settle(reply);
  own?.settle(reply);
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
function turnedAway(parts: Desk, event: Press<number>, button: KioskButton | undefined): Pages | null {
  const { device, log, voice } = parts;
  if (!button) {
    log.warn({ device, button: event.key }, 'button without a service was pressed');
    return null;
  }
  const trouble = troubleOf(parts);
  if (isTurnedAway(parts, event) && trouble !== null) {
    log.info({ device, button: event.key, trouble }, 'a press was turned away: the printer does not print');
    return [voice.to(button.language, (texts) => texts.trouble(trouble))];
  }
  if (isStale(parts, event)) {
    log.warn({ device, button: event.key, ageMs: event.ageMs }, 'a press from before an outage was dropped');
    return null;
  }
  return [voice.to(button.language, (texts) => texts.oneAtATime)];
}
