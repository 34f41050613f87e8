import type { Branch, Committed, Reply } from '../branch/port.ts';
import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { ButtonPanel, Keypad, KeypadKey, PanelText, Press } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { CommandId } from '../queue/commands.ts';
import { findTicket } from '../queue/find-ticket.ts';
import type { CounterId } from '../queue/rules.ts';
import { type RatingView, ratingView } from '../views/rating.ts';
import type { Saying } from './kiosk-texts.ts';
import { type KioskVoice, kioskVoice } from './kiosk-voice.ts';
import { isAnswered, isStopping, screen } from './replies.ts';

/** What customers give their marks with: a keypad of digits, or a panel with a button for each mark. */
export interface RatingPad {
  onMark(listener: (press: Press<number>) => void): void;
  show(lines: PanelText): void;
}

export interface RatingParts {
  readonly branch: Branch;
  readonly clock: Clock;
  /** Runs with branch time. */
  readonly branchClock: Clock;
  readonly log: Log;
  /** Id of the device in the configuration. */
  readonly device: string;
  readonly pad: RatingPad;
  readonly counter: CounterId;
  /** Languages of the branch; null or left out: the pad shows Latin letters alone, and speaks English. */
  languages?(): readonly string[] | null;
}

/** How long an answer stays. */
const ANSWER_STAYS: Millis = seconds(4);
/** A press that was kept for longer while nobody listened is not done any more: the customer has gone. */
const STALE_AFTER: Millis = seconds(10);
const IDLE = screen('', '');

/** A keypad in front of the customer: its digits are marks, 0 is ten. Its other keys do nothing. */
export function keypadMarks(keypad: Keypad): RatingPad {
  return {
    onMark(listener) {
      keypad.onPress(({ key, ...press }) => {
        const mark = markOf(key);
        if (mark === null) press.acknowledge();
        else listener({ ...press, key: mark });
      });
    },
    show: (lines) => keypad.show(lines),
  };
}

function markOf(key: KeypadKey): number | null {
  if (key === '0') return 10;
  return /^[1-9]$/.test(key) ? Number(key) : null;
}

/** A panel of buttons in front of the customer: button 1 is the worst mark. Its lamps are on while a mark may be given. */
export function panelMarks(panel: ButtonPanel, scale: () => number): RatingPad {
  return {
    onMark: (listener) => panel.onPress(listener),
    show(lines) {
      const isAsking = lines.line1 !== '' || lines.line2 !== '';
      panel.showText(lines);
      panel.showLamps(Array.from({ length: scale() }, () => (isAsking ? 'on' : 'off')));
    },
  };
}

/**
 * Asks the customer of a counter for a mark when a service has ended there, and takes it. Nothing on it says who the
 * customer or the teller is.
 *
 * @returns a function that stops it
 */
export function runRatingPad(parts: RatingParts): () => void {
  const asker = new Asker(parts);
  return () => asker.stop();
}

class Asker {
  readonly #parts: RatingParts;
  readonly #unsubscribe: () => void;
  readonly #voice: KioskVoice;
  #message: PanelText | null = null;
  #fade: Timer | null = null;
  /** When the time for a mark is over. */
  #over: Timer | null = null;
  #grounds: readonly unknown[] = [];
  #isStopped = false;

  constructor(parts: RatingParts) {
    this.#parts = parts;
    this.#voice = kioskVoice(() => parts.languages?.() ?? null);
    parts.pad.onMark((press) => void this.#take(press));
    this.#unsubscribe = parts.branch.onCommitted((batch) => {
      if (this.#isTouched(batch)) this.#paint();
    });
    this.#paint();
  }

  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    this.#fade?.cancel();
    this.#over?.cancel();
  }

  async #take({ key: score, id: press, ageMs = 0, acknowledge }: Press<number>): Promise<void> {
    if (this.#isStopped) return;
    const { branch, device, counter, log } = this.#parts;
    const id: CommandId = { source: `rating:${device}`, key: press };
    if (!isAnswered(branch.committed, id) && this.#isForAnother(ageMs)) return acknowledge();
    const actor = { kind: 'rating-pad', device } as const;
    const reply = await branch.submit({ type: 'rate', counter, ticket: null, score, id, actor });
    if (reply.kind === 'fault') log.warn({ device, code: reply.fault.code }, reply.fault.message);
    if (!this.#isStopped) this.#say(answering(reply, branch));
    if (!isStopping(reply)) acknowledge();
  }

  /** The press is from before the end of the service that it would rate now, or from too long ago. */
  #isForAnother(age: Millis): boolean {
    const { branch } = this.#parts;
    const view = this.#view();
    return age > STALE_AFTER || (view !== null && branch.now() - age < view.endedAt);
  }

  /** Whether there may be something else to rate now, or another mark. Looks at nobody who has gone: most commits are of others. */
  #isTouched(batch: readonly Committed[]): boolean {
    const { branch, counter } = this.#parts;
    const { rules, counters, tickets, ended } = branch.committed;
    const { lastServed = null, ticket = null } = counters.get(counter) ?? {};
    const here = ticket === null ? null : tickets.get(ticket)?.status;
    // The oldest of the ended visits changes when one is forgotten: it may be the one that is asked about.
    const before = this.#grounds;
    this.#grounds = [rules?.rating, lastServed, here, this.#over && ended[0]];
    const isOther = this.#grounds.some((ground, index) => ground !== before[index]);
    return isOther || batch.some(({ event }) => event.type === 'rated' && event.counter === counter);
  }

  #view(): RatingView | null {
    const { branch, counter } = this.#parts;
    return ratingView(branch.committed, counter, branch.now());
  }

  #say(saying: Saying): void {
    this.#fade?.cancel();
    // What the second line of a kiosk adds is of no use here.
    const { line1, latin } = this.#told(saying);
    this.#message = { ...screen(line1, ''), ...(latin ? { latin: screen(latin.line1, '') } : {}) };
    this.#fade = this.#parts.clock.after(ANSWER_STAYS, () => {
      this.#message = null;
      this.#paint();
    });
    this.#paint();
  }

  #paint(): void {
    const { branch, branchClock, pad } = this.#parts;
    const view = this.#view();
    this.#over?.cancel();
    this.#over = view && branchClock.after(view.until - branch.now() + 1, () => this.#paint());
    const asking = view && !view.isRated ? this.#told((texts) => texts.rate(view.scale)) : IDLE;
    pad.show(this.#message ?? asking);
  }

  /** To the customer whose service has ended last. */
  #told(saying: Saying): PanelText {
    const { branch, counter } = this.#parts;
    const served = branch.committed.counters.get(counter)?.lastServed?.ticket;
    const language = served === undefined ? undefined : findTicket(branch.committed, served)?.language;
    return language === undefined ? this.#voice.all(saying)[0] : this.#voice.to(language, saying);
  }
}

function answering(reply: Reply, { committed: { rules } }: Branch): Saying {
  if (reply.kind === 'refused') return (texts) => texts.refusal(reply.refusal, rules);
  return reply.kind === 'fault' ? (texts) => texts.fault(reply) : (texts) => texts.thanks;
}
