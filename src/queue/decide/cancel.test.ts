import { test } from 'vitest';
import { ask, given, happens, issued, opened } from '../spec.ts';

const next = ask({ type: 'call-next', counter: '1' });
const start = ask({ type: 'start', counter: '1' });

function cancel(counter: string | null) {
  return ask({ type: 'cancel', ticket: { label: 'C001' }, counter, reason: 'left' });
}

function cancelled(counter: string | null) {
  return happens({ type: 'cancelled', ticket: 1, label: 'C001', reason: 'left' }, counter);
}

test('who waits may be cancelled by the lobby manager and by any counter', () => {
  const waiting = () => given(...opened(['1', '4']), issued('cash'));
  waiting().when(cancel(null)).thenHappens({ kind: 'done', label: 'C001' }, cancelled(null));
  waiting().when(cancel('4')).thenHappens({ kind: 'done', label: 'C001' }, cancelled('4'));
});

test('who is called may be cancelled by the lobby manager and by the own counter, not by another', () => {
  const called = () => given(...opened(['1', '2']), issued('cash'), next);
  called().when(cancel(null)).thenHappens({ kind: 'done', label: 'C001' }, cancelled(null));
  called().when(cancel('1')).thenHappens({ kind: 'done', label: 'C001' }, cancelled('1'));
  called().when(cancel('2')).thenRefused({ code: 'other-counter', label: 'C001', counter: '1' });
});

test('who is being served may be cancelled by the own counter alone', () => {
  const serving = () => given(...opened(['1', '2']), issued('cash'), next, start);
  serving().when(cancel('1')).thenHappens({ kind: 'done', label: 'C001' }, cancelled('1'));
  serving().when(cancel(null)).thenRefused({ code: 'wrong-status', label: 'C001', status: 'serving' });
  serving().when(cancel('2')).thenRefused({ code: 'other-counter', label: 'C001', counter: '1' });
});

test('a visit that is over cannot be cancelled, and a closed counter cancels nothing', () => {
  const over = given(...opened(['1']), issued('cash'), cancel(null));
  over
    .when(ask({ type: 'cancel', ticket: { id: 1 }, counter: null, reason: 'left' }))
    .thenRefused({ code: 'wrong-status', label: 'C001', status: 'cancelled' });
  over.when(cancel(null)).thenRefused({ code: 'unknown-ticket', ticket: 'C001' });
  given(...opened(['1']), issued('cash'))
    .when(cancel('2'))
    .thenRefused({ code: 'counter-closed', counter: '2' });
});
