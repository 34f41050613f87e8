import type { Command } from '../../../src/queue/commands.ts';
import { decide } from '../../../src/queue/decide.ts';
import { estimateOf } from '../../../src/queue/estimate.ts';
import { evolve } from '../../../src/queue/evolve.ts';
import { emptyState } from '../../../src/queue/snapshot.ts';
import type { QueueState } from '../../../src/queue/state.ts';
import type { Bench } from '../frame/bench.ts';
import { atMost, type Figure } from '../frame/figure.ts';
import { spreadOf } from '../frame/statistics.ts';
import { COUNTERS, counter, MANNERS, type Manner, rulesOf, service } from './decide.ts';

const WAITING = 10_000;
type Without<T> = T extends unknown ? Omit<T, 'id' | 'actor'> : never;

/** What does the estimate for a ticket cost in the fullest hall, people ahead included, when nothing of it is kept? */
export const bench: Bench = {
  async run({ isQuick }) {
    return MANNERS.map((manner) => figure(manner, measure(manner, isQuick ? 1_500 : 3_000)));
  },
};

function measure(manner: Manner, rounds: number): number[] {
  const state = emptyState();
  let now = 0;
  const run = (body: Without<Command>): void => {
    now += 50;
    const decision = decide(state, { ...body, id: null, actor: { kind: 'daemon' } }, now);
    if (decision.kind === 'decided') for (const event of decision.events) evolve(state, event);
  };
  run({ type: 'apply-rules', rules: rulesOf(manner) });
  run({ type: 'open-day', day: null, instants: [], openingHash: '' });
  for (let n = 0; n < COUNTERS; n += 1) run({ type: 'open-counter', counter: counter(n), teller: null, profile: null });
  const issue = (n: number): void =>
    run({
      type: 'issue',
      service: service(n * 7),
      segment: n % 3 === 0 ? 'senior' : 'ordinary',
      language: 'en',
      handover: 'screen',
    });
  for (let n = 0; n < WAITING; n += 1) issue(n);
  const micros: number[] = [];
  for (let round = -100; round < rounds; round += 1) {
    issue(round + 100);
    run({ type: 'call-next', counter: counter(round + 100) });
    const taken = once(state, round + 100, now);
    if (round >= 0) micros.push(taken);
  }
  return micros;
}

function once(state: QueueState, n: number, now: number): number {
  const began = performance.now();
  estimateOf(state, service(n * 7), n % 3 === 0 ? 'senior' : 'ordinary', now);
  return (performance.now() - began) * 1_000;
}

const NAMES: Readonly<Record<Manner, string>> = {
  plain: 'one profile',
  mixed: 'two profiles',
  scored: 'score and segments',
};

function figure(manner: Manner, micros: readonly number[]): Figure {
  const reading = spreadOf(micros);
  return {
    id: `estimate-${manner}`,
    title: `estimate at issue, 10,000 wait, ${NAMES[manner]}`,
    unit: 'µs',
    reading,
    raw: null,
    goal: atMost('p99 ≤ 1 ms a ticket', reading.p99, 1_000),
    note: '64 counters, 12 services; after each issue and call. An issue makes it once, from the people ahead that it needs anyway.',
  };
}
