import { describe, expect, test } from 'vitest';
import type { CommandType } from './commands.ts';
import { decide } from './decide.ts';
import type { EventType } from './events.ts';
import { STOPPED_STATES } from './hall-states.ts';
import type { RefusalCode } from './refusals.ts';
import type { Rules } from './rules.ts';
import { GUIDED_RULES } from './rules-arbitrary.ts';
import { ask, type Given, given, issued, issuedOnPaper, opened, START, type Step, type Wish } from './spec.ts';
import { VISIT_RULES, VISITS } from './spec-visit.fake.ts';

/** Event types in order, or the code of the refusal. */
type Cell = readonly EventType[] | RefusalCode;

const at = (counter: string, type: 'call-next' | 'no-show' | 'finish' | 'start'): Step => ask({ type, counter });
/** A branch with machines, papers that count, and settlement in steps. */
const TABLE_RULES: Rules = {
  ...GUIDED_RULES,
  version: 'stopped',
  switches: [],
  counters: VISIT_RULES.counters,
  visit: VISITS,
  services: GUIDED_RULES.services.map((service) => {
    const steps = VISIT_RULES.services.find(({ id }) => id === service.id)?.steps;
    return steps ? { ...service, steps } : service;
  }),
};

/**
 * Ticket 1 was served; 2 has not come and may come late; 3 is parked for the branch; 4 is called at counter 1; 5 waits, for
 * another service besides; 6 is received at counter 3, and counter 5 reviews; the slip of 7 is in hand, that of 8 is out, and a copy of 9 is
 * printed. Counter 2 has nobody, counter 4 is closed. An appointment is booked, an alert stands, and a machine can be used.
 */
const PAST: readonly Step[] = [
  ...opened(['1', '2', '3', '5'], TABLE_RULES),
  ask({ type: 'set-clock', offset: 0, isTrusted: true }),
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
  ask({ type: 'add-service', ticket: { id: 5 }, service: 'wealth', counter: null }),
  issued('settlement'),
  ask({ type: 'call-ticket', counter: '3', ticket: { id: 6 } }),
  at('3', 'start'),
  issuedOnPaper('cash'),
  ask({ type: 'print-started', ticket: 7, device: 'printer-1' }),
  ...[8, 9].flatMap((ticket) => [issuedOnPaper('cash'), ask({ type: 'print-ended', ticket, device: 'printer-1' })]),
  ask({ type: 'reprint', ticket: { id: 9 } }),
  ask({ type: 'panic', counter: '2' }),
];
const stopped = (state: (typeof STOPPED_STATES)[number]): Given => given(...PAST, ask({ type: 'set-hall', state }));

type Row<T extends CommandType> = readonly [wish: Extract<Wish, { type: T }>, evacuated: Cell, outOfOrder?: Cell];
/** What becomes of each command in an evacuation, and while the hall is out of order where that is something else. */
const TABLE: { readonly [T in CommandType]: Row<T> } = {
  issue: [
    { type: 'issue', service: 'cash', segment: 'senior', language: 'en', handover: 'paper' },
    'hall-evacuated',
    'hall-out-of-order',
  ],
  'check-in': [
    { type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen' },
    'hall-evacuated',
    'hall-out-of-order',
  ],
  'call-next': [{ type: 'call-next', counter: '2' }, 'hall-evacuated', 'hall-out-of-order'],
  'call-ticket': [{ type: 'call-ticket', counter: '2', ticket: { id: 5 } }, 'hall-evacuated', 'hall-out-of-order'],
  recall: [{ type: 'recall', counter: '1' }, 'hall-evacuated', 'hall-out-of-order'],
  'take-over': [{ type: 'take-over', counter: '2', from: '1' }, 'hall-evacuated', 'hall-out-of-order'],
  'no-show': [{ type: 'no-show', counter: '1' }, 'hall-evacuated', ['no-show']],
  'take-machine': [
    { type: 'take-machine', service: 'account', machine: 'm1', how: 'chosen' },
    'hall-evacuated',
    ['diverted'],
  ],
  // What ends a visit at the window, hands it on or sets it aside, works.
  start: [{ type: 'start', counter: '1' }, ['started']],
  finish: [{ type: 'finish', counter: '1' }, ['finished']],
  undo: [{ type: 'undo', counter: '1' }, ['undone']],
  transfer: [{ type: 'transfer', counter: '1', service: 'wealth' }, ['transferred']],
  refer: [{ type: 'refer', counter: '1', reason: 'large-deposit' }, ['referred']],
  handoff: [{ type: 'handoff', counter: '3' }, ['handed-off']],
  park: [{ type: 'park', counter: '1', pool: null, returnAfter: null }, ['parked']],
  cancel: [{ type: 'cancel', ticket: { id: 5 }, counter: null, reason: 'left' }, ['cancelled']],
  rate: [{ type: 'rate', counter: '1', ticket: null, score: 2 }, ['rated', 'low-rated']],
  // Whoever comes back waits, and is called by nobody.
  unpark: [{ type: 'unpark', ticket: { id: 3 }, counter: null }, ['unparked']],
  'return-late': [{ type: 'return-late', ticket: { id: 2 }, counter: null }, ['returned']],
  // What is known of customers.
  'change-segment': [
    { type: 'change-segment', ticket: { id: 5 }, segment: 'gold', reason: 'potential-vip' },
    ['segment-changed', 'recognized'],
  ],
  'add-service': [{ type: 'add-service', ticket: { id: 5 }, service: 'account', counter: null }, ['service-added']],
  'drop-service': [{ type: 'drop-service', ticket: { id: 5 }, service: 'wealth', counter: null }, ['service-dropped']],
  'mark-papers': [{ type: 'mark-papers', ticket: { id: 5 }, isReady: true, counter: null }, ['papers-marked']],
  'mark-bulk': [{ type: 'mark-bulk', ticket: { id: 5 }, size: 30, counter: null }, ['bulk-marked']],
  'set-needs': [{ type: 'set-needs', ticket: { id: 5 }, needs: ['flash'], pager: '12' }, ['needs-set']],
  book: [{ type: 'book', reference: 'R-2', service: 'cash', segment: 'senior', time: START }, ['booked']],
  'cancel-appointment': [{ type: 'cancel-appointment', reference: 'R-1' }, ['booking-cancelled']],
  // Slips come out, and are withdrawn, as ever.
  'print-started': [{ type: 'print-started', ticket: 7, device: 'printer-1' }, 'wrong-print-state'],
  'print-ended': [{ type: 'print-ended', ticket: 7, device: 'printer-1' }, ['print-ended']],
  'print-failed': [{ type: 'print-failed', ticket: 7, device: 'printer-1', reason: 'gone' }, ['print-failed']],
  'print-unknown': [{ type: 'print-unknown', ticket: 7, device: 'printer-1', reason: 'no-answer' }, ['print-unknown']],
  reprint: [{ type: 'reprint', ticket: { id: 8 } }, ['reprint-asked']],
  'reprint-ended': [
    { type: 'reprint-ended', ticket: 9, device: 'printer-1', how: { end: 'printed' } },
    ['reprint-ended'],
  ],
  // Who sits where.
  'open-counter': [{ type: 'open-counter', counter: '4', teller: 'teller-4', profile: null }, ['counter-opened']],
  'pause-counter': [{ type: 'pause-counter', counter: '1' }, ['counter-paused']],
  'close-counter': [{ type: 'close-counter', counter: '2' }, ['counter-closed']],
  'switch-profile': [{ type: 'switch-profile', counter: '1', profile: 'quick' }, ['profile-switched']],
  panic: [{ type: 'panic', counter: '1' }, ['alert-raised']],
  'acknowledge-alert': [
    { type: 'acknowledge-alert', alert: 'a1', person: null, of: null },
    ['alert-acknowledged', 'alert-cleared'],
  ],
  // The branch and its day.
  'machine-state': [{ type: 'machine-state', machine: 'm1', isUsable: false, queue: 0 }, ['machine-changed']],
  'set-hall': [{ type: 'set-hall', state: 'open' }, ['hall-set']],
  'apply-rules': [{ type: 'apply-rules', rules: { ...TABLE_RULES, version: 'next' } }, ['rules-applied']],
  // Who is parked expires with the day, and so does what the hall was set to.
  'open-day': [
    { type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' },
    ['day-opened', 'expired', 'hall-set'],
  ],
  'plan-day': [{ type: 'plan-day', instants: [] }, ['day-planned']],
  'set-clock': [{ type: 'set-clock', offset: 1, isTrusted: true }, ['clock-set']],
  tick: [{ type: 'tick' }, []],
};

describe.each(STOPPED_STATES)('in a hall that is set to %s', (state) => {
  test.each(Object.values<Row<CommandType>>(TABLE).map((row) => [row[0].type, ...row] as const))(
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
