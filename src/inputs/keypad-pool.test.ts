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
