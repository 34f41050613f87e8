import { describe, expect, it } from 'vitest';
import { NEWS_AFTER } from './keypad.ts';
import { padStand } from './pad-stand.fake.ts';

describe('a messenger at the window', () => {
  it('has as many slips as the teller types before *pause*', async () => {
    const stand = padStand();
    stand.call('A012');
    await stand.type('3', '0', 'pause');
    const [{ id: _, actor: __, ...asked } = {}] = stand.branch.commands;
    expect(asked).toEqual({ type: 'mark-bulk', ticket: { id: 1 }, size: 30, counter: 'c1' });
  });

  it.each(['0', '1'] as const)('is an ordinary customer after all with %s', async (digit) => {
    const stand = padStand();
    stand.call('A012');
    await stand.type(digit, 'pause');
    expect(stand.branch.commands).toMatchObject([{ type: 'mark-bulk', size: null }]);
  });

  it('is not paused away, and without a customer the pad says so', async () => {
    const stand = padStand();
    await stand.type('3', '0', 'pause');
    expect(stand.branch.commands).toEqual([]);
    expect(stand.lines.line2).toBe('NO CUSTOMER');
    await stand.type('pause');
    expect(stand.branch.commands).toMatchObject([{ type: 'pause-counter' }]);
  });

  it('is told of by the pad', async () => {
    const stand = padStand();
    const ticket = stand.call('A012');
    expect(ticket).toBeUndefined();
    const [here] = stand.branch.committed.tickets.values();
    if (here) here.bulk = 30;
    stand.branch.commit();
    await stand.clock.advance(NEWS_AFTER);
    expect(stand.lines).toEqual({ line1: 'A012 CALLED', line2: '30 SLIPS' });
  });
});

describe('a customer who does not hear', () => {
  it('is told of by the pad before the first word, and with *clear* in full', async () => {
    const stand = padStand();
    stand.call('A012');
    const [here] = stand.branch.committed.tickets.values();
    if (here) here.needs = { kinds: ['large-type', 'flash', 'pager'], pager: '12' };
    stand.branch.commit();
    await stand.clock.advance(NEWS_AFTER);
    expect(stand.lines.line2).toBe('FLASH PAGER');
    const told: string[] = [];
    for (let press = 0; press < 4; press += 1) {
      await stand.type('clear');
      told.push(stand.lines.line2);
    }
    expect(told).toEqual(['SERVICE 1 EN', 'NEEDS: LARGE', 'NEEDS: FLASH', 'PAGER 12']);
  });
});
