import { mayCallFrom } from './pools.ts';
import { type IndexedCounter, indexOf, type RuleIndex } from './rule-index.ts';
import type { CounterId, ServiceId } from './rules.ts';
import type { Counter, QueueState, Ticket } from './state.ts';
import { stepKey } from './visit.ts';
import { mayWaitFor } from './waiting-pools.ts';

/** People for whom counters stay after their hours: who waits, and whose visit will yet come to a window. */
export interface StaysFor {
  /** Somebody waits for these, or will. */
  readonly services: ReadonlySet<ServiceId>;
  /** In the pools of counters, tellers and steps. */
  readonly pooled: readonly Ticket[];
  /** Somebody will come back to these windows: from the back office, or from being set aside. */
  readonly windows: ReadonlySet<CounterId>;
  /** Names of the steps that somebody else is yet to do. */
  readonly steps: ReadonlySet<string>;
}

/** For whom of these people, who have a number, some counter is needed yet. */
export function staysFor(state: Readonly<QueueState>, people: Iterable<Ticket>): StaysFor {
  const needed = new Needed(state, state.rules && indexOf(state.rules));
  for (const ticket of people) needed.add(ticket);
  return needed;
}

/** A paused counter does not stay for who was sent to it: nobody is there, and others call them once it is closed. */
export function isStayingFor(
  { services, pooled, windows, steps }: StaysFor,
  counter: Counter,
  indexed: IndexedCounter,
  { served }: RuleIndex,
): boolean {
  // What the rules have dropped every window serves.
  const isAnybodys = (service: ServiceId): boolean => !served.has(service) && !indexed.rules.isBack;
  for (const service of services) if (indexed.services.has(service) || isAnybodys(service)) return true;
  if (counter.state !== 'open') return false;
  if (windows.has(counter.id)) return true;
  for (const step of indexed.stepPools) if (steps.has(step)) return true;
  return pooled.some(({ visit }) => visit?.pool && mayWaitFor(visit.pool, visit.home, counter, indexed));
}

class Needed implements StaysFor {
  readonly services = new Set<ServiceId>();
  readonly pooled: Ticket[] = [];
  readonly windows = new Set<CounterId>();
  readonly steps = new Set<string>();
  readonly #state: Readonly<QueueState>;
  readonly #index: RuleIndex | null;

  constructor(state: Readonly<QueueState>, index: RuleIndex | null) {
    this.#state = state;
    this.#index = index;
  }

  add(ticket: Ticket): void {
    const { status, service, visit, parked } = ticket;
    // It waits for the next opening.
    if (status === 'parked' && parked?.isHeldOver) return;
    const isAway = status === 'waiting' || status === 'parked';
    if (isAway && visit?.pool) this.pooled.push(ticket);
    else if (status === 'parked') this.#setAside(ticket);
    else if (isAway) this.services.add(service);
    if (visit?.pool?.kind === 'step' && visit.home !== null) this.#comesBack(visit.home, service);
    this.#stepsOf(service, visit?.step ?? null);
    for (const next of visit?.pending ?? []) {
      this.services.add(next);
      this.#stepsOf(next, null);
    }
  }

  #setAside({ service, parked }: Ticket): void {
    const pool = parked?.pool;
    const isHere = (counter: Counter): boolean => counter.state === 'open' && !!pool && mayCallFrom(pool, counter);
    const windows = pool?.kind === 'branch' ? [] : [...this.#state.counters.values()].filter(isHere);
    for (const { id } of windows) this.windows.add(id);
    if (windows.length === 0 || parked?.until !== null) this.services.add(service);
  }

  #comesBack(home: CounterId, service: ServiceId): void {
    if (this.#state.counters.get(home)?.state === 'open') this.windows.add(home);
    else this.services.add(service);
  }

  #stepsOf(service: ServiceId, from: string | null): void {
    const steps = this.#index?.services.get(service)?.steps ?? [];
    const at = steps.findIndex(({ id }) => id === from);
    for (const { id, isElsewhere } of steps.slice(Math.max(0, at))) {
      if (isElsewhere) this.steps.add(stepKey(service, id));
    }
  }
}
