import { beforeEach, describe, expect, it } from 'vitest';
import { addTicket, callTicket } from '../branch/port.fake.ts';
import { seconds } from '../clock.ts';
import { VISITS } from '../queue/spec-visit.fake.ts';
import { visitOf } from '../queue/visit.ts';
import { type PadStand, padStand } from './pad-stand.fake.ts';

let pad: PadStand;
beforeEach(() => {
  pad = padStand();
});

describe('typing on the pad', () => {
  it('calls the ticket with that number that waits for this counter', async () => {
    addTicket(pad.branch.committed, 'A012', 'account');
    addTicket(pad.branch.committed, 'C012', 'wealth');
    await pad.type('1', '2');
    expect(pad.lines.line2).toBe('CALL 12_');
    await pad.type('enter');
    expect(pad.branch.commands).toMatchObject([{ type: 'call-ticket', counter: 'c1', ticket: { label: 'A012' } }]);
  });

  it('lets the teller pick when the number fits two tickets', async () => {
    addTicket(pad.branch.committed, 'A012', 'account');
    addTicket(pad.branch.committed, 'B012', 'cash');
    await pad.type('1', '2', 'enter');
    expect(pad.lines).toEqual({ line1: '1=A012 2=B012', line2: 'CLEAR = NONE' });
    await pad.type('7', '2');
    expect(pad.branch.commands).toMatchObject([{ type: 'call-ticket', ticket: { label: 'B012' } }]);
    expect(pad.acknowledged).toHaveLength(5);
  });

  it('asks for a ticket that is at another counter, so that the answer says where', async () => {
    const ticket = addTicket(pad.branch.committed, 'A012', 'account');
    callTicket(pad.branch.committed, ticket, 'c2', 0);
    pad.branch.reply = () => ({ kind: 'refused', refusal: { code: 'other-counter', label: 'A012', counter: 'c2' } });
    await pad.type('1', '2', 'enter');
    expect(pad.lines.line2).toBe('A012 WINDOW 2');
  });

  it('calls a customer from the pool of the counter, and sends one back to the queue with the park key', async () => {
    const ticket = addTicket(pad.branch.committed, 'A012', 'account');
    ticket.status = 'parked';
    ticket.parked = { pool: { kind: 'counter', counter: 'c1' }, since: 0, until: null };
    addTicket(pad.branch.committed, 'C012', 'wealth');
    await pad.type('1', '2', 'enter');
    expect(pad.branch.commands.at(-1)).toMatchObject({ type: 'call-ticket', ticket: { label: 'A012' } });
    await pad.type('1', '2', 'park');
    expect(pad.branch.commands.at(-1)).toMatchObject({ type: 'unpark', counter: 'c1', ticket: { label: 'A012' } });
    await pad.type('1', '3', 'park');
    expect(pad.lines.line2).toBe('NO NUMBER 13');
  });

  it('asks for a ticket that is parked elsewhere when nobody else has the number, so that the answer says it', async () => {
    const ticket = addTicket(pad.branch.committed, 'A012', 'account');
    ticket.status = 'parked';
    ticket.parked = { pool: { kind: 'counter', counter: 'c2' }, since: 0, until: null };
    await pad.type('1', '2', 'enter');
    expect(pad.branch.commands.at(-1)).toMatchObject({ type: 'call-ticket', ticket: { label: 'A012' } });
    addTicket(pad.branch.committed, 'B012', 'cash');
    await pad.type('1', '2', 'enter');
    expect(pad.branch.commands.at(-1)).toMatchObject({ type: 'call-ticket', ticket: { label: 'B012' } });
  });

  it('does not offer a customer from the pool of the branch whose service the counter does not have', async () => {
    const ticket = addTicket(pad.branch.committed, 'C012', 'wealth');
    ticket.status = 'parked';
    ticket.parked = { pool: { kind: 'branch' }, since: 0, until: null };
    addTicket(pad.branch.committed, 'B012', 'cash');
    await pad.type('1', '2', 'enter');
    expect(pad.branch.commands.at(-1)).toMatchObject({ type: 'call-ticket', ticket: { label: 'B012' } });
  });

  it('brings back who was a no-show and comes all the same, by the no-show key', async () => {
    for (const label of ['A012', 'B012', 'A013']) {
      const ticket = addTicket(pad.branch.committed, label, 'account');
      ticket.status = label === 'B012' ? 'finished' : 'no-show';
      pad.branch.committed.tickets.delete(ticket.id);
      pad.branch.committed.labels.delete(label);
      pad.branch.committed.ended.push(ticket);
    }
    await pad.type('1', '2', 'no-show');
    expect(pad.branch.commands).toMatchObject([{ type: 'return-late', counter: 'c1', ticket: { label: 'A012' } }]);
    addTicket(pad.branch.committed, 'A013', 'account');
    await pad.type('1', '3', 'no-show');
    expect(pad.lines.line2).toBe('NO NUMBER 13');
  });

  it('says when nobody has the number', async () => {
    await pad.type('9', 'enter');
    expect(pad.lines.line2).toBe('NO NUMBER 9');
  });

  it('sends the customer to the service of that number', async () => {
    await pad.type('transfer', '3');
    expect(pad.lines.line2).toBe('TO SERVICE 3_');
    await pad.type('enter');
    expect(pad.branch.commands).toMatchObject([{ type: 'transfer', counter: 'c1', service: 'wealth' }]);
    await pad.type('transfer', '4', 'enter');
    expect(pad.lines.line2).toBe('NO SERVICE 4');
  });

  it('sends the customer to a window, to the teller who sits there, and to a service after a while', async () => {
    const counter = pad.branch.committed.counters.get('c2');
    if (counter) counter.teller = 'li';
    await pad.type('transfer', '0', '2');
    expect(pad.lines.line2).toBe('TO WINDOW 2_');
    await pad.type('enter');
    await pad.type('transfer', '0', '0', '2');
    expect(pad.lines.line2).toBe('TELLER AT 2_');
    await pad.type('enter');
    await pad.type('transfer', '3', 'park');
    expect(pad.branch.commands).toMatchObject([
      { type: 'transfer', counter: 'c1', toCounter: 'c2' },
      { type: 'transfer', counter: 'c1', toTeller: 'li' },
      { type: 'transfer', counter: 'c1', service: 'wealth', after: 'by-rule' },
    ]);
    expect(pad.branch.commands[0]).not.toHaveProperty('after');
    await pad.type('transfer', '0', '9', 'enter');
    expect(pad.lines.line2).toBe('NO WINDOW 9');
    await pad.type('transfer', '0', '0', '1', 'enter');
    expect(pad.lines.line2).toBe('NO TELLER AT 1');
  });

  it('takes over the customer of a window with the start key', async () => {
    pad.branch.reply = () => ({ kind: 'done', label: 'A012' });
    await pad.type('transfer', '0', '2', 'start');
    expect(pad.lines.line2).toBe('OK A012');
    await pad.type('transfer', '0', '9', 'start');
    expect(pad.lines.line2).toBe('NO WINDOW 9');
    // A service, the teller of a window and nothing at all are no windows: the key does what it always does.
    await pad.type('transfer', '2', 'start', 'transfer', '0', '0', '2', 'start', 'transfer', '0', 'start');
    expect(pad.branch.commands).toMatchObject([
      { type: 'take-over', counter: 'c1', from: 'c2' },
      { type: 'start' },
      { type: 'start' },
      { type: 'start' },
    ]);
  });

  it('refers the customer for a reason by its place, to where it says or where the reason leads', async () => {
    const { rules } = pad.branch.committed;
    if (rules) pad.branch.committed.rules = { ...rules, visit: VISITS };
    await pad.type('transfer', '3', 'transfer', '2');
    expect(pad.lines.line2).toBe('REASON 2_');
    await pad.type('enter', 'transfer', '0', 'transfer', '1', 'enter');
    expect(pad.branch.commands).toMatchObject([
      { type: 'refer', counter: 'c1', reason: 'complaint', service: 'wealth' },
      { type: 'refer', counter: 'c1', reason: 'large-deposit' },
    ]);
    expect(pad.branch.commands[1]).not.toHaveProperty('service');
    await pad.type('transfer', '3', 'transfer', '7', 'enter');
    expect(pad.lines.line2).toBe('NO REASON 7');
  });

  it('hands the customer on to the next step, and says to whom to show a seat', async () => {
    pad.branch.reply = () => ({ kind: 'done', label: 'A012', isSeated: true });
    await pad.type('transfer', 'enter');
    expect(pad.branch.commands).toMatchObject([{ type: 'handoff', counter: 'c1' }]);
    expect(pad.lines.line2).toBe('A012 SITS DOWN');
  });

  it('adds a service to the visit and drops it, and ends the visit with all that it has', async () => {
    await pad.type('2', 'start');
    expect(pad.lines.line2).toBe('NO CUSTOMER');
    pad.call('A012');
    await pad.type('2', 'start', '0', '2', 'start', '9', 'start');
    expect(pad.lines.line2).toBe('NO SERVICE 9');
    pad.branch.reply = () => ({ kind: 'done', label: 'A012', visit: { at: 2, of: 3 } });
    await pad.type('finish');
    expect(pad.lines.line2).toBe('A012 NOW 2/3');
    await pad.type('0', 'finish');
    expect(pad.branch.commands).toMatchObject([
      { type: 'add-service', counter: 'c1', service: 'cash', ticket: { id: 1 } },
      { type: 'drop-service', counter: 'c1', service: 'cash', ticket: { id: 1 } },
      { type: 'finish' },
      { type: 'finish', isWhole: true },
    ]);
  });

  it('tells of the customer by clear, one thing more with each press, and what matters without a press', async () => {
    await pad.type('clear');
    expect(pad.lines.line2).toBe('0 WAITING');
    pad.call('A012');
    const { committed } = pad.branch;
    const ticket = committed.tickets.get(1);
    if (!ticket || !committed.rules) return expect.unreachable();
    committed.rules = { ...committed.rules, visit: VISITS };
    expect(pad.lines.line2).toBe('0 WAITING');
    ticket.visit = {
      ...visitOf(ticket),
      pending: ['cash', 'wealth'],
      papersReady: false,
      referral: { reason: 'complaint', counter: 'c2', teller: 'li' },
      seenBy: [{ counter: 'c2', teller: 'li' }],
    };
    await pad.type('1', 'clear');
    expect(pad.lines.line2).toBe('1/3 REASON 2');
    const told: string[] = [];
    for (let press = 0; press < 6; press += 1) {
      await pad.type('clear');
      told.push(pad.lines.line2);
    }
    expect(told).toEqual([
      'SERVICE 1 EN',
      'NUMBER 1 OF 3',
      'PAPERS MISSING',
      'REASON 2 FROM 2',
      'SEEN AT 2',
      'SERVICE 1 EN',
    ]);
    await pad.clock.advance(seconds(4));
    expect(pad.lines.line2).toBe('1/3 REASON 2');
  });

  it('chooses the profile of the counter by its place, and gives it back with 0', async () => {
    await pad.type('transfer', 'transfer', '1');
    expect(pad.lines.line2).toBe('PROFILE 1_');
    await pad.type('enter');
    await pad.type('transfer', 'transfer', '0', 'enter');
    const [profile] = pad.branch.committed.rules?.profiles ?? [];
    expect(pad.branch.commands).toMatchObject([
      { type: 'switch-profile', counter: 'c1', profile: profile?.id },
      { type: 'switch-profile', counter: 'c1', profile: null },
    ]);
    await pad.type('transfer', 'transfer', '9', 'enter');
    expect(pad.lines.line2).toBe('NO PROFILE 9');
  });

  it('that was lost with a daemon before is told, when its enter comes again', async () => {
    await pad.type('enter');
    expect(pad.lines.line2).toBe('NOTHING TYPED');
    expect(pad.branch.commands).toEqual([]);
    expect(pad.acknowledged).toEqual(['N-1']);
  });

  it('is forgotten by clear, by every other key, and after ten seconds', async () => {
    await pad.type('1', 'clear');
    expect(pad.lines.line2).toBe('0 WAITING');
    await pad.type('1', 'undo', 'enter');
    expect(pad.branch.commands.map((command) => command.type)).toEqual(['undo']);
    await pad.type('1');
    await pad.clock.advance(seconds(10));
    expect(pad.lines.line2).toBe('0 WAITING');
    await pad.type('2', 'enter');
    expect(pad.lines.line2).toBe('NO NUMBER 2');
  });
});
