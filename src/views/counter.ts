import { foundBy } from '../queue/lines.ts';
import { isFor } from '../queue/pools.ts';
import { indexOf } from '../queue/rule-index.ts';
import type { CounterId, CounterRules } from '../queue/rules.ts';
import type { QueueState, Ticket } from '../queue/state.ts';
import { standingIn, wantedProfile } from '../queue/switches.ts';
import { countWaitingFor } from '../queue/waiting-pools.ts';

/** A counter as its teller, its display and the hall see it. */
export interface CounterView {
  readonly counter: CounterId;
  /** What people call it: window 3. */
  readonly number: number;
  readonly state: 'open' | 'paused' | 'closed';
  /** The ticket called or served here. */
  readonly ticket: {
    readonly label: string;
    readonly status: 'called' | 'serving';
    readonly calledAt: number;
    readonly recalls: number;
  } | null;
  /** *Next* was pressed and nothing could be called: the next eligible ticket comes at once. */
  readonly isStanding: boolean;
  /** In the back office. */
  readonly isBack: boolean;
}

/** How many wait for a counter: in its queues, for it, its teller or a step that it does; none when the rules do not know it. */
export function waitingFor(state: Readonly<QueueState>, id: CounterId): number {
  const rules = rulesAt(state, id);
  return rules ? inQueuesOf(state, rules) + countWaitingFor(state, id) : 0;
}

/** For any of its services, or, where it is there for some people alone, those and whom it helps. */
function inQueuesOf(state: Readonly<QueueState>, rules: CounterRules): number {
  const index = state.rules && indexOf(state.rules);
  const indexed = rules.own && index?.counters.get(rules.id);
  if (index && indexed) return foundBy(state, index, indexed.group, 'waiting');
  let waiting = 0;
  for (const service of rules.services) waiting += state.waiting.get(service)?.length ?? 0;
  return waiting;
}

/** The view of one counter; null when the rules in force do not know it. */
export function counterView(state: Readonly<QueueState>, id: CounterId): CounterView | null {
  const rules = rulesAt(state, id);
  if (!rules) return null;
  const counter = state.counters.get(id);
  return {
    counter: id,
    number: rules.number,
    state: counter?.state ?? 'closed',
    ticket: openTicket(counter?.ticket == null ? undefined : state.tickets.get(counter.ticket)),
    isStanding: counter?.request != null,
    isBack: rules.isBack === true,
  };
}

function rulesAt({ rules }: Readonly<QueueState>, id: CounterId): CounterRules | undefined {
  return rules ? indexOf(rules).counters.get(id)?.rules : undefined;
}

/** The calling rules of a counter, and what says so: `person`, `switch/<id>`, `schedule` or `configured`. */
export interface FollowedProfile {
  readonly id: string;
  readonly rule: string;
}

/** Which profile a counter follows, a closed one: which it would; null when the rules in force do not know it. */
export function profileOf(state: Readonly<QueueState>, id: CounterId): FollowedProfile | null {
  const index = state.rules && indexOf(state.rules);
  const indexed = index?.counters.get(id);
  if (!index || !indexed) return null;
  const counter = state.counters.get(id);
  if (!counter) return { id: indexed.rules.profile, rule: 'configured' };
  const wanted = wantedProfile(index, counter, standingIn(state));
  if (!wanted) return { id: counter.profile, rule: 'person' };
  return { id: counter.state === 'closed' ? wanted.profile : counter.profile, rule: wanted.rule };
}

/** Labels of the parked tickets that a counter may call, the oldest ticket first. */
export function parkedFor(state: Readonly<QueueState>, id: CounterId): readonly string[] {
  const mine = [...state.parked.values()].filter(isFor(state, id));
  return mine.sort((a, b) => a.id - b.id).map(({ label }) => label);
}

function openTicket(ticket: Ticket | undefined): CounterView['ticket'] {
  if (!ticket || (ticket.status !== 'called' && ticket.status !== 'serving')) return null;
  return {
    label: ticket.label,
    status: ticket.status,
    calledAt: ticket.calledAt ?? ticket.queuedAt,
    recalls: ticket.recalls,
  };
}
