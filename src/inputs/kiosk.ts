import type { Branch, Committed } from '../branch/port.ts';
import { type Clock, gathered, type Millis, ms, seconds } from '../clock.ts';
import type { ButtonPanel, Press, TicketPrinter } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import { stoppedBy } from '../queue/hall-states.ts';
import { type FirstWord, firstWord } from './first-word.ts';
import { cardSlot, type KioskCards } from './kiosk-card.ts';
import { type CareChoice, careChoice, type KioskCare } from './kiosk-care.ts';
import { chooseCare } from './kiosk-choice.ts';
import { type CodesDesk, readCodes } from './kiosk-codes.ts';
import { answering, awaiting, isEvacuated, isRefusing, lampsOf, printTexts, resting, troubleOf } from './kiosk-face.ts';
import { type LockOut, type LockOutRules, openLockOut } from './kiosk-lock-out.ts';
import { outlookWatch } from './kiosk-outlook.ts';
import type { Questions } from './kiosk-questions.ts';
import { choosing, gathering, handoverOf, isKnown, serving, UNPRINTED_STAYS, type Under } from './kiosk-serving.ts';
import { type KioskVoice, kioskVoice } from './kiosk-voice.ts';
import { questionsOf, STALE_AFTER, sayYes } from './kiosk-yes.ts';
import { openNotices, type Pages } from './notices.ts';

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
