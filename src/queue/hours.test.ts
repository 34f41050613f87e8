import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import { nextDue } from './due.ts';
import { evolve } from './evolve.ts';
import { isNight, type ScheduledInstant, standAt } from './instants.ts';
import type { Rules } from './rules.ts';
import { AT_CLOSING } from './rules-hours.ts';
import { runs } from './runs-arbitrary.ts';
import { emptyState } from './snapshot.ts';
import { ask, MINUTE, type Wish } from './spec.ts';
import { ruled } from './spec-hours.fake.ts';
import type { QueueState } from './state.ts';

/** Random weeks: days with one to three openings, or none; customers, tellers and ticks at random. */

const DAYS = 7;
const LENGTH = 1_440 * MINUTE;

interface Act {
  readonly after: number;
  readonly what: 'issue' | 'next' | 'finish' | 'park' | 'tick';
  readonly pick: number;
}

const openings = fc.uniqueArray(fc.integer({ min: 60, max: 1_200 }), { maxLength: 6 }).map((times) => {
  const sorted = [...times].sort((a, b) => a - b);
  return Array.from({ length: Math.floor(sorted.length / 2) }, (_, n) => [sorted[2 * n] ?? 0, sorted[2 * n + 1] ?? 0]);
});
const acts = fc.array(
  fc.record<Act>({
    after: fc.integer({ min: 0, max: 90 * MINUTE }),
    what: fc.constantFrom('issue', 'issue', 'issue', 'next', 'next', 'finish', 'park', 'tick'),
    pick: fc.nat({ max: 3 }),
  }),
  { minLength: 40, maxLength: 160, size: 'max' },
);
const rules = fc.record({ atClosing: fc.constantFrom(...AT_CLOSING), issuesInBreak: fc.boolean() });

/** The instants of a day that begins at `start`; the hall ends two hours after it closes. */
function dayAt(start: number, open: readonly (readonly number[])[]): readonly ScheduledInstant[] {
  const at = (minute = 0): number => start + minute * MINUTE;
  const last = open.at(-1);
  if (!last) return [{ at: start, what: 'ends' }];
  const phases = open.flatMap(([from, to]): ScheduledInstant[] => [
    { at: at(from), what: 'opens' },
    { at: at(to), what: to === last[1] ? 'closes' : 'break' },
  ]);
  return [{ at: start, what: 'begins' }, ...phases, { at: at((last[1] ?? 0) + 120), what: 'ends' }];
}

/** Whether customers get numbers in a minute of a day, told without the queue. */
function isOpenAt(open: readonly (readonly number[])[], minute: number, issuesInBreak: boolean): boolean {
  const spans = issuesInBreak ? open.slice(0, 1).map(([from]) => [from ?? 0, open.at(-1)?.[1] ?? 0]) : open;
  return spans.some(([from = 0, to = 0]) => minute >= from && minute < to);
}

interface Look {
  issued?(now: number): void;
  ticked?(state: QueueState, now: number): void;
  dayOver?(state: QueueState): void;
}

function live(
  week: readonly (readonly (readonly number[])[])[],
  steps: readonly Act[],
  under: Rules,
  look: Look,
): void {
  const state = emptyState();
  let now = 0;
  let day = -1;
  const run = (wish: Wish): void => {
    const decision = decide(state, ask(wish), now);
    for (const event of decision.kind === 'decided' ? decision.events : []) {
      if (event.type === 'issued') look.issued?.(now);
      evolve(state, event);
    }
    if (wish.type === 'tick') look.ticked?.(state, now);
  };
  const open = (): void => {
    if (day >= 0) look.dayOver?.(state);
    day += 1;
    const date = `2026-03-0${day + 1}`;
    run({ type: 'open-day', day: date, instants: dayAt(day * LENGTH, week[day] ?? []), openingHash: 'hash' });
    run({ type: 'tick' });
  };
  run({ type: 'apply-rules', rules: under });
  run({ type: 'set-clock', offset: 0, isTrusted: true });
  open();
  for (const counter of ['1', '3']) run({ type: 'open-counter', counter, teller: null, profile: null });
  for (const { after, what, pick } of steps) {
    const then = now + after;
    // As the daemon does: whatever time alone brings comes at its time.
    for (let due = nextDue(state); due !== null && due <= then; due = nextDue(state)) {
      now = Math.max(now, due);
      if (now >= (day + 1) * LENGTH) break;
      run({ type: 'tick' });
    }
    now = then;
    while (day + 1 < DAYS && now >= (day + 1) * LENGTH) open();
    if (now >= DAYS * LENGTH) return;
    run(wishOf(what, pick));
  }
}

function wishOf(what: Act['what'], pick: number): Wish {
  const counter = pick % 2 === 0 ? '1' : '3';
  switch (what) {
    case 'issue': {
      const service = ['cash', 'account', 'wealth', 'settlement'][pick] ?? 'cash';
      return { type: 'issue', service, segment: 'ordinary', language: 'en', handover: 'screen' };
    }
    case 'next':
      return { type: 'call-next', counter };
    case 'finish':
      return { type: 'finish', counter };
    case 'park':
      return { type: 'park', counter, pool: 'branch', returnAfter: 20 * MINUTE };
    case 'tick':
      return { type: 'tick' };
  }
}

const weeks = fc.array(openings, { minLength: DAYS, maxLength: DAYS });

test('in random weeks the phase is that of the instants, and closed early alone when nobody is left', () => {
  fc.assert(
    fc.property(weeks, acts, rules, (week, steps, hours) => {
      live(week, steps, ruled(hours), {
        ticked(state, now) {
          const byClock = standAt(state.day?.instants ?? [], now).phase;
          if (state.hall.phase === byClock) return;
          expect([state.hall.phase, byClock]).toEqual(['closed', 'closing']);
        },
      });
    }),
    { numRuns: runs(50) },
  );
});

test('in random weeks no number is ever issued outside hours, and within them none is refused', () => {
  let issued = 0;
  fc.assert(
    fc.property(weeks, acts, rules, (week, steps, hours) => {
      live(week, steps, ruled(hours), {
        issued(now) {
          issued += 1;
          const day = week[Math.floor(now / LENGTH)] ?? [];
          expect(isOpenAt(day, (now % LENGTH) / MINUTE, hours.issuesInBreak)).toBe(true);
        },
      });
    }),
    { numRuns: runs(50) },
  );
  expect(issued).toBeGreaterThan(170);
});

test('in random weeks every wait ends by its rule: once the clock has closed the hall nobody waits from before', () => {
  fc.assert(
    fc.property(weeks, acts, rules, (week, steps, hours) => {
      live(week, steps, ruled(hours), {
        ticked(state) {
          const { phase, since } = state.hall;
          const hasEnded = phase === 'closed' && standAt(state.day?.instants ?? [], since).phase === 'closed';
          const waiting = [...state.waiting.values()].flat();
          // Whoever was parked comes back afterwards, and may still be called.
          if (hasEnded) for (const { waitingSince } of waiting) expect(waitingSince).toBeGreaterThan(since);
          const isHeld = [...state.parked.values()].some(({ parked }) => parked?.isHeldOver);
          if (hours.atClosing !== 'park') expect(isHeld).toBe(false);
          // Also where the branch was off when it opened, and starts in a break.
          if (!isNight(phase)) expect(isHeld).toBe(false);
        },
      });
    }),
    { numRuns: runs(50) },
  );
});
