import { test } from 'vitest';
import { ask, given, happens, issued, opened } from '../spec.ts';

const next = ask({ type: 'call-next', counter: '1' });
const pause = ask({ type: 'pause-counter', counter: '1' });
const close = ask({ type: 'close-counter', counter: '1' });

function open(teller: string | null, profile: string | null, counter = '1') {
  return ask({ type: 'open-counter', counter, teller, profile });
}

test('a teller opens a counter under the profile of the rules, or another', () => {
  given(...opened())
    .when(open('teller-1', null))
    .thenHappens({ kind: 'done', label: null }, happens({ type: 'counter-opened', profile: 'fair' }, '1'));
  given(...opened())
    .when(open('teller-1', 'quick'))
    .thenHappens({ kind: 'done', label: null }, happens({ type: 'counter-opened', profile: 'quick' }, '1'));
});

test('an open counter is open already, unless its teller or its profile changes', () => {
  const branch = () => given(...opened(['1']));
  branch().when(open(null, null)).thenRefused({ code: 'counter-already', counter: '1', state: 'open' });
  branch().when(open('teller-1', 'fair')).thenRefused({ code: 'counter-already', counter: '1', state: 'open' });
  branch()
    .when(open('teller-7', null))
    .thenHappens(
      { kind: 'done', label: null },
      { ...happens({ type: 'counter-opened', profile: 'fair' }, '1'), teller: 'teller-7' },
    );
});

test('who comes back from a pause is the teller who left', () => {
  given(...opened(['1']), pause)
    .when(open(null, null))
    .thenHappens({ kind: 'done', label: null }, happens({ type: 'counter-opened', profile: 'fair' }, '1'));
});

test('nobody works at two windows: whoever moves pauses the first, which is then no more to be opened for the same one', () => {
  given(...opened(['1']))
    .when(open('teller-1', null, '2'))
    .thenRefused({ code: 'teller-elsewhere', teller: 'teller-1', counter: '1' });
  given(...opened(['1']), pause, open('teller-1', null, '2'))
    .when(open(null, null))
    .thenRefused({ code: 'teller-elsewhere', teller: 'teller-1', counter: '2' });
});

test('whoever has closed one window sits down at another, and tellers without a name at as many as there are', () => {
  given(...opened(['1']), close)
    .when(open('teller-1', null, '2'))
    .thenHappens(
      { kind: 'done', label: null },
      { ...happens({ type: 'counter-opened', profile: 'fair' }, '2'), teller: 'teller-1' },
    );
  given(...opened(), open(null, null))
    .when(open(null, null, '2'))
    .thenHappens(
      { kind: 'done', label: null },
      { ...happens({ type: 'counter-opened', profile: 'fair' }, '2'), teller: null },
    );
});

test('nobody opens what the rules do not know', () => {
  given(...opened())
    .when(open(null, null, '9'))
    .thenRefused({ code: 'unknown-counter', counter: '9' });
  given(...opened())
    .when(open(null, 'lazy'))
    .thenRefused({ code: 'unknown-profile', profile: 'lazy' });
});

test('a pause and a close end the request', () => {
  given(...opened(['1']), next)
    .when(pause)
    .thenHappens(
      { kind: 'done', label: null },
      happens({ type: 'request-ended', reason: 'pause' }, '1'),
      happens({ type: 'counter-paused', reason: 'teller' }, '1'),
    );
  given(...opened(['1']), next)
    .when(close)
    .thenHappens(
      { kind: 'done', label: null },
      happens({ type: 'request-ended', reason: 'close' }, '1'),
      happens({ type: 'counter-closed' }, '1'),
    );
});

test('a teller may pause with a customer at the window, but not close', () => {
  given(...opened(['1']), issued('cash'), next)
    .when(pause)
    .thenHappens({ kind: 'done', label: null }, happens({ type: 'counter-paused', reason: 'teller' }, '1'));
  given(...opened(['1']), issued('cash'), next)
    .when(close)
    .thenRefused({ code: 'counter-busy', counter: '1', label: 'C001' });
});

test('what is paused or closed is so already', () => {
  given(...opened(['1']), pause)
    .when(pause)
    .thenRefused({ code: 'counter-already', counter: '1', state: 'paused' });
  given(...opened())
    .when(close)
    .thenRefused({ code: 'counter-already', counter: '1', state: 'closed' });
  given(...opened())
    .when(pause)
    .thenRefused({ code: 'counter-closed', counter: '1' });
});
