import type { CommandOf } from '../commands.ts';
import type { Refusal } from '../refusals.ts';
import type { CounterId, TicketId } from '../rules.ts';
import type { Counter } from '../state.ts';
import { firstInPools, type Seat, seatsOf } from '../waiting-pools.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { leftBehind, returnLeftBehind } from './park.ts';
import { calledToRequest } from './request.ts';
import { requeueStranded } from './requeue.ts';
import { attendedCounter, isRefusal, type Situation, tellerElsewhere, ticketAt } from './situation.ts';

/** The rule of what the clock does to counters and tickets. */
export const HOURS = 'hours';

/**
 * A teller sits down, or is back from a pause. At an open counter it changes the teller or the profile; who comes
 * back from a pause without a name is the teller who left. Nobody works at two windows: whoever moves pauses the first, or
 * closes it. Whom only the teller before could call returns to the queue.
 */
export function openCounter(situation: Situation, command: CommandOf<'open-counter'>): Outcome {
  const id = command.counter;
  const configured = situation.index.counters.get(id);
  const counter = situation.state.counters.get(id);
  if (!configured || !counter) return refuse({ code: 'unknown-counter', counter: id });
  const profile = command.profile ?? configured.rules.profile;
  if (!situation.index.profiles.has(profile)) return refuse({ code: 'unknown-profile', profile });
  if (counter.state === 'open' && !isChange(counter, command)) return refuse(already(counter));
  const teller = command.teller ?? (counter.state === 'closed' ? null : counter.teller);
  const elsewhere = tellerElsewhere(situation, teller, id);
  if (elsewhere) return refuse(elsewhere);
  const opened = { ...draft({ type: 'counter-opened', profile }, id), teller };
  const left = leftBehind(situation, (other) => (other.id === id ? { id, teller } : other));
  const seats = [...seatsOf(situation.state).filter((other) => other.id !== id), { id, teller }];
  const taken = new Set<CounterId>();
  const back = [
    ...returnLeftBehind(situation, left, taken, seats),
    ...requeueStranded(situation, seats, 'closed', taken),
  ];
  // Whoever waits for the teller who has just sat down is called to the request that stands there.
  const first = counter.request && !taken.has(id) ? firstInPools(situation.state, { id, teller }, configured) : null;
  const calls = first ? [calledToRequest(situation, first, id)] : [];
  return accept([opened, ...back, ...calls], done(null));
}

/** The teller leaves for a while; a customer at the window may still be served to the end. */
export function pauseCounter(situation: Situation, command: CommandOf<'pause-counter'>): Outcome {
  const counter = attendedCounter(situation, command.counter);
  if (isRefusal(counter)) return refuse(counter);
  if (counter.state === 'paused') return refuse(already(counter));
  const paused = draft({ type: 'counter-paused', reason: 'teller' }, counter.id);
  return accept([...requestEnded(counter, 'pause'), paused], done(null));
}

/** The teller goes home; not while a customer is at the window. Whom only this window could call returns to the queue. */
export function closeCounter(situation: Situation, command: CommandOf<'close-counter'>): Outcome {
  const id = command.counter;
  const counter = situation.state.counters.get(id);
  if (!counter) return refuse({ code: 'unknown-counter', counter: id });
  if (counter.state === 'closed') return refuse(already(counter));
  const ticket = ticketAt(situation, counter);
  if (!isRefusal(ticket)) return refuse({ code: 'counter-busy', counter: id, label: ticket.label });
  const closed = [...requestEnded(counter, 'close'), draft({ type: 'counter-closed' }, id)];
  const left = leftBehind(situation, (other) => (other.id === id ? null : other));
  const seats = seatsOf(situation.state).filter((other) => other.id !== id);
  const taken = new Set([id]);
  const back = returnLeftBehind(situation, left, taken, seats);
  return accept([...closed, ...back, ...requeueStranded(situation, seats, 'closed', taken)], done(null));
}

/** The clock opens a counter for a teller whom nobody knows by name. */
export function openedByClock({ index }: Situation, { id, profile }: Counter): Draft {
  const opened = draft(
    { type: 'counter-opened', profile: index.counters.get(id)?.rules.profile ?? profile },
    id,
    HOURS,
  );
  return { ...opened, teller: null };
}

/**
 * The clock closes counters where nobody is; whom only they could call returns to the queue.
 *
 * @param taken counters whose request ends within this command
 * @param back who has returned from a pool within this command already
 * @param seats where somebody sits from now on
 */
export function closedByClock(
  situation: Situation,
  counters: readonly Counter[],
  taken: Set<CounterId>,
  back: ReadonlySet<TicketId>,
  seats: readonly Seat[],
): Draft[] {
  const ids = new Set(counters.map(({ id }) => id));
  const closed = counters.flatMap((counter) => [
    ...(taken.has(counter.id) ? [] : requestEnded(counter, 'close')),
    draft({ type: 'counter-closed' }, counter.id, HOURS),
  ]);
  for (const id of ids) taken.add(id);
  const left = leftBehind(situation, (other) => (ids.has(other.id) ? null : other)).filter(({ id }) => !back.has(id));
  return [...closed, ...returnLeftBehind(situation, left, taken, seats)];
}

/** The end of a counter's request, when it has one. */
export function requestEnded({ id, request }: Counter, reason: 'pause' | 'close' | 'rules' | 'hall'): Draft[] {
  return request ? [draft({ type: 'request-ended', reason }, id, reason === 'rules' ? 'rules' : null)] : [];
}

function isChange(counter: Counter, { teller, profile }: CommandOf<'open-counter'>): boolean {
  return (teller !== null && teller !== counter.teller) || (profile !== null && profile !== counter.profile);
}

function already({ id, state }: Counter): Refusal {
  return { code: 'counter-already', counter: id, state };
}
