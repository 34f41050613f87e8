import { describe, expect, it } from 'vitest';
import { addTicket, callTicket, fakeBranch } from '../branch/port.fake.ts';
import { intoPool } from '../queue/pools.ts';
import type { Pool } from '../queue/state.ts';
import { counterView, parkedFor, profileOf, waitingFor } from './counter.ts';

describe('a counter as its teller sees it', () => {
  it('counts the tickets that wait for its services, and no others', () => {
    const { committed } = fakeBranch();
    addTicket(committed, 'A001', 'account');
    addTicket(committed, 'B001', 'cash');
    addTicket(committed, 'C001', 'wealth');
    expect(counterView(committed, 'c1')).toEqual({
      counter: 'c1',
      number: 1,
      state: 'open',
      ticket: null,
      isStanding: false,
      isBack: false,
    });
    expect(waitingFor(committed, 'c1')).toBe(2);
    expect(waitingFor(committed, 'c9')).toBe(0);
  });

  it('has the ticket that is called or served there', () => {
    const { committed } = fakeBranch();
    const ticket = addTicket(committed, 'A001', 'account');
    callTicket(committed, ticket, 'c1', 42);
    expect(counterView(committed, 'c1')).toMatchObject({
      ticket: { label: 'A001', status: 'called', calledAt: 42, recalls: 0 },
    });
    expect(waitingFor(committed, 'c1')).toBe(0);
    ticket.status = 'serving';
    expect(counterView(committed, 'c1')?.ticket?.status).toBe('serving');
    ticket.status = 'finished';
    expect(counterView(committed, 'c1')?.ticket).toBeNull();
  });

  it('names the parked tickets that it may call: its own, those of its teller, those of the branch that it serves', () => {
    const { committed } = fakeBranch();
    const counter = committed.counters.get('c1');
    if (counter) counter.teller = 'wang';
    const park = (label: string, service: string, pool: Pool) => {
      const ticket = addTicket(committed, label, service);
      ticket.parked = { pool, since: 0, until: null };
      intoPool(committed, ticket);
    };
    park('A001', 'account', { kind: 'counter', counter: 'c1' });
    park('A002', 'account', { kind: 'counter', counter: 'c2' });
    park('A003', 'wealth', { kind: 'teller', teller: 'wang' });
    park('A004', 'account', { kind: 'teller', teller: 'li' });
    park('A005', 'cash', { kind: 'branch' });
    park('A006', 'wealth', { kind: 'branch' });
    expect(parkedFor(committed, 'c1')).toEqual(['A001', 'A003', 'A005']);
    // No counter serves it any more: every counter may call it.
    park('A007', 'dropped', { kind: 'branch' });
    expect(parkedFor(committed, 'c1')).toEqual(['A001', 'A003', 'A005', 'A007']);
    expect(parkedFor(committed, 'c9')).toEqual([]);
  });

  it('says that the request for the next customer stands', () => {
    const { committed } = fakeBranch();
    const counter = committed.counters.get('c1');
    if (counter) counter.request = { since: 0, until: 600_000 };
    expect(counterView(committed, 'c1')?.isStanding).toBe(true);
  });

  it('is closed when it never opened, and unknown when the rules do not have it', () => {
    const { committed } = fakeBranch();
    committed.counters.clear();
    expect(counterView(committed, 'c1')?.state).toBe('closed');
    expect(counterView(committed, 'c9')).toBeNull();
    committed.rules = null;
    expect(counterView(committed, 'c1')).toBeNull();
  });

  it('follows a profile because a person, a switch, the schedule or the branch file says so, in this order', () => {
    const { committed } = fakeBranch();
    const counter = committed.counters.get('c1');
    if (!committed.rules || !counter) return expect.unreachable();
    const profiles = ['longest', 'quick', 'noon'].map((id) => ({ id, kind: 'longest-wait', cap: 1_800_000 }) as const);
    const rules = {
      id: 'crowd',
      counters: ['c1'],
      profile: 'quick',
      of: {},
      measure: 'waiting',
      above: 9,
      below: 3,
    } as const;
    committed.rules = { ...committed.rules, profiles, switches: [rules] };
    expect(profileOf(committed, 'c1')).toEqual({ id: 'longest', rule: 'configured' });
    Object.assign(counter, { profile: 'noon', scheduled: 'noon' });
    expect(profileOf(committed, 'c1')).toEqual({ id: 'noon', rule: 'schedule' });
    committed.switchesOn.add('crowd');
    counter.profile = 'quick';
    expect(profileOf(committed, 'c1')).toEqual({ id: 'quick', rule: 'switch/crowd' });
    Object.assign(counter, { profile: 'noon', isHeld: true });
    expect(profileOf(committed, 'c1')).toEqual({ id: 'noon', rule: 'person' });
    // A closed counter follows nothing: what is told is what it would.
    Object.assign(counter, { state: 'closed', isHeld: false });
    expect(profileOf(committed, 'c1')).toEqual({ id: 'quick', rule: 'switch/crowd' });
    committed.counters.delete('c1');
    expect(profileOf(committed, 'c1')).toEqual({ id: 'longest', rule: 'configured' });
    expect(profileOf(committed, 'c9')).toBeNull();
  });
});
