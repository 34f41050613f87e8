import { expect, test } from 'vitest';
import { and, ask, given, happens, issued, opened } from '../spec.ts';

const next = ask({ type: 'call-next', counter: '1' });
const noShow = ask({ type: 'no-show', counter: '1' });

function missed(ticket: number, label: string) {
  return happens({ type: 'no-show', ticket, label, service: 'cash' }, '1');
}

test('a customer who does not come is a no-show, one who is being served cannot be', () => {
  given(...opened(['1']), issued('cash'), next)
    .when(noShow)
    .thenHappens({ kind: 'done', label: 'C001' }, missed(1, 'C001'));
  given(...opened(['1']), issued('cash'), next, ask({ type: 'start', counter: '1' }))
    .when(noShow)
    .thenRefused({ code: 'wrong-status', label: 'C001', status: 'serving' });
});

test('two no-shows in a row on a standing request pause the counter', () => {
  given(...opened(['1']), next, issued('cash'), noShow, next, issued('cash'))
    .when(noShow)
    .thenHappens(
      { kind: 'done', label: 'C002' },
      missed(2, 'C002'),
      happens({ type: 'counter-paused', reason: 'no-shows' }, '1', 'no-shows'),
    );
});

test('a customer who came in between breaks the row', () => {
  const finish = ask({ type: 'finish', counter: '1' });
  given(...opened(['1']), next, issued('cash'), noShow, next, issued('cash'), finish, next, issued('cash'))
    .when(noShow)
    .thenHappens({ kind: 'done', label: 'C003' }, missed(3, 'C003'));
});

test('a no-show on a ticket that the teller called counts for no row', () => {
  given(...opened(['1']), next, issued('cash'), noShow, issued('cash'), next, noShow, next, issued('cash'))
    .when(noShow)
    .thenHappens({ kind: 'done', label: 'C003' }, missed(3, 'C003'));
});

test('an undone no-show does not count', () => {
  const undone = given(...opened(['1']), next, issued('cash'), noShow, ask({ type: 'undo', counter: '1' }));
  expect(undone.state.counters.get('1')?.noShows).toBe(0);
  const again = and(undone, noShow, next, issued('cash'));
  again
    .when(noShow)
    .thenHappens(
      { kind: 'done', label: 'C002' },
      missed(2, 'C002'),
      happens({ type: 'counter-paused', reason: 'no-shows' }, '1', 'no-shows'),
    );
});

test.each([
  ['gave up', ask({ type: 'cancel', ticket: { label: 'C002' }, counter: '1', reason: 'left' })],
  ['was sent to another service', ask({ type: 'transfer', counter: '1', service: 'wealth' })],
])('a customer who came and %s breaks the row too', (_what, ends) => {
  given(...opened(['1']), next, issued('cash'), noShow, next, issued('cash'), ends, next, issued('cash'))
    .when(noShow)
    .thenHappens({ kind: 'done', label: 'C003' }, missed(3, 'C003'));
});

test('the no-shows of the teller before are not those of the teller who takes over', () => {
  const takesOver = ask({ type: 'open-counter', counter: '1', teller: 'teller-9', profile: null });
  const after = given(...opened(['1']), next, issued('cash'), noShow, takesOver, next, issued('cash'), noShow);
  expect(after.state.counters.get('1')).toMatchObject({ state: 'open', noShows: 1 });
});
