import { describe, expect, test } from 'vitest';
import type { Command, CommandType } from './commands.ts';
import { decide } from './decide.ts';
import { EVENT_VERSIONS, type EventType } from './events.ts';
import type { RefusalCode } from './refusals.ts';
import {
  ask,
  decideFrozen,
  type Given,
  given,
  issued,
  issuedOnPaper,
  opened,
  START,
  type Step,
  type Wish,
} from './spec.ts';
import { VISIT_RULES } from './spec-visit.fake.ts';
import { TICKET_STATUSES, type TicketStatus } from './state.ts';

/** Event types in order, or the code of the refusal. */
type Cell = readonly EventType[] | RefusalCode;
/** What the counter of the ticket gets, and what another open counter of the same services gets. */
interface Row {
  readonly own: Cell;
  readonly other: Cell;
}

const at = (counter: string, type: 'call-next' | 'start' | 'finish' | 'no-show'): Step => ask({ type, counter });
const called: readonly Step[] = [issued('cash'), at('1', 'call-next')];

/** How ticket 1, C001, comes to each status; counter 1 is its own, counter 2 the other. */
const PASTS: { readonly [S in TicketStatus]: readonly Step[] } = {
  waiting: [issued('cash')],
  called,
  serving: [...called, at('1', 'start')],
  finished: [...called, at('1', 'start'), at('1', 'finish')],
  'no-show': [...called, at('1', 'no-show')],
  cancelled: [...called, ask({ type: 'cancel', ticket: { id: 1 }, counter: '1', reason: 'left' })],
  parked: [...called, ask({ type: 'park', counter: '1', pool: null, returnAfter: null })],
  expired: [
    ...called,
    ask({ type: 'park', counter: '1', pool: null, returnAfter: null }),
    ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' }),
  ],
  withdrawn: [issuedOnPaper('cash'), ask({ type: 'print-failed', ticket: 1, device: 'printer-1', reason: 'gone' })],
};

const DEVICE = { ticket: 1, device: 'printer-1' } as const;
/** Every command, asked by or for a counter where it has one. */
const COMMANDS: { readonly [T in CommandType]: (counter: string) => Extract<Wish, { type: T }> } = {
  issue: () => ({ type: 'issue', service: 'cash', segment: 'senior', language: 'en', handover: 'paper' }),
  'call-next': (counter) => ({ type: 'call-next', counter }),
  'call-ticket': (counter) => ({ type: 'call-ticket', counter, ticket: { id: 1 } }),
  recall: (counter) => ({ type: 'recall', counter }),
  start: (counter) => ({ type: 'start', counter }),
  finish: (counter) => ({ type: 'finish', counter }),
  'no-show': (counter) => ({ type: 'no-show', counter }),
  cancel: (counter) => ({ type: 'cancel', ticket: { id: 1 }, counter, reason: 'left' }),
  undo: (counter) => ({ type: 'undo', counter }),
  transfer: (counter) => ({ type: 'transfer', counter, service: 'wealth' }),
  refer: (counter) => ({ type: 'refer', counter, reason: 'large-deposit' }),
  handoff: (counter) => ({ type: 'handoff', counter }),
  'take-over': (counter) => ({ type: 'take-over', counter, from: counter === '1' ? '2' : '1' }),
  'add-service': (counter) => ({ type: 'add-service', ticket: { id: 1 }, service: 'account', counter }),
  'drop-service': (counter) => ({ type: 'drop-service', ticket: { id: 1 }, service: 'account', counter }),
  'mark-papers': (counter) => ({ type: 'mark-papers', ticket: { id: 1 }, isReady: true, counter }),
  'mark-bulk': (counter) => ({ type: 'mark-bulk', ticket: { id: 1 }, size: 30, counter }),
  'set-needs': () => ({ type: 'set-needs', ticket: { id: 1 }, needs: ['flash'], pager: '12' }),
  park: (counter) => ({ type: 'park', counter, pool: null, returnAfter: null }),
  'take-machine': () => ({ type: 'take-machine', service: 'account', machine: 'm1', how: 'chosen' }),
  'machine-state': () => ({ type: 'machine-state', machine: 'm1', isUsable: true, queue: 0 }),
  rate: (counter) => ({ type: 'rate', counter, ticket: null, score: 2 }),
  unpark: (counter) => ({ type: 'unpark', ticket: { id: 1 }, counter }),
  'return-late': (counter) => ({ type: 'return-late', ticket: { id: 1 }, counter }),
  book: () => ({ type: 'book', reference: 'R-1', service: 'cash', segment: 'senior', time: START }),
  'cancel-appointment': () => ({ type: 'cancel-appointment', reference: 'R-1' }),
  'check-in': () => ({ type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen' }),
  'change-segment': () => ({ type: 'change-segment', ticket: { id: 1 }, segment: 'gold', reason: 'potential-vip' }),
  'open-counter': (counter) => ({ type: 'open-counter', counter, teller: null, profile: null }),
  'pause-counter': (counter) => ({ type: 'pause-counter', counter }),
  'close-counter': (counter) => ({ type: 'close-counter', counter }),
  'switch-profile': (counter) => ({ type: 'switch-profile', counter, profile: 'quick' }),
  panic: (counter) => ({ type: 'panic', counter }),
  'acknowledge-alert': () => ({ type: 'acknowledge-alert', alert: 'a1', person: null, of: null }),
  'print-started': () => ({ type: 'print-started', ...DEVICE }),
  'print-ended': () => ({ type: 'print-ended', ...DEVICE }),
  'print-failed': () => ({ type: 'print-failed', ...DEVICE, reason: 'gone' }),
  'print-unknown': () => ({ type: 'print-unknown', ...DEVICE, reason: 'restart' }),
  reprint: () => ({ type: 'reprint', ticket: { id: 1 } }),
  'reprint-ended': () => ({ type: 'reprint-ended', ...DEVICE, how: { end: 'printed' } }),
  'set-hall': () => ({ type: 'set-hall', state: 'evacuation' }),
  'apply-rules': () => ({ type: 'apply-rules', rules: { ...VISIT_RULES, version: 'next' } }),
  'open-day': () => ({ type: 'open-day', day: '2026-03-04', instants: [], openingHash: 'hash' }),
  'plan-day': () => ({ type: 'plan-day', instants: [] }),
  'set-clock': () => ({ type: 'set-clock', offset: 1, isTrusted: true }),
  tick: () => ({ type: 'tick' }),
};

const both = (cell: Cell): Row => ({ own: cell, other: cell });
const idle = both('no-open-ticket');
const STANDS: Cell = ['request-stands'];
const PRINTS = {
  'print-started': both('wrong-print-state'),
  'print-ended': both('wrong-print-state'),
  'print-failed': both('wrong-print-state'),
  'print-unknown': both('wrong-print-state'),
} as const;
const NO_PRINTS = {
  'print-started': both('wrong-status'),
  'print-ended': both('wrong-status'),
  'print-failed': both('wrong-status'),
  'print-unknown': both('wrong-status'),
} as const;
/** What does not ask for the ticket. */
const BRANCH = {
  issue: both(['issued']),
  book: both(['booked']),
  'cancel-appointment': both('unknown-appointment'),
  'check-in': both('unknown-appointment'),
  'open-counter': both('counter-already'),
  'pause-counter': both(['counter-paused']),
  'close-counter': both(['counter-closed']),
  'switch-profile': both(['profile-switched']),
  panic: both(['alert-raised']),
  'acknowledge-alert': both('no-such-alert'),
  'set-hall': both(['hall-set']),
  'apply-rules': both(['rules-applied']),
  'open-day': both(['day-opened']),
  'plan-day': both(['day-planned']),
  'set-clock': both(['clock-set']),
  tick: both([]),
  refer: idle,
  handoff: idle,
  'take-over': idle,
  reprint: both('no-slip'),
  'reprint-ended': both('no-copy'),
  'add-service': both(['service-added']),
  'drop-service': both('service-not-pending'),
  'mark-papers': both(['papers-marked']),
  'mark-bulk': both(['bulk-marked']),
  'set-needs': both(['needs-set']),
  'take-machine': both('machine-not-usable'),
  'machine-state': both(['machine-changed']),
  unpark: both('wrong-status'),
  rate: both('nothing-to-rate'),
  'return-late': both('wrong-status'),
  'change-segment': both(['segment-changed', 'recognized']),
} as const;
/** A ticket that is over, its counter idle. */
const OVER = {
  ...BRANCH,
  ...NO_PRINTS,
  'call-next': both(STANDS),
  'call-ticket': both('wrong-status'),
  'change-segment': both('wrong-status'),
  recall: idle,
  start: idle,
  finish: idle,
  'no-show': idle,
  cancel: both('wrong-status'),
  undo: both('nothing-to-undo'),
  transfer: idle,
  park: idle,
  refer: idle,
  handoff: idle,
  'add-service': both('wrong-status'),
  'drop-service': both('wrong-status'),
  'mark-papers': both('wrong-status'),
  reprint: both('wrong-status'),
  'mark-bulk': both('wrong-status'),
  'set-needs': both('wrong-status'),
} as const;
const RATED = { rate: { own: ['rated', 'low-rated'], other: 'nothing-to-rate' } } as const;

const TABLE: { readonly [S in TicketStatus]: { readonly [T in CommandType]: Row } } = {
  waiting: {
    ...BRANCH,
    ...PRINTS,
    'call-next': both(['called']),
    'call-ticket': both(['called']),
    recall: idle,
    start: idle,
    finish: idle,
    'no-show': idle,
    cancel: both(['cancelled']),
    undo: both('nothing-to-undo'),
    transfer: idle,
    park: idle,
  },
  called: {
    ...BRANCH,
    ...PRINTS,
    'call-next': { own: ['finished', 'request-stands'], other: STANDS },
    'call-ticket': { own: 'wrong-status', other: 'other-counter' },
    recall: { own: ['recalled'], other: 'no-open-ticket' },
    start: { own: ['started'], other: 'no-open-ticket' },
    finish: { own: ['finished'], other: 'no-open-ticket' },
    'no-show': { own: ['no-show'], other: 'no-open-ticket' },
    cancel: { own: ['cancelled'], other: 'other-counter' },
    undo: { own: ['undone'], other: 'nothing-to-undo' },
    transfer: { own: ['transferred'], other: 'no-open-ticket' },
    refer: { own: ['referred'], other: 'no-open-ticket' },
    handoff: { own: 'no-steps', other: 'no-open-ticket' },
    'take-over': { own: 'counter-busy', other: ['taken-over', 'counter-paused'] },
    'add-service': { own: ['service-added'], other: 'other-counter' },
    'drop-service': { own: 'service-not-pending', other: 'other-counter' },
    'mark-papers': { own: ['papers-marked'], other: 'other-counter' },
    'mark-bulk': { own: ['bulk-marked'], other: 'other-counter' },
    park: { own: ['parked'], other: 'no-open-ticket' },
    'close-counter': { own: 'counter-busy', other: ['counter-closed'] },
  },
  serving: {
    ...BRANCH,
    ...PRINTS,
    'call-next': { own: ['finished', 'request-stands'], other: STANDS },
    'call-ticket': { own: 'wrong-status', other: 'other-counter' },
    recall: { own: 'wrong-status', other: 'no-open-ticket' },
    start: { own: 'wrong-status', other: 'no-open-ticket' },
    finish: { own: ['finished'], other: 'no-open-ticket' },
    'no-show': { own: 'wrong-status', other: 'no-open-ticket' },
    cancel: { own: ['cancelled'], other: 'other-counter' },
    undo: both('nothing-to-undo'),
    transfer: { own: ['transferred'], other: 'no-open-ticket' },
    refer: { own: ['referred'], other: 'no-open-ticket' },
    handoff: { own: 'no-steps', other: 'no-open-ticket' },
    'take-over': { own: 'counter-busy', other: ['taken-over', 'counter-paused'] },
    'add-service': { own: ['service-added'], other: 'other-counter' },
    'drop-service': { own: 'service-not-pending', other: 'other-counter' },
    'mark-papers': { own: ['papers-marked'], other: 'other-counter' },
    'mark-bulk': { own: ['bulk-marked'], other: 'other-counter' },
    park: { own: ['parked'], other: 'no-open-ticket' },
    'close-counter': { own: 'counter-busy', other: ['counter-closed'] },
  },
  parked: {
    ...BRANCH,
    ...PRINTS,
    'call-next': both(STANDS),
    'call-ticket': { own: ['called'], other: 'parked-elsewhere' },
    recall: idle,
    start: idle,
    finish: idle,
    'no-show': idle,
    cancel: both(['cancelled']),
    undo: { own: ['undone'], other: 'nothing-to-undo' },
    transfer: idle,
    park: idle,
    unpark: { own: ['unparked'], other: 'parked-elsewhere' },
    'close-counter': { own: ['counter-closed', 'unparked'], other: ['counter-closed'] },
    'open-day': both(['day-opened', 'expired']),
  },
  expired: { ...OVER, undo: { own: 'undo-overtaken', other: 'nothing-to-undo' } },
  finished: { ...OVER, ...RATED, undo: { own: ['undone'], other: 'nothing-to-undo' } },
  'no-show': { ...OVER, 'return-late': both(['returned']), undo: { own: ['undone'], other: 'nothing-to-undo' } },
  cancelled: OVER,
  withdrawn: OVER,
};

function past(status: TicketStatus): Given {
  const branch = given(...opened(['1', '2'], VISIT_RULES), ...PASTS[status]);
  const ticket = branch.state.tickets.get(1) ?? branch.state.ended.find(({ id }) => id === 1);
  expect(ticket?.status).toBe(status);
  return branch;
}

function cellOf({ state, now }: Given, command: Command): Cell {
  const { answer, ...decision } = decideFrozen(state, command, now);
  if (answer.kind === 'refused') return answer.refusal.code;
  return 'events' in decision ? decision.events.map(({ type }) => type) : [];
}

const commandTypes = Object.keys(COMMANDS) as CommandType[];

describe.each(TICKET_STATUSES)('a ticket that is %s', (status) => {
  test.each(commandTypes)('meets %s', (type) => {
    const row = TABLE[status]?.[type];
    expect(row, `no cell for ${status} and ${type}`).toBeDefined();
    const branch = past(status);
    expect(cellOf(branch, ask(COMMANDS[type]('1'))), 'own counter').toEqual(row.own);
    expect(cellOf(branch, ask(COMMANDS[type]('2'))), 'other counter').toEqual(row.other);
  });
});

test('the table has a row for each status and a cell for each command, and no other', () => {
  expect(Object.keys(TABLE).sort()).toEqual([...TICKET_STATUSES].sort());
  for (const row of Object.values(TABLE)) expect(Object.keys(row).sort()).toEqual([...commandTypes].sort());
});

test('a command that nobody knows is a contradiction, not an answer', () => {
  const { state, now } = given(...opened());
  const foreign = { type: 'dance', id: null, actor: { kind: 'daemon' } } as unknown as Command;
  expect(() => decide(state, foreign, now)).toThrow(expect.objectContaining({ code: 'queue/contradiction' }));
});

test('each kind of event is reached by the table, by those of appointments, visits, needs, machines, alerts and hours, or by time alone', () => {
  const ofAppointments = ['booking-cancelled', 'booking-expired', 'bookings-stranded', 'checked-in'] as const;
  const ofVisits = ['service-finished', 'handed-off', 'requeued', 'service-dropped'] as const;
  const ofNeeds = ['pager-needed'] as const;
  const ofMachines = ['diverted'] as const;
  const ofAlerts = ['alert-repeated', 'alert-acknowledged', 'alert-cleared'] as const;
  const ofHours = ['hall-phase-changed', 'service-hours-changed', 'counter-hours-changed', 'held-over'] as const;
  const byTime = ['request-ended', 'released', 'counter-opened', 'refused'] as const;
  const reached = new Set<EventType>([
    ...byTime,
    ...ofAppointments,
    ...ofVisits,
    ...ofNeeds,
    ...ofMachines,
    ...ofAlerts,
    ...ofHours,
  ]);
  const rows = Object.values(TABLE).flatMap((each) => Object.values(each) as Row[]);
  const cells = rows.flatMap(({ own, other }) => [own, other]);
  for (const cell of cells) if (typeof cell !== 'string') for (const type of cell) reached.add(type);
  const prints = ['print-started', 'print-ended', 'print-failed', 'print-unknown', 'reprint-asked', 'reprint-ended'];
  expect([...reached, ...prints].sort()).toEqual(Object.keys(EVENT_VERSIONS).sort());
});
