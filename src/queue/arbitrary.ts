import fc from 'fast-check';
import { type Act, act, badDayAct, busyAct, COUNTERS, type PRINT_COMMANDS, SERVICES } from './acts-arbitrary.ts';
import { copyWish } from './acts-copy-arbitrary.ts';
import { guidanceWish } from './acts-guidance-arbitrary.ts';
import { visitWish } from './acts-visit-arbitrary.ts';
import type { Command, CommandId } from './commands.ts';
import { contradictState } from './contradiction.ts';
import { type Decision, decide } from './decide.ts';
import { nextDue } from './due.ts';
import type { QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Instant, Rules } from './rules.ts';
import { instantsFrom, RULE_VARIANTS } from './rules-arbitrary.ts';
import { emptyState } from './snapshot.ts';
import { ask, RULES, START, type Wish } from './spec.ts';
import type { QueueState } from './state.ts';

/** A step of a history: time passes, then something happens. */
export interface HistoryStep {
  readonly wait: Instant;
  readonly act: Act;
  /** Whether the command has an id. */
  readonly isIdentified: boolean;
}

/** What one step came to. */
export interface Played {
  readonly command: Command;
  readonly decision: Decision;
  readonly now: Instant;
  /** Whether the command was sent before, and its answer is still remembered. */
  readonly isResent: boolean;
}

/** Looks at the state before each event is written, and after each step. */
export interface Onlooker {
  decide?(state: QueueState, command: Command, now: Instant): Decision;
  beforeEvent?(state: QueueState, event: QueueEvent): void;
  afterStep?(state: QueueState, played: Played): void;
}

/** Histories of one branch: presses, keys, printers, time, rules and days in any order. */
export function histories(maxLength = 80): fc.Arbitrary<readonly HistoryStep[]> {
  return historiesOf(act, maxLength);
}

/** The same in busy hours: queues are long, and most windows are open and call. */
export function busyDays(maxLength = 120): fc.Arbitrary<readonly HistoryStep[]> {
  return historiesOf(busyAct, maxLength);
}

/** The same, with days on which the hall is evacuated, out of order, in a break or closed early by hand, tellers leave their customers, and slips are lost. */
export function badDays(maxLength = 80): fc.Arbitrary<readonly HistoryStep[]> {
  return historiesOf(badDayAct, maxLength);
}

function historiesOf(acts: fc.Arbitrary<Act>, maxLength: number): fc.Arbitrary<readonly HistoryStep[]> {
  const wait = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_500 }), fc.integer({ min: 0, max: 40_000 }));
  return fc.array(fc.record({ wait, act: acts, isIdentified: fc.boolean() }), { maxLength, size: 'max' });
}

/**
 * Plays a history from the first event ever; the branch has rules, a day and two open counters to begin with.
 *
 * @param isOnTime everything that is due happens when it is due, as in a branch; else when a step says so
 */
export function play(
  steps: readonly HistoryStep[],
  onlooker: Onlooker,
  rules: Rules = RULES,
  isOnTime = false,
): { state: QueueState; events: QueueEvent[] } {
  const state = emptyState();
  const events: QueueEvent[] = [];
  const sent: Command[] = [];
  let now = START;
  const run = (command: Command): void => {
    const isResent = isRemembered(state, command.id);
    const decision = (onlooker.decide ?? decide)(state, command, now);
    sent.push(command);
    for (const event of decision.kind === 'decided' ? decision.events : []) {
      onlooker.beforeEvent?.(state, event);
      evolve(state, event);
      events.push(event);
    }
    onlooker.afterStep?.(state, { command, decision, now, isResent });
  };
  run(ask({ type: 'apply-rules', rules }));
  run(ask({ type: 'open-day', day: '2026-03-01', instants: [], openingHash: 'hash' }));
  for (const [id, teller] of [
    ['1', null],
    ['3', 'wang'],
  ] as const) {
    run(ask({ type: 'open-counter', counter: id, teller, profile: null }));
  }
  for (const [index, step] of steps.entries()) {
    const until = now + step.wait;
    for (let due = nextDue(state); isOnTime && due !== null && due <= until; due = nextDue(state)) {
      now = Math.max(now, due);
      run(ask({ type: 'tick' }));
      const next = nextDue(state);
      if (next !== null && next <= now)
        contradictState(
          'a tick leaves something due',
          JSON.stringify([
            state.due.until(now),
            state.hall,
            state.hallTurnsAt,
            state.tickets.size,
            state.parked.size,
            [...state.counters.values()].map(({ id, state: s, ticket, undo }) => [id, s, ticket, undo?.at]),
          ]),
        );
    }
    now = until;
    const again = step.act.kind === 'resend' ? sent.at(-step.act.back) : undefined;
    const isTick = step.act.kind === 'tick' || step.act.kind === 'resend';
    const id = step.isIdentified && !isTick ? { source: `source-${index % 3}`, key: `${index}` } : null;
    run(again ?? ask(wishOf(step.act, state, now), id));
  }
  return { state, events };
}

function isRemembered(state: QueueState, id: CommandId | null): boolean {
  return id !== null && (state.answers.get(id.source)?.some(({ key }) => key === id.key) ?? false);
}

function wishOf(act: Act, state: QueueState, now: Instant): Wish {
  switch (act.kind) {
    case 'issue': {
      const { segment, handover, insists } = act;
      return { type: 'issue', service: serviceAt(act.service), segment, language: 'en', handover, insists };
    }
    case 'visit':
      return visitWish(act.act, state, (pick) => ticketAt(state, pick));
    case 'guidance':
      return guidanceWish(act.act);
    case 'counter':
      return { type: act.type, counter: counterAt(act.counter) };
    case 'open':
      return { type: 'open-counter', counter: counterAt(act.counter), teller: act.teller, profile: act.profile };
    case 'profile':
      return { type: 'switch-profile', counter: counterAt(act.counter), profile: act.profile };
    case 'park':
      return { type: 'park', counter: counterAt(act.counter), pool: act.pool, returnAfter: act.returnAfter };
    case 'book':
      return bookWish(act, state, now);
    case 'check-in':
      return checkInWish(act);
    case 'cancel-appointment':
      return { type: 'cancel-appointment', reference: `R-${act.reference}` };
    case 'return-late': {
      const at = act.counter === null ? null : counterAt(act.counter);
      return { type: 'return-late', ticket: { id: missedAt(state, act.pick) }, counter: at };
    }
    case 'rate': {
      const counter = act.counter === null ? null : counterAt(act.counter);
      const ticket = act.pick === null ? null : { id: ratedAt(state, act.pick) };
      return { type: 'rate', counter, ticket, score: act.score };
    }
    case 'unpark': {
      const at = act.counter === null ? null : counterAt(act.counter);
      return { type: 'unpark', ticket: { id: parkedAt(state, act.pick) }, counter: at };
    }
    case 'transfer':
      return { type: 'transfer', counter: counterAt(act.counter), service: serviceAt(act.service) };
    case 'call-ticket':
      return { type: 'call-ticket', counter: counterAt(act.counter), ticket: { id: ticketAt(state, act.pick) } };
    case 'cancel': {
      const at = act.counter === null ? null : counterAt(act.counter);
      return { type: 'cancel', ticket: { id: ticketAt(state, act.pick) }, counter: at, reason: 'left' };
    }
    case 'print':
      return printWish(act.type, ticketAt(state, act.pick));
    case 'copy':
      return copyWish(act.act, state);
    case 'segment': {
      const ticket = { id: ticketAt(state, act.pick) };
      return { type: 'change-segment', ticket, segment: act.segment, reason: 'potential-vip' };
    }
    case 'panic':
      return { type: 'panic', counter: counterAt(act.counter) };
    case 'acknowledge':
      return { type: 'acknowledge-alert', alert: alertAt(state, act.pick), person: null, of: null };
    case 'tick':
    case 'resend':
      return { type: 'tick' };
    default:
      return branchWish(act, state, now);
  }
}

type BranchAct = Extract<Act, { readonly kind: 'rules' | 'day' | 'plan' | 'clock' | 'hall' }>;

/** What is asked of the branch as a whole. */
function branchWish(act: BranchAct, state: QueueState, now: Instant): Wish {
  switch (act.kind) {
    case 'hall':
      return { type: 'set-hall', state: act.state, ...untilOf(act, state, now) };
    case 'rules':
      return { type: 'apply-rules', rules: RULE_VARIANTS[act.variant] ?? RULES };
    case 'day':
      return { type: 'open-day', day: dayAfter(state, now), instants: instantsFrom(now), openingHash: 'hash' };
    case 'plan':
      return { type: 'plan-day', instants: instantsFrom(now) };
    case 'clock':
      return { type: 'set-clock', offset: now % 7, isTrusted: now % 2 === 0 };
  }
}

/** When a break or a late opening is expected to end; now and then of a state that tells no such time. */
function untilOf({ state, until }: Extract<Act, { readonly kind: 'hall' }>, { clock }: QueueState, now: Instant) {
  if (until === null || (state !== 'not-open-yet' && state !== 'break' && now % 5 > 0)) return {};
  return { until: now + (clock?.offset ?? 0) + until };
}

function checkInWish({ reference, needs }: Extract<Act, { readonly kind: 'check-in' | 'cancel-appointment' }>): Wish {
  const how = reference % 3 === 0 ? ({ isUnasked: true } as const) : { insists: reference % 3 === 1 };
  const asked = { type: 'check-in', reference: `R-${reference}`, language: 'en', handover: 'screen', ...how } as const;
  const other = reference === 1 ? { service: 'cash' } : {};
  return { ...asked, ...other, ...(needs.length === 0 ? {} : { needs }) };
}

function bookWish(act: Extract<Act, { readonly kind: 'book' }>, { clock }: QueueState, now: Instant): Wish {
  const time = now + (clock?.offset ?? 0) + act.ahead;
  const reference = `R-${act.reference}`;
  const wish = { type: 'book', reference, service: serviceAt(act.service), segment: 'senior', time } as const;
  // Two in three on a day that has hours.
  const hours = [null, 'open', 'break'] as const;
  const phase = hours[act.ahead % 3] ?? null;
  return phase === null ? wish : { ...wish, hours: { phase, isServiceShut: act.ahead % 4 === 3, opens: null } };
}

function printWish(type: (typeof PRINT_COMMANDS)[number], ticket: number): Wish {
  const job = { ticket, device: 'printer-1' };
  switch (type) {
    case 'print-started':
    case 'print-ended':
      return { type, ...job };
    case 'print-failed':
      return { type, ...job, reason: 'fault' };
    case 'print-unknown':
      return { type, ...job, reason: 'no-answer' };
  }
}

function serviceAt(index: number): string {
  return SERVICES[index % SERVICES.length] ?? '';
}

function counterAt(index: number): string {
  return COUNTERS[index % COUNTERS.length] ?? '';
}

/** Mostly a live ticket, sometimes one that is over or never was. */
function ticketAt(state: QueueState, pick: number): number {
  const live = [...state.tickets.keys()].sort((a, b) => a - b);
  return pick % 9 === 0 ? pick : (live[pick % Math.max(1, live.length)] ?? pick);
}

/** Mostly an alert that stands. */
function alertAt({ alerts }: QueueState, pick: number): string {
  const ids = [...alerts.standing.values()].map(({ id }) => id);
  return ids[pick % Math.max(1, ids.length)] ?? `a${pick}`;
}

/** A parked ticket, or some other. */
function parkedAt(state: QueueState, pick: number): number {
  const parked = [...state.parked.keys()].sort((a, b) => a - b);
  return parked[pick % Math.max(1, parked.length)] ?? ticketAt(state, pick);
}

/** A ticket that was given a service, or some other. */
function ratedAt(state: QueueState, pick: number): number {
  const served = [...state.tickets.values(), ...state.ended].filter(({ servings }) => servings.length > 0);
  return served[pick % Math.max(1, served.length)]?.id ?? ticketAt(state, pick);
}

/** A no-show, or some other ticket. */
function missedAt(state: QueueState, pick: number): number {
  const missed = state.ended.filter(({ status }) => status === 'no-show');
  return missed[pick % Math.max(1, missed.length)]?.id ?? ticketAt(state, pick);
}

/** Sometimes the same day again. */
function dayAfter(state: QueueState, now: Instant): string {
  const day = Number(state.day?.date?.slice(-2) ?? '0') + (now % 5 === 0 ? 0 : 1);
  return `2026-03-${String(day).padStart(2, '0')}`;
}
