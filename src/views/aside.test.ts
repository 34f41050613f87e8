import { describe, expect, it } from 'vitest';
import { addTicket, fakeBranch } from '../branch/port.fake.ts';
import { intoPool } from '../queue/pools.ts';
import type { Pool } from '../queue/state.ts';
import { APPOINTMENTS_MOST, missedView, nextAppointments, parkedView } from './aside.ts';

describe('who stands in no queue', () => {
  it('is parked for a window, for a teller whom nobody is told, or for the branch, the oldest ticket first', () => {
    const { committed } = fakeBranch();
    const park = (label: string, pool: Pool, until: number | null) => {
      const ticket = addTicket(committed, label, 'account');
      ticket.parked = { pool, since: 5, until };
      return ticket;
    };
    const first = park('A001', { kind: 'counter', counter: 'c1' }, 90);
    const second = park('A002', { kind: 'teller', teller: 'wang' }, null);
    const third = park('A003', { kind: 'branch' }, 90);
    for (const ticket of [third, first, second]) intoPool(committed, ticket);
    expect(parkedView(committed)).toEqual([
      { label: 'A001', service: 'account', pool: 'counter', counter: 'c1', since: 5, until: 90 },
      { label: 'A002', service: 'account', pool: 'teller', counter: null, since: 5, until: null },
      { label: 'A003', service: 'account', pool: 'branch', counter: null, since: 5, until: 90 },
    ]);
    expect(JSON.stringify(parkedView(committed))).not.toContain('wang');
  });

  it('was a no-show and could come back: in time, not too often, and while nobody else has the number', () => {
    const { committed } = fakeBranch();
    const missed = (label: string, endedAt: number, returns = 0) => {
      const ticket = addTicket(committed, label, 'account');
      committed.tickets.delete(ticket.id);
      committed.labels.delete(label);
      Object.assign(ticket, { status: 'no-show', endedAt, missedAfter: 2, returns });
      committed.ended.push(ticket);
    };
    committed.calls.set('account', 7);
    missed('A001', 1_000);
    missed('A002', 50_000, 1);
    missed('A003', 60_000);
    missed('A003', 70_000);
    missed('A004', 80_000);
    expect(missedView(committed, 90_000)).toEqual([]);
    if (!committed.rules) return expect.unreachable();
    const lateReturn = { withinCalls: 3, within: 60_000, place: { kind: 'last' }, times: 1 } as const;
    committed.rules = { ...committed.rules, lateReturn };
    addTicket(committed, 'A004', 'account');
    expect(missedView(committed, 90_000)).toEqual([{ label: 'A003', service: 'account', since: 70_000, called: 5 }]);
    expect(missedView(committed, 130_001)).toEqual([]);
  });

  it('is expected at a time, the next first, and no more are told than a page shows', () => {
    const { committed } = fakeBranch();
    for (let count = 60; count > 0; count -= 1) {
      const reference = `R-${count}`;
      committed.appointments.set(reference, { reference, service: 'wealth', segment: 'gold', time: count * 1_000 });
    }
    const next = nextAppointments(committed);
    expect(next.map(({ reference }) => reference).slice(0, 2)).toEqual(['R-1', 'R-2']);
    expect(next).toHaveLength(APPOINTMENTS_MOST);
  });
});
