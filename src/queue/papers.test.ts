import { describe, expect, test } from 'vitest';
import type { Command } from './commands.ts';
import { indexOf } from './rule-index.ts';
import type { ProfileRules, Rules } from './rules.ts';
import { and, ask, type Given, given, issued, later, MINUTE, opened, RULES } from './spec.ts';

function ruled(fair: ProfileRules, papers?: Rules['papers']): Rules {
  const profiles = [fair, ...RULES.profiles.filter(({ id }) => id !== fair.id)];
  return { ...RULES, profiles, ...(papers ? { papers } : {}) };
}

const FAIR: ProfileRules = { id: 'fair', kind: 'longest-wait', cap: 60 * MINUTE };
const READY_FIRST: ProfileRules = {
  ...FAIR,
  conditions: [{ id: 'ready', measure: 'waiting', above: 0, of: { papers: 'ready' } }],
};

function papers(label: string, isReady: boolean | null): Command {
  return ask({ type: 'mark-papers', ticket: { label }, isReady, counter: null });
}

/** C001, C002 and C003 wait, a minute apart. */
function three(rules: Rules): Given {
  return given(
    ...opened(['1'], rules),
    issued('cash'),
    later(MINUTE),
    issued('cash'),
    later(MINUTE),
    issued('cash'),
    later(MINUTE),
  );
}

/** Whom counter 1 calls next, and by which rule. */
function called(branch: Given): readonly unknown[] {
  const { events } = and(branch, ask({ type: 'call-next', counter: '1' }));
  const event = events.at(-1);
  return event?.type === 'called' ? [event.label, event.rule] : [];
}

describe('papers that are ready', () => {
  test('count for nothing where the rules say nothing of them', () => {
    const branch = and(three(ruled(FAIR)), papers('C002', true));
    expect(called(branch)).toEqual(['C001', 'longest-wait']);
    expect(indexOf(branch.state.rules ?? RULES).traits.isParted).toBe(false);
  });

  test('bring a customer before those of the same service and segment, where a profile says so', () => {
    const branch = (): Given => three(ruled(READY_FIRST));
    expect(called(and(branch(), papers('C002', true)))).toEqual(['C002', 'condition/ready']);
    expect(called(and(branch(), papers('C003', true), papers('C002', true)))).toEqual(['C002', 'condition/ready']);
    expect(called(and(branch(), papers('C002', false)))).toEqual(['C001', 'longest-wait']);
  });

  test('and no longer when somebody has looked again', () => {
    const branch = and(three(ruled(READY_FIRST)), papers('C002', true), papers('C002', null));
    expect(called(branch)).toEqual(['C001', 'longest-wait']);
  });

  test('count as a head start beside that of the segment', () => {
    const twoMinutes = { headStart: 2 * MINUTE, weight: 1 };
    expect(called(and(three(ruled(FAIR, twoMinutes)), papers('C002', true)))).toEqual(['C002', 'longest-wait']);
    expect(called(and(three(ruled(FAIR, twoMinutes)), papers('C003', true)))).toEqual(['C001', 'longest-wait']);
  });

  test('count in a score', () => {
    const score: ProfileRules = { id: 'fair', kind: 'score', exponent: 1, cap: 60 * MINUTE };
    const branch = (): Given => three(ruled(score, { headStart: 0, weight: 2 }));
    expect(called(and(branch(), papers('C002', true)))).toEqual(['C002', 'score']);
    expect(called(and(branch(), papers('C003', true)))).toEqual(['C001', 'score']);
  });

  test('do not go before who has waited as long as the cap', () => {
    const branch = and(three(ruled({ ...READY_FIRST, cap: 3 * MINUTE })), papers('C002', true));
    expect(called(branch)).toEqual(['C001', 'cap']);
  });

  test('keep number, place and wait', () => {
    const branch = three(ruled(READY_FIRST));
    const before = { ...branch.state.tickets.get(2) };
    const after = and(branch, papers('C002', true)).state.tickets.get(2);
    expect(after).toMatchObject({ label: before.label, queuedAt: before.queuedAt, waitingSince: before.waitingSince });
  });

  test('that are not ready are a selection, too', () => {
    const unready: ProfileRules = {
      ...FAIR,
      conditions: [{ id: 'unready', measure: 'waiting', above: 0, of: { papers: 'not-ready' } }],
    };
    expect(called(and(three(ruled(unready)), papers('C001', true)))).toEqual(['C002', 'condition/unready']);
  });
});
