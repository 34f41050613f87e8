import { beforeEach, describe, expect, it } from 'vitest';
import { addTicket, callTicket } from '../branch/port.fake.ts';
import { seconds } from '../clock.ts';
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
    await pad.type('1', 'recall', 'enter');
    expect(pad.branch.commands.map((command) => command.type)).toEqual(['recall']);
    await pad.type('1');
    await pad.clock.advance(seconds(10));
    expect(pad.lines.line2).toBe('0 WAITING');
    await pad.type('2', 'enter');
    expect(pad.lines.line2).toBe('NO NUMBER 2');
  });
});
