import type { EventOf } from './events.ts';
import { passedOver } from './passes.ts';
import { indexOf } from './rule-index.ts';
import type { ConditionRules, CounterRules, ProfileRules, Rules, Selection, ServiceRules } from './rules.ts';
import type { Counter, QueueState, Ticket } from './state.ts';
import type { LineTraits } from './traits.ts';

/** Whom a profile calls, said again for the tests in the plainest way: by looking at every ticket. */

/** A counter as the rules have it. */
export function configured(state: QueueState, id: string | null): CounterRules | undefined {
  return state.rules?.counters.find((counter) => counter.id === id);
}

/** Whether a counter may call tickets of a service. */
export function mayServe(state: QueueState, counter: CounterRules | undefined, service: string): boolean {
  if (!counter) return false;
  const isServedByAny = state.rules?.counters.some(({ services }) => services.includes(service));
  return counter.services.includes(service) || (!isServedByAny && !counter.isBack);
}

/** Whether a counter is there for a ticket: for those of a segment for whom no counter of the service is, all are. */
export function isOwnOf(state: QueueState, counter: CounterRules | undefined, ticket: Ticket): boolean {
  const { service, segment } = ticket;
  const isFor = ({ own }: CounterRules): boolean => own?.of.segments?.includes(segment) ?? true;
  const serving = state.rules?.counters.filter(({ services }) => services.includes(service)) ?? [];
  return mayServe(state, counter, service) && counter !== undefined && (isFor(counter) || !serving.some(isFor));
}

/** Whether a counter that is there for others helps a ticket at one time or another. */
export function mayHelp(state: QueueState, counter: CounterRules, ticket: Ticket): boolean {
  const { rules } = state;
  if (!rules || isOwnOf(state, counter, ticket) || !mayServe(state, counter, ticket.service)) return false;
  return counter.own?.helps.some(({ of }) => isIn(rules, of, ticket)) ?? false;
}

/** Whether a counter helps a ticket now. */
export function isHelped(
  state: QueueState,
  counter: CounterRules,
  ticket: Ticket,
  isIdle: boolean,
  now: number,
): boolean {
  const { rules } = state;
  if (!rules || !mayServe(state, counter, ticket.service)) return false;
  return (counter.own?.helps ?? []).some(({ when, of }) => {
    if (!isIn(rules, of, ticket)) return false;
    return when === 'idle' ? isIdle : now - ticket.queuedAt > when.longerThan;
  });
}

/**
 * Tickets that a counter may call now, in the order of their arrival.
 *
 * @param sentOn who has left that counter for others within the same command, and is not called back by it; null: nobody
 */
export function eligible(state: QueueState, id: string | null, now: number, sentOn: number | null = null): Ticket[] {
  const counter = configured(state, id);
  const callable = [...state.tickets.values()]
    .filter((ticket) => ticket.status === 'waiting' && ticket.isCallable && !ticket.visit?.pool && ticket.id !== sentOn)
    .sort((a, b) => a.queuedAt - b.queuedAt || a.id - b.id);
  const isIdle = !callable.some((ticket) => isOwnOf(state, counter, ticket));
  return callable.filter((ticket) => {
    return isOwnOf(state, counter, ticket) || (counter && isHelped(state, counter, ticket, isIdle, now));
  });
}

/** Whether a counter that is not closed calls somebody who waits for it, for its teller or for a step that it does. */
export function mayAwait(state: QueueState, counter: Counter, { visit }: Ticket): boolean {
  const rules = configured(state, counter.id);
  const pool = visit?.pool;
  if (!rules || !pool || counter.state === 'closed') return false;
  if (pool.kind === 'counter') return pool.counter === counter.id && !rules.isBack;
  if (pool.kind === 'teller') return pool.teller === counter.teller && !rules.isBack;
  const service = state.rules?.services.find(({ id }) => id === pool.service);
  const isElsewhere = service?.steps.some(({ id, isElsewhere: is }) => id === pool.step && is);
  const isListed = rules.steps?.some(({ step, services }) => {
    return step === pool.step && (services?.includes(pool.service) ?? true);
  });
  return isElsewhere === true && isListed === true && visit.home !== counter.id;
}

/** Those who wait for a counter, its teller or its steps, in the order of their places. */
export function awaiting(state: QueueState, id: string | null): Ticket[] {
  const counter = state.counters.get(id ?? '');
  return [...state.tickets.values()]
    .filter((ticket) => ticket.status === 'waiting' && counter && mayAwait(state, counter, ticket))
    .sort((a, b) => a.queuedAt - b.queuedAt || a.id - b.id);
}

/** Whom *next* calls: who waits for the counter before the lines, as far as cap and bound allow. */
export function plainChoice(
  state: QueueState,
  event: EventOf<'called'>,
  sentOn: number | null = null,
): [number | undefined, string] {
  const [pooled] = awaiting(state, event.counter);
  const queue = eligible(state, event.counter, event.at, sentOn);
  const choice = queue.length > 0 || !pooled ? lineChoice(state, event, queue) : null;
  const first = choice && state.tickets.get(choice[0] ?? 0);
  const rule = choice?.[1].replace('helps/', '');
  if (!pooled || (choice && rule === 'pass-over')) return choice ?? [undefined, 'nobody'];
  const isEarlier = first && (first.queuedAt - pooled.queuedAt || first.id - pooled.id) < 0;
  if (choice && isEarlier && (rule === 'cap' || state.rules?.visit?.pools === 'arrival')) return choice;
  return [pooled.id, `pool/${pooled.visit?.pool?.kind}`];
}

/** The ticket that the profile of the event's counter calls from its lines, and the name of the rule. */
function lineChoice(
  state: QueueState,
  event: EventOf<'called'>,
  queue: readonly Ticket[],
): [number | undefined, string] {
  const [id, rule] = chosenBy(state, event, queue);
  const ticket = state.tickets.get(id ?? 0);
  const isOwn = ticket === undefined || isOwnOf(state, configured(state, event.counter), ticket);
  return [id, isOwn ? rule : `helps/${rule}`];
}

function chosenBy(state: QueueState, event: EventOf<'called'>, queue: readonly Ticket[]): [number | undefined, string] {
  const { rules } = state;
  const counter = state.counters.get(event.counter ?? '');
  const profile = rules?.profiles.find(({ id }) => id === counter?.profile);
  const [oldest] = queue;
  if (!rules || !profile || !counter) return [undefined, 'no profile'];
  const best = (tickets: readonly Ticket[]): Ticket | undefined => mostUrgent(rules, profile, tickets, event.at);
  if (oldest && event.at - oldest.queuedAt >= profile.cap) return [oldest.id, 'cap'];
  const { passOver = Number.POSITIVE_INFINITY } = profile;
  const passed = queue.find((ticket) => passedOver(state, indexOf(rules), traitsIn(rules, ticket), ticket) >= passOver);
  if (passed) return [passed.id, 'pass-over'];
  for (const condition of profile.conditions ?? []) {
    const chosen = queue.filter((ticket) => isIn(rules, condition.of, ticket));
    if (holds(rules, condition, chosen, event.at)) return [best(chosen)?.id, `condition/${condition.id}`];
  }
  switch (profile.kind) {
    case 'longest-wait':
    case 'score':
      return [best(queue)?.id, profile.kind];
    case 'simple-first':
    case 'complex-first': {
      const wanted = profile.kind === 'simple-first' ? 'simple' : 'complex';
      const first = best(queue.filter(({ service }) => describe(rules, service).complexity === wanted));
      return first ? [first.id, `${profile.kind}/${wanted}`] : [best(queue)?.id, `${profile.kind}/freed`];
    }
    case 'cycle': {
      const of = profile.parts.map((part) => queue.filter((ticket) => isIn(rules, part.of, ticket)));
      const had = counter.turns ?? profile.parts.map(() => 0);
      const next = (turns: readonly number[]): number =>
        profile.parts.findIndex(({ times }, n) => (of[n]?.length ?? 0) > 0 && (turns[n] ?? 0) < times);
      const part = next(had) >= 0 ? next(had) : next(had.map(() => 0));
      if (part < 0) return [best(queue)?.id, 'cycle/rest'];
      return [best(of[part] ?? [])?.id, `cycle/${profile.parts[part]?.id}`];
    }
  }
}

/** What the index says of the line of a ticket: passing over is counted by the line. */
export function traitsIn(rules: Rules, ticket: Ticket): LineTraits {
  return indexOf(rules).traits.traitsOf(ticket);
}

/** What the rules say of a service; of one that they dropped, that it is complex and measured by the shortest times. */
function describe({ services }: Rules, id: string): Omit<ServiceRules, 'numbers' | 'steps' | 'isIssuing'> {
  const shortest = (of: 'targetWait' | 'standardTime'): number => Math.min(...services.map((each) => each[of]));
  const times = { targetWait: shortest('targetWait'), standardTime: shortest('standardTime') };
  return services.find((service) => service.id === id) ?? { id, category: '', complexity: 'complex', ...times };
}

function isIn(
  rules: Rules,
  { services, categories, complexity, segments, papers }: Selection,
  ticket: Ticket,
): boolean {
  const service = describe(rules, ticket.service);
  return (
    (services?.includes(service.id) ?? true) &&
    (categories?.includes(service.category) ?? true) &&
    (complexity ?? service.complexity) === service.complexity &&
    (segments?.includes(ticket.segment) ?? true) &&
    (papers === undefined || (papers === 'ready') === hasPapers(ticket))
  );
}

function hasPapers({ visit }: Ticket): boolean {
  return visit?.papersReady === true;
}

function holds(rules: Rules, { measure, above }: ConditionRules, tickets: readonly Ticket[], now: number): boolean {
  if (measure === 'waiting') return tickets.length > above;
  return tickets.some(({ queuedAt, service }) => {
    const unit = measure === 'target-used' ? describe(rules, service).targetWait : 1;
    return (now - queuedAt) / unit > above;
  });
}

/** Of the most urgent the one that stands first among `tickets`. */
function mostUrgent(rules: Rules, profile: ProfileRules, tickets: readonly Ticket[], now: number): Ticket | undefined {
  const urgencies = tickets.map((ticket) => {
    const { service: id, segment: segmentId, queuedAt } = ticket;
    const service = describe(rules, id);
    const papers = hasPapers(ticket) ? rules.papers : undefined;
    const { headStart = 0, weight = 1 } = rules.segments.find((segment) => segment.id === segmentId) ?? {};
    const wait = now - queuedAt + headStart + (papers?.headStart ?? 0);
    if (profile.kind === 'longest-wait' || profile.exponent === undefined) return wait;
    const worth = ((service.weight ?? 1) * weight * (papers?.weight ?? 1) * 60_000) / service.standardTime;
    return profile.exponent === 1
      ? (worth * wait) / service.targetWait
      : worth * (wait / service.targetWait) ** profile.exponent;
  });
  return tickets[urgencies.indexOf(Math.max(...urgencies))];
}
