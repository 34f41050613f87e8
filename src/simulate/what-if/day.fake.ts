import { expect } from 'vitest';
import { catalogue } from '../../../devices/index.ts';
import { systemFiles } from '../../config/files.ts';
import type { Command } from '../../queue/commands.ts';
import { decide } from '../../queue/decide.ts';
import type { EventOf, QueueEvent } from '../../queue/events.ts';
import { evolve } from '../../queue/evolve.ts';
import { customersOf } from '../customers.ts';
import { playDay } from '../hall.ts';
import { loadScenario } from '../load.ts';

/** A recorded day: its opening first. */
export type Day = readonly [EventOf<'day-opened'>, ...QueueEvent[]];

/** Time is told by the one who tells it in a branch. */
export function asInBranch(command: Command): Command {
  return command.type === 'tick' ? { ...command, actor: { kind: 'schedule' } } : command;
}

/**
 * What a journal would have of a day of a shipped scenario, from its first event on.
 *
 * @param rules which of those that it compares
 */
export function simulatedEvents(scenarioId: string, rules: number, replication = 0): readonly QueueEvent[] {
  const loaded = loadScenario(`config/scenarios/${scenarioId}.yaml`, [], catalogue, systemFiles());
  if (loaded.kind !== 'ok') return expect.unreachable(loaded.problems.map(({ text }) => text).join('\n'));
  const { scenario } = loaded;
  const comparison = scenario.compare[rules];
  if (!comparison) return expect.unreachable('the scenario compares fewer rules');
  const events: QueueEvent[] = [];
  playDay(scenario, comparison, customersOf(scenario, replication), {
    decide: (state, command, now) => decide(state, asInBranch(command), now),
    evolve(state, event) {
      evolve(state, event);
      events.push(event);
    },
  });
  return events;
}

/** The newest business day among events. */
export function lastDay(events: readonly QueueEvent[]): Day {
  const [opening, ...rest] = events.slice(events.findLastIndex(({ type }) => type === 'day-opened'));
  return opening?.type === 'day-opened' ? [opening, ...rest] : expect.unreachable('no day was opened');
}
