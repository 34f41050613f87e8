import { describe, expect, test } from 'vitest';
import { ask, decideFrozen, type Given, given, later, MINUTE, opened, START, type Step } from '../spec.ts';

/** Wall time is ahead of branch time by so much. */
const OFFSET = 5_000_000;
const BOOKED = START + 60 * MINUTE;
const clock: Step = ask({ type: 'set-clock', offset: OFFSET, isTrusted: true });
const book = ask({ type: 'book', reference: 'R-1', service: 'cash', segment: 'senior', time: BOOKED + OFFSET });
const checkIn = ask({ type: 'check-in', reference: 'R-1', language: 'zh-CN', handover: 'screen' });
const cancel = ask({ type: 'cancel-appointment', reference: 'R-1' });
const tick = ask({ type: 'tick' });

/** R-1 is booked for `BOOKED`, and it is so long after that; negative is before. */
function at(duration: number): Given {
  return given(...opened(['1']), clock, book, later(BOOKED - START + duration));
}

/** What becomes of each command, as an appointment stands. */
const TABLE = {
  none: { book: ['booked'], 'check-in': 'unknown-appointment', 'cancel-appointment': 'unknown-appointment', tick: [] },
  early: {
    book: 'reference-taken',
    'check-in': 'check-in-early',
    'cancel-appointment': ['booking-cancelled'],
    tick: [],
  },
  open: {
    book: 'reference-taken',
    'check-in': ['checked-in', 'issued'],
    'cancel-appointment': ['booking-cancelled'],
    tick: [],
  },
  late: {
    book: 'reference-taken',
    'check-in': ['checked-in', 'issued'],
    'cancel-appointment': ['booking-cancelled'],
    tick: [],
  },
  over: {
    book: 'reference-taken',
    'check-in': ['checked-in', 'issued'],
    'cancel-appointment': ['booking-cancelled'],
    tick: ['booking-expired'],
  },
} as const;
const PASTS: Readonly<Record<keyof typeof TABLE, Given>> = {
  none: given(...opened(['1']), clock),
  early: at(-60 * MINUTE),
  open: at(0),
  late: at(6 * MINUTE),
  over: at(31 * MINUTE),
};

describe.each(Object.keys(TABLE) as (keyof typeof TABLE)[])('an appointment that is %s', (status) => {
  test.each([book, checkIn, cancel, tick])('meets $type', (command) => {
    const { state, now } = PASTS[status];
    const { answer: told, ...decision } = decideFrozen(state, command, now);
    const events = 'events' in decision ? decision.events.map(({ type }) => type) : [];
    const cell = told.kind === 'refused' ? told.refusal.code : events;
    expect(cell).toEqual(TABLE[status][command.type as keyof (typeof TABLE)['none']]);
  });
});
