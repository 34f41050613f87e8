import { expect } from 'vitest';
import { memoryFiles } from '../config/spec.ts';
import type { DayFigures } from './figures.ts';
import type { Engine } from './hall.ts';
import { loadScenario } from './load.ts';
import type { Scenario } from './scenario.ts';
import { BRANCH_ENGINE, type Played, simulate } from './simulate.ts';

/** A scenario in a text; one that is not right fails the test. */
export function scenarioOf(text: string): Scenario {
  const result = loadScenario('proof.yaml', [], [], memoryFiles({ 'proof.yaml': text }));
  if (result.kind === 'ok') return result.scenario;
  return expect.unreachable(result.problems.map((problem) => problem.text).join('\n'));
}

/** What is wrong with a scenario in a text, one line each. */
export function problemsOf(text: string, asked: readonly string[] = []): readonly string[] {
  const result = loadScenario('proof.yaml', asked, [], memoryFiles({ 'proof.yaml': text }));
  return result.kind === 'ok' ? [] : result.problems.map((problem) => problem.text);
}

/** Plays the scenario of a text. */
export function played(text: string, engine: Engine = BRANCH_ENGINE): readonly Played[] {
  return simulate(scenarioOf(text), () => {}, engine);
}

/** The mean over days of a number, with its standard error. */
export function meanOver(
  days: readonly DayFigures[],
  of: (day: DayFigures) => number,
): { readonly mean: number; readonly error: number } {
  const values = days.map(of);
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** The wait of all customers, or of those of a service, ms. */
export const waitOf =
  (service: string | null = null) =>
  (day: DayFigures): number =>
    day.groups.get(JSON.stringify([service, null]))?.wait.mean ?? Number.NaN;

/** Within one in a hundred, or three standard errors. */
export function isAsProved(
  { mean, error }: { readonly mean: number; readonly error: number },
  proved: number,
): boolean {
  const off = Math.abs(mean - proved);
  return off <= Math.max(0.01 * Math.abs(proved), 3 * error);
}
