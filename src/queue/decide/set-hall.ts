import type { CommandOf } from '../commands.ts';
import { hallInstants, isAhead } from '../hall.ts';
import { type HallOrder, hasExpectedEnd, orderOf } from '../hall-states.ts';
import { isNight, type ScheduledInstant, type Turn, turnsBetween } from '../instants.ts';
import type { Refusal } from '../refusals.ts';
import type { WallTime } from '../rules.ts';
import type { QueueState } from '../state.ts';
import type { Hall } from '../state-hours.ts';
import { issuedToday } from '../tallies.ts';
import { requestEnded } from './counter.ts';
import { settleTurns } from './hall.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import type { Situation } from './situation.ts';

/** The rule by which a new day ends what was asked of the hall. */
const DAY_END = 'day-end';

/**
 * A person has the hall stand otherwise. In an evacuation and while it is out of order nobody is issued or called: requests
 * end, so that whoever comes back to the window says so; tickets, visits and places stay. A break and a branch that is not
 * open yet are those of the hours, an early close is that of the clock. `open` ends whatever a person has asked: the clock
 * rules again, and brings at once what it would have brought meanwhile.
 */
export function setHall(situation: Situation, { state: asked, until }: CommandOf<'set-hall'>): Outcome {
  const { state } = situation;
  if (!state.day) return refuse({ code: 'no-day' });
  const from = orderOf(state.hall);
  // A later time than was told first is news.
  if (asked === from && until === state.hall.byHand?.until) return refuse({ code: 'hall-already', state: asked });
  const shut = whyShut(state, asked) ?? whyNoUntil(situation, asked, until);
  if (shut) return refuse(shut);
  if (asked === 'open') return accept(opened(situation, from), done(null));
  const set = draft({ type: 'hall-set', from, state: asked, ...(until === undefined ? {} : { until }) });
  if (asked === 'break' || asked === 'closing' || asked === 'not-open-yet') {
    return accept([set, ...settleTurns(withoutHand(situation), turnTo(state.hall, asked), [], new Set())], done(null));
  }
  const requests = [...state.counters.values()].flatMap((counter) => requestEnded(counter, 'hall'));
  return accept([...requests, set], done(null));
}

/** A new day ends what was asked of the hall. A day without opening hours is open from its start; else its clock says. */
export function handEnded({ hall }: Readonly<QueueState>, hasHours: boolean): Draft[] {
  if (!hall.byHand) return [];
  const ended = draft({ type: 'hall-set', from: hall.byHand.state, state: 'open' }, null, DAY_END);
  if (hasHours || hall.phase === 'open') return [ended];
  return [ended, draft({ type: 'hall-phase-changed', from: hall.phase, phase: 'open' }, null, DAY_END)];
}

function whyShut(state: Readonly<QueueState>, asked: HallOrder): Refusal | null {
  const { phase } = state.hall;
  const isOver = phase === 'closing' || phase === 'closed';
  const isRefused = asked === 'break' ? isNight(phase) : (asked === 'closing' || asked === 'not-open-yet') && isOver;
  if (isRefused) return { code: 'hall-shut', phase };
  return asked === 'not-open-yet' && issuedToday(state) > 0 ? { code: 'hall-has-opened' } : null;
}

function whyNoUntil({ state, now }: Situation, asked: HallOrder, until: WallTime | undefined): Refusal | null {
  if (until === undefined) return null;
  return hasExpectedEnd(asked) && isAhead(state, until, now) ? null : { code: 'hall-no-until', state: asked, until };
}

function opened(situation: Situation, from: HallOrder): Draft[] {
  const { state, now } = situation;
  const free = withoutHand(situation);
  const instants = hallInstants(state);
  const turns = turnsOf(instants, free.state.hall, state.hall, now);
  const set = draft({ type: 'hall-set', from, state: 'open' });
  return [set, ...settleTurns(free, turns, [], new Set(), true)];
}

function turnsOf(instants: readonly ScheduledInstant[], free: Hall, { byHand }: Hall, now: number): readonly Turn[] {
  if (instants.length > 0) return turnsBetween(instants, free, now, now);
  return byHand ? turnTo(free, byHand.before) : [];
}

function turnTo(hall: Hall, phase: Hall['phase']): readonly Turn[] {
  return hall.phase === phase ? [] : [{ what: 'phase', phase }];
}

/** As if nobody had asked anything of the hall. */
function withoutHand(situation: Situation): Situation {
  const { byHand: _, ...hall } = situation.state.hall;
  return { ...situation, state: { ...situation.state, hall } };
}
