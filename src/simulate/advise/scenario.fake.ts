import { expect } from 'vitest';
import { memoryFiles } from '../../config/spec.ts';
import { loadScenario } from '../load.ts';
import type { Scenario } from '../scenario.ts';

/** A scenario from its text; fails the test where it has problems. */
export function scenarioOf(yaml: string): Scenario {
  const loaded = loadScenario('day.yaml', [], [], memoryFiles({ 'day.yaml': yaml }));
  return loaded.kind === 'ok'
    ? loaded.scenario
    : expect.unreachable(loaded.problems.map(({ text }) => text).join('\n'));
}
