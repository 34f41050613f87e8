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

describe('days of the example branch', () => {
  const days = (name: string) => {
    const result = loadScenario(`${FOLDER}/${name}`, ['as-configured'], catalogue, systemFiles());
    if (result.kind !== 'ok') return expect.unreachable();
    const { rules } = resultOf(result.scenario, simulate({ ...result.scenario, replications: 4 }));
    const group = (service: string | null) =>
      rules[0]?.groups.find((each) => each.service === service && each.segment === null);
    return {
      group,
      counters: rules[0]?.counters ?? [],
      wait: (service: string | null) => group(service)?.wait.mean.mean ?? 0,
    };
  };

  it('are harder on a payday, and where a teller is ill on those who want what that window does', () => {
    const [plain, payday, ill] = [days('example-day.yaml'), days('payday.yaml'), days('teller-ill.yaml')];
    expect(payday.wait(null)).toBeGreaterThan(1.3 * plain.wait(null));
    expect(ill.wait('personal-account')).toBeGreaterThan(1.5 * plain.wait('personal-account'));
    expect(ill.counters.filter(({ served }) => served.mean === 0).map(({ counter }) => counter)).toEqual(['counter6']);
  });

  it('send customers to the machine while it works', () => {
    const { group } = days('broken-machine.yaml');
    expect(group('personal-cash')?.diverted.mean).toBeGreaterThan(2);
    expect(group('personal-transfer')?.diverted.mean).toBe(0);
  });
});

describe('settlement in two stages', () => {
  it('is received at a window, reviewed in the back, and returned at a window', () => {
    const [first] = shipped('two-stage-settlement.yaml').rules;
    const back = first?.counters.find(({ counter }) => counter === 'back1');
    expect(back?.use.mean).toBeGreaterThan(0.5);
    expect(back?.served.mean).toBe(0);
    const settlement = first?.groups.find(({ service }) => service === 'corporate-settlement');
    expect(settlement?.served.mean).toBe(settlement?.customers.mean);
    const visit = minutes(settlement?.visit.mean.mean) - minutes(settlement?.wait.mean.mean);
    expect(visit).toBeGreaterThan(12);
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
