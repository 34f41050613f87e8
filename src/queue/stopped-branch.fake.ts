import type { Command } from './commands.ts';
import { decide } from './decide.ts';
import type { QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { isOwnOf, mayHelp } from './plain-choice.fake.ts';
import type { CounterRules, Instant } from './rules.ts';
import { restore, snapshot } from './snapshot.ts';
import { ask, type Wish } from './spec.ts';
import type { QueueState, Ticket } from './state.ts';

/** The branch from here on with the clock stopped and the door shut: what the engine really does. */
export class StoppedBranch {
  readonly #state: QueueState;
  readonly #now: Instant;

  constructor(state: Readonly<QueueState>, now: Instant) {
    this.#state = restore(snapshot(state));
    this.#now = now;
  }

  ask(wish: Wish): readonly QueueEvent[] {
    const decision = decide(this.#state, ask(wish) as Command, this.#now);
    const events = decision.kind === 'decided' ? decision.events : [];
    for (const event of events) evolve(this.#state, event);
    return events;
  }

  /** Calls of the counters that serve the ticket's service, before it is called. */
  callsBefore(ticket: Ticket): number {
    const { id } = ticket;
    this.#endRequests();
    this.#endPrints();
    const counters = this.#callers(ticket);
    let count = 0;
    // Every round calls somebody: a rule that calls the same one for ever fails here instead of hanging.
    for (let round = 0, isCalling = true; isCalling && round <= this.#state.lastTicket; round += 1) {
      isCalling = false;
      for (const counter of counters) {
        this.#leave(counter);
        const called = this.ask({ type: 'call-next', counter: counter.id }).find(({ type }) => type === 'called');
        if (called?.type !== 'called') continue;
        if (called.ticket === id) return count;
        isCalling = true;
        if (this.#counts(counter, ticket, this.#state.tickets.get(called.ticket))) count += 1;
      }
    }
    // A count that no test expects.
    return Number.NaN;
  }

  /** Whoever leaves a counter does not come back, not from the back office either: nobody arrives. */
  #leave({ id }: CounterRules): void {
    for (const event of this.ask({ type: 'finish', counter: id, isWhole: true })) {
      if (event.type === 'handed-off')
        this.ask({ type: 'cancel', ticket: { id: event.ticket }, counter: null, reason: 'gone' });
    }
  }

  #endRequests(): void {
    for (const counter of [...this.#state.counters.values()].filter(({ request }) => request)) {
      this.ask({ type: 'pause-counter', counter: counter.id });
      this.ask({ type: 'open-counter', counter: counter.id, teller: null, profile: counter.profile });
    }
  }

  #endPrints(): void {
    for (const ticket of this.#state.tickets.keys()) this.ask({ type: 'print-ended', ticket, device: 'printer' });
  }

  /** The calls of a counter that is there for the ticket, and those by which one helps that may help the ticket too. */
  #counts(counter: CounterRules, ticket: Ticket, called: Ticket | undefined): boolean {
    if (isOwnOf(this.#state, counter, ticket)) return true;
    if (called?.visit?.pool) return false;
    return mayHelp(this.#state, counter, ticket) && called !== undefined && !isOwnOf(this.#state, counter, called);
  }

  #callers(ticket: Ticket): readonly CounterRules[] {
    const all = [...(this.#state.rules?.counters ?? [])].sort((a, b) => a.number - b.number);
    const open = all.filter(({ id }) => this.#state.counters.get(id)?.state === 'open');
    if (open.some((counter) => isOwnOf(this.#state, counter, ticket))) return open;
    for (const { id } of all) {
      const counter = this.#state.counters.get(id);
      const profile = counter?.state === 'paused' ? counter.profile : null;
      if (counter?.state !== 'open') this.ask({ type: 'open-counter', counter: id, teller: null, profile });
      // Whoever left it works at another window since: somebody else sits down.
      const isOpen = this.#state.counters.get(id)?.state === 'open';
      if (!isOpen) this.ask({ type: 'open-counter', counter: id, teller: `relief-${id}`, profile });
    }
    return all;
  }
}
