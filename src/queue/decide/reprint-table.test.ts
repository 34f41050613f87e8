import { describe, expect, test } from 'vitest';
import type { CopyEnd } from '../commands-print.ts';
import type { EventType } from '../events.ts';
import type { RefusalCode } from '../refusals.ts';
import { ask, decideFrozen, type Given, given, issuedOnPaper, opened, type Step } from '../spec.ts';

/** Event types in order, or the code of the refusal. */
type Cell = readonly EventType[] | RefusalCode;

const DEVICE = { ticket: 1, device: 'printer-1' } as const;
const reprint = ask({ type: 'reprint', ticket: { id: 1 } });
const ended = (how: CopyEnd): Step => ask({ type: 'reprint-ended', ...DEVICE, how });
const at = (type: 'call-next' | 'start' | 'finish' | 'no-show'): Step => ask({ type, counter: '1' });
const printed: readonly Step[] = [issuedOnPaper('cash'), ask({ type: 'print-ended', ...DEVICE })];

/** How C001, whose slip is out, comes to each status that a copy may meet. */
const STATUSES = {
  waiting: [],
  called: [at('call-next')],
  serving: [at('call-next'), at('start')],
  parked: [at('call-next'), ask({ type: 'park', counter: '1', pool: null, returnAfter: null })],
  finished: [at('call-next'), at('finish')],
  'no-show': [at('call-next'), at('no-show')],
  cancelled: [ask({ type: 'cancel', ticket: { id: 1 }, counter: null, reason: 'left' })],
} as const;

/** What there is of copies when it comes there. */
const COPIES = {
  none: [],
  'in hand': [reprint],
  printed: [reprint, ended({ end: 'printed' })],
  failed: [reprint, ended({ end: 'failed', reason: 'paper-out' })],
  unknown: [reprint, ended({ end: 'unknown', reason: 'no-answer' })],
} as const;

const OPEN: { readonly [C in keyof typeof COPIES]: readonly [reprint: Cell, ended: Cell] } = {
  none: [['reprint-asked'], 'no-copy'],
  'in hand': ['copy-in-hand', ['reprint-ended']],
  printed: [['reprint-asked'], 'no-copy'],
  failed: [['reprint-asked'], 'no-copy'],
  unknown: [['reprint-asked'], 'no-copy'],
};
/** The printer may say of a visit that is over how its copy ended; nobody asks for another. */
const OVER: typeof OPEN = {
  none: ['wrong-status', 'no-copy'],
  'in hand': ['wrong-status', ['reprint-ended']],
  printed: ['wrong-status', 'no-copy'],
  failed: ['wrong-status', 'no-copy'],
  unknown: ['wrong-status', 'no-copy'],
};
const TABLE: { readonly [S in keyof typeof STATUSES]: typeof OPEN } = {
  waiting: OPEN,
  called: OPEN,
  serving: OPEN,
  parked: OPEN,
  finished: OVER,
  'no-show': OVER,
  cancelled: OVER,
};

function cellOf({ state, now }: Given, step: ReturnType<typeof ask>): Cell {
  const { answer, ...decision } = decideFrozen(state, step, now);
  if (answer.kind === 'refused') return answer.refusal.code;
  return 'events' in decision ? decision.events.map(({ type }) => type) : [];
}

describe.each(Object.keys(STATUSES) as (keyof typeof STATUSES)[])('a ticket on paper that is %s', (status) => {
  test.each(Object.keys(COPIES) as (keyof typeof COPIES)[])('with a copy: %s', (copies) => {
    const branch = given(...opened(['1']), ...printed, ...COPIES[copies], ...STATUSES[status]);
    const said = cellOf(branch, ask({ type: 'reprint-ended', ...DEVICE, how: { end: 'printed' } }));
    expect([cellOf(branch, reprint), said]).toEqual(TABLE[status][copies]);
  });
});
