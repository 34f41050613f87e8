import type { CommandOf } from '../commands.ts';
import { indexOf, type RuleIndex } from '../rule-index.ts';
import type { Instant } from '../rules.ts';
import type { Counter, QueueState } from '../state.ts';
import { requestEnded } from './counter.ts';
import { accept, type Draft, done, draft, type Outcome } from './outcome.ts';
import { callToRequests } from './request.ts';

/**
 * New rules, whole. Who waits is kept and served, by any counter where no counter lists the service any more. A
 * counter that the rules drop closes; while a customer is at its window it only pauses, and serves to the end.
 * A standing request that may call somebody under the new rules does so.
 */
export function applyRules(state: Readonly<QueueState>, command: CommandOf<'apply-rules'>, now: Instant): Outcome {
  const index = indexOf(command.rules);
  const drafts = [draft({ type: 'rules-applied', rules: command.rules })];
  for (const counter of droppedCounters(state, index)) drafts.push(...leave(counter));
  return accept([...drafts, ...callToRequests({ state, index, now })], done(null));
}

function droppedCounters(state: Readonly<QueueState>, index: RuleIndex): readonly Counter[] {
  const dropped = [...state.counters.values()].filter(({ id }) => !index.counters.has(id));
  return dropped.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function leave(counter: Counter): Draft[] {
  if (counter.state === 'closed') return [];
  if (counter.ticket === null) {
    return [...requestEnded(counter, 'rules'), draft({ type: 'counter-closed' }, counter.id, 'rules')];
  }
  if (counter.state === 'paused') return [];
  return [draft({ type: 'counter-paused', reason: 'rules' }, counter.id, 'rules')];
}
