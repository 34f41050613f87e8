import { type Millis, ms, seconds } from '../../clock.ts';

/** How often units are asked. */
export interface Polling {
  /** After a press a unit is asked so often … */
  readonly activeEvery: Millis;
  /** … for so long. */
  readonly activeFor: Millis;
  /** Else so often, as far as the wire can. Also the rest that an ill unit takes before it is asked again. */
  readonly idleEvery: Millis;
  /** So many ill answers in a row, and a unit is taken for dead. */
  readonly deadAfter: number;
  /** Then it gets a slot after this time, then after twice as long … */
  readonly deadFirst: Millis;
  /** … and at last so often, so that it cannot slow the others down. */
  readonly deadEvery: Millis;
  /** The longest wait for it while no other polled unit lives: there is nobody to slow down. */
  readonly loneDeadEvery: Millis;
  /** So many urgent slots in a row, then one for a poll that is due. */
  readonly urgentRun: number;
}

/** The polling of keypads: a press is found at once after another one, and within a moment otherwise. */
export const POLLING: Polling = {
  activeEvery: ms(25),
  activeFor: seconds(30),
  idleEvery: ms(100),
  deadAfter: 5,
  deadFirst: seconds(1),
  deadEvery: seconds(10),
  loneDeadEvery: seconds(1),
  urgentRun: 3,
};

/** What the schedule knows of one unit. */
export interface UnitSlots {
  readonly isPolled: boolean;
  /** When it is to be asked next. */
  readonly dueAt: Millis;
  /** No slot before, not even an urgent one. */
  readonly notBefore: Millis;
  readonly activeUntil: Millis;
  readonly illStreak: number;
  /** Number of its last slot among all slots of the bus: whoever waits longest comes first. */
  readonly lastTurn: number;
}

/** Who gets which slot: the whole state, as a value. */
export interface Schedule {
  readonly units: readonly UnitSlots[];
  readonly turns: number;
  readonly urgentRun: number;
}

/** How a slot went, as far as the schedule cares. */
export type SlotOutcome =
  /** Well, and somebody uses it. */
  | 'active'
  | 'well'
  | 'unsure'
  | 'ill'
  /** It had nothing to say after all. */
  | 'nothing';

export type Choice =
  | { readonly kind: 'slot'; readonly unit: number; readonly isUrgent: boolean }
  /** Nobody is to be served before this time, unless somebody wakes the bus. */
  | { readonly kind: 'wait'; readonly until: Millis }
  /** Nobody is to be served until somebody wakes the bus. */
  | { readonly kind: 'idle' };

/** All units are due at once, as after the wire was opened. */
export function openingSchedule(isPolled: readonly boolean[], now: Millis): Schedule {
  const fresh = { dueAt: now, notBefore: now, activeUntil: now, illStreak: 0, lastTurn: 0 };
  return { units: isPolled.map((polled) => ({ isPolled: polled, ...fresh })), turns: 0, urgentRun: 0 };
}

/** Whether a unit has been ill so often that it is only tried now and then. */
export function isDead(unit: UnitSlots, polling: Polling): boolean {
  return unit.illStreak >= polling.deadAfter;
}

/** The index with the smallest keys, compared one after another; -1 when none is left. */
function least(units: readonly UnitSlots[], isIn: (index: number) => boolean, key: (unit: UnitSlots) => number[]) {
  let best = -1;
  let bestKey: number[] = [];
  units.forEach((unit, index) => {
    if (!isIn(index)) return;
    const mine = key(unit);
    const at = mine.findIndex((value, place) => value !== bestKey[place]);
    if (best === -1 || (at !== -1 && (mine[at] ?? 0) < (bestKey[at] ?? 0))) {
      best = index;
      bestKey = mine;
    }
  });
  return best;
}

/**
 * Who is served now: the urgent in turn, then polls, the longest due first; after a run of urgent slots one poll goes
 * between, so that a chatty display keeps no keypad from being heard.
 *
 * @param urgent for each unit whether it has something to say
 */
export function choose(schedule: Schedule, urgent: readonly boolean[], now: Millis, polling: Polling): Choice {
  const { units } = schedule;
  const isReady = (index: number): boolean => (units[index]?.notBefore ?? 0) <= now;
  const pressing = least(
    units,
    (index) => urgent[index] === true && isReady(index),
    (unit) => [unit.lastTurn],
  );
  const poll = least(
    units,
    (index) => units[index]?.isPolled === true && isReady(index) && (units[index]?.dueAt ?? 0) <= now,
    (unit) => [unit.dueAt, unit.lastTurn],
  );
  const isPollsTurn = schedule.urgentRun >= polling.urgentRun && poll !== -1;
  if (pressing !== -1 && !isPollsTurn) return { kind: 'slot', unit: pressing, isUrgent: true };
  if (poll !== -1) return { kind: 'slot', unit: poll, isUrgent: false };
  const times = units.flatMap((unit, index) => [
    ...(urgent[index] ? [unit.notBefore] : []),
    ...(unit.isPolled ? [Math.max(unit.dueAt, unit.notBefore)] : []),
  ]);
  return times.length === 0 ? { kind: 'idle' } : { kind: 'wait', until: Math.min(...times) };
}

function afterIll(schedule: Schedule, index: number, unit: UnitSlots, now: Millis, polling: Polling): UnitSlots {
  const ill = { ...unit, illStreak: unit.illStreak + 1 };
  if (!isDead(ill, polling)) return { ...ill, dueAt: now + polling.idleEvery, notBefore: now + polling.idleEvery };
  const hasCompany = schedule.units.some(
    (other, place) => place !== index && other.isPolled && !isDead(other, polling),
  );
  const doubled = polling.deadFirst * 2 ** Math.min(20, ill.illStreak - polling.deadAfter);
  const rest = Math.min(doubled, hasCompany ? polling.deadEvery : polling.loneDeadEvery);
  return { ...ill, dueAt: now + rest, notBefore: now + rest };
}

function afterSlot(
  schedule: Schedule,
  index: number,
  unit: UnitSlots,
  outcome: SlotOutcome,
  now: Millis,
  polling: Polling,
): UnitSlots {
  switch (outcome) {
    case 'active':
      return { ...unit, illStreak: 0, activeUntil: now + polling.activeFor, dueAt: now + polling.activeEvery };
    case 'well':
    case 'unsure': {
      const every = now < unit.activeUntil ? polling.activeEvery : polling.idleEvery;
      return { ...unit, illStreak: 0, dueAt: now + every };
    }
    case 'nothing':
      return { ...unit, dueAt: now + polling.idleEvery, notBefore: now + polling.idleEvery };
    case 'ill':
      return afterIll(schedule, index, unit, now, polling);
  }
}

/**
 * The schedule after a slot. When a dead unit answers, all the dead ones are tried again at once: what kept them away
 * was probably the same cable.
 */
export function settled(
  schedule: Schedule,
  index: number,
  wasUrgent: boolean,
  outcome: SlotOutcome,
  now: Millis,
  polling: Polling,
): Schedule {
  const before = schedule.units[index];
  if (!before) return schedule;
  const turns = schedule.turns + 1;
  const after = { ...afterSlot(schedule, index, before, outcome, now, polling), lastTurn: turns };
  const isBack = isDead(before, polling) && !isDead(after, polling);
  const others = isBack ? retried(schedule, index, now, polling) : schedule;
  const units = others.units.map((unit, place) => (place === index ? after : unit));
  return { units, turns, urgentRun: wasUrgent ? schedule.urgentRun + 1 : 0 };
}

/**
 * All dead units are tried at once, and not counted as alive for it.
 *
 * @param except a unit that keeps its rest; null for none
 */
export function retried(schedule: Schedule, except: number | null, now: Millis, polling: Polling): Schedule {
  const units = schedule.units.map((unit, index) =>
    isDead(unit, polling) && index !== except ? { ...unit, dueAt: now, notBefore: now } : unit,
  );
  return { ...schedule, units };
}

/**
 * After a jam: all are asked at once, as after an opening; but who seems to have caused it is ill once more, and dead
 * in the end, or it would jam the bus for ever.
 *
 * @param suspect the unit whose answer the jam began with; null when nobody knows
 */
export function afterJam(schedule: Schedule, suspect: number | null, now: Millis, polling: Polling): Schedule {
  const fresh = openingSchedule(
    schedule.units.map((unit) => unit.isPolled),
    now,
  );
  const illStreak = suspect === null ? undefined : schedule.units[suspect]?.illStreak;
  if (suspect === null || illStreak === undefined) return fresh;
  const units = fresh.units.map((unit, place) => (place === suspect ? { ...unit, illStreak } : unit));
  return settled({ ...fresh, units }, suspect, false, 'ill', now, polling);
}
