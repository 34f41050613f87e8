import { expect, it } from 'vitest';
import { addTicket } from '../branch/port.fake.ts';
import type { WaitingPool } from '../queue/visit.ts';
import { visitOf } from '../queue/visit.ts';
import { padStand } from './pad-stand.fake.ts';

/** A pad of `c1` at a branch where A012 waits in a pool. */
function stand(pool: WaitingPool) {
  const pad = padStand();
  const ticket = addTicket(pad.branch.committed, 'A012', 'account');
  ticket.visit = { ...visitOf(ticket), pool };
  return pad;
}

it.each<WaitingPool>([
  { kind: 'counter', counter: 'c1' },
  { kind: 'teller', teller: 'li' },
  // The branch says whose customer it is.
  { kind: 'counter', counter: 'c2' },
])('digits and park send who waits in $kind to the queue of the service', async (pool) => {
  const pad = stand(pool);
  await pad.type('1', '2', 'park');
  expect(pad.branch.commands).toMatchObject([{ type: 'unpark', counter: 'c1', ticket: { label: 'A012' } }]);
});

it('nobody is sent out of the step of a service', async () => {
  const pad = stand({ kind: 'step', service: 'account', step: 'check' });
  await pad.type('1', '2', 'park');
  expect(pad.lines.line2).toBe('NO NUMBER 12');
});

it.each([
  [5, [{ type: 'return-late', ticket: { label: 'A012' } }], {}],
  // Nobody of today: the branch says why not.
  [-5, [], { line1: '1=A012 2=B012' }],
])('of two no-shows of one number digits and no-show mean the one of today (%i)', async (endedAt, commands, lines) => {
  const pad = padStand();
  const { committed } = pad.branch;
  for (const [label, at] of [
    ['B012', -10],
    ['A012', endedAt],
  ] as const) {
    const ticket = addTicket(committed, label, 'account');
    for (const live of [committed.tickets, committed.waiting]) live.clear();
    committed.labels.clear();
    committed.ended.push(Object.assign(ticket, { status: 'no-show', endedAt: at }));
  }
  await pad.type('1', '2', 'no-show');
  expect(pad.branch.commands).toMatchObject(commands);
  expect(pad.lines).toMatchObject(lines);
});
