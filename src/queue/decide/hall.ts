import type { EventBody } from '../events.ts';
import { hallInstants, mayEmpty } from '../hall.ts';
import { endsWithHours, isShutByHand, orderOf, stoppedBy } from '../hall-states.ts';
import { type HallPhase, isMorning, isNight, openedBy, shutAfter, type Turn, turnsBetween } from '../instants.ts';
import type { CounterId, ServiceId, TicketId } from '../rules.ts';
import type { Counter, Ticket } from '../state.ts';
import { isUnderWay } from '../visit.ts';
import { type Seat, seatsOf } from '../waiting-pools.ts';
import { closedByClock, HOURS, openedByClock } from './counter.ts';
import { freeToClose, waitingAfter } from './free-to-close.ts';
import { allWaiting, expired, fateOf, heldOver, heldOverAgain, isLastOfDay } from './held-over.ts';
import { helpByWait } from './help.ts';
import { type Draft, draft } from './outcome.ts';
import { requeueStranded } from './requeue.ts';
import type { Situation } from './situation.ts';
import { noLongerTold } from './told-time.ts';

/** Whether the hours may have to be looked at although no instant of the day has come. */
export function isEmptying({ state: { hall } }: Situation): boolean {
  return stoppedBy(hall) === null && (hall.phase === 'closing' || hall.leaving.length > 0);
}

/**
 * What the clock brings now: phases of the hall, hours of services and counters, in order; and what follows from them.
 * Who was held over waits again when the branch opens; whose wait the hours have ended is held over or expires, as the
 * rules say; counters open, and close once nobody is there. A hall that is closing and empty has closed.
 *
 * @param before what is decided already
 * @param taken counters whose request ends within this command; those that get a ticket are added
 */
export function settleHours(situation: Situation, before: readonly Draft[], taken: Set<CounterId>): Draft[] {
  const { state, now } = situation;
  const turns = turnsBetween(hallInstants(state), state.hall, state.hall.seen, now);
  const told = noLongerTold(situation);
  return [...told, ...settleTurns(situation, turns, [...before, ...told], taken)];
}

/**
 * What these turns bring, and what follows from them, as {@link settleHours} says.
 *
 * @param isByPerson a person opens the hall: windows within their hours open although the clock has passed them
 */
export function settleTurns(
  situation: Situation,
  turns: readonly Turn[],
  before: readonly Draft[],
  taken: Set<CounterId>,
  isByPerson = false,
): Draft[] {
  const settling = new Settling(situation, turns, before, taken, isByPerson);
  for (const turn of turns) settling.turn(turn);
  settling.beginAgain();
  settling.endWaits();
  settling.help();
  settling.closeWhenEmpty();
  settling.closeCounters();
  settling.endWaits();
  return settling.drafts;
}

class Settling {
  readonly drafts: Draft[] = [];
  readonly #situation: Situation;
  readonly #before: readonly Draft[];
  readonly #taken: Set<CounterId>;
  #phase: HallPhase;
  #leaving: Set<CounterId>;
  /** Counters that the clock has opened within this command. */
  readonly #opened = new Set<CounterId>();
  readonly #manned: Set<CounterId>;
  /** Services outside their own hours once this command is over. */
  readonly #shut: ReadonlySet<ServiceId>;
  /** Counters that the clock has closed at the end of this command. */
  readonly #gone = new Set<CounterId>();
  /** The hall is there again for customers after it was shut within this command. */
  #isAgain = false;
  /** Services whose own hours of the day are over within this command. */
  readonly #closing = new Set<ServiceId>();
  #isHallClosing = false;
  #endsWithHours: boolean;
  readonly #isByPerson: boolean;

  constructor(
    situation: Situation,
    turns: readonly Turn[],
    before: readonly Draft[],
    taken: Set<CounterId>,
    isByPerson: boolean,
  ) {
    const { hall } = situation.state;
    this.#situation = situation;
    this.#before = before;
    this.#taken = taken;
    this.#phase = hall.phase;
    this.#leaving = new Set(hall.leaving);
    this.#manned = new Set(hall.manned);
    this.#shut = shutAfter(hall, turns);
    this.#endsWithHours = endsWithHours(hall);
    this.#isByPerson = isByPerson;
  }

  turn(turn: Turn): void {
    switch (turn.what) {
      case 'phase':
        this.#phaseTo(turn.phase);
        return;
      case 'service':
        this.#tell({ type: 'service-hours-changed', service: turn.service, isOpen: turn.isOpen });
        if (isLastOfDay(this.#situation, turn)) this.#closing.add(turn.service);
        else this.#closing.delete(turn.service);
        if (turn.isOpen && !isNight(this.#phase)) this.#comeBack();
        return;
      case 'counter': {
        const { counter, isOpen, by } = turn;
        this.#tell({ type: 'counter-hours-changed', of: counter, isOpen, by });
        if (isOpen) this.#manned.add(counter);
        else this.#manned.delete(counter);
        if (isOpen) this.#begin(counter, by === 'schedule');
        else if (by === 'schedule') this.#leave(counter);
      }
    }
  }

  /** Counters of the clock that have closed with the hall, or were not opened in it, and whose hours are not over. */
  beginAgain(): void {
    if (!this.#isAgain || isNight(this.#phase)) return;
    const instants = this.#situation.state.day?.instants ?? [];
    for (const id of [...this.#manned].sort()) {
      if (!this.#opened.has(id)) this.#begin(id, openedBy(instants, id) === 'schedule');
    }
  }

  /** By the rules, of those whose hours are over and whom no window has had; once the clock has closed the hall, of everybody. */
  endWaits(): void {
    if (!this.#isHallClosing && this.#closing.size === 0) return;
    for (const ticket of this.#waiting()) {
      if (!this.#isHallClosing && !this.#closing.has(ticket.service)) continue;
      if (this.#phase !== 'closed' && isUnderWay(ticket)) continue;
      const fate = fateOf(this.#situation.index, ticket.service);
      if (fate === 'park') this.drafts.push(heldOver(ticket));
      else if (fate === 'expire' || this.#phase === 'closed') this.drafts.push(expired(ticket, HOURS));
    }
  }

  /** Who comes back has mostly waited long: a counter that helps by the wait does not stand beside them until another tick. */
  help(): void {
    this.drafts.push(...helpByWait(this.#situation, this.#all(), this.#taken));
  }

  closeWhenEmpty(): void {
    const { state } = this.#situation;
    if (this.#phase !== 'closing' || (state.hall.phase === 'closing' && !mayEmpty(state))) return;
    const atCounters = state.tickets.size - state.parked.size - allWaiting(state).length;
    const isCalled = this.#all().some(({ body }) => body.type === 'called');
    if (atCounters > 0 || isCalled || this.#waiting().length > 0) return;
    const back = this.#back();
    const isThere = [...state.parked.values()].some(({ id, parked }) => !parked?.isHeldOver && !back.has(id));
    if (!isThere) this.#phaseTo('closed');
  }

  /**
   * Those whose hours are over, where nobody is, nobody can be brought back, and nobody waits for or will come to. Whom the
   * last of them leave may be called elsewhere, and free others.
   */
  closeCounters(): void {
    for (let free = this.#free(); free.length > 0; free = this.#free()) {
      const { state } = this.#situation;
      const back = this.#back();
      for (const { id } of free) this.#gone.add(id);
      const opened = [...this.#opened].map((id) => ({ id, teller: null }));
      const seats = [...seatsOf(state).filter(({ id }) => !this.#gone.has(id)), ...opened];
      this.drafts.push(...closedByClock(this.#situation, free, this.#taken, back, seats));
      this.#sendOn(seats);
    }
  }

  #free(): readonly Counter[] {
    const leaving = [...this.#leaving].filter((id) => !this.#gone.has(id)).sort();
    if (leaving.length === 0) return [];
    // After closing a counter stays for who comes to it, not for who waits for another window.
    const waiting = this.#phase === 'closing' ? this.#waiting() : null;
    return freeToClose(this.#situation, leaving, this.#all(), waiting);
  }

  /** Whom nobody at these counters would call any more from the pool that they wait for. */
  #sendOn(seats: readonly Seat[]): void {
    this.drafts.push(...requeueStranded(this.#situation, seats, 'closed', this.#taken, this.#waiting()));
    this.help();
  }

  #phaseTo(phase: HallPhase): void {
    const from = this.#phase;
    // The hours are over: a break that somebody has forgotten ends with them, and so does a morning that never came.
    if (this.#endsWithHours) {
      this.#endsWithHours = false;
      this.#tell({ type: 'hall-set', from: orderOf(this.#situation.state.hall), state: 'open' });
    }
    this.#tell({ type: 'hall-phase-changed', from, phase });
    this.#phase = phase;
    this.#isHallClosing = phase === 'closing' || phase === 'closed';
    if (phase === 'closed') this.#leaving = new Set(seatsOf(this.#situation.state).map(({ id }) => id));
    if (!isMorning(from, phase)) return;
    this.#isAgain ||= from !== 'not-open-yet' || this.#isByPerson;
    this.#leaving.clear();
    this.#comeBack();
  }

  /** Who was held over waits again; for a service with hours of its own once these have begun. */
  #comeBack(): void {
    const isTime = ({ id, service }: Ticket): boolean => !this.#back().has(id) && !this.#shut.has(service);
    this.drafts.push(...heldOverAgain(this.#situation, this.#taken, isTime));
  }

  #begin(id: CounterId, isByClock: boolean): void {
    const { hall, counters } = this.#situation.state;
    if (isShutByHand(hall)) return;
    const counter = counters.get(id);
    this.#leaving.delete(id);
    if (!counter || !isByClock || counter.state !== 'closed') return;
    this.drafts.push(openedByClock(this.#situation, counter));
    this.#opened.add(id);
  }

  #leave(id: CounterId): void {
    const counter = this.#situation.state.counters.get(id);
    if (this.#opened.delete(id)) this.drafts.push(draft({ type: 'counter-closed' }, id, HOURS));
    else if (counter && counter.state !== 'closed') this.#leaving.add(id);
  }

  #tell(body: EventBody): void {
    this.drafts.push(draft(body, null, HOURS));
  }

  #all(): readonly Draft[] {
    return [...this.#before, ...this.drafts];
  }

  /** Who is back from being set aside, by what is decided. */
  #back(): ReadonlySet<TicketId> {
    return new Set(this.#all().flatMap(({ body }) => (body.type === 'unparked' ? [body.ticket] : [])));
  }

  #waiting(): readonly Ticket[] {
    return waitingAfter(this.#situation.state, this.#all());
  }
}
