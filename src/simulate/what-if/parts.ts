import type { EventOf, QueueEvent } from '../../queue/events.ts';
import type { CounterId, Instant, TicketId } from '../../queue/rules.ts';
import type { Wish } from '../commands.ts';
import type { Act } from './acts.ts';
import type { Done, Part, Pause, Turn } from './tape.ts';

type Ending = Extract<QueueEvent, { readonly ticket: TicketId; readonly type: EndingType }>;
type EndingType =
  | 'finished'
  | 'no-show'
  | 'transferred'
  | 'referred'
  | 'parked'
  | 'handed-off'
  | 'service-finished'
  | 'cancelled';
const ENDINGS: ReadonlySet<string> = new Set<EndingType>([
  'finished',
  'no-show',
  'transferred',
  'referred',
  'parked',
  'handed-off',
  'service-finished',
  'cancelled',
]);

interface Open {
  readonly part: Part;
  counter: CounterId;
}

/** Hears a recorded day and sorts what tellers did by customer: what was undone was not done. */
export class PartsHeard {
  readonly parts = new Map<TicketId, Part[]>();
  readonly openings = new Map<CounterId, Pause[]>();
  readonly ends = new Map<CounterId, Pause[]>();
  readonly #open = new Map<TicketId, Open>();
  /** What a teller does who has nobody at the window and has not pressed next. */
  readonly #idle = new Map<CounterId, Pause>();
  #turns: Turn[] = [];

  /** A command is given: what it comes to is heard next. */
  before({ wish, at, order }: Act): void {
    if (wish.type === 'call-next' || wish.type === 'call-ticket') {
      const idle = this.#idle.get(wish.counter);
      if (idle) idle.press = { after: at - idle.from, order, wish };
      this.#idle.delete(wish.counter);
    }
    if (wish.type === 'recall' || wish.type === 'start') {
      this.#at(wish.counter)?.steps.push({ after: at - (this.#at(wish.counter)?.from ?? at), order, wish });
    }
  }

  /** Something that came of it. */
  hear(event: QueueEvent, act: Act): void {
    if (isEnding(event)) this.#ends(event, act);
    switch (event.type) {
      case 'called':
        if (event.counter !== null) this.#begins(event, event.counter, event.service);
        return;
      case 'taken-over': {
        const open = this.#open.get(event.ticket);
        if (open && event.counter !== null) open.counter = event.counter;
        return;
      }
      case 'undone':
        this.#undone(event);
        return;
      case 'counter-opened':
        if (event.counter !== null) this.#rests(event.counter, event.at, this.openings);
        return;
      case 'counter-paused':
      case 'counter-closed':
        this.#away(event.counter, event.at);
        return;
      case 'request-ended':
        if (event.counter !== null && /^(?:time|rules|hall)$/.test(event.reason)) {
          this.#rests(event.counter, event.at, this.ends);
        }
        return;
      default:
        return;
    }
  }

  /** Whose visits have come a part further since this was asked. */
  takeTurns(): readonly Turn[] {
    const turns = this.#turns;
    this.#turns = [];
    return turns;
  }

  #at(counter: CounterId): Part | undefined {
    for (const open of this.#open.values()) if (open.counter === counter) return open.part;
    return undefined;
  }

  #begins({ ticket, at }: { readonly ticket: TicketId; readonly at: Instant }, counter: CounterId, service: string) {
    const then: Pause = { from: at, press: null, awayAfter: null };
    const part: Part = { ticket, service, counter, from: at, steps: [], end: null, then };
    const mine = this.parts.get(ticket) ?? [];
    mine.push(part);
    this.parts.set(ticket, mine);
    this.#open.set(ticket, { part, counter });
    this.#idle.delete(counter);
  }

  #ends(event: Ending, act: Act): void {
    const open = this.#open.get(event.ticket);
    if (!open) return;
    const { part, counter } = open;
    part.end = { after: event.at - part.from, order: act.order, wish: endOf(act, counter) };
    this.#open.delete(event.ticket);
    this.#turns.push({ ticket: event.ticket, next: this.parts.get(event.ticket)?.length ?? 0 });
    if ((event.type === 'handed-off' || event.type === 'service-finished') && event.where === 'here') {
      this.#begins(event, counter, event.type === 'handed-off' ? event.service : event.to);
      return;
    }
    Object.assign(part.then, { from: event.at, press: null, awayAfter: null });
    if (!/^call-/.test(part.end.wish.type)) this.#idle.set(counter, part.then);
  }

  #undone({ what, restored, at, counter }: EventOf<'undone'>): void {
    for (const { ticket, status, counter: place } of restored) {
      const open = this.#open.get(ticket);
      if (what === 'take-over') {
        if (open && place !== null) open.counter = place;
        continue;
      }
      const mine = this.parts.get(ticket) ?? [];
      if (open) mine.pop();
      this.#open.delete(ticket);
      const last = mine.at(-1);
      if (status === 'waiting' || status === 'parked' || !last || place === null) continue;
      last.end = null;
      this.#open.set(ticket, { part: last, counter: place });
      this.#turns.push({ ticket, next: mine.length - 1 });
    }
    if (counter === null) return;
    this.#idle.delete(counter);
    if (!this.#at(counter)) this.#rests(counter, at, this.ends);
  }

  #rests(counter: CounterId, at: Instant, among: Map<CounterId, Pause[]>): void {
    const pause: Pause = { from: at, press: null, awayAfter: null };
    const mine = among.get(counter) ?? [];
    mine.push(pause);
    among.set(counter, mine);
    if (!this.#at(counter)) this.#idle.set(counter, pause);
  }

  #away(counter: CounterId | null, at: Instant): void {
    const idle = counter === null ? undefined : this.#idle.get(counter);
    if (!idle || counter === null) return;
    idle.awayAfter = at - idle.from;
    this.#idle.delete(counter);
  }
}

function isEnding(event: QueueEvent): event is Ending {
  return ENDINGS.has(event.type);
}

/** What a window did to end a part; what ended it from outside ends it as *finish* does. */
function endOf({ wish }: Act, counter: CounterId): Done['wish'] {
  const isOwn = 'counter' in wish && wish.counter === counter;
  const byHand: Wish['type'][] = ['tick', 'apply-rules', 'open-counter', 'take-over'];
  return isOwn && !byHand.includes(wish.type) ? wish : { type: 'finish', counter, isWhole: true };
}
