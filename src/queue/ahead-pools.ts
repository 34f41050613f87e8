import { type Claim, openLines } from './claims.ts';
import { chooseLine, type Line, type Turns } from './profile.ts';
import type { IndexedProfile } from './profile-index.ts';
import { type IndexedCounter, indexOf } from './rule-index.ts';
import type { Instant, TicketId } from './rules.ts';
import { visitRulesOf } from './rules-visit.ts';
import type { QueueState, Ticket } from './state.ts';
import { firstInPools, goesBeforePool, type Seat } from './waiting-pools.ts';

/** Who calls, as far as those see it who wait for a counter, a teller or a step. */
interface Caller {
  readonly seat: Seat;
  readonly indexed: IndexedCounter;
  readonly profile: IndexedProfile;
  readonly lines: readonly Line[];
  readonly claims: readonly Claim[] | null;
  readonly turns: Turns | null;
}

/** Those who wait for a counter, a teller or a step, while calls are played through without touching them. */
export class PoolsAhead {
  readonly #state: Readonly<QueueState>;
  readonly #order: 'first' | 'arrival';
  readonly #gone = new Set<TicketId>();

  constructor(state: Readonly<QueueState>) {
    this.#state = state;
    this.#order = state.rules ? visitRulesOf(indexOf(state.rules).rules).pools : 'first';
  }

  /** Whether anybody waits for a counter still. */
  has({ seat, indexed }: Pick<Caller, 'seat' | 'indexed'>): boolean {
    return firstInPools(this.#state, seat, indexed, this.#gone) !== null;
  }

  /** Calls who goes before the lines of a counter; null when nobody does. */
  take(caller: Caller, now: Instant): Ticket | null {
    const pooled = firstInPools(this.#state, caller.seat, caller.indexed, this.#gone);
    if (!pooled || this.#isPassed(caller, pooled, now)) return null;
    this.#gone.add(pooled.id);
    return pooled;
  }

  #isPassed({ profile, lines, claims, turns }: Caller, pooled: Ticket, now: Instant): boolean {
    const choice = chooseLine(profile, openLines(claims, lines, now), now, turns);
    const first = choice?.line.first;
    return choice && first ? goesBeforePool(choice.rule, first, pooled, this.#order) : false;
  }
}
