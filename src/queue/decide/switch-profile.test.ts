import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScheduledInstant } from '../commands.ts';
import { nextDue } from '../due.ts';
import type { EventBodyOf } from '../events.ts';
import type { Rules, SwitchRules } from '../rules.ts';
import { runs } from '../runs-arbitrary.ts';
import {
  and,
  ask,
  type Expected,
  type Given,
  given,
  happens,
  issued,
  later,
  MINUTE,
  opened,
  RULES,
  START,
  type Step,
} from '../spec.ts';
import { waitAbove } from '../switches.ts';

const CROWD: SwitchRules = {
  id: 'crowd',
  counters: ['1', '2'],
  profile: 'quick',
  measure: 'waiting',
  of: { categories: ['cash'] },
  above: 2,
  below: 2,
};
const LATE: SwitchRules = {
  id: 'late',
  counters: ['1'],
  profile: 'quick',
  measure: 'target-used',
  of: { services: ['cash'] },
  above: 0.5,
  below: 0.25,
};
const tick = ask({ type: 'tick' });
const next = (counter: string): Step => ask({ type: 'call-next', counter });
const choose = (counter: string, profile: string | null) => ask({ type: 'switch-profile', counter, profile });

function withSwitches(...switches: readonly SwitchRules[]): Rules {
  return { ...RULES, switches };
}

/** No counter of its own stands in the head of what schedule and switches do. */
function switched(
  changes: readonly (readonly [string, string, string])[],
  cause: EventBodyOf<'profile-switched'>['cause'],
  rule: string | null,
  counter: string | null = null,
): Expected {
  const list = changes.map(([id, from, to]) => ({ counter: id, from, to }));
  return happens({ type: 'profile-switched', changes: list, cause }, counter, rule);
}

const DONE = { kind: 'done', label: null } as const;
const turned = (id: string, isOn: boolean) => ({ kind: 'switch', switch: id, isOn }) as const;
const profiles = ({ state }: Given) => ['1', '2', '3'].map((id) => state.counters.get(id)?.profile);

test('counters change when more wait than the rule says, and back when fewer do', () => {
  const rules = withSwitches(CROWD);
  const two = given(...opened(['1', '2'], rules), issued('cash'), issued('cash'));
  expect(nextDue(two.state)).toBeNull();
  const on = and(two, issued('cash'))
    .when(tick)
    .thenHappens(
      DONE,
      switched(
        [
          ['1', 'fair', 'quick'],
          ['2', 'fair', 'quick'],
        ],
        turned('crowd', true),
        'switch/crowd',
      ),
    );
  expect(nextDue(on.state)).toBeNull();
  const still = and(on, next('1'));
  still.when(tick).thenHappens(DONE);
  const opens = ask({ type: 'open-counter', counter: '2', teller: 'teller-2', profile: null });
  and(still, ask({ type: 'close-counter', counter: '2' }), opens)
    .when(tick)
    .thenHappens(DONE, switched([['2', 'fair', 'quick']], { kind: 'standing' }, null));
  and(still, next('2'))
    .when(tick)
    .thenHappens(
      DONE,
      switched(
        [
          ['1', 'quick', 'fair'],
          ['2', 'quick', 'fair'],
        ],
        turned('crowd', false),
        'switch/crowd',
      ),
    );
});

test('a wait turns a switch on at its instant, without anything else happening, and off when who waited is called', () => {
  const waits = given(...opened(['1'], withSwitches(LATE)), issued('cash'), later(MINUTE), issued('cash'));
  expect(nextDue(waits.state)).toBe(START + 5 * MINUTE + 1);
  and(waits, later(4 * MINUTE))
    .when(tick)
    .thenHappens(DONE);
  const on = and(waits, later(4 * MINUTE + 1))
    .when(tick)
    .thenHappens(DONE, switched([['1', 'fair', 'quick']], turned('late', true), 'switch/late'));
  const second = and(on, next('1'));
  second.when(tick).thenHappens(DONE);
  and(second, next('1'))
    .when(tick)
    .thenHappens(DONE, switched([['1', 'quick', 'fair']], turned('late', false), 'switch/late'));
});

test('what a person chose holds whatever the switches do, until it is given back or the counter is opened anew', () => {
  const rules = withSwitches(CROWD);
  const crowd = [issued('cash'), issued('cash'), issued('cash')];
  const held = given(...opened(['1', '2'], rules))
    .when(choose('1', 'fair'))
    .thenHappens(DONE, switched([], { kind: 'person', isHeld: true }, null, '1'));
  const on = and(held, ...crowd)
    .when(tick)
    .thenHappens(DONE, switched([['2', 'fair', 'quick']], turned('crowd', true), 'switch/crowd'));
  on.when(choose('1', 'fair')).thenRefused({ code: 'profile-already', counter: '1', profile: 'fair' });
  const back = on
    .when(choose('1', null))
    .thenHappens(DONE, switched([['1', 'fair', 'quick']], { kind: 'person', isHeld: false }, null, '1'));
  const anew = and(
    back,
    choose('2', 'fair'),
    ask({ type: 'close-counter', counter: '2' }),
    ask({ type: 'open-counter', counter: '2', teller: null, profile: null }),
  );
  expect(profiles(anew)).toEqual(['quick', 'fair', 'quick']);
  anew.when(tick).thenHappens(DONE, switched([['2', 'fair', 'quick']], { kind: 'standing' }, null));
});

test('a teller who opens the closed counter with the same profile again has chosen it again', () => {
  const opens = ask({ type: 'open-counter', counter: '1', teller: null, profile: 'quick' });
  const close = ask({ type: 'close-counter', counter: '1' });
  const again = given(...opened(['2']), opens, close, opens);
  expect(nextDue(again.state)).toBeNull();
  again.when(tick).thenHappens(DONE);
  expect(profiles(again)[0]).toBe('quick');
  const configured = ask({ type: 'open-counter', counter: '1', teller: null, profile: null });
  expect(and(again, close, configured).state.counters.get('1')).toMatchObject({ profile: 'fair', isHeld: false });
});

test('a profile is chosen for an attended counter that the rules know, among profiles that they know', () => {
  const branch = given(...opened(['1']));
  branch.when(choose('1', 'slow')).thenRefused({ code: 'unknown-profile', profile: 'slow' });
  branch.when(choose('2', 'quick')).thenRefused({ code: 'counter-closed', counter: '2' });
  branch.when(choose('9', 'quick')).thenRefused({ code: 'unknown-counter', counter: '9' });
  branch.when(choose('1', null)).thenRefused({ code: 'profile-already', counter: '1', profile: 'fair' });
});

test('of two switches that are on for a counter the first counts, and when it is off the second', () => {
  const second: SwitchRules = { ...CROWD, id: 'more', profile: 'fair', counters: ['3'], above: 0, below: 1 };
  const first: SwitchRules = { ...CROWD, counters: ['3'], profile: 'quick' };
  const crowd = given(...opened(['1', '3'], withSwitches(first, second)), ...[1, 2, 3].map(() => issued('cash')), tick);
  expect(profiles(crowd)[2]).toBe('quick');
  expect(profiles(and(crowd, next('1'), next('1'), tick))[2]).toBe('fair');
});

const INSTANTS: readonly ScheduledInstant[] = [
  { at: START + MINUTE, what: 'profile', counters: ['1', '2'], profile: 'quick' },
  { at: START + 2 * MINUTE, what: 'reopens', service: null },
  { at: START + 3 * MINUTE, what: 'profile', counters: ['1'], profile: null },
];

function scheduled(): Given {
  return given(
    ask({ type: 'apply-rules', rules: RULES }),
    ask({ type: 'open-day', day: '2026-03-02', instants: INSTANTS, openingHash: 'hash' }),
    ask({ type: 'open-counter', counter: '1', teller: 'teller-1', profile: null }),
  );
}

test('the schedule changes profiles at its instants; a counter that opens later follows it too', () => {
  const day = scheduled();
  expect(nextDue(day.state)).toBe(START + MINUTE);
  const first = and(day, later(MINUTE))
    .when(tick)
    .thenHappens(DONE, switched([['1', 'fair', 'quick']], { kind: 'schedule', done: 1 }, 'schedule'));
  expect(nextDue(first.state)).toBe(START + 3 * MINUTE);
  const late = and(first, ask({ type: 'open-counter', counter: '2', teller: null, profile: null }), tick);
  expect(profiles(late)).toEqual(['quick', 'quick', 'quick']);
  const end = and(late, later(2 * MINUTE))
    .when(tick)
    .thenHappens(DONE, switched([['1', 'quick', 'fair']], { kind: 'schedule', done: 3 }, 'schedule'));
  expect(nextDue(end.state)).toBeNull();
});

test('a branch that was off at the time catches up with the schedule: what counts is the last word', () => {
  const end = and(scheduled(), later(9 * MINUTE))
    .when(tick)
    .thenHappens(DONE, switched([], { kind: 'schedule', done: 3 }, 'schedule'));
  expect(end.state.counters.get('2')?.scheduled).toBe('quick');
});

test('what a schedule has said holds for its business day: the next one begins with the configured profiles', () => {
  const nextDay = (instants: readonly ScheduledInstant[]) =>
    ask({ type: 'open-day', day: '2026-03-03', instants, openingHash: 'hash' });
  const first = () => and(scheduled(), later(MINUTE), tick);
  expect(profiles(first())[0]).toBe('quick');
  and(first(), nextDay([]))
    .when(tick)
    .thenHappens(DONE, switched([['1', 'quick', 'fair']], { kind: 'standing' }, null));
  const over: ScheduledInstant = { at: START, what: 'profile', counters: ['1'], profile: 'quick' };
  and(first(), nextDay([over]))
    .when(tick)
    .thenHappens(DONE, switched([], { kind: 'schedule', done: 1 }, 'schedule'));
});

test('the instant at which a share of a target is passed is the first, to the millisecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 30_000, max: 14_400_000 }), (percent, target) => {
      const wait = waitAbove(percent / 100, target);
      expect(wait / target).toBeGreaterThan(percent / 100);
      expect((wait - 1) / target).toBeLessThanOrEqual(percent / 100);
    }),
    { examples: [[29, 210_000]] },
  );
});

test('a switch never turns twice without its measure having crossed from one bound to the other', () => {
  const step = fc.constantFrom('issue', 'next', 'tick');
  fc.assert(
    fc.property(fc.nat({ max: 4 }), fc.nat({ max: 4 }), fc.array(step, { maxLength: 60 }), (above, gap, steps) => {
      const below = Math.max(0, above - gap);
      let past = given(...opened(['1'], withSwitches({ ...CROWD, above, below })));
      for (const each of steps) {
        const before = past.state.switchesOn.has('crowd');
        const waiting = past.state.waiting.get('cash')?.length ?? 0;
        past = and(past, each === 'issue' ? issued('cash') : each === 'next' ? next('1') : tick);
        const after = past.state.switchesOn.has('crowd');
        if (each !== 'tick') expect(after).toBe(before);
        else expect(after).toBe(before ? waiting >= below : waiting > above);
      }
    }),
    { numRuns: runs(60) },
  );
});
