import type { Command } from '../../../src/queue/commands.ts';
import { decide } from '../../../src/queue/decide.ts';
import { evolve } from '../../../src/queue/evolve.ts';
import type { Rules, ServiceRules } from '../../../src/queue/rules.ts';
import { emptyState } from '../../../src/queue/snapshot.ts';
import type { QueueState } from '../../../src/queue/state.ts';
import type { Bench } from '../frame/bench.ts';
import { atMost, type Figure } from '../frame/figure.ts';
import { oneValue, spreadOf } from '../frame/statistics.ts';

export const COUNTERS = 64;
const SERVICES = 12;
const HALLS = [100, 1_000, 10_000] as const;
/** Commands between two looks at the clock, which itself takes a part of a microsecond. */
const BATCH = 64;

type Without<T> = T extends unknown ? Omit<T, 'id' | 'actor'> : never;
export const service = (n: number): string => `service${n % SERVICES}`;
export const counter = (n: number): string => `counter${n % COUNTERS}`;

/** One profile by the wait, two of them, or a score with segments that count otherwise. */
export const MANNERS = ['plain', 'mixed', 'scored'] as const;
export type Manner = (typeof MANNERS)[number];

interface Measured {
  readonly waiting: number;
  readonly hall: Hall;
  readonly micros: number[];
}

/**
 * What does deciding and evolving a command cost, with few and with many who wait? One manner in a process: a branch has one
 * set of rules, and what the compiler learns from three is right for none.
 */
export const benchOf = (manner: Manner): Bench => ({
  async run({ isQuick }) {
    const batches = isQuick ? 300 : 4_000;
    const halls = HALLS.map((waiting): Measured => ({ waiting, hall: new Hall(waiting, manner), micros: [] }));
    const warm = Math.min(200, batches / 2);
    for (let batch = -warm; batch < batches; batch += 1) {
      for (const { hall, micros } of halls) {
        const taken = hall.batch();
        if (batch >= 0) micros.push(taken);
      }
    }
    return figures(halls, manner);
  },
});

/** A hall that stays as full: customers come, are called, are served and go. */
class Hall {
  readonly #state: QueueState = emptyState();
  #now = 0;
  #turn = 0;

  constructor(waiting: number, manner: Manner) {
    this.#run({ type: 'apply-rules', rules: rulesOf(manner) });
    this.#run({ type: 'open-day', day: null, instants: [], openingHash: '' });
    for (let n = 0; n < COUNTERS; n += 1) {
      this.#run({ type: 'open-counter', counter: counter(n), teller: null, profile: null });
    }
    for (let n = 0; n < waiting; n += 1) this.#issue(n);
  }

  /** Microseconds a command. */
  batch(): number {
    const began = performance.now();
    for (let command = 0; command < BATCH; command += 4) {
      const turn = this.#turn++;
      this.#issue(turn);
      this.#run({ type: 'call-next', counter: counter(turn) });
      this.#run({ type: 'start', counter: counter(turn) });
      this.#run({ type: 'finish', counter: counter(turn) });
    }
    return ((performance.now() - began) * 1_000) / BATCH;
  }

  #issue(n: number): void {
    this.#run({
      type: 'issue',
      service: service(n * 7),
      segment: n % 3 === 0 ? 'senior' : 'ordinary',
      language: 'en',
      handover: 'screen',
    });
  }

  #run(body: Without<Command>): void {
    this.#now += 1;
    const id = { source: `source${this.#now % 100}`, key: `${this.#now}` };
    // Assigned: names behind a spread cost as much as a tenth of what is measured.
    const command: Command = Object.assign({}, body, { id, actor: { kind: 'daemon' } as const });
    const decision = decide(this.#state, command, this.#now);
    const { kind, answer } = decision;
    if (kind !== 'decided' || answer.kind === 'refused') throw new Error(`${body.type}: ${JSON.stringify(answer)}`);
    for (const event of decision.events) evolve(this.#state, event);
  }
}

function serviceRules(n: number): ServiceRules {
  const prefix = String.fromCharCode(65 + n);
  return {
    id: service(n),
    numbers: { prefix, first: 1, last: 9_999, digits: 4, skip: [] },
    category: 'cash',
    complexity: n % 2 === 0 ? 'simple' : 'complex',
    targetWait: 900_000,
    standardTime: 240_000,
    steps: [],
    isIssuing: true,
  };
}

const SERVICE_IDS = Array.from({ length: SERVICES }, (_, n) => service(n));
const PROFILES: Readonly<Record<Manner, readonly [even: string, odd: string]>> = {
  plain: ['simple-first', 'simple-first'],
  mixed: ['longest-wait', 'simple-first'],
  scored: ['score', 'score'],
};
/** Rules of the halls that are measured. */
export const rulesOf = (manner: Manner): Rules => ({
  version: 'bench',
  services: SERVICE_IDS.map((_, n) => serviceRules(n)),
  segments: [
    { id: 'ordinary' },
    manner === 'scored' ? { id: 'senior', headStart: 180_000, weight: 1.5 } : { id: 'senior' },
  ],
  counters: Array.from({ length: COUNTERS }, (_, n) => ({
    id: counter(n),
    number: n + 1,
    services: SERVICE_IDS,
    profile: PROFILES[manner][n % 2 === 0 ? 0 : 1],
  })),
  profiles: [
    { id: 'longest-wait', kind: 'longest-wait', cap: 2_700_000 },
    { id: 'simple-first', kind: 'simple-first', cap: 2_700_000 },
    { id: 'score', kind: 'score', exponent: 1.5, cap: 2_700_000 },
  ],
  undoWindow: 30_000,
  callableAfter: 3_000,
  requestLasts: 600_000,
  recallLimit: 3,
  isArrivalKeptOnTransfer: true,
  endedKept: 500,
  estimates: { smoothing: 0.05, priorWeight: 5, outlier: 6, shown: null },
  alerts: {
    waitOver: { above: 1, below: 0.8 },
    serviceOver: 2,
    counterIdle: 180_000,
    queueLong: { above: 20, below: 15 },
    allQueuesLong: { above: 60, below: 45 },
    passedOver: 10,
    panic: true,
  },
});

const NAMES: Readonly<Record<Manner, readonly [id: string, profiles: string]>> = {
  plain: ['decide', 'one profile'],
  mixed: ['decide-mixed', 'two profiles'],
  scored: ['decide-scored', 'score and segments'],
};

function figures(halls: readonly Measured[], manner: Manner): Figure[] {
  const [id, profiles] = NAMES[manner];
  const spreads = halls.map(({ waiting, micros }) => ({ waiting, spread: spreadOf(micros) }));
  const middles = spreads.map(({ spread }) => spread.p50);
  const ratio = Math.max(...middles) / Math.min(...middles);
  return [
    ...spreads.map(
      ({ waiting, spread }): Figure => ({
        id: `${id}-${waiting}`,
        title: `decide + evolve, ${waiting.toLocaleString('en-US')} wait, ${profiles}`,
        unit: 'µs',
        reading: spread,
        raw: null,
        goal: atMost('p50 ≤ 20 µs a command', spread.p50, 20),
        note: `64 counters, 12 services; issue, call, start, finish in turns, ${BATCH} at a time.`,
      }),
    ),
    {
      id: `${id}-ratio`,
      title: `decide + evolve, fullest by emptiest, ${profiles}`,
      unit: '×',
      reading: oneValue(ratio),
      raw: null,
      goal: atMost('≤ 2 times apart (p50)', ratio, 2),
      note:
        manner === 'mixed'
          ? 'Where counters of one work follow different profiles, the calls before a new customer are played: the first ones one by one, the others in leaps.'
          : '',
    },
  ];
}
