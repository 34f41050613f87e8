import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { peopleAhead } from './ahead.ts';
import {
  type Built,
  build,
  type Crowd,
  fixedOrders,
  type Hall,
  halls,
  movingOrders,
  NEVER,
  NOW,
  type Order,
  playPlainly,
} from './large-halls-arbitrary.ts';
import { runs } from './runs-arbitrary.ts';
import type { Ticket } from './state.ts';

const looks = vi.hoisted(() => ({ count: 0 }));
vi.mock(import('./profile.ts'), async (original) => {
  const right = await original();
  const chooseLine: typeof right.chooseLine = (profile, lines, now, turns) => {
    looks.count += 1;
    return right.chooseLine(profile, lines, now, turns);
  };
  return { ...right, chooseLine };
});

const ahead = ({ state, index }: Built, ticket: Ticket) => peopleAhead(state, index, ticket, NOW);

/** The ticket of a service, by number, at a place. */
function ticketAt({ state }: Built, service: number, place: number): Ticket {
  return state.waiting.get(`${service % state.waiting.size}`)?.at(place) ?? expect.fail('nobody waits there');
}

function crowd(complexity: Crowd['complexity'], people: number, from = 0, until = 1): Crowd {
  return { complexity, people, from, until, unrest: 1 };
}

/** How far people ahead are from what they are by definition, as a part of the calls before the ticket; null: exact by promise. */
function errorOf(built: Built, ticket: Ticket): number | null {
  const really = playPlainly(built, ticket);
  return really.calls < 256 ? null : Math.abs(ahead(built, ticket) - really.ahead) / really.calls;
}

test('a ticket that fewer than 256 calls come before has exactly those ahead who are called before it', () => {
  fc.assert(
    fc.property(halls(), fc.nat({ max: 7 }), fc.nat({ max: 200 }), (hall, service, place) => {
      const built = build(hall);
      const last = (built.state.waiting.get(`${service % hall.crowds.length}`)?.length ?? 1) - 1;
      const ticket = ticketAt(built, service, Math.min(place, last));
      const really = playPlainly(built, ticket);
      fc.pre(really.calls < 256);
      expect(ahead(built, ticket)).toBe(really.ahead);
    }),
    { numRuns: runs(60) },
  );
});

test('under scores, cycles, conditions and bounds nine in ten of the tickets beyond are off by a fiftieth at most', () => {
  const profiles = fc.array(
    fc.oneof(movingOrders(), fixedOrders()).map((order): Order => ({ ...order, cap: NEVER })),
    { minLength: 1, maxLength: 3 },
  );
  const found = fc.sample(fc.tuple(halls(), fc.nat({ max: 7 }), profiles), { numRuns: 120, seed: 7 });
  const errors = found
    .map(([hall, service, orders]) => {
      const built = build({ ...hall, profiles: orders });
      const ticket = ticketAt(built, service, -1);
      const really = playPlainly(built, ticket);
      if (really.calls < 256) expect(ahead(built, ticket)).toBe(really.ahead);
      return really.calls < 256 ? null : Math.abs(ahead(built, ticket) - really.ahead) / really.calls;
    })
    .filter((error) => error !== null)
    .sort((a, b) => a - b);
  expect(errors.length).toBeGreaterThan(70);
  expect(errors[Math.floor(errors.length * 0.9)]).toBeLessThanOrEqual(0.02);
  expect(errors.at(-1)).toBeLessThanOrEqual(0.25);
});

test('the last ticket that is exact, and the first that need not be', () => {
  const built = build({
    crowds: [crowd('simple', 2_000), crowd('complex', 2_000), crowd('simple', 2_000)],
    staffs: [
      { counters: 3, services: [0, 1, 2], profile: 0 },
      { counters: 2, services: [1, 2], profile: 1 },
      { counters: 2, services: [0], profile: 1 },
    ],
    profiles: [
      { kind: 'longest-wait', cap: NEVER },
      { kind: 'simple-first', cap: NEVER },
    ],
  });
  for (const service of [0, 1, 2]) {
    for (let place = 20; place < 150; place += 1) {
      const ticket = ticketAt(built, service, place);
      const really = playPlainly(built, ticket);
      if (really.calls < 256) expect(ahead(built, ticket)).toBe(really.ahead);
      else expect(Math.abs(ahead(built, ticket) - really.ahead)).toBeLessThanOrEqual(25);
    }
  }
});

test('beyond, people ahead are off by a small part of the calls before the ticket', () => {
  fc.assert(
    fc.property(halls(), fc.nat({ max: 7 }), fc.integer({ min: -300, max: -1 }), (hall, service, place) => {
      const built = build(hall);
      const length = built.state.waiting.get(`${service % hall.crowds.length}`)?.length ?? 0;
      expect(errorOf(built, ticketAt(built, service, Math.max(place, -length))) ?? 0).toBeLessThanOrEqual(0.3);
    }),
    { numRuns: runs(40) },
  );
});

test('of a hundred and twenty halls, nine in ten of the tickets beyond are off by a fiftieth at most', () => {
  const errors = fc
    .sample(fc.tuple(halls(), fc.nat({ max: 7 })), { numRuns: 120, seed: 7 })
    .map(([hall, service]) => {
      const built = build(hall);
      return errorOf(built, ticketAt(built, service, -1));
    })
    .filter((error) => error !== null)
    .sort((a, b) => a - b);
  expect(errors.length).toBeGreaterThan(24);
  expect(errors[Math.floor(errors.length * 0.9)]).toBeLessThanOrEqual(0.02);
  expect(errors.at(-1)).toBeLessThanOrEqual(0.15);
});

const MIXED: Hall['profiles'] = [
  { kind: 'longest-wait', cap: NEVER },
  { kind: 'simple-first', cap: NEVER },
];

test('windows of two profiles with one work, ten thousand waiting: exactly all who came before', () => {
  const built = build({
    crowds: Array.from({ length: 12 }, (_, n) => crowd(n % 2 === 0 ? 'simple' : 'complex', 833)),
    staffs: [0, 1].map((profile) => ({ counters: 32, services: Array.from({ length: 12 }, (_, n) => n), profile })),
    profiles: MIXED,
  });
  expect(ahead(built, ticketAt(built, 1, -1))).toBe(playPlainly(built, ticketAt(built, 1, -1)).ahead);
});

test('no leap takes those who have not reached the cap with those who have', () => {
  const built = build({
    crowds: [crowd('complex', 2_000, 0, 0.8), crowd('complex', 1_000, 0.1, 0.8), crowd('simple', 1_000, 0.5, 0.9)],
    staffs: [0, 1].map((profile) => ({ counters: 4, services: [0, 1, 2], profile })),
    profiles: [0.4, 0.400_1].map((share) => ({ kind: 'simple-first' as const, cap: Math.floor(NOW * (1 - share)) })),
  });
  for (let place = -40; place < 0; place += 1) {
    const ticket = ticketAt(built, 2, place);
    expect(ahead(built, ticket)).toBe(playPlainly(built, ticket).ahead);
  }
});

test('whatever the hall, people ahead are at least those of the same line and at most all, and hardly fall from one ticket to a later one', () => {
  fc.assert(
    fc.property(halls(), fc.nat({ max: 7 }), (hall, service) => {
      const built = build(hall);
      const own = built.state.waiting.get(`${service % hall.crowds.length}`) ?? [];
      const all = [...built.state.waiting.values()].flat().length;
      let most = 0;
      for (let place = 0; place < own.length; place += Math.ceil(own.length / 12)) {
        const count = ahead(built, ticketAt(built, service, place));
        expect(Number.isInteger(count)).toBe(true);
        expect(count).toBeGreaterThanOrEqual(place);
        expect(count).toBeLessThanOrEqual(all - (own.length - place));
        most = Math.max(most, count);
        expect(count).toBeGreaterThanOrEqual(most * 0.6);
      }
    }),
    { numRuns: runs(25) },
  );
});

test('sixty-four windows that all differ, a full hall: the profiles are asked no more than 750 times', () => {
  const most = [1, 2, 3, 4, 5, 6].map((step) => {
    const built = build({
      crowds: Array.from({ length: 12 }, (_, n) => crowd(n % 3 === 0 ? 'simple' : 'complex', 3_000, n / 60)),
      staffs: Array.from({ length: 64 }, (_, n) => {
        const services = Array.from({ length: 12 }, (_, one) => one).filter((one) => (n * step + one * 5) % 7 < 3);
        return { counters: 1, services, profile: n };
      }),
      profiles: MIXED,
    });
    return [-1, -500, -1_500, -2_500].map((place) => {
      looks.count = 0;
      ahead(built, ticketAt(built, step, place));
      return looks.count;
    });
  });
  expect(Math.max(...most.flat())).toBeLessThanOrEqual(750);
});

test('the work for a ticket grows with the logarithm of the hall', () => {
  const work = [1_000, 10_000, 100_000].map((people) => {
    const built = build({
      crowds: [crowd('simple', people), crowd('complex', people), crowd('complex', people)],
      staffs: [0, 1].map((profile) => ({ counters: 3, services: [0, 1, 2], profile })),
      profiles: MIXED,
    });
    looks.count = 0;
    ahead(built, ticketAt(built, 1, -1));
    return looks.count;
  });
  expect(Math.max(...work)).toBeLessThanOrEqual(500);
});
