import { type ByHand, mayTurnTo, stoppedBy } from './hall-states.ts';
import type { CounterId, Instant, ProfileId, ServiceId } from './rules.ts';

/** How the hall stands by the hours of the day. */
export const HALL_PHASES = ['not-open-yet', 'open', 'break', 'last-tickets', 'closing', 'closed'] as const;
export type HallPhase = (typeof HALL_PHASES)[number];

/** Whether customers have no business in the hall yet, or any more. */
export function isNight(phase: HallPhase): boolean {
  return phase === 'not-open-yet' || phase === 'closing' || phase === 'closed';
}

/** Whether the hall is there for customers again: also into a break, where nobody was there to turn it when it opened. */
export function isMorning(from: HallPhase, phase: HallPhase): boolean {
  return isNight(from) && !isNight(phase);
}

/** What happens to the hall at an instant, and how it stands from then on. */
const PHASE_FROM = {
  begins: 'not-open-yet',
  opens: 'open',
  break: 'break',
  'last-tickets': 'last-tickets',
  closes: 'closing',
  ends: 'closed',
} as const satisfies Readonly<Record<string, HallPhase>>;
type HallTurn = keyof typeof PHASE_FROM;

/** Who brings a counter to its work: the clock, or the teller who sits down. */
export type OpenedBy = 'schedule' | 'teller';

/** Something that happens at a time of day, resolved to branch time outside the queue; in the order of time. */
export type ScheduledInstant =
  | { readonly at: Instant; readonly what: HallTurn }
  /** A service with hours of its own. */
  | { readonly at: Instant; readonly what: 'service'; readonly service: ServiceId; readonly isOpen: boolean }
  /** A counter with hours. */
  | {
      readonly at: Instant;
      readonly what: 'counter';
      readonly counter: CounterId;
      readonly isOpen: boolean;
      readonly by: OpenedBy;
    }
  /** The first opening of a later day: of a service with hours of its own, or with null of the branch. */
  | { readonly at: Instant; readonly what: 'reopens'; readonly service: ServiceId | null }
  /** These counters follow a profile from now on; null: the configured one. */
  | {
      readonly at: Instant;
      readonly what: 'profile';
      readonly counters: readonly CounterId[];
      readonly profile: ProfileId | null;
    };

/** How the hall, its services and its counters stand by the clock. */
export interface ByClock {
  readonly phase: HallPhase;
  /** Services outside hours of their own, sorted. */
  readonly shut: readonly ServiceId[];
  /** Counters within their hours, sorted. */
  readonly manned: readonly CounterId[];
}

/** The same, and what a person has asked of the hall. */
export interface Standing extends ByClock {
  readonly byHand?: ByHand;
}

/** One thing that is otherwise from an instant on. */
export type Turn =
  | { readonly what: 'phase'; readonly phase: HallPhase }
  | { readonly what: 'service'; readonly service: ServiceId; readonly isOpen: boolean }
  | { readonly what: 'counter'; readonly counter: CounterId; readonly isOpen: boolean; readonly by: OpenedBy };

/** Whether a day has opening hours; one without is open from its start to the next. */
export function hasHours(instants: readonly ScheduledInstant[]): boolean {
  return instants.some(isOfHall);
}

/** How everything stands at an instant, by the instants of the day alone. */
export function standAt(instants: readonly ScheduledInstant[], now: Instant): ByClock {
  let phase: HallPhase = 'not-open-yet';
  const shut = new Set<ServiceId>();
  const manned = new Set<CounterId>();
  for (const instant of instants) {
    if (instant.at > now) break;
    if (isOfHall(instant)) phase = PHASE_FROM[instant.what];
    else if (instant.what === 'service') put(shut, instant.service, !instant.isOpen);
    else if (instant.what === 'counter') put(manned, instant.counter, instant.isOpen);
  }
  return { phase, shut: [...shut].sort(), manned: [...manned].sort() };
}

/**
 * What turns from how things stand at `seen` until `now`, in order. What should have turned before `seen` (the hours are
 * others since, or the clock was put right) comes first, each thing once. Nothing turns without instants, nor while a person has stopped the hall.
 */
export function turnsBetween(
  instants: readonly ScheduledInstant[],
  stands: Standing,
  seen: Instant,
  now: Instant,
): readonly Turn[] {
  if (instants.length === 0 || stoppedBy(stands) !== null) return [];
  const turning = new Turning(stands);
  turning.to(standAt(instants, seen), instants);
  for (const instant of instants) if (instant.at > seen && instant.at <= now) turning.over(instant);
  return turning.turns;
}

/** When something turns next; 0: it should have turned already; null: nothing does any more today. */
export function nextTurn(instants: readonly ScheduledInstant[], stands: Standing, seen: Instant): Instant | null {
  if (instants.length === 0 || stoppedBy(stands) !== null) return null;
  const turning = new Turning(stands);
  turning.to(standAt(instants, seen), instants);
  if (turning.turns.length > 0) return 0;
  for (const instant of instants) {
    if (instant.at <= seen) continue;
    turning.over(instant);
    if (turning.turns.length > 0) return instant.at;
  }
  return null;
}

/** The next other phase of the day; null: none. */
export function nextPhase(
  instants: readonly ScheduledInstant[],
  phase: HallPhase,
  after: Instant,
): { readonly phase: HallPhase; readonly at: Instant } | null {
  for (const instant of instants) {
    if (instant.at <= after || !isOfHall(instant) || PHASE_FROM[instant.what] === phase) continue;
    return { phase: PHASE_FROM[instant.what], at: instant.at };
  }
  return null;
}

class Turning {
  readonly turns: Turn[] = [];
  readonly #byHand: Pick<Standing, 'byHand'>;
  #phase: HallPhase;
  readonly #shut: Set<ServiceId>;
  readonly #manned: Set<CounterId>;

  constructor(stands: Standing) {
    const { phase, shut, manned } = stands;
    this.#byHand = stands;
    this.#phase = phase;
    this.#shut = new Set(shut);
    this.#manned = new Set(manned);
  }

  to(target: ByClock, instants: readonly ScheduledInstant[]): void {
    this.#phaseTo(target.phase);
    for (const service of different(this.#shut, target.shut)) this.#service(service, !target.shut.includes(service));
    for (const counter of different(this.#manned, target.manned)) {
      this.#counter(counter, target.manned.includes(counter), openedBy(instants, counter));
    }
  }

  over(instant: ScheduledInstant): void {
    if (isOfHall(instant)) this.#phaseTo(PHASE_FROM[instant.what]);
    else if (instant.what === 'service') this.#service(instant.service, instant.isOpen);
    else if (instant.what === 'counter') this.#counter(instant.counter, instant.isOpen, instant.by);
  }

  #phaseTo(phase: HallPhase): void {
    if (!mayTurnTo(this.#byHand, phase)) return;
    // Where nobody is left the hall is closed before the clock says so.
    if (phase === this.#phase || (phase === 'closing' && this.#phase === 'closed')) return;
    this.#phase = phase;
    this.turns.push({ what: 'phase', phase });
  }

  #service(service: ServiceId, isOpen: boolean): void {
    if (this.#shut.has(service) !== isOpen) return;
    put(this.#shut, service, !isOpen);
    this.turns.push({ what: 'service', service, isOpen });
  }

  #counter(counter: CounterId, isOpen: boolean, by: OpenedBy): void {
    if (this.#manned.has(counter) === isOpen) return;
    put(this.#manned, counter, isOpen);
    this.turns.push({ what: 'counter', counter, isOpen, by });
  }
}

/** Who brings a counter to its work. One that the hours know no more was opened by a teller, as far as anybody can tell. */
export function openedBy(instants: readonly ScheduledInstant[], counter: CounterId): OpenedBy {
  const own = instants.find((instant) => instant.what === 'counter' && instant.counter === counter);
  return own?.what === 'counter' ? own.by : 'teller';
}

function different(mine: ReadonlySet<string>, theirs: readonly string[]): readonly string[] {
  const lost = [...mine].filter((each) => !theirs.includes(each));
  return [...lost, ...theirs.filter((each) => !mine.has(each))].sort();
}

function put(set: Set<string>, each: string, isIn: boolean): void {
  if (isIn) set.add(each);
  else set.delete(each);
}

function isOfHall(instant: ScheduledInstant): instant is Extract<ScheduledInstant, { readonly what: HallTurn }> {
  return Object.hasOwn(PHASE_FROM, instant.what);
}

/** When a service may be asked for again, of what the day knows; null when it knows of nothing. */
export function opensAgainAt(
  instants: readonly ScheduledInstant[],
  service: ServiceId | null,
  now: Instant,
): Instant | null {
  const isOpening = (instant: ScheduledInstant): boolean => {
    if (instant.what === 'reopens') return instant.service === service;
    if (service === null) return instant.what === 'opens';
    return instant.what === 'service' && instant.service === service && instant.isOpen;
  };
  return instants.find((instant) => instant.at > now && isOpening(instant))?.at ?? null;
}

/** Whether a service that is outside its own hours opens once more on the same day: it has a break until then. */
export function opensAgainToday(instants: readonly ScheduledInstant[], id: ServiceId, now: Instant): boolean {
  return instants.some((each) => each.what === 'service' && each.service === id && each.isOpen && each.at > now);
}

/** Services outside hours of their own once these turns are over. */
export function shutAfter({ shut }: ByClock, turns: readonly Turn[]): ReadonlySet<ServiceId> {
  const after = new Set(shut);
  for (const turn of turns) if (turn.what === 'service') put(after, turn.service, !turn.isOpen);
  return after;
}
