import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { peopleAhead } from './ahead.ts';
import { type Built, build, type Crowd, type Hall, halls, NEVER, NOW, playPlainly } from './large-halls-arbitrary.ts';
import type { Ticket } from './state.ts';

const looks = vi.hoisted(() => ({ count: 0 }));
vi.mock(import('./profile.ts'), async (original) => {
  const right = await original();
  const chooseLine: typeof right.chooseLine = (profile, lines, now) => {
    looks.count += 1;
    return right.chooseLine(profile, lines, now);
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
  return really.calls <= 256 ? null : Math.abs(ahead(built, ticket) - really.ahead) / really.calls;
}

test('a ticket that is called within 256 calls has exactly those ahead who are called before it', () => {
  fc.assert(
    fc.property(halls(), fc.nat({ max: 7 }), fc.nat({ max: 200 }), (hall, service, place) => {
      const built = build(hall);
      const last = (built.state.waiting.get(`${service % hall.crowds.length}`)?.length ?? 1) - 1;
      const ticket = ticketAt(built, service, Math.min(place, last));
      const really = playPlainly(built, ticket);
      fc.pre(really.calls <= 256);
      expect(ahead(built, ticket)).toBe(really.ahead);
    }),
    { numRuns: 150 },
  );
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
      if (really.calls <= 256) expect(ahead(built, ticket)).toBe(really.ahead);
      else expect(Math.abs(ahead(built, ticket) - really.ahead)).toBeLessThanOrEqual(10);
    }
  }
});

test('beyond, people ahead are off by a small part of the calls before the ticket', () => {
  fc.assert(
    fc.property(halls(), fc.nat({ max: 7 }), fc.integer({ min: -300, max: -1 }), (hall, service, place) => {
      const built = build(hall);
      const length = built.state.waiting.get(`${service % hall.crowds.length}`)?.length ?? 0;
      expect(errorOf(built, ticketAt(built, service, Math.max(place, -length))) ?? 0).toBeLessThanOrEqual(0.15);
    }),
    { numRuns: 100 },
  );
});
