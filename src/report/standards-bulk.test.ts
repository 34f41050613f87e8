import { describe, expect, test } from 'vitest';
import type { QueueEvent } from '../queue/events.ts';
import { ask, given, issued, later, MINUTE, opened, type Step } from '../queue/spec.ts';
import { Standards } from './standards.ts';
import { standardsJson, standardsTable } from './standards-figures.ts';

function keptOf(events: readonly QueueEvent[]) {
  const standards = new Standards();
  for (const event of events) standards.take(event);
  return standards.kept();
}

const at = (type: 'call-next' | 'finish' | 'undo' | 'park'): Step =>
  type === 'park' ? ask({ type, counter: '1', pool: null, returnAfter: null }) : ask({ type, counter: '1' });
const bulk = (label: string, size: number | null): Step =>
  ask({ type: 'mark-bulk', ticket: { label }, size, counter: null });
/** C001 has an ordinary visit of three minutes, C002 thirty slips that take forty. */
const DAY: readonly Step[] = [
  ...[...opened(['1']), issued('cash'), issued('cash')],
  ...[at('call-next'), later(3 * MINUTE), at('finish')],
  ...[at('call-next'), bulk('C002', 30), later(40 * MINUTE), at('finish')],
];

describe('a bulk visit in the record of the standards', () => {
  test('is counted by itself, with its slips: its service is in no mean and no worst, its wait in all', () => {
    const { all, by } = keptOf(given(...DAY).events);
    expect(all.service).toEqual({ kept: 1, of: 1, total: 3 * MINUTE, worst: 3 * MINUTE });
    expect(all.bulk).toEqual({ visits: 1, slips: 30, total: 40 * MINUTE });
    expect(all.wait.of).toBe(2);
    expect(by.teller).toEqual([['teller-1', all]]);
  });

  test('is out again when its finish is undone, and ordinary when somebody says so before the end', () => {
    const undone = keptOf(given(...DAY, at('undo')).events).all;
    expect([undone.bulk.visits, undone.service.of]).toEqual([0, 1]);
    const ordinary = keptOf(given(...DAY, at('undo'), bulk('C002', null), at('finish')).events).all;
    expect([ordinary.bulk.visits, ordinary.service.of, ordinary.service.worst]).toEqual([0, 2, 40 * MINUTE]);
  });

  test('that was parked is one, of both parts', () => {
    const { all } = keptOf(
      given(
        ...[...DAY.slice(0, -1), at('park'), later(MINUTE)],
        ask({ type: 'call-ticket', counter: '1', ticket: { label: 'C002' } }),
        ...[later(10 * MINUTE), at('finish')],
      ).events,
    );
    expect(all.bulk).toEqual({ visits: 1, slips: 30, total: 50 * MINUTE });
  });

  test('goes on as one on the next business day', () => {
    const tomorrow = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
    const { all } = keptOf(given(...DAY.slice(0, -1), tomorrow, at('finish')).events);
    expect([all.bulk.visits, all.bulk.slips, all.service.of]).toEqual([1, 30, 0]);
  });

  test('has columns of its own on a day with such visits, and always a place for programs', () => {
    const table = standardsTable(keptOf(given(...DAY).events), 'service')
      .split('\n')
      .slice(1);
    expect(table.map((line) => line.split(/ {2,}/).slice(-3))).toEqual([
      ['bulk', 'slips', 'mean'],
      ['1', '30', '40:00'],
      ['1', '30', '40:00'],
    ]);
    const plain = keptOf(given(...opened(['1'])).events);
    expect(standardsTable(plain, 'service')).not.toContain('bulk');
    expect(standardsJson(plain, null)).toMatchObject({ all: { bulk: { visits: 0, slips: 0, mean: null } } });
  });
});
