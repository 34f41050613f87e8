import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import type { LogLine, Run } from '../../stand/program.ts';
import type { Bench, BenchContext } from '../frame/bench.ts';
import { always, atLeast, atMost, type Figure, notMeasured } from '../frame/figure.ts';
import { oneValue, spreadOf } from '../frame/statistics.ts';
import { type BranchStand, openBranchStand } from '../stand/branch-stand.ts';
import { closeAll } from '../stand/closing.ts';
import { missing } from '../stand/places.ts';

/** Milliseconds of a sync. */
const CARDS = [5, 20, 2_000] as const;
const SYNCS = 'fsync,fdatasync';
/** What is loaded only when it is needed is there by then: no card has to do with that. */
const WARM_UP = 3_000;
/** Figures with goals. */
const LAG = { id: 'disk-lag-2000', title: 'event loop late, sync 2 s', unit: 'ms' } as const;
const LAG_GOAL = 'p99 < 20 ms';
const WAIT = { id: 'disk-wait-2000', title: 'keypads that show WAIT, sync 2 s', unit: '%' } as const;
const WAIT_GOAL = 'every one';

/** Does the event loop wait for the disk? strace plays cards whose syncs take their time. */
export const bench: Bench = {
  async run(context) {
    const why = whyNot();
    if (why !== null) return [notMeasured(LAG, why, LAG_GOAL), notMeasured(WAIT, why, WAIT_GOAL)];
    const cards: Card[] = [];
    for (const milliseconds of context.isQuick ? CARDS.slice(2) : CARDS) {
      cards.push(await measure({ ...context, directory: `${context.directory}/card${milliseconds}` }, milliseconds));
      await closeAll();
    }
    return cards.flatMap(figuresOf);
  },
};

function whyNot(): string | null {
  const tried = spawnSync('strace', ['-o', '/dev/null', 'true']);
  if (tried.error) return missing('strace');
  return tried.status === 0 ? null : 'strace may not trace here: it needs the capability SYS_PTRACE.';
}

interface Card {
  readonly sync: number;
  /** Key to answer, ms. */
  readonly answers: readonly number[];
  /** Of these answers, how many were preceded by WAIT on the pad. */
  readonly waits: number;
  readonly lag: { readonly p50: number; readonly p99: number; readonly max: number };
}

/** One daemon on one card: a keypad that is pressed all the time. */
async function measure(context: BenchContext, sync: number): Promise<Card> {
  const stand = await openBranchStand(context, { buses: [{ id: 'bus1', pads: [1], signs: [1] }] });
  // With seccomp-bpf the program stops at these calls alone; all others are as fast as they are.
  const words = ['strace', '-f', '--seccomp-bpf', '-o', '/dev/null', '-e', `trace=${SYNCS}`];
  const run = await stand.start([...words, '-e', `inject=${SYNCS}:delay_enter=${sync * 1_000}`]);
  const pad = (): PadView => stand.view<PadView>('keypad1');
  await stand.bell.until('the keypad is in service', () => pad().isOnline && pad().line1 !== '');
  await sleep(WARM_UP);
  await loopLag(stand, run);
  const answers: number[] = [];
  let waits = 0;
  const until = performance.now() + (context.isQuick ? 6_000 : 20_000);
  while (performance.now() < until || answers.length < 2) {
    const began = performance.now();
    let hasWaited = false;
    // Opens and pauses the counter in turns: each is a record, and an answer on the pad.
    stand.act('keypad1', 'press pause');
    await stand.bell.until('the answer', () => {
      if ([pad().line1, pad().line2].includes('WAIT')) hasWaited = true;
      return pad().unacknowledged.length === 0;
    });
    answers.push(performance.now() - began);
    if (hasWaited) waits += 1;
  }
  return { sync, answers, waits, lag: await loopLag(stand, run) };
}

/** Asks the daemon how late its loop was since it was asked before. */
async function loopLag({ bell }: BranchStand, run: Run): Promise<Card['lag']> {
  const told = (): readonly LogLine[] => run.log().filter(({ msg }) => msg === 'what is open');
  const before = told().length;
  const { pid = 0 } = run.child;
  // strace leaves signals to the process that it runs.
  const [daemon = ''] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  process.kill(Number(daemon), 'SIGUSR2');
  return bell.until('what is open', () => told()[before]?.loopLagMs as Card['lag'] | undefined);
}

function figuresOf({ sync, answers, waits, lag }: Card): readonly Figure[] {
  const isStill = sync >= 1_000;
  const share = (100 * waits) / answers.length;
  const name = isStill ? `${sync / 1_000} s` : `${sync} ms`;
  const answer: Figure = {
    id: `disk-answer-${sync}`,
    title: `key → answer on keypad, sync ${name}`,
    unit: 'ms',
    reading: spreadOf(answers),
    raw: { what: 'one sync of the played card', reading: oneValue(sync) },
    goal: null,
    note: 'An answer waits for two: the mark of the commit before, and its own.',
  };
  const late: Figure = {
    id: `disk-lag-${sync}`,
    title: `event loop late, sync ${name}`,
    unit: 'ms',
    reading: { kind: 'spread', p50: lag.p50, p99: lag.p99, count: answers.length },
    raw: null,
    goal: isStill ? atMost(LAG_GOAL, lag.p99, 20) : null,
    note: `Worst ${lag.max.toFixed(1)} ms, as the daemon tells it (SIGUSR2).`,
  };
  if (!isStill) return [answer, late];
  return [
    late,
    {
      ...WAIT,
      reading: oneValue(share),
      raw: null,
      goal: always(atLeast(WAIT_GOAL, share, 100)),
      note: `${waits} of ${answers.length} presses were answered by WAIT first.`,
    },
    answer,
  ];
}
