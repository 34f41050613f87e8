import { expect, it } from 'vitest';
import { addTicket } from '../branch/port.fake.ts';
import type { KeypadKey } from '../devices/kinds.ts';
import { padStand } from './pad-stand.fake.ts';

/** A pad at a branch where A001, A012, B12, A013 and C1234 wait. */
function stand() {
  const pad = padStand();
  addTicket(pad.branch.committed, 'A001', 'account');
  addTicket(pad.branch.committed, 'A012', 'account');
  addTicket(pad.branch.committed, 'B12', 'cash');
  addTicket(pad.branch.committed, 'A013', 'account');
  addTicket(pad.branch.committed, 'C1234', 'wealth');
  pad.branch.reply = (command) => {
    const label = command.type === 'mark-papers' && 'label' in command.ticket ? command.ticket.label : null;
    return { kind: 'done', label };
  };
  return pad;
}

const keys = (digits: string): KeypadKey[] => [...digits].map((digit) => digit as KeypadKey);

it.each([
  // As on the slip.
  ['001', 'A001', true],
  ['013', 'A013', true],
  ['1234', 'C1234', true],
  // Without the noughts of the slip.
  ['1', 'A001', true],
  // A nought before what stands on the slip.
  ['0001', 'A001', false],
  ['01234', 'C1234', false],
  // No number on a slip begins so.
  ['01', 'A001', false],
])('%s and recall marks %s', async (digits, label, isReady) => {
  const pad = stand();
  await pad.type(...keys(digits), 'recall');
  expect(pad.branch.commands.at(-1)).toMatchObject({ type: 'mark-papers', ticket: { label }, isReady, counter: 'c1' });
  expect(pad.lines.line2).toBe(`${label} ${isReady ? 'READY' : 'MISSING'}`);
});

it('of several tickets with the number the teller picks one', async () => {
  const pad = stand();
  await pad.type(...keys('0012'), 'recall');
  expect(pad.lines).toEqual({ line1: '1=A012 2=B12', line2: 'CLEAR = NONE' });
  await pad.type('2');
  expect(pad.branch.commands.at(-1)).toMatchObject({ type: 'mark-papers', ticket: { label: 'B12' }, isReady: false });
});

it('recall with nothing typed calls once more', async () => {
  const pad = stand();
  await pad.type('recall');
  expect(pad.branch.commands.at(-1)).toMatchObject({ type: 'recall', counter: 'c1' });
});
