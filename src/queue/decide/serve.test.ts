import { test } from 'vitest';
import { ask, given, happens, issued, later, opened } from '../spec.ts';

const next = ask({ type: 'call-next', counter: '1' });
const start = ask({ type: 'start', counter: '1' });
const finish = ask({ type: 'finish', counter: '1' });

test('service time counts from start, and from the call when start was not pressed', () => {
  given(...opened(['1']), issued('cash'), next, later(20))
    .when(start)
    .thenHappens({ kind: 'done', label: 'C001' }, happens({ type: 'started', ticket: 1, label: 'C001' }, '1'));
  given(...opened(['1']), issued('cash'), next, later(20), start, later(60))
    .when(finish)
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 60 }, '1'),
    );
  given(...opened(['1']), issued('cash'), next, later(80))
    .when(finish)
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 80 }, '1'),
    );
});

test('who is being served is not started again', () => {
  given(...opened(['1']), issued('cash'), next, start)
    .when(start)
    .thenRefused({ code: 'wrong-status', label: 'C001', status: 'serving' });
});

test('a counter without a customer has nothing to start or finish', () => {
  given(...opened(['1']))
    .when(start)
    .thenRefused({ code: 'no-open-ticket', counter: '1' });
  given(...opened(['1']))
    .when(finish)
    .thenRefused({ code: 'no-open-ticket', counter: '1' });
});

test('a teller who pauses may serve the customer at the window to the end', () => {
  given(...opened(['1']), issued('cash'), next, ask({ type: 'pause-counter', counter: '1' }))
    .when(finish)
    .thenHappens(
      { kind: 'done', label: 'C001' },
      happens({ type: 'finished', ticket: 1, label: 'C001', service: 'cash', served: 0 }, '1'),
    );
});
