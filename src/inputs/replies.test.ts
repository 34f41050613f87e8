import { describe, expect, it } from 'vitest';
import { fakeBranch } from '../branch/port.fake.ts';
import { PRESSES_KEPT } from '../devices/line-unit/unit.ts';
import { LobbydError } from '../errors.ts';
import { ANSWERS_KEPT } from '../queue/rules.ts';
import { REFUSALS } from './refusals.fake.ts';
import { faultText, isAnswered, refusalText } from './replies.ts';

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
