import type { Bench, BenchContext } from '../frame/bench.ts';
import { atMost, type Figure } from '../frame/figure.ts';
import { type Spread, spreadOf } from '../frame/statistics.ts';
import { openBranchStand } from '../stand/branch-stand.ts';
import { openPresses, type PressWay } from '../stand/presses.ts';
import { openRawCommits } from '../stand/raw-commit.ts';
import { openRawWire } from '../stand/raw-wire.ts';

const KIOSKS = Array.from({ length: 10 }, (_, index) => index + 1);
/** Commits and bytes of the machine itself after each press: they see the same disk and the same neighbours. */
const RAW_A_PRESS = 4;

const ASKED =
  'The printer is asked how it is before the disk takes the ticket; no byte of the ticket leaves before it is on disk, see the first byte of the ticket.';

type Spreading = (ways: readonly PressWay[]) => Spread;

interface Samples {
  readonly one: PressWay[];
  readonly ten: PressWay[];
  readonly commits: number[];
  readonly wires: number[];
}

/** How long is it from a button to its printer, alone and when ten customers press in the same moment? */
export const bench: Bench = {
  async run(context) {
    return figures(await measure(context));
  },
};

async function measure(context: BenchContext): Promise<Samples> {
  const rounds = context.isQuick ? { warm: 5, one: 60, ten: 12 } : { warm: 20, one: 500, ten: 100 };
  const stand = await openBranchStand(context, {
    wires: 'tcp',
    kiosks: KIOSKS.length,
    buses: [{ id: 'signs', pads: [], signs: [1] }],
  });
  await stand.start();
  const presses = await openPresses(stand, KIOSKS.length);
  const commits = openRawCommits(context.directory);
  const wire = await openRawWire();
  const samples: Samples = { one: [], ten: [], commits: [], wires: [] };
  const raw = async (isKept: boolean): Promise<void> => {
    for (let turn = 0; turn < RAW_A_PRESS; turn += 1) {
      const [commit, way] = [commits.once(), await wire.once()];
      if (isKept) samples.commits.push(commit);
      if (isKept) samples.wires.push(way);
    }
  };
  for (let round = 0; round < rounds.warm; round += 1) {
    await presses.together(KIOSKS);
    await raw(false);
  }
  // A round of ten after every few of one: both see the same moods of the machine.
  const every = Math.round(rounds.one / rounds.ten);
  for (let round = 0; round < rounds.one; round += 1) {
    samples.one.push(...(await presses.together([KIOSKS[round % KIOSKS.length] ?? 1])));
    if (round % every === 0) samples.ten.push(...(await presses.together(KIOSKS)));
    await raw(true);
  }
  return samples;
}

function figures({ one, ten, commits, wires }: Samples): readonly Figure[] {
  const raw = spreadOf(commits);
  const way = spreadOf(wires);
  const wireNote = `A byte over a wire (TCP) and back takes ${way.p50.toFixed(2)} / ${way.p99.toFixed(2)} ms here: that is in it, four times, since the printer is asked four questions.`;
  const figure = (id: string, title: string, reading: Spread, factor: number | null, note: string): Figure => ({
    id,
    title,
    unit: 'ms',
    reading,
    raw: { what: 'one SQLite commit', reading: raw },
    goal: factor === null ? null : atMost(`p99 ≤ ${factor} × raw commit p99 + 2 ms`, reading.p99, factor * raw.p99 + 2),
    note,
  });
  const [first, ticket] = (['first', 'ticket'] as const).map(
    (byte) => (ways: readonly PressWay[]) => spreadOf(ways.map((each) => each[byte])),
  ) as [Spreading, Spreading];
  return [
    figure('press-one', 'button → first byte at printer, 1 caller', first(one), 1.3, ASKED),
    figure('press-ten', 'button → first byte at printer, 10 callers', first(ten), 2.5, 'Ten kiosks, ten printers.'),
    figure('press-one-ticket', 'button → first byte of ticket, 1 caller', ticket(one), null, wireNote),
    figure('press-ten-ticket', 'button → first byte of ticket, 10 callers', ticket(ten), null, wireNote),
  ];
}
