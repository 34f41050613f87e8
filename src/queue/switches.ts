import { linesIn, linesWithout, playLine } from './lines.ts';
import { measureOf } from './profile.ts';
import { indexOf, type RuleIndex } from './rule-index.ts';
import type { CounterId, Instant, ProfileId, SwitchRules, TicketId } from './rules.ts';
import type { Counter, QueueState, Ticket } from './state.ts';

/** Which profile a counter is to follow, and when that changes by time or by who waits. */

/** What decides on profiles where no person has: the schedule so far, and the switches that are on. */
export interface Standing {
  readonly switchesOn: ReadonlySet<string>;
  /** Profile by schedule; null: the configured one. */
  scheduled(counter: CounterId): ProfileId | null;
}

/** A profile that a counter is to follow, and the name of the rule: `switch/<id>`, `schedule`, `configured`. */
export interface Wanted {
  readonly profile: ProfileId;
  readonly rule: string;
}

/**
 * The profile that a counter is to follow: that of the first switch that is on for it, else that of the schedule, else
 * the configured one. Null where a person has chosen, and where the rules do not know the counter.
 */
export function wantedProfile(index: RuleIndex, counter: Counter, standing: Standing): Wanted | null {
  const configured = index.counters.get(counter.id);
  if (!configured || counter.isHeld) return null;
  for (const { id, counters, profile } of index.rules.switches ?? []) {
    if (standing.switchesOn.has(id) && counters.includes(counter.id)) return { profile, rule: `switch/${id}` };
  }
  const scheduled = standing.scheduled(counter.id);
  if (scheduled !== null && index.profiles.has(scheduled)) return { profile: scheduled, rule: 'schedule' };
  return { profile: configured.rules.profile, rule: 'configured' };
}

/** What stands in the state. */
export function standingIn(state: Readonly<QueueState>): Standing {
  const { switchesOn } = state;
  return { switchesOn, scheduled: (counter) => state.counters.get(counter)?.scheduled ?? null };
}

/**
 * How the measure of a switch stands, of all who wait.
 *
 * @param gone who is called by what is being decided, and waits no longer
 * @param back who waits again by what is being decided
 */
export function measured(
  state: Readonly<QueueState>,
  index: RuleIndex,
  { measure, of }: SwitchRules,
  now: Instant,
  gone: ReadonlySet<TicketId> = NOBODY,
  back: readonly Ticket[] = [],
): number {
  const alone = back.map((ticket) => playLine(index, [ticket]));
  const lines = [...alone, ...linesWithout(state, index, 'waiting', gone)];
  return measureOf(measure, lines, index.traits.numberOf(of), now);
}

const NOBODY: ReadonlySet<TicketId> = new Set();

/** An instant that is always over. */
const AT_ONCE: Instant = 0;

/**
 * When a profile changes if nothing happens until then; null when never. A switch goes on by time or by who waits; it
 * goes off by who waits alone, as things stood at the last event.
 */
export function nextSwitch(state: Readonly<QueueState>): Instant | null {
  if (!state.rules) return null;
  const index = indexOf(state.rules);
  const standing = standingIn(state);
  for (const counter of state.counters.values()) if (isStray(index, counter, standing)) return AT_ONCE;
  const instants = state.day?.instants.slice(state.scheduledTo) ?? [];
  const next = instants.find(({ what }) => what === 'profile')?.at ?? null;
  return (state.rules.switches ?? []).reduce((earliest: Instant | null, rules) => {
    const at = turnsAt(state, index, rules);
    return at === null || (earliest !== null && earliest <= at) ? earliest : at;
  }, next);
}

/** Whether an attended counter follows another profile than it is to. */
export function isStray(index: RuleIndex, counter: Counter, standing: Standing): boolean {
  if (counter.state === 'closed') return false;
  const wanted = wantedProfile(index, counter, standing);
  return wanted !== null && wanted.profile !== counter.profile;
}

function turnsAt(state: Readonly<QueueState>, index: RuleIndex, rules: SwitchRules): Instant | null {
  if (state.switchesOn.has(rules.id)) {
    return measured(state, index, rules, state.lastAt) < rules.below ? AT_ONCE : null;
  }
  if (rules.measure === 'waiting') return measured(state, index, rules, state.lastAt) > rules.above ? AT_ONCE : null;
  let earliest: Instant | null = null;
  const selection = index.traits.numberOf(rules.of);
  for (const queue of linesIn(state, index, 'waiting')) {
    const { traits, first } = playLine(index, queue);
    if (!first || !traits.isIn[selection]) continue;
    const unit = rules.measure === 'target-used' ? traits.targetWait : 1;
    const at = first.queuedAt + waitAbove(rules.above, unit);
    earliest = earliest === null ? at : Math.min(earliest, at);
  }
  return earliest;
}

/** The least wait, in whole milliseconds, that is more than so many units. */
export function waitAbove(above: number, unit: number): Instant {
  const wait = Math.floor(above * unit) + 1;
  return wait / unit > above ? wait : wait + 1;
}
