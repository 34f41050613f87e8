import { availableParallelism } from 'node:os';
import { withCrew } from '../../../src/cli/crew.ts';
import type { ConfigFiles } from '../../../src/config/files.ts';
import { LobbydError } from '../../../src/errors.ts';
import { customersOf } from '../../../src/simulate/customers.ts';
import { groupName } from '../../../src/simulate/figures.ts';
import { loadScenario } from '../../../src/simulate/load.ts';
import type { Scenario } from '../../../src/simulate/scenario.ts';
import { simulate, simulateBy } from '../../../src/simulate/simulate.ts';
import { askSimpy, LARGE_BRANCH, type SimpyModel, THREE_CLASSES } from '../../simpy/models.ts';
import type { Bench } from '../frame/bench.ts';
import { atMost, type Figure } from '../frame/figure.ts';
import { oneValue, spreadOf } from '../frame/statistics.ts';

const COUNTERS = 16;
const CUSTOMERS = 2_000;

const WITH_HOURS = `
names: { en: A large branch with hours and estimates }
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
    return [
      day(isQuick ? 10 : 40),
      customers(
        'simulate-customers',
        'customers of three classes at three counters, simulated',
        THREE_CLASSES,
        isQuick ? [4, 160] : [10, 160],
      ),
      customers(
        'simulate-branch-customers',
        'customers who lose patience at 16 counters that go by a score, simulated',
        LARGE_BRANCH,
        isQuick ? [5] : [25],
      ),
      await byTheClock(isQuick ? 40 : 200, isQuick ? 5 : 25),
    ];
  },
};

function day(rounds: number): Figure {
  const scenario = scenarioOf(WITH_HOURS);
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

/** Customers who are played before the clock looks: until then the engine still compiles, which takes longer than the playing. */
const WARM = 100_000;
const ROUNDS = 9;

/** Processor time on both sides: what else the machine does counts for neither. */
function customers(
  id: string,
  title: string,
  model: SimpyModel,
  asked: readonly [days: number, ...hours: number[]],
): Figure {
  const [replications] = asked;
  const scenario = { ...scenarioOf(model.scenario), replications };
  let all = 0;
  for (let day = 0; day < replications; day += 1) all += customersOf(scenario, day).length;
  for (let played = 0; played < WARM; played += all) simulate(scenario);
  const speeds = Array.from({ length: ROUNDS }, () => speedOf(scenario, all));
  const simpy = askSimpy(model, ...asked);
  const reading = spreadOf(speeds);
  const ratio = simpy
    ? `${(reading.p50 / simpy.customersPerSecond).toFixed(1)} times SimPy on this machine (p50). `
    : '';
  return {
    id,
    title,
    unit: '/s',
    reading,
    raw: simpy && { what: 'SimPy', reading: oneValue(simpy.customersPerSecond) },
    goal: null,
    note: `${ratio}SimPy moves customers through counters; this plays the whole queue of the branch for each of them. ${ROUNDS} rounds after ${WARM.toLocaleString('en-US')} customers: the first ones of a process take longer, as the engine still compiles.`,
  };
}

/** By the clock, one thread a processor: what somebody who waits for it sees. SimPy has one. */
async function byTheClock(replications: number, asked: number): Promise<Figure> {
  const scenario = scenarioOf(LARGE_BRANCH.scenario);
  const jobs = availableParallelism();
  const [all, took] = await withCrew(scenario, { asked: jobs, days: replications }, async (crew) => {
    // The first days of a thread take longer.
    await simulateBy(crew, { ...scenario, replications: 6 * jobs });
    const began = performance.now();
    const [played] = await simulateBy(crew, { ...scenario, replications });
    const seconds = (performance.now() - began) / 1_000;
    const everybody = groupName({ service: null, segment: null });
    const days = played?.days ?? [];
    return [days.reduce((sum, { groups }) => sum + (groups.get(everybody)?.customers ?? 0), 0), seconds];
  });
  const simpy = askSimpy(LARGE_BRANCH, asked);
  const ours = all / took;
  const theirs = simpy?.customersPerClockSecond ?? simpy?.customersPerSecond;
  const ratio = theirs === undefined ? '' : `${(ours / theirs).toFixed(1)} times SimPy on this machine. `;
  return {
    id: 'simulate-branch-by-the-clock',
    title: `the same by the clock, on ${jobs} processors`,
    unit: '/s',
    reading: oneValue(ours),
    raw: theirs === undefined ? null : { what: 'SimPy', reading: oneValue(theirs) },
    goal: null,
    note: `${ratio}Days are played by ${jobs} threads, which had played ${6 * jobs} days before; SimPy plays on one.`,
  };
}

/** Customers a second of processor time. */
function speedOf(scenario: Scenario, customers: number): number {
  const began = process.cpuUsage();
  simulate(scenario);
  const { user, system } = process.cpuUsage(began);
  return customers / ((user + system) / 1_000_000);
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
