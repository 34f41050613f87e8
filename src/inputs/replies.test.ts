import { describe, expect, it } from 'vitest';
import { fakeBranch } from '../branch/port.fake.ts';
import { PRESSES_KEPT } from '../devices/line-unit/unit.ts';
import { LobbydError } from '../errors.ts';
import type { Refusal, RefusalCode } from '../queue/refusals.ts';
import { ANSWERS_KEPT } from '../queue/rules.ts';
import { faultText, isAnswered, refusalText } from './replies.ts';

/** One refusal of each code, with the longest labels that a branch has. */
const REFUSALS: { readonly [C in RefusalCode]: Extract<Refusal, { readonly code: C }> } = {
  'no-rules': { code: 'no-rules' },
  'no-day': { code: 'no-day' },
  'unknown-service': { code: 'unknown-service', service: 'a-service-with-a-long-name' },
  'unknown-segment': { code: 'unknown-segment', segment: 'a-segment-with-a-long-name' },
  'unknown-counter': { code: 'unknown-counter', counter: 'a-counter-with-a-long-name' },
  'unknown-profile': { code: 'unknown-profile', profile: 'a-profile-with-a-long-name' },
  'profile-already': { code: 'profile-already', counter: 'c1', profile: 'a-profile-with-a-long-name' },
  'unknown-ticket': { code: 'unknown-ticket', ticket: 'A0123' },
  'service-not-issuing': { code: 'service-not-issuing', service: 'account' },
  'not-open-yet': { code: 'not-open-yet', service: 'account', opens: 9 },
  'branch-closed': { code: 'branch-closed', service: 'account', opens: null },
  'branch-break': { code: 'branch-break', service: 'account', opens: 9 },
  'service-closed': { code: 'service-closed', service: 'account', opens: 9 },
  'no-time-left': { code: 'no-time-left', service: 'account', closes: 9, estimate: null },
  'capacity-reached': { code: 'capacity-reached', service: 'account', of: 'branch', limit: 9 },
  'confirm-needed': { code: 'confirm-needed', service: 'account', reason: 'waiting', waiting: 99_999, estimate: 9 },
  'machine-better': {
    code: 'machine-better',
    service: 'account',
    machine: 'a-machine-with-a-long-name',
    waiting: 99_999,
    reason: null,
    estimate: 9,
  },
  'unknown-machine': { code: 'unknown-machine', machine: 'a-machine-with-a-long-name' },
  'not-at-machine': { code: 'not-at-machine', machine: 'a-machine-with-a-long-name', service: 'account' },
  'machine-not-usable': { code: 'machine-not-usable', machine: 'a-machine-with-a-long-name' },
  'numbers-exhausted': { code: 'numbers-exhausted', service: 'account' },
  'counter-closed': { code: 'counter-closed', counter: 'c1' },
  'counter-paused': { code: 'counter-paused', counter: 'c1' },
  'counter-already': { code: 'counter-already', counter: 'c1', state: 'paused' },
  'counter-busy': { code: 'counter-busy', counter: 'c1', label: 'A0123' },
  'no-open-ticket': { code: 'no-open-ticket', counter: 'c1' },
  'wrong-status': { code: 'wrong-status', label: 'A0123', status: 'cancelled' },
  'other-counter': { code: 'other-counter', label: 'A0123', counter: 'c2' },
  'not-served-here': { code: 'not-served-here', counter: 'c1', service: 'wealth' },
  'not-callable-yet': { code: 'not-callable-yet', label: 'A0123' },
  'recall-limit': { code: 'recall-limit', label: 'A0123', limit: 99 },
  'nothing-to-undo': { code: 'nothing-to-undo', counter: 'c1' },
  'undo-too-late': { code: 'undo-too-late', counter: 'c1' },
  'undo-overtaken': { code: 'undo-overtaken', label: 'A0123' },
  'same-service': { code: 'same-service', service: 'account' },
  'bulk-size': { code: 'bulk-size', least: 2, most: 999 },
  'pager-taken': { code: 'pager-taken', pager: 'ABCD-123', label: 'A0123' },
  'no-late-return': { code: 'no-late-return' },
  'return-too-late': { code: 'return-too-late', label: 'A0123', called: 9 },
  'return-limit': { code: 'return-limit', label: 'A0123', limit: 1 },
  'number-taken': { code: 'number-taken', label: 'A0123' },
  'no-appointments': { code: 'no-appointments' },
  'unknown-appointment': { code: 'unknown-appointment', reference: 'R-17' },
  'reference-taken': { code: 'reference-taken', reference: 'R-17' },
  'appointments-full': { code: 'appointments-full', limit: 9 },
  'appointment-past': { code: 'appointment-past', reference: 'R-17' },
  'check-in-early': { code: 'check-in-early', reference: 'R-17', wait: 9 },
  'no-parking': { code: 'no-parking' },
  'pool-full': { code: 'pool-full', limit: 1_000 },
  'parked-elsewhere': { code: 'parked-elsewhere', label: 'A0123', pool: 'counter' },
  'no-rating': { code: 'no-rating' },
  'no-such-mark': { code: 'no-such-mark', mark: 99, scale: 10 },
  'nothing-to-rate': { code: 'nothing-to-rate' },
  'rating-too-late': { code: 'rating-too-late', label: 'A0123' },
  'already-rated': { code: 'already-rated', label: 'A0123' },
  'services-limit': { code: 'services-limit', limit: 3 },
  'service-twice': { code: 'service-twice', service: 'account' },
  'service-not-pending': { code: 'service-not-pending', label: 'A0123', service: 'account' },
  'no-destination': { code: 'no-destination' },
  'same-counter': { code: 'same-counter', counter: 'c1' },
  'back-counter': { code: 'back-counter', counter: 'c1' },
  'teller-away': { code: 'teller-away', teller: 'a-teller-with-a-long-name' },
  'unknown-reason': { code: 'unknown-reason', reason: 'a-reason-with-a-long-name' },
  'no-steps': { code: 'no-steps', service: 'account' },
  'last-step': { code: 'last-step', label: 'A0123', step: 'return' },
  'step-unattended': { code: 'step-unattended', step: 'review' },
  'waits-for-other': { code: 'waits-for-other', label: 'A0123', pool: 'counter' },
  'no-such-alert': { code: 'no-such-alert', alert: 'a17' },
  'already-acknowledged': { code: 'already-acknowledged', alert: 'a17' },
  'no-panic-key': { code: 'no-panic-key' },
  'no-slip': { code: 'no-slip', label: 'A0123' },
  'copy-in-hand': { code: 'copy-in-hand', label: 'A0123' },
  'no-copy': { code: 'no-copy', label: 'A0123' },
  'wrong-print-state': { code: 'wrong-print-state', label: 'A0123', print: 'unknown' },
  'day-not-after': { code: 'day-not-after', day: '2026-01-05' },
  'no-upgrades': { code: 'no-upgrades' },
  'unknown-upgrade-reason': { code: 'unknown-upgrade-reason', reason: 'a-reason-with-a-long-name' },
  'hall-evacuated': { code: 'hall-evacuated' },
  'hall-out-of-order': { code: 'hall-out-of-order' },
  'hall-already': { code: 'hall-already', state: 'out-of-order' },
  'hall-shut': { code: 'hall-shut', phase: 'not-open-yet' },
  'hall-has-opened': { code: 'hall-has-opened' },
  'hall-no-until': { code: 'hall-no-until', state: 'evacuation', until: 0 },
  'teller-elsewhere': { code: 'teller-elsewhere', teller: 't-7', counter: 'c1' },
  'segment-already': { code: 'segment-already', label: 'A0123', segment: 'gold' },
  'no-higher-segment': { code: 'no-higher-segment', label: 'A0123', segment: 'ordinary' },
  'other-segment': { code: 'other-segment', label: 'A0123', counter: 'c1' },
};

describe('what a refusal says', () => {
  const { rules } = fakeBranch().committed;

  it.each(Object.values(REFUSALS))('fits the sixteen characters of a pad: $code', (refusal) => {
    expect(refusalText(refusal, rules)).toMatch(/^[\x20-\x7e]{3,16}$/);
  });

  it('is the number of the window, which people know, and not the id of the counter', () => {
    expect(refusalText(REFUSALS['other-counter'], rules)).toBe('A0123 WINDOW 2');
    expect(refusalText(REFUSALS['other-counter'], null)).toBe('A0123 ELSEWHERE');
  });
});

describe('what a fault says', () => {
  it.each([
    ['branch/stopping', 'RESTARTING: WAIT'],
    ['journal/busy', 'BUSY PRESS AGAIN'],
    ['journal/disk-full', 'DISK FULL: HELP!'],
    ['journal/superseded', 'FAULT: CALL HELP'],
    ['journal/unknown', 'DISK: TRY AGAIN'],
    ['journal/closed', 'DISK: TRY AGAIN'],
    ['journal/worker-died', 'DISK: TRY AGAIN'],
    // The disk takes nothing: who presses again waits in vain.
    ['journal/not-written', 'DISK FAULT: HELP'],
    ['journal/unavailable', 'DISK FAULT: HELP'],
    ['journal/head-file', 'DISK FAULT: HELP'],
    ['branch/broken', 'FAULT: CALL HELP'],
    ['queue/contradiction', 'FAULT: CALL HELP'],
  ] as const)('for %s is who can help, or that pressing again is right: %s', (code, text) => {
    const fault = new LobbydError({ code, what: 'it went wrong', where: 'here', next: 'mend it' });
    expect(faultText({ kind: 'fault', fault })).toBe(text);
    expect(text).toMatch(/^[\x20-\x7e]{3,16}$/);
  });
});

describe('a command that was answered before', () => {
  it('is known by its source and its key', () => {
    const { committed } = fakeBranch();
    committed.answers.set('keypad:pad1', [{ key: 'N-1', answer: { kind: 'done', label: null } }]);
    expect(isAnswered(committed, { source: 'keypad:pad1', key: 'N-1' })).toBe(true);
    expect(isAnswered(committed, { source: 'keypad:pad1', key: 'N-2' })).toBe(false);
    expect(isAnswered(committed, { source: 'keypad:pad2', key: 'N-1' })).toBe(false);
  });
});

it('the branch remembers the answers of as many presses as a pad keeps: none of those it sends again is done twice', () => {
  expect(ANSWERS_KEPT).toBeGreaterThanOrEqual(PRESSES_KEPT);
});
