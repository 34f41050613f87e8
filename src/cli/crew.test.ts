import { describe, expect, it } from 'vitest';
import { built } from '../../test/built.ts';
import { memoryFiles } from '../config/spec.ts';
import { advise } from '../simulate/advise/advise.ts';
import { adviceResult } from '../simulate/advise/result.ts';
import { crewHere } from '../simulate/days.ts';
import { loadScenario } from '../simulate/load.ts';
import { packed } from '../simulate/portable.ts';
import { resultOf } from '../simulate/result.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { simulate, simulateBy } from '../simulate/simulate.ts';
import { type Jobs, threadsFor, withCrew } from './crew.ts';

/** With all that a thread has to be told of: kinds with times and patience of their own, staff, pace, returns, further services. */
const DAY = `names: { en: A morning }
replications: 5
services:
  - { id: cash, complexity: simple, targetWait: 5min, standardTime: 4min }
  - { id: account, complexity: complex, targetWait: 10min, standardTime: 12min }
segments: [{ id: ordinary }, { id: gold, headStart: 5min }]
counters: [{ id: c1, services: [cash] }, { id: c2, services: [cash, account] }, { id: c3, services: [account] }]
profiles: [{ id: fair, kind: longest-wait, cap: none }, { id: quick, kind: simple-first, cap: 30min }]
hours: { week: [{ days: [mon], open: ["09:00-12:00"] }] }
date: "2026-03-02"
arrivals:
  - { from: "09:00", every: 1h, perSlot: [16, 20, 6], of: [{ service: cash, share: 3 }, { service: cash, segment: gold, share: 1 }] }
  - { service: account, more: [cash], from: "09:00", every: 1h, perSlot: [3, 3, 2] }
serviceTimes: [{ services: [account], kind: lognormal, variation: 0.5 }, { kind: exponential }]
patience: [{ services: [cash], kind: exponential, mean: 15min }]
returns: { share: 50, kind: exponential, mean: 5min }
staff: [{ counters: [c3], present: ["09:30-12:00"] }]
pace: [{ counters: [c2], takes: 1.2 }]
compare: [{ id: fair, profile: fair }, { id: quick, profile: quick }]
`;
const THREAD = built('src/cli/day-worker.ts');
const TARGETS = [{ text: '60 % within 20 min', service: null, share: 0.6, within: 1_200_000 }];

function scenarioOf(yaml = DAY): Scenario {
  const loaded = loadScenario('day.yaml', [], [], memoryFiles({ 'day.yaml': yaml }));
  return loaded.kind === 'ok'
    ? loaded.scenario
    : expect.unreachable(loaded.problems.map(({ text }) => text).join('\n'));
}

const simulated = (jobs: Jobs): Promise<string> => {
  const scenario = scenarioOf();
  return withCrew(
    scenario,
    jobs,
    async (crew) => JSON.stringify(resultOf(scenario, await simulateBy(crew, scenario))),
    THREAD,
  );
};

const advised = (jobs: Jobs): Promise<string> => {
  const scenario = scenarioOf();
  const wanted = { targets: TARGETS, every: 3_600_000 };
  return withCrew(
    scenario,
    jobs,
    async (crew) => JSON.stringify(adviceResult(scenario, TARGETS, await advise(scenario, wanted, crew))),
    THREAD,
  );
};

describe('days that several threads play', () => {
  it('come to the same bytes as days that one plays, however many play', async () => {
    const scenario = scenarioOf();
    const alone = JSON.stringify(resultOf(scenario, simulate(scenario)));
    for (const asked of [1, 2, 3]) expect(await simulated({ asked, days: 10 })).toBe(alone);
  });

  it('give the same advice, however many play', async () => {
    const alone = await advised({ asked: 1, days: 100 });
    expect(alone).toContain('"isReachable":true');
    expect(await advised({ asked: 3, days: 100 })).toBe(alone);
  });

  it('are counted as they are played', async () => {
    const scenario = scenarioOf();
    const told: string[] = [];
    await withCrew(
      scenario,
      { asked: 2, days: 10 },
      (crew) => simulateBy(crew, scenario, (done, of) => void told.push(`${done}/${of}`)),
      THREAD,
    );
    expect(told).toEqual(Array.from({ length: 10 }, (_, index) => `${index + 1}/10`));
  });

  it('name the thread that died, and what to do', async () => {
    const dead = new URL('data:text/javascript,process.exit(7)');
    const scenario = scenarioOf();
    const playing = withCrew(scenario, { asked: 2, days: 10 }, (crew) => simulateBy(crew, scenario), dead);
    await expect(playing).rejects.toMatchObject({ code: 'cli/worker-died', next: expect.stringContaining('--jobs 1') });
  });
});

describe('how many threads play', () => {
  it('as many as were asked for, but no more than there are days', () => {
    expect(threadsFor(scenarioOf(), { asked: 4, days: 10 })).toBe(4);
    expect(threadsFor(scenarioOf(), { asked: 4, days: 2 })).toBe(2);
  });

  it('one, where little is played, or a single long run', () => {
    expect(threadsFor(scenarioOf(), { asked: null, days: 10 })).toBe(1);
    const long = scenarioOf(
      DAY.replace(/hours:.*\ndate.*\n/, 'steady: { lasts: 3000h, warmUp: 10h }\n')
        .replace(/arrivals:[\s\S]*?serviceTimes/, 'arrivals: [{ service: cash, perHour: 8 }]\nserviceTimes')
        .replace(/staff:.*\n/, ''),
    );
    expect(threadsFor(long, { asked: null, days: 1 })).toBe(1);
  });
});

describe('a scenario that another thread plays', () => {
  it('is a message: nothing of it is a function', () => {
    expect(() => structuredClone(packed(scenarioOf()))).not.toThrow();
  });

  it('plays the same days here', async () => {
    const crew = crewHere(scenarioOf());
    const day = await crew.play('figures', { comparison: 1, day: 2 });
    expect(day).toEqual(simulate(scenarioOf())[1]?.days[2]);
  });

  it('is refused rules that it does not compare', async () => {
    const asked = crewHere(scenarioOf()).play('figures', { comparison: 2, day: 0 });
    await expect(asked).rejects.toMatchObject({ code: 'cli/no-rules' });
  });
});
