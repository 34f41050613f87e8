import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import type { EventType } from './events.ts';
import { STOPPED_STATES } from './hall-states.ts';
import type { RefusalCode } from './refusals.ts';
import { GUIDED_RULES } from './rules-arbitrary.ts';
import { ask, type Given, given, issued, opened, START, type Step, type Wish } from './spec.ts';

/** Event types in order, or the code of the refusal. */
type Cell = readonly EventType[] | RefusalCode;

const at = (counter: string, type: 'call-next' | 'no-show' | 'finish' | 'start'): Step => ask({ type, counter });
const open = (counter: string, teller: string | null): Wish => ({
  type: 'open-counter',
  counter,
  teller,
  profile: null,
});

/**
 * Ticket 1 was served; 2 has not come and may come late; 3 is parked for the branch; 4 is called at counter 1; 5 waits.
 * Counter 2 has nobody, counter 3 is closed. An appointment is booked, and a machine can be used.
 */
const PAST: readonly Step[] = [
  ...opened(['1', '2'], GUIDED_RULES),
  ask({ type: 'machine-state', machine: 'm1', isUsable: true, queue: 0 }),
  ask({ type: 'book', reference: 'R-1', service: 'cash', segment: 'senior', time: START }),
  issued('cash'),
  at('1', 'call-next'),
  at('1', 'finish'),
  issued('cash'),
  at('1', 'call-next'),
  at('1', 'no-show'),
  issued('cash'),
  issued('cash'),
  at('2', 'call-next'),
  ask({ type: 'park', counter: '2', pool: 'branch', returnAfter: null }),
  at('1', 'call-next'),
  issued('cash'),
];
const stopped = (state: (typeof STOPPED_STATES)[number]): Given => given(...PAST, ask({ type: 'set-hall', state }));

/** What becomes of each command in an evacuation, and while the hall is out of order where that is something else. */
const TABLE: readonly (readonly [wish: Wish, evacuated: Cell, outOfOrder?: Cell])[] = [
  [
    { type: 'issue', service: 'cash', segment: 'senior', language: 'en', handover: 'paper' },
    'hall-evacuated',
    'hall-out-of-order',
  ],
  [{ type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen' }, 'hall-evacuated', 'hall-out-of-order'],
  [{ type: 'call-next', counter: '2' }, 'hall-evacuated', 'hall-out-of-order'],
  [{ type: 'call-ticket', counter: '2', ticket: { id: 5 } }, 'hall-evacuated', 'hall-out-of-order'],
  [{ type: 'recall', counter: '1' }, 'hall-evacuated', 'hall-out-of-order'],
  [{ type: 'take-over', counter: '2', from: '1' }, 'hall-evacuated', 'hall-out-of-order'],
  [{ type: 'no-show', counter: '1' }, 'hall-evacuated', ['no-show']],
  [{ type: 'take-machine', service: 'account', machine: 'm1', how: 'chosen' }, 'hall-evacuated', ['diverted']],
  // What ends a visit at the window, or sets it aside, works.
  [{ type: 'start', counter: '1' }, ['started']],
  [{ type: 'finish', counter: '1' }, ['finished']],
  [{ type: 'undo', counter: '1' }, ['undone']],
  [{ type: 'transfer', counter: '1', service: 'wealth' }, ['transferred']],
  [{ type: 'park', counter: '1', pool: null, returnAfter: null }, ['parked']],
  [{ type: 'cancel', ticket: { id: 5 }, counter: null, reason: 'left' }, ['cancelled']],
  [{ type: 'rate', counter: '1', ticket: null, score: 2 }, ['rated', 'low-rated']],
  // Whoever comes back waits, and is called by nobody.
  [{ type: 'unpark', ticket: { id: 3 }, counter: null }, ['unparked']],
  [{ type: 'return-late', ticket: { id: 2 }, counter: null }, ['returned']],
  // What is known of customers.
  [{ type: 'reprint', ticket: { id: 5 } }, 'no-slip'],
  [
    { type: 'change-segment', ticket: { id: 5 }, segment: 'gold', reason: 'potential-vip' },
    ['segment-changed', 'recognized'],
  ],
  [{ type: 'set-needs', ticket: { id: 5 }, needs: ['flash'], pager: '12' }, ['needs-set']],
  [{ type: 'mark-bulk', ticket: { id: 5 }, size: 30, counter: null }, ['bulk-marked']],
  [{ type: 'book', reference: 'R-2', service: 'cash', segment: 'senior', time: START }, ['booked']],
  // Who sits where.
  [open('3', 'teller-3'), ['counter-opened']],
  [{ type: 'pause-counter', counter: '1' }, ['counter-paused']],
  [{ type: 'close-counter', counter: '2' }, ['counter-closed']],
  [{ type: 'panic', counter: '1' }, ['alert-raised']],
  [{ type: 'tick' }, []],
];

describe.each(STOPPED_STATES)('in a hall that is set to %s', (state) => {
  test.each(TABLE.map((row) => [row[0].type, ...row] as const))(
    '%s',
    (_type, wish, evacuated, outOfOrder = evacuated) => {
      const { state: before, now } = stopped(state);
      const decision = decide(before, ask(wish), now + 1_000);
      if (decision.kind !== 'decided') return expect.fail('repeated');
      const { answer, events } = decision;
      const cell = answer.kind === 'refused' ? answer.refusal.code : events.map(({ type }) => type);
      expect(cell).toEqual(state === 'evacuation' ? evacuated : outOfOrder);
    },
  );
});
