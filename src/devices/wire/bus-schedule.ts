import type { Millis } from '../../clock.ts';
import type { Suspect } from './bus-jam.ts';
import type { Polling } from './bus-polling.ts';

/** What the schedule knows of one unit. */
export interface UnitSlots {
  readonly isPolled: boolean;
  /** When it is to be asked next. */
  readonly dueAt: Millis;
  /** No slot before, not even an urgent one. */
  readonly notBefore: Millis;
  readonly activeUntil: Millis;
  readonly illStreak: number;
  /** When the ill answers began. */
  readonly illSince: Millis;
  /** It has been ill so often that it is only tried now and then. */
  readonly isDead: boolean;
  /** Its last answer was one, but a wrong one. */
  readonly isGarbling: boolean;
  /** Number of its last slot among all slots of the bus: whoever waits longest comes first. */
  readonly lastTurn: number;
  /** Number of the last slot that it got for having something to say. */
  readonly lastUrgent: number;
}

/** Who gets which slot: the whole state, as a value. */
export interface Schedule {
  readonly units: readonly UnitSlots[];
  readonly turns: number;
}

/** How a slot went, as far as the schedule cares. */
export type SlotOutcome =
  /** Well, and somebody uses it. */
  | 'active'
  | 'well'
  | 'unsure'
  /** Silent, or the driver failed, or it jams the bus. */
  | 'ill'
  /** There was an answer, but a wrong one. */
  | 'garbled'
  /** It had nothing to say after all. */
  | 'nothing';

/** A press of a unit is being answered. */
export interface Awaited {
  readonly unit: number;
  /** Nobody is asked before, unless the answer comes sooner. */
  readonly until: Millis;
}

export type Choice =
  | { readonly kind: 'slot'; readonly unit: number; readonly isUrgent: boolean }
  /** Nobody is to be served before this time, unless somebody wakes the bus. */
  | { readonly kind: 'wait'; readonly until: Millis }
  /** Nobody is to be served until somebody wakes the bus. */
  | { readonly kind: 'idle' };

/** All units are due at once, as after the wire was opened. */
export function openingSchedule(isPolled: readonly boolean[], now: Millis): Schedule {
  const fresh: Omit<UnitSlots, 'isPolled'> = {
    dueAt: now,
    notBefore: now,
    activeUntil: now,
    illStreak: 0,
    illSince: now,
    isDead: false,
    isGarbling: false,
    lastTurn: 0,
    lastUrgent: 0,
  };
  return { units: isPolled.map((polled) => ({ isPolled: polled, ...fresh })), turns: 0 };
}

/**
 * Who is served now: who has something to say, the one first that waits longest since it could; then who is to be
 * asked, the one first that waits longest since anything. But nobody speaks twice before one who waits to be asked.
 *
 * So in a poll cycle (`bus-load.ts`) every unit is asked once and may speak once, whatever the others do: a press is
 * answered within it.
 *
 * @param urgent for each unit whether it has something to say
 * @param answering null where nobody waits for an answer: else, till its time is over, nobody speaks but the unit that pressed
 * and the signs, and a sign is first, since the hall looks there
 */
export function choose(
  schedule: Schedule,
  urgent: readonly boolean[],
  now: Millis,
  answering: Awaited | null = null,
): Choice {
  const { units } = schedule;
  const awaited = answering && answering.until > now ? answering : null;
  let speaker: number | null = null;
  let poll: number | null = null;
  let living: number | null = null;
  const isBefore = (index: number, best: number | null): boolean =>
    best === null || (units[index]?.lastTurn ?? 0) < (units[best]?.lastTurn ?? 0);
  // Before every slot: one look at each unit, and nothing allocated.
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index];
    if (!unit || unit.notBefore > now) continue;
    const maySpeak = urgent[index] && (awaited === null || awaited.unit === index || !unit.isPolled);
    if (maySpeak && speaksBefore(unit, units[speaker ?? -1], awaited !== null)) speaker = index;
    if (!unit.isPolled || unit.dueAt > now) continue;
    if (isBefore(index, poll)) poll = index;
    if (!unit.isDead && isBefore(index, living)) living = index;
  }
  const asked = units[living ?? poll ?? -1];
  const hasSpoken =
    awaited === null &&
    speaker !== null &&
    (units[speaker]?.lastUrgent ?? 0) > (asked?.lastTurn ?? Number.POSITIVE_INFINITY);
  if (speaker !== null && !hasSpoken) return { kind: 'slot', unit: speaker, isUrgent: true };
  if (awaited) return { kind: 'wait', until: awaited.until };
  if (poll !== null) return { kind: 'slot', unit: poll, isUrgent: false };
  const until = nextTime(units, urgent);
  return until === Number.POSITIVE_INFINITY ? { kind: 'idle' } : { kind: 'wait', until };
}

/** When the next one may be served of whom nobody may now; infinite where nobody ever is. */
function nextTime(units: readonly UnitSlots[], urgent: readonly boolean[]): Millis {
  let until = Number.POSITIVE_INFINITY;
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index];
    if (!unit) continue;
    if (urgent[index]) until = Math.min(until, unit.notBefore);
    if (unit.isPolled) until = Math.min(until, Math.max(unit.dueAt, unit.notBefore));
  }
  return until;
}

function speaksBefore(unit: UnitSlots, best: UnitSlots | undefined, isAwaited: boolean): boolean {
  if (isAwaited && best && best.isPolled !== unit.isPolled) return best.isPolled;
  return best === undefined || unit.lastUrgent < best.lastUrgent;
}

function afterIll(
  schedule: Schedule,
  index: number,
  unit: UnitSlots,
  outcome: 'ill' | 'garbled',
  now: Millis,
  polling: Polling,
): UnitSlots {
  const illStreak = unit.illStreak + 1;
  const illSince = unit.illStreak === 0 ? now : unit.illSince;
  const isDead = illStreak >= polling.deadAfter || (illStreak >= 2 && now - illSince >= polling.deadWithin);
  const ill = { ...unit, illStreak, illSince, isDead, isGarbling: outcome === 'garbled' };
  const rest = isDead ? restOf(schedule, index, ill, polling) : polling.idleEvery;
  return { ...ill, dueAt: now + rest, notBefore: now + rest };
}

/** How long a dead unit is left alone. */
function restOf({ units }: Schedule, index: number, ill: UnitSlots, polling: Polling): Millis {
  const others = units.filter((_, place) => place !== index);
  const hasCompany = others.some((other) => other.isPolled && !other.isDead);
  const most = hasCompany ? polling.deadEvery : polling.loneDeadEvery;
  const garbling = 1 + others.filter((other) => other.isDead && other.isGarbling).length;
  if (ill.isGarbling) return Math.min(polling.garbledEvery * garbling, most);
  return Math.min(polling.deadFirst * 2 ** Math.min(20, Math.max(0, ill.illStreak - polling.deadAfter)), most);
}

/** When a unit that is well is asked again. */
function dueAfterWell({ units }: Schedule, index: number, unit: UnitSlots, now: Millis, polling: Polling): Millis {
  if (now < unit.activeUntil) return now + polling.activeEvery;
  const isQuiet = units.every((other) => now >= other.activeUntil);
  return isQuiet ? quietSlot(units, index, now, polling) : now + polling.idleEvery;
}

/**
 * The next slot of a unit while nobody uses the bus: each unit has its place in a round that begins at the same moments
 * on every bus. So buses that are alike speak, and are answered, in the same moments, and the machine wakes up once for all.
 */
function quietSlot(units: readonly UnitSlots[], index: number, now: Millis, polling: Polling): Millis {
  const round = Math.max(polling.idleEvery, polling.quietEvery);
  let polled = 0;
  let before = 0;
  for (let other = 0; other < units.length; other += 1) {
    if (units[other]?.isPolled !== true) continue;
    polled += 1;
    if (other < index) before += 1;
  }
  const place = (before * round) / polled;
  return now + round - ((((now - place) % round) + round) % round);
}

/** A copy that its maker still writes to: a copy with changes behind it in one expression takes the engine several times as long. */
type Fresh = { -readonly [K in keyof UnitSlots]: UnitSlots[K] };

/** @param unit no schedule has it yet: what changes is written to it */
function afterSlot(
  schedule: Schedule,
  index: number,
  unit: Fresh,
  outcome: SlotOutcome,
  now: Millis,
  polling: Polling,
): UnitSlots {
  switch (outcome) {
    case 'active':
      unit.activeUntil = now + polling.activeFor;
      unit.dueAt = now + polling.activeEvery;
      return isWell(unit);
    case 'well':
    case 'unsure':
      unit.dueAt = dueAfterWell(schedule, index, unit, now, polling);
      return isWell(unit);
    case 'nothing':
      unit.dueAt = now + polling.idleEvery;
      unit.notBefore = now + polling.idleEvery;
      return unit;
    case 'ill':
    case 'garbled':
      return afterIll(schedule, index, unit, outcome, now, polling);
  }
}

function isWell(unit: Fresh): UnitSlots {
  unit.illStreak = 0;
  unit.isDead = false;
  unit.isGarbling = false;
  return unit;
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
  const served: Fresh = { ...before };
  served.lastTurn = turns;
  if (wasUrgent) served.lastUrgent = turns;
  const after = afterSlot(schedule, index, served, outcome, now, polling);
  const others = before.isDead && !after.isDead ? retried(schedule, index, now) : schedule;
  return { units: others.units.with(index, after), turns };
}

/**
 * All dead units are tried at once, and not counted as alive for it.
 *
 * @param except a unit that keeps its rest; null for none
 */
export function retried(schedule: Schedule, except: number | null, now: Millis): Schedule {
  const units = schedule.units.map((unit, index) =>
    unit.isDead && index !== except ? { ...unit, dueAt: now, notBefore: now } : unit,
  );
  return { ...schedule, units };
}

/**
 * After a jam: all are asked at once, as after an opening. But who seems to have caused it keeps its ill answers, and who
 * has caused the one before as well is ill once more, and dead in the end, or it would jam the bus for ever.
 *
 * @param suspect the unit whose answer the jam began with; null when nobody knows
 */
export function afterJam(schedule: Schedule, suspect: Suspect | null, now: Millis, polling: Polling): Schedule {
  const isPolled = schedule.units.map((unit) => unit.isPolled);
  const fresh = openingSchedule(isPolled, now);
  const before = suspect === null ? undefined : schedule.units[suspect.unit];
  if (suspect === null || !before) return fresh;
  const illStreak = Math.min(before.illStreak, suspect.isRepeated ? Number.POSITIVE_INFINITY : polling.deadAfter - 1);
  const kept = { illStreak, illSince: before.illSince };
  const units = fresh.units.map((unit, place) => (place === suspect.unit ? { ...unit, ...kept } : unit));
  const jammed = { ...fresh, units };
  return suspect.isRepeated ? settled(jammed, suspect.unit, false, 'ill', now, polling) : jammed;
}
