import type { ConfigFiles } from '../../../src/config/files.ts';
import { LobbydError } from '../../../src/errors.ts';
import { loadScenario } from '../../../src/simulate/load.ts';
import type { Scenario } from '../../../src/simulate/scenario.ts';
import { simulate } from '../../../src/simulate/simulate.ts';
import { askSimpy, THREE_CLASSES } from '../../simpy/three-classes.ts';
import type { Bench } from '../frame/bench.ts';
import { atMost, type Figure } from '../frame/figure.ts';
import { oneValue, spreadOf } from '../frame/statistics.ts';

const COUNTERS = 16;
const CUSTOMERS = 2_000;

const LARGE_BRANCH = `
names: { en: A large branch }
replications: 1
services:
  - { id: cash, complexity: simple, targetWait: 10min, standardTime: 3min }
  - { id: account, complexity: complex, targetWait: 20min, standardTime: 6min }
counters:
${Array.from({ length: COUNTERS }, (_, n) => `  - { id: c${n}, services: [cash, account] }`).join('\n')}
profiles: [{ id: quick, kind: simple-first, cap: 30min }]
hours: { week: [{ days: [mon], open: ["09:00-17:00"] }] }
arrivals:
  - { of: [{ service: cash, share: 2 }, { service: account, share: 1 }], from: "09:00", every: 8h, perSlot: [${CUSTOMERS}] }
serviceTimes: [{ kind: lognormal, mean: 3.6min, variation: 0.8 }]
`;

/** How long does a day of a large branch take to be played, and how many customers a second pass, beside SimPy? */
export const bench: Bench = {
  async run({ isQuick }) {
    return [day(isQuick ? 10 : 40), customers(isQuick ? 2 : 10)];
  },
};

function day(rounds: number): Figure {
  const scenario = scenarioOf(LARGE_BRANCH);
  const times: number[] = [];
  for (let round = -10; round < rounds; round += 1) {
    const began = performance.now();
    simulate({ ...scenario, seed: round + 10 });
    if (round >= 0) times.push(performance.now() - began);
  }
  const reading = spreadOf(times);
  return {
    id: 'simulate-day',
    title: 'a day of 2,000 customers at 16 counters, simulated',
    unit: 'ms',
    reading,
    raw: null,
    goal: atMost('p50 ≤ 200 ms', reading.p50, 200),
    note: 'Numbers, estimates, calls, hours: everything that the branch decides on such a day. The first days of a process take longer.',
  };
}

function customers(replications: number): Figure {
  const scenario = scenarioOf(THREE_CLASSES);
  simulate({ ...scenario, replications: 1, seed: 1 });
  const began = performance.now();
  const [played] = simulate({ ...scenario, replications });
  const seconds = (performance.now() - began) / 1_000;
  const all = played?.days.reduce((sum, { groups }) => sum + (groups.get('[null,null]')?.customers ?? 0), 0) ?? 0;
  const simpy = askSimpy(replications, 160);
  return {
    id: 'simulate-customers',
    title: 'customers of three classes at three counters, simulated',
    unit: '/s',
    reading: oneValue(all / seconds),
    raw: simpy && { what: 'SimPy 3', reading: oneValue(simpy.customersPerSecond) },
    goal: null,
    note: 'SimPy moves customers through counters; this plays the whole queue of the branch for each of them.',
  };
}

const NO_FILES: ConfigFiles = {
  read: () => ({ kind: 'unreadable', reason: 'there is none', isForbidden: false }),
  realPath: () => null,
};

function scenarioOf(text: string): Scenario {
  const files = { ...NO_FILES, read: () => ({ kind: 'text', text, isOpenToAll: true }) as const };
  const result = loadScenario('bench.yaml', [], [], files);
  if (result.kind === 'ok') return result.scenario;
  throw new LobbydError({
    code: 'config/scenario',
    what: result.problems.map((problem) => problem.text).join('; '),
    where: 'bench',
    next: 'put the scenario of the bench right',
  });
}
