import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../config/files.ts';
import { loadScenario } from './load.ts';
import { resultOf } from './result.ts';
import { resultSchema, type SimulationResult } from './result-schema.ts';
import { simulate } from './simulate.ts';

const FOLDER = 'config/scenarios';

function shipped(name: string): SimulationResult {
  const result = loadScenario(`${FOLDER}/${name}`, [], catalogue, systemFiles());
  if (result.kind !== 'ok') return expect.unreachable(result.problems.map(({ text }) => text).join('\n'));
  return resultOf(result.scenario, simulate({ ...result.scenario, replications: 1 }));
}

const minutes = (seconds: number | null | undefined): number => (seconds ?? Number.NaN) / 60;

/** Mean wait, longest wait and length of the whole, minutes, by rule. */
function crowd(name: string): Readonly<Record<string, readonly number[]>> {
  const { rules } = shipped(name);
  return Object.fromEntries(
    rules.map(({ id, groups: [all], endsAt, hall }) => [
      id,
      [minutes(all?.wait.mean.mean), minutes(all?.wait.max.mean), minutes(endsAt.mean) - minutes(hall.from)],
    ]),
  );
}

/** People in the hall, by the minute. */
function inHall(name: string, id: string): readonly (number | null)[] {
  const { rules } = shipped(name);
  return rules.find((each) => each.id === id)?.hall.people.map(({ mean }) => mean) ?? [];
}

describe('twenty people at once, half of them for three minutes and half for ten', () => {
  it('are done after 130 minutes at one counter, and wait 44.25, 60 or 79.25 minutes', () => {
    expect(crowd('crowd-one-counter.yaml')).toEqual({
      'simple-first': [44.25, 120, 130],
      'complex-first': [79.25, 127, 130],
      turns: [60, 120, 130],
    });
  });

  it('are done after 13 minutes at ten counters, and wait 1.5 or 5 minutes', () => {
    expect(crowd('crowd-ten-counters.yaml')).toEqual({ 'simple-first': [1.5, 3, 13], 'complex-first': [5, 10, 13] });
  });

  it('are ten after three minutes when simple business goes first, and twenty for ten minutes when it does not', () => {
    const [many, few] = [20, 10].map((count) => (length: number) => Array.from({ length }, () => count));
    expect(inHall('crowd-ten-counters.yaml', 'simple-first')).toEqual([...(many?.(3) ?? []), ...(few?.(10) ?? [])]);
    expect(inHall('crowd-ten-counters.yaml', 'complex-first')).toEqual([...(many?.(10) ?? []), ...(few?.(3) ?? [])]);
  });

  it('wait no longer than with simple first and are done as early as with complex first, when two of eight counters begin with complex business', () => {
    expect(crowd('crowd-eight-counters.yaml')).toEqual({
      'simple-first': [3.1, 13, 23],
      'complex-first': [6.6, 13, 20],
      split: [3.1, 10, 20],
    });
  });
});

describe('the shipped scenarios', () => {
  it.each(readdirSync(FOLDER))('%s is played, and its result is of the documented form', (name) => {
    const result = shipped(name);
    expect(resultSchema.safeParse(JSON.parse(JSON.stringify(result))).error).toBeUndefined();
    for (const { groups } of result.rules) {
      const [all] = groups;
      const ends = ['served', 'walkedOut', 'unserved', 'refused', 'diverted'] as const;
      const sum = ends.reduce((count, end) => count + (all?.[end].mean ?? 0), 0);
      expect(sum).toBeCloseTo(all?.customers.mean ?? -1, 6);
    }
  });
});
