import type { CounterId, Duration, Instant } from '../../queue/rules.ts';
import type { Scenario, Span } from '../scenario.ts';

/** A part of the day in which a counter is open or not. */
export type Slot = Span;

/** A place of the plan: a counter in a slot. */
export interface Cell {
  readonly counter: CounterId;
  readonly slot: number;
}

/** The part of the day for which counters are planned. */
export interface Frame {
  readonly slots: readonly Slot[];
  readonly counters: readonly CounterId[];
  /** Where there can be a teller. */
  readonly cells: readonly Cell[];
}

/** Parts of a day from its opening to its close; where it has no hours whole ones, from the first customer until the last has come. */
export function frameOf(scenario: Scenario, every: Duration): Frame {
  const { begins, compare, arrivals, staff } = scenario;
  const instants = compare[0]?.instants ?? [];
  const opens = instants.find(({ what }) => what === 'opens')?.at ?? begins;
  const closes = instants.findLast(({ what }) => what === 'closes')?.at ?? null;
  const until = closes ?? Math.max(opens + 1, ...arrivals.map(lastOf));
  const count = Math.max(1, Math.ceil((until - opens) / every));
  const slots = Array.from({ length: count }, (_, slot): Slot => {
    const from = opens + slot * every;
    return { from, to: Math.min(closes ?? Number.POSITIVE_INFINITY, from + every) };
  });
  // The back office is as the scenario has it.
  const front = compare[0]?.rules.counters.filter(({ isBack }) => isBack !== true) ?? [];
  const counters = front.map(({ id }) => id);
  const cells = counters.flatMap((counter) =>
    slots.flatMap(({ from, to }, slot): Cell[] => {
      const spans = staff.get(counter);
      const isThere = !spans || spans.some((span) => span.from < to && span.to > from);
      return isThere ? [{ counter, slot }] : [];
    }),
  );
  return { slots, counters, cells };
}

/** The moment by which all of an entry have come. */
function lastOf({ when }: Scenario['arrivals'][number]): Instant {
  if (when.kind === 'people') return Math.max(...when.people.map(({ at }) => at)) + 1;
  return when.kind === 'slots' ? when.from + when.every * when.means.length : 0;
}

/** Which counters are open when. Never changed in place. */
export class Plan {
  readonly frame: Frame;
  /** By place among the cells. */
  readonly open: readonly boolean[];

  constructor(frame: Frame, open: readonly boolean[]) {
    this.frame = frame;
    this.open = open;
  }

  get key(): string {
    return this.open.map((is) => (is ? '1' : '0')).join('');
  }

  /** Counter hours, ms. */
  get cost(): Duration {
    return this.frame.cells.reduce((sum, { slot }, index) => {
      const { from = 0, to = 0 } = this.frame.slots[slot] ?? {};
      return this.open[index] ? sum + to - from : sum;
    }, 0);
  }

  /** The same with some cells turned. */
  with(...cells: readonly number[]): Plan {
    return new Plan(
      this.frame,
      this.open.map((is, index) => (cells.includes(index) ? !is : is)),
    );
  }

  /** Whether all that is open in another is open in this one. */
  hasAllOf({ open }: Plan): boolean {
    return open.every((is, index) => !is || this.open[index]);
  }

  /** Places of the cells that are open, or not. */
  cells(isOpen: boolean): readonly number[] {
    return this.open.flatMap((is, index) => (is === isOpen ? [index] : []));
  }

  /** Which counters are open in a slot. */
  countersIn(slot: number): readonly CounterId[] {
    return this.frame.cells.flatMap((cell, index) => (cell.slot === slot && this.open[index] ? [cell.counter] : []));
  }

  /** The scenario with tellers as planned: within the time that they are there, in the last slot to the end. */
  staffed(scenario: Scenario): Scenario {
    const { slots, counters } = this.frame;
    const staff = counters.map((counter) => {
      const spans: Span[] = [];
      for (const [slot, { from, to }] of slots.entries()) {
        if (!this.countersIn(slot).includes(counter)) continue;
        const until = slot === slots.length - 1 ? Number.POSITIVE_INFINITY : to;
        const last = spans.at(-1);
        if (last?.to === from) spans[spans.length - 1] = { from: last.from, to: until };
        else spans.push({ from: slot === 0 ? Math.min(from, scenario.begins) : from, to: until });
      }
      return [counter, within(spans, scenario.staff.get(counter))] as const;
    });
    return { ...scenario, staff: new Map([...scenario.staff, ...staff]) };
  }
}

function within(spans: readonly Span[], present: readonly Span[] | undefined): readonly Span[] {
  if (!present) return spans;
  return spans.flatMap(({ from, to }) =>
    present
      .map((span) => ({ from: Math.max(from, span.from), to: Math.min(to, span.to) }))
      .filter((span) => span.from < span.to),
  );
}
