import { describe, expect, test } from 'vitest';
import type { Command } from '../commands.ts';
import type { EventType } from '../events.ts';
import type { RefusalCode } from '../refusals.ts';
import { ask, decideFrozen, given, issued, later, MINUTE, opened, type Step } from '../spec.ts';
import { handoff, next, VISIT_RULES } from '../spec-visit.fake.ts';

/** Event types in order, or the code of the refusal. */
type Cell = readonly EventType[] | RefusalCode;

const send = (to: object): Step => ask({ type: 'transfer', counter: '3', ...to });
const begun: readonly Step[] = [issued('settlement'), next('3'), later(MINUTE)];
const reviewed: readonly Step[] = [...begun, handoff('3'), next('5'), later(5), ask({ type: 'finish', counter: '5' })];

/** How S001, which counter 3 has received, comes to wait for somebody; counter 5 is in the back office. */
const PASTS = {
  'for a window': [...begun, send({ toCounter: '1' })],
  'for a teller': [...begun, send({ toTeller: 'teller-1' })],
  'for a review': [...begun, handoff('3')],
  'under review': [...begun, handoff('3'), next('5')],
  'for its return': reviewed,
  'until it is sent': [...begun, send({ toCounter: '1', after: MINUTE })],
} as const;

const COMMANDS = {
  'window 1 calls next': next('1'),
  'window 1 calls it': ask({ type: 'call-ticket', counter: '1', ticket: { id: 1 } }),
  'window 3 calls next': next('3'),
  'window 3 calls it': ask({ type: 'call-ticket', counter: '3', ticket: { id: 1 } }),
  'the back calls next': next('5'),
  'the back finishes': ask({ type: 'finish', counter: '5' }),
  'the back hands on': handoff('5'),
  'the back recalls': ask({ type: 'recall', counter: '5' }),
  'the back says no-show': ask({ type: 'no-show', counter: '5' }),
  'window 3 undoes': ask({ type: 'undo', counter: '3' }),
  'window 1 takes over window 3': ask({ type: 'take-over', counter: '1', from: '3' }),
  'window 1 takes over the back': ask({ type: 'take-over', counter: '1', from: '5' }),
  'window 1 closes': ask({ type: 'close-counter', counter: '1' }),
  'window 3 closes': ask({ type: 'close-counter', counter: '3' }),
  'the back closes': ask({ type: 'close-counter', counter: '5' }),
  'the lobby returns it': ask({ type: 'unpark', ticket: { id: 1 }, counter: null }),
  'it is given up': ask({ type: 'cancel', ticket: { id: 1 }, counter: null, reason: 'left' }),
  'a service is added': ask({ type: 'add-service', ticket: { id: 1 }, service: 'cash', counter: null }),
  'its papers are marked': ask({ type: 'mark-papers', ticket: { id: 1 }, isReady: true, counter: null }),
  'it is a bulk visit': ask({ type: 'mark-bulk', ticket: { id: 1 }, size: 30, counter: null }),
  'its needs are set': ask({ type: 'set-needs', ticket: { id: 1 }, needs: ['large-type'], pager: null }),
  'the day is over': ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' }),
} as const satisfies Readonly<Record<string, Command>>;

const STANDS: Cell = ['request-stands'];
const CLOSED: Cell = ['counter-closed'];
const GONE: Cell = ['counter-closed', 'requeued'];
const COMMON = {
  'the back calls next': STANDS,
  'the back finishes': 'no-open-ticket',
  'the back hands on': 'no-open-ticket',
  'the back recalls': 'no-open-ticket',
  'the back says no-show': 'no-open-ticket',
  'window 3 undoes': ['undone'],
  'window 1 takes over window 3': 'no-open-ticket',
  'window 1 takes over the back': 'no-open-ticket',
  'window 1 closes': CLOSED,
  'window 3 closes': CLOSED,
  'the back closes': CLOSED,
  'it is given up': ['cancelled'],
  'a service is added': ['service-added'],
  'its papers are marked': ['papers-marked'],
  'it is a bulk visit': ['bulk-marked'],
  'its needs are set': ['needs-set'],
  'the day is over': ['day-opened'],
} as const;
const OF_WINDOW_1 = {
  ...COMMON,
  'window 1 calls next': ['called'],
  'window 1 calls it': ['called'],
  'window 3 calls next': STANDS,
  'window 3 calls it': 'waits-for-other',
  'window 1 closes': GONE,
  'the lobby returns it': ['requeued'],
} as const;
const OF_NOBODY = {
  ...COMMON,
  'window 1 calls next': STANDS,
  'window 1 calls it': 'waits-for-other',
  'window 3 calls next': STANDS,
  'window 3 calls it': 'waits-for-other',
  'the lobby returns it': 'wrong-status',
} as const;

const TABLE: { readonly [P in keyof typeof PASTS]: { readonly [C in keyof typeof COMMANDS]: Cell } } = {
  'for a window': OF_WINDOW_1,
  'for a teller': OF_WINDOW_1,
  'for a review': { ...OF_NOBODY, 'the back calls next': ['called'], 'the back closes': GONE },
  'under review': {
    ...OF_NOBODY,
    'window 1 calls it': 'other-counter',
    'window 3 calls it': 'other-counter',
    'the back calls next': ['handed-off', 'request-stands'],
    'the back finishes': ['handed-off'],
    'the back hands on': ['handed-off'],
    'the back recalls': 'wrong-status',
    'the back says no-show': 'wrong-status',
    'window 3 undoes': 'undo-overtaken',
    'window 1 takes over the back': 'back-counter',
    'the back closes': 'counter-busy',
    'it is given up': 'wrong-status',
  },
  'for its return': {
    ...OF_WINDOW_1,
    'window 1 calls next': STANDS,
    'window 1 calls it': 'waits-for-other',
    'window 3 calls next': ['called'],
    'window 3 calls it': ['called'],
    'window 3 undoes': 'undo-overtaken',
    'window 1 closes': CLOSED,
    'window 3 closes': GONE,
  },
  'until it is sent': {
    ...COMMON,
    'window 1 calls next': STANDS,
    'window 1 calls it': ['called'],
    'window 3 calls next': STANDS,
    'window 3 calls it': ['called'],
    'the lobby returns it': ['unparked'],
    'the day is over': ['day-opened', 'expired'],
  },
};

describe.each(Object.keys(PASTS) as (keyof typeof PASTS)[])('a ticket that waits %s', (past) => {
  test.each(Object.keys(COMMANDS) as (keyof typeof COMMANDS)[])('when %s', (name) => {
    const { state, now } = given(...opened(['1', '3', '5'], VISIT_RULES), ...PASTS[past]);
    const { answer, ...decision } = decideFrozen(state, COMMANDS[name], now);
    const events = 'events' in decision ? decision.events.map(({ type }) => type) : [];
    expect(answer.kind === 'refused' ? answer.refusal.code : events).toEqual(TABLE[past][name]);
  });
});
