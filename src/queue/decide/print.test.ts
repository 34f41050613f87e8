import { expect, test } from 'vitest';
import { and, ask, given, happens, issued, issuedOnPaper, later, opened, PLAIN, RULES } from '../spec.ts';

const device = 'printer-1';
const told = { ticket: 1, label: 'C001', device } as const;
const started = ask({ type: 'print-started', ticket: 1, device });
const ended = ask({ type: 'print-ended', ticket: 1, device });
const failed = ask({ type: 'print-failed', ticket: 1, device, reason: 'paper-out' });
const unknown = ask({ type: 'print-unknown', ticket: 1, device, reason: 'no-answer' });
const done = { kind: 'done', label: 'C001' } as const;
const next = ask({ type: 'call-next', counter: '1' });

test('a printed ticket may be called', () => {
  const branch = given(...opened(['1']), issuedOnPaper('cash'))
    .when(started)
    .thenHappens(done, happens({ type: 'print-started', ...told }));
  expect(branch.state.callable.get('cash')).toBeUndefined();
  const printed = branch.when(ended).thenHappens(done, happens({ type: 'print-ended', ...told }));
  expect(printed.state.callable.get('cash')?.map(({ id }) => id)).toEqual([1]);
});

test('a printed ticket is called at once where a request stands', () => {
  given(...opened(['1']), next, issuedOnPaper('cash'), started, later(900))
    .when(ended)
    .thenHappens(
      done,
      happens({ type: 'print-ended', ...told }),
      happens(
        { type: 'called', ticket: 1, label: 'C001', service: 'cash', waited: 900, how: 'request', ...PLAIN },
        '1',
        'request',
      ),
    );
});

test('a ticket whose slip is known not to be out is withdrawn', () => {
  const branch = given(...opened(), issuedOnPaper('cash'), started)
    .when(failed)
    .thenHappens(done, happens({ type: 'print-failed', ...told, reason: 'paper-out' }));
  expect(branch.state.tickets.size).toBe(0);
  expect(branch.state.ended.map(({ status, print }) => [status, print])).toEqual([['withdrawn', 'failed']]);
});

test('a customer who was called before the print failed is kept', () => {
  const tick = ask({ type: 'tick' });
  const branch = given(...opened(['1']), issuedOnPaper('cash'), started, later(RULES.callableAfter), tick, next)
    .when(failed)
    .thenHappens(done, happens({ type: 'print-failed', ...told, reason: 'paper-out' }));
  expect(branch.state.tickets.get(1)).toMatchObject({ status: 'called', print: 'failed' });
});

test('a customer whom a teller has sent on is kept when the print turns out to have failed', () => {
  const branch = given(
    ...opened(['1']),
    issuedOnPaper('cash'),
    started,
    later(RULES.callableAfter),
    ask({ type: 'tick' }),
    next,
    ask({ type: 'transfer', counter: '1', service: 'wealth' }),
    failed,
  );
  expect(branch.state.tickets.get(1)).toMatchObject({ status: 'waiting', service: 'wealth', print: 'failed' });
});

test('a ticket whose print is unknown stays, and is released in its time', () => {
  const branch = given(...opened(), issuedOnPaper('cash'), started)
    .when(unknown)
    .thenHappens(done, happens({ type: 'print-unknown', ...told, reason: 'no-answer' }));
  and(branch, later(RULES.callableAfter))
    .when(ask({ type: 'tick' }))
    .thenHappens({ kind: 'done', label: null }, happens({ type: 'released', ticket: 1, label: 'C001' }));
});

test('an unknown print may be tried again, and its end may still become known', () => {
  given(...opened(), issuedOnPaper('cash'), started, unknown)
    .when(started)
    .thenHappens(done, happens({ type: 'print-started', ...told }));
  given(...opened(), issuedOnPaper('cash'), started, unknown)
    .when(ended)
    .thenHappens(done, happens({ type: 'print-ended', ...told }));
});

test('a slip that is out stays out, one that never was printed has no end', () => {
  const printed = given(...opened(), issuedOnPaper('cash'), started, ended);
  for (const command of [started, ended, failed, unknown]) {
    printed.when(command).thenRefused({ code: 'wrong-print-state', label: 'C001', print: 'printed' });
  }
  given(...opened(), issued('cash'))
    .when(started)
    .thenRefused({ code: 'wrong-print-state', label: 'C001', print: 'none' });
});

test('what a printer says of a ticket that is over or unknown is refused', () => {
  given(...opened())
    .when(ended)
    .thenRefused({ code: 'unknown-ticket', ticket: 1 });
  given(...opened(), issuedOnPaper('cash'), started, failed)
    .when(ended)
    .thenRefused({ code: 'wrong-status', label: 'C001', status: 'withdrawn' });
});
