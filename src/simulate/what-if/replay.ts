import type { Actor, Command, CommandId } from '../../queue/commands.ts';
import type { Decision } from '../../queue/decide.ts';
import { nextDue } from '../../queue/due.ts';
import type { QueueEvent } from '../../queue/events.ts';
import type { CounterId, Duration, Instant, TicketId } from '../../queue/rules.ts';
import { restore } from '../../queue/snapshot.ts';
import type { QueueState } from '../../queue/state.ts';
import type { Wish } from '../commands.ts';
import type { Engine } from '../hall.ts';
import { BRANCH_ENGINE } from '../simulate.ts';
import { type Change, changedInstants, changedRules } from './change.ts';
import { mapped } from './mapped.ts';
import { Numbers } from './numbers.ts';
import { foundAt, type Tape, type TapeAct } from './tape.ts';
import { isBefore, type Moment, Timers } from './timers.ts';
import { breathOf } from './typical.ts';
import { isOfWindow, Window, type WindowsDay } from './window.ts';

/** What a day came to that was played again. */
export interface Replay {
  readonly events: readonly QueueEvent[];
  /** Customers whose time at a window was not recorded, and was taken from others; ids of the record. */
  readonly imputed: ReadonlySet<TicketId>;
  /** Customers who were served at another window than in truth. */
  readonly moved: ReadonlySet<TicketId>;
  /** The ticket of the record that a ticket stands for. */
  recorded(ticket: TicketId): TicketId;
}

export interface ReplayOptions {
  /** Windows play the record itself as long as all is as it was; else what was done for each customer from the start. */
  readonly isByRecord: boolean;
}

type DutyWish = Extract<Wish, { readonly type: 'open-counter' | 'pause-counter' | 'close-counter' | 'switch-profile' }>;

const ACTOR: Actor = { kind: 'daemon' };
/** A clock that runs on time wakes the queue within so long. */
const LATE = 2_000;

/** Plays a recorded day again, under other rules or the same. */
export function replayDay(
  tape: Tape,
  change: Change,
  { isByRecord }: ReplayOptions = { isByRecord: true },
  engine: Engine = BRANCH_ENGINE,
): Replay {
  return new DayAgain(tape, change, isByRecord, engine).play();
}

class DayAgain implements WindowsDay {
  readonly tape: Tape;
  readonly timers = new Timers();
  readonly numbers: Numbers;
  readonly breath: Duration;
  readonly #change: Change;
  readonly #engine: Engine;
  readonly #state: QueueState;
  readonly #windows = new Map<CounterId, Window>();
  readonly #isByRecord: boolean;
  readonly #events: QueueEvent[] = [];
  #now: Instant;
  #next = 0;
  /** Of what was recorded: the next thing that time brought. */
  #nextTick = 0;

  constructor(tape: Tape, change: Change, isByRecord: boolean, engine: Engine) {
    this.tape = tape;
    this.#change = change;
    this.#engine = engine;
    this.#isByRecord = isByRecord;
    this.#state = restore(tape.opening.opening);
    this.#now = tape.opening.at;
    this.breath = breathOf(tape);
    this.numbers = new Numbers(tape);
  }

  get now(): Instant {
    return this.#now;
  }

  get state(): Readonly<QueueState> {
    return this.#state;
  }

  play(): Replay {
    const { rules } = this.#state;
    const changed = rules && changedRules(rules, this.#change);
    if (changed && changed !== rules) this.run({ type: 'apply-rules', rules: changed });
    this.#opensCopies();
    while (this.#step());
    const { imputed, moved } = this.numbers;
    return { events: this.#events, imputed, moved, recorded: (ticket) => this.numbers.recorded(ticket) };
  }

  /** Of counters that stand open from the day before: nobody opens them on this one. */
  #opensCopies(): void {
    for (const { id, like } of this.#change.extras) {
      const model = this.#state.counters.get(like);
      if (model?.state !== 'open') continue;
      const profile = model.isHeld && this.#change.profile === null ? model.profile : null;
      this.#windowAt(id).standsOpen({ type: 'open-counter', counter: id, teller: null, profile });
    }
  }

  run(wish: Wish, id: CommandId | null = null): Decision {
    const command = { ...wish, id, actor: ACTOR } as Command;
    const decision = this.#engine.decide(this.#state, command, this.#now);
    if (decision.kind !== 'decided') return decision;
    for (const event of decision.events) {
      this.#engine.evolve(this.#state, event);
      this.#events.push(event);
    }
    for (const event of decision.events) if (event.counter !== null) this.#windowAt(event.counter).hear(event);
    return decision;
  }

  leavesWithin(counter: CounterId, after: Duration): boolean {
    for (let index = this.#next; index < this.tape.acts.length; index += 1) {
      const act = this.tape.acts[index];
      if (!act || act.at > this.#now + after) return false;
      if (act.counter === counter && /^(?:pause|close)-counter$/.test(act.wish.type)) return true;
    }
    return false;
  }

  #windowAt(id: CounterId): Window {
    const known = this.#windows.get(id);
    if (known) return known;
    const like = this.#change.extras.find((extra) => extra.id === id)?.like;
    const made = new Window(this, id, like ?? id, this.#isByRecord && like === undefined);
    this.#windows.set(id, made);
    return made;
  }

  /** Lets the next thing happen: what was recorded, what a teller does here, or what time brings. */
  #step(): boolean {
    const act = this.tape.acts[this.#next];
    const tick = this.#tickAt();
    const first = [act ?? null, this.timers.next, tick].reduce(
      (best: Moment | null, each) => (each && (!best || isBefore(each, best)) ? each : best),
      null,
    );
    if (!first || first.at > this.tape.horizon) return false;
    this.#now = Math.max(this.#now, first.at);
    if (first === tick) this.run({ type: 'tick' });
    else if (first === act) {
      this.#next += 1;
      this.#again(act);
    } else this.timers.take();
    return true;
  }

  /** When time is to bring something: as it was recorded where that was in time, so that a late clock is late again. */
  #tickAt(): Moment | null {
    const due = nextDue(this.#state);
    if (due === null) return null;
    const { acts } = this.tape;
    this.#nextTick = Math.max(this.#nextTick, this.#next);
    while (this.#nextTick < acts.length && acts[this.#nextTick]?.wish.type !== 'tick') this.#nextTick += 1;
    const recorded = acts[this.#nextTick];
    const isInTime = recorded !== undefined && recorded.at >= due && recorded.at - due <= LATE;
    return isInTime ? { at: recorded.at, order: recorded.order - 0.5 } : { at: Math.max(due, this.#now), order: -1 };
  }

  #again(act: TapeAct): void {
    const { wish } = act;
    // Nobody sits there.
    if (act.counter !== null && this.#change.gone.includes(act.counter)) return;
    switch (wish.type) {
      case 'tick':
        return;
      case 'apply-rules':
        this.run({ ...wish, rules: changedRules(wish.rules, this.#change) });
        return;
      case 'open-day':
      case 'plan-day':
        this.run({ ...wish, instants: changedInstants(wish.instants, this.#change) });
        return;
      case 'issue':
      case 'check-in':
        this.#issues(act, wish);
        return;
      case 'open-counter':
      case 'pause-counter':
      case 'close-counter':
      case 'switch-profile':
        this.#duty(act, wish);
        return;
      default:
        if (act.counter !== null && act.stood && isOfWindow(wish)) this.#atWindow(act, act.counter);
        else this.#elsewhere(act);
    }
  }

  /** Whoever is called with the number is heard before the answer is: the ticket is known before. */
  #issues(act: TapeAct, wish: Wish): void {
    const issued = act.events.find(({ type }) => type === 'issued');
    if (issued?.type !== 'issued') return;
    const here = this.#state.lastTicket + 1;
    this.numbers.pair(issued.ticket, here);
    const { answer } = this.run(wish);
    if (answer.kind !== 'issued') this.numbers.part(issued.ticket, here);
  }

  #duty(act: TapeAct, wish: DutyWish): void {
    const copies = this.#change.extras.filter(({ like }) => like === wish.counter).map(({ id }) => id);
    for (const counter of [wish.counter, ...copies]) {
      const window = this.#windowAt(counter);
      const isCopy = counter !== wish.counter;
      if (wish.type === 'switch-profile') {
        if (this.#change.profile === null) this.run({ ...wish, counter });
      } else if (wish.type === 'open-counter') {
        const profile = this.#change.profile === null ? wish.profile : null;
        window.comes({ ...wish, counter, profile, teller: isCopy ? null : wish.teller });
      } else {
        const othersWait = wish.type === 'close-counter' && act.couldCall === 0 && foundAt(this.#state, counter) > 0;
        window.leaves({ ...wish, counter }, othersWait);
      }
    }
  }

  #atWindow(act: TapeAct, counter: CounterId): void {
    const window = this.#windowAt(counter);
    if (!act.stood || !window.stands(act.stood)) return;
    const wish = mapped(act.wish, (ticket) => this.numbers.known(ticket));
    if (!wish) return;
    for (const { ticket, next } of act.turns) this.numbers.turnTo(ticket, next);
    // With an id also what is refused is written: it is a sign that somebody is at the window.
    this.run(wish, act.events[0]?.command ?? { source: 'what-if', key: `${act.order}` });
  }

  /** For somebody who waits, or comes back: where that one is somewhere else by now it is not done. */
  #elsewhere(act: TapeAct): void {
    const wish = mapped(act.wish, (ticket) => this.numbers.known(ticket));
    if (!wish) return;
    if (wish.type === 'cancel' && 'id' in wish.ticket && this.#isAtWindow(wish.ticket.id, act)) return;
    for (const { ticket, next } of act.turns) this.numbers.turnTo(ticket, next);
    this.run(wish, act.events[0]?.command ?? null);
  }

  /** Whoever gave up waiting and is at a window here does not give up. */
  #isAtWindow(id: TicketId, act: TapeAct): boolean {
    const ticket = this.#state.tickets.get(id);
    const isHere = ticket?.status === 'called' || ticket?.status === 'serving';
    return isHere && act.turns.length === 0;
  }
}
