import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { badDays, histories, play } from '../../queue/arbitrary.ts';
import type { QueueEvent } from '../../queue/events.ts';
import { HELD_OVER, UNDER_WAY } from '../../queue/found.fake.ts';
import type { TicketId } from '../../queue/rules.ts';
import { RICH_RULES } from '../../queue/rules-arbitrary.ts';
import { ask, given, issued, issuedOnPaper, later, MINUTE, opened, RULES, START, type Step } from '../../queue/spec.ts';
import { VISIT_RULES } from '../../queue/spec-visit.fake.ts';
import type { QueueState, TicketStatus } from '../../queue/state.ts';
import { newTally } from '../standards-tally.ts';
import type { DayFigures } from './figures.ts';
import { addSheets, GROUPINGS, type Grouping, type Line, newSheets, type Sheet } from './lines.ts';
import { daysOf } from './records.fake.ts';

/** Figures of a line that add up. */
function summands({ cell, visits, estimates }: Line): Record<string, number> {
  const { wait, service, bulk, marks, ...counts } = cell;
  const { passedOverMost: _, ...others } = visits;
  const tally = (name: string, { kept, of, total } = newTally()) => ({
    [`${name} kept`]: kept,
    [`${name} of`]: of,
    [`${name} total`]: total,
  });
  const given_ = Object.fromEntries(Array.from({ length: 5 }, (_mark, index) => [`mark ${index}`, marks[index] ?? 0]));
  return {
    ...tally('wait', wait),
    ...tally('service', service),
    ...bulk,
    ...counts,
    ...given_,
    ...others,
    ...estimates,
  };
}

function sumOf(lines: readonly Line[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const line of lines)
    for (const [key, value] of Object.entries(summands(line))) sum[key] = (sum[key] ?? 0) + value;
  return sum;
}

const isSomething = ([, value]: [string, number]): boolean => value !== 0;
/** Without what is nothing: a line that is not there and one with noughts say the same. */
const told = (figures: Record<string, number>) => Object.fromEntries(Object.entries(figures).filter(isSomething));

function linesIn(sheets: readonly Sheet[], grouping: Grouping, id: string): readonly Line[] {
  return sheets.flatMap(({ by }) => by[grouping].get(id) ?? []);
}

function expectSums({ whole, halfHours }: DayFigures['sheets']): void {
  const sheets = [...halfHours.values()].map(({ sheet }) => sheet);
  expect(told(sumOf(sheets.map(({ all }) => all)))).toEqual(told(summands(whole.all)));
  for (const grouping of GROUPINGS) {
    const ids = new Set(sheets.flatMap(({ by }) => [...by[grouping].keys()]));
    expect([...ids].sort()).toEqual([...whole.by[grouping].keys()].sort());
    for (const [id, line] of whole.by[grouping]) {
      expect(told(sumOf(linesIn(sheets, grouping, id)))).toEqual(told(summands(line)));
    }
  }
}

/** What became of every ticket of the newest day, read off the state itself. */
function onlooker() {
  const ends = new Map<TicketId, TicketStatus>();
  const carried = new Set<TicketId>();
  const look = (state: QueueState): void => {
    for (const ticket of [...state.tickets.values(), ...state.parked.values(), ...state.ended]) {
      if (ends.has(ticket.id)) ends.set(ticket.id, ticket.status);
    }
  };
  return {
    ends,
    carried,
    beforeEvent(state: QueueState, event: QueueEvent): void {
      look(state);
      if (event.type === 'day-opened') {
        ends.clear();
        carried.clear();
        for (const { id, status } of [...state.tickets.values(), ...state.parked.values()]) {
          carried.add(id);
          ends.set(id, status);
        }
      }
      if (event.type === 'issued') ends.set(event.ticket, 'waiting');
      // Who ended yesterday and comes back is a visit of today.
      if ('ticket' in event && !ends.has(event.ticket) && event.type === 'returned') {
        carried.add(event.ticket);
        ends.set(event.ticket, 'waiting');
      }
      for (const { ticket } of event.type === 'undone' ? event.restored : []) {
        if (ends.has(ticket)) continue;
        carried.add(ticket);
        ends.set(ticket, 'waiting');
      }
    },
    afterStep: look,
  };
}

describe('the figures of a day', () => {
  test('add up: half-hours to the day, by every grouping, and visits to what became of them in the queue itself', () => {
    fc.assert(
      fc.property(fc.oneof(histories(), badDays()), fc.constantFrom(RULES, RICH_RULES, VISIT_RULES), (steps, rules) => {
        const seen = onlooker();
        const { events } = play(steps, seen, rules);
        // Half an hour ends within the history.
        const day = daysOf(events, { offset: Date.UTC(2026, 2, 2, 8, 55) - START }).at(-1);
        if (!day) return expect.unreachable();
        expectSums(day.sheets);
        const { visits } = day.sheets.whole.all;
        const endedAs = (...statuses: TicketStatus[]) =>
          [...seen.ends.values()].filter((end) => statuses.includes(end)).length;
        expect(visits).toMatchObject({
          came: seen.ends.size - seen.carried.size,
          carried: seen.carried.size,
          served: endedAs('finished'),
          noShow: endedAs('no-show'),
          cancelled: endedAs('cancelled'),
          withdrawn: endedAs('withdrawn'),
          expired: endedAs('expired'),
          open: endedAs('waiting', 'called', 'serving', 'parked'),
        });
      }),
      {
        examples: [
          [[...HELD_OVER], RULES],
          [[...UNDER_WAY], RULES],
        ],
      },
    );
  });

  test('of several days add up to those of all together', () => {
    const tomorrow = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
    const call = ask({ type: 'call-next', counter: '1' });
    const { events } = given(
      ...[...opened(['1']), issued('cash'), issued('account'), later(2 * MINUTE), call, later(35 * MINUTE)],
      ...[ask({ type: 'finish', counter: '1' }), tomorrow, issued('cash'), later(MINUTE), call],
    );
    const days = daysOf(events);
    expect(days.map(({ head }) => [head.day, head.isOver])).toEqual([
      ['2026-03-02', true],
      ['2026-03-03', false],
    ]);
    const total = newSheets();
    for (const { sheets } of days) addSheets(total, sheets);
    expect(told(sumOf(days.map(({ sheets }) => sheets.whole.all)))).toEqual(told(summands(total.whole.all)));
    expect([...total.halfHours.keys()]).toEqual(['09:00', '09:30']);
    expectSums(total);
  });
});

describe('a visit', () => {
  const call = ask({ type: 'call-next', counter: '1' });

  test('that began before the journal tells is counted as from before', () => {
    const { events } = given(
      ...opened(['1']),
      issued('cash'),
      call,
      later(MINUTE),
      ask({ type: 'finish', counter: '1' }),
    );
    const [day] = daysOf(events.filter(({ type }) => type === 'called' || type === 'finished'));
    expect(day?.head).toMatchObject({ day: null, isRest: true });
    expect(day?.sheets.whole.all.visits).toMatchObject({ came: 0, carried: 1, served: 1, open: 0 });
  });

  test('whose slip fails is withdrawn while it waits; one that somebody has seen goes on', () => {
    const start = ask({ type: 'print-started', ticket: 1, device: 'printer1' });
    const failed = ask({ type: 'print-failed', ticket: 1, device: 'printer1', reason: 'paper-out' });
    const ends = (...between: readonly Step[]) =>
      daysOf(given(...opened(['1']), issuedOnPaper('cash'), start, ...between, failed).events)[0]?.sheets.whole.all
        .visits;
    expect(ends()).toMatchObject({ withdrawn: 1, open: 0 });
    const send = ask({ type: 'transfer', counter: '1', service: 'account' });
    expect(ends(later(MINUTE), ask({ type: 'tick' }), call, send)).toMatchObject({ withdrawn: 0, open: 1 });
  });

  test('stands where the customer came, its wait where it was called, its service where it ended', () => {
    const { events } = given(
      ...[...opened(['1']), later(20 * MINUTE), issued('cash'), later(15 * MINUTE), call, later(30 * MINUTE)],
      ask({ type: 'finish', counter: '1' }),
    );
    const [day] = daysOf(events);
    const rows = [...(day?.sheets.halfHours.values() ?? [])].map(({ halfHour, sheet: { all } }) => [
      halfHour.from,
      all.visits.served,
      all.cell.wait.of,
      all.cell.service.of,
    ]);
    expect(rows.sort()).toEqual([
      ['09:00', 1, 0, 0],
      ['09:30', 0, 1, 0],
      ['10:00', 0, 0, 1],
    ]);
  });
});
