import { expect, test } from 'vitest';
import { and, ask, given, issued, later, opened } from '../spec.ts';
import { issuedFor, next, VISIT_RULES } from '../spec-visit.fake.ts';
import { tallyOf } from '../tallies.ts';

const SECOND = 1_000;
const undo = ask({ type: 'undo', counter: '1' });
const finish = ask({ type: 'finish', counter: '1' });
const transfer = ask({ type: 'transfer', counter: '1', service: 'wealth' });
const papers = ask({ type: 'mark-papers', ticket: { id: 1 }, isReady: true, counter: null });
const add = (service: string) => ask({ type: 'add-service', ticket: { id: 1 }, service, counter: null });
const drop = (service: string) => ask({ type: 'drop-service', ticket: { id: 1 }, service, counter: null });

/** C001, for cash and wealth, is at window 1. */
const several = () => given(...opened(['1'], VISIT_RULES), issuedFor('cash', 'wealth'), next('1'));
/** C001, for cash alone, is at window 1. */
const single = () => given(...opened(['1'], VISIT_RULES), issued('cash'), next('1'));
const visitIn = ({ state }: ReturnType<typeof given>) => state.tickets.get(1)?.visit;

test.each([
  ['a service that was finished too early', several, finish],
  ['a transfer', single, transfer],
] as const)('%s is taken back, and not what the lobby manager has seen of the papers since', (_, at, sends) => {
  const back = and(at(), sends, later(5 * SECOND), papers, later(5 * SECOND), undo);
  expect(back.state.tickets.get(1)).toMatchObject({ status: 'called', service: 'cash', counter: '1' });
  expect(visitIn(back)?.papersReady).toBe(true);
});

test('nor what the customer has said since to come for', () => {
  const added = and(several(), finish, later(SECOND), add('account'), undo);
  expect(visitIn(added)?.pending).toEqual(['wealth', 'account']);
  expect(tallyOf(added.state, 'account').further).toBe(1);
  const dropped = and(
    given(...opened(['1'], VISIT_RULES), issuedFor('cash', 'wealth', 'settlement'), next('1')),
    finish,
  );
  expect(visitIn(and(dropped, drop('settlement'), undo))?.pending).toEqual(['wealth']);
});

test('who comes for the first service besides after a transfer has it in hand again', () => {
  const back = and(single(), transfer, later(SECOND), add('cash'), undo);
  expect(back.state.tickets.get(1)).toMatchObject({ service: 'cash', services: ['cash'] });
  expect(visitIn(back)?.pending ?? []).toEqual([]);
});
