import type { Bench, BenchContext } from '../frame/bench.ts';
import { atLeast, type Figure } from '../frame/figure.ts';
import { oneValue, spreadOf } from '../frame/statistics.ts';
import { loaded, nowhere, writeBranch } from '../stand/branch-stand.ts';
import { type BenchBranch, fillHall, ISSUE, openBenchBranch } from '../stand/live-branch.ts';
import { type Pace, Paces } from '../stand/pace.ts';
import { openRawCommits, type RawCommits } from '../stand/raw-commit.ts';

const COUNTERS = Array.from({ length: 10 }, (_, index) => `counter${index + 1}`);
const WAITING = 40;

/** How many commands a second reach the disk, from one caller and from ten at once, in process? */
export const bench: Bench = {
  async run(context) {
    const branch = await openFullHall(context);
    const commits = openRawCommits(context.directory);
    const rounds = context.isQuick ? 5 : 20;
    const paces = new Paces();
    await round(new Paces(), branch, commits);
    for (let turn = 0; turn < rounds; turn += 1) await round(paces, branch, commits);
    return figures(paces);
  },
};

async function openFullHall({ directory }: BenchContext): Promise<BenchBranch> {
  const signs = COUNTERS.map((_, index) => index + 1);
  const [branchFile, journal] = writeBranch(directory, {
    kiosks: 0,
    buses: [{ id: 'signs', pads: [], signs }],
    brokerUrl: null,
    embeddedPort: 1,
    wireOf: nowhere,
  });
  const branch = await openBenchBranch(journal, loaded(branchFile));
  await fillHall(branch, COUNTERS, WAITING);
  return branch;
}

/** All three in turn, so that they see the same moods of the machine. */
async function round(paces: Paces, branch: BenchBranch, commits: RawCommits): Promise<void> {
  await paces.take('raw', 1, 200, async () => void commits.once());
  await paces.take('one', 1, 200, (caller, turn) => command(branch, caller, turn));
  await paces.take('ten', 10, 1_000, (caller, turn) => command(branch, caller, turn));
}

/** A customer comes, a customer is called (and the one before has gone), in turns: the hall stays as full. */
function command({ must }: BenchBranch, caller: number, turn: number): Promise<void> {
  return must(turn % 2 === 0 ? ISSUE : { type: 'call-next', counter: COUNTERS[caller] ?? '' });
}

function figures(paces: Paces): readonly Figure[] {
  const [raw, one, ten] = [paces.of('raw'), paces.of('one'), paces.of('ten')];
  const figure = (id: string, title: string, pace: Pace, goal: Figure['goal']): Figure => {
    const wait = spreadOf(pace.waits);
    return {
      id,
      title,
      unit: '/s',
      reading: oneValue(pace.rate),
      raw: { what: 'SQLite, one commit each', reading: oneValue(raw.rate) },
      goal,
      note: `A command took ${wait.p50.toFixed(2)} / ${wait.p99.toFixed(2)} ms.`,
    };
  };
  return [
    figure('process-one', 'durable commands, in process, 1 caller', one, null),
    figure(
      'process-ten',
      'durable commands, in process, 10 callers',
      ten,
      atLeast('3 × raw commits', ten.rate, 3 * raw.rate),
    ),
  ];
}
