import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import { sleep } from '../../../src/clock.ts';
import { frameGap } from '../../../src/devices/wire/line-time.ts';
import type { Bench, BenchContext } from '../frame/bench.ts';
import { atMost, type Figure } from '../frame/figure.ts';
import { spreadOf } from '../frame/statistics.ts';
import { type BranchStand, clock, LINE, loaded, nowhere, openBranchStand, writeBranch } from '../stand/branch-stand.ts';
import { fillHall, openBenchBranch } from '../stand/live-branch.ts';
import { openRawCommits } from '../stand/raw-commit.ts';

const COUNTERS = Array.from({ length: 10 }, (_, index) => index + 1);
/** A bus a counter: ten keys are heard at once, and no call waits for another's frame. */
const BUSES = COUNTERS.map((n) => ({ id: `bus${n}`, pads: [n], signs: [n] }));
const RAW_A_CALL = 4;
/** A calm moment between two calls, ms. */
const CALM = 200;
/**
 * From a counter's call to its next one, ms, at least: within a second *next* is not taken for one (decision 014), and when the
 * second is over the driver sends the number once more, after which a sign of this kind takes nothing for a tenth of a second each.
 */
const BETWEEN = 1_500;

interface Samples {
  readonly one: number[];
  readonly ten: number[];
  readonly commits: number[];
  /** Exchanges with a keypad, until the bus is free again. */
  readonly slots: number[];
}

/** How long is it from the byte of a call key to the first byte of the display's frame? */
export const bench: Bench = {
  async run(context) {
    return figures(await measure(context));
  },
};

async function measure(context: BenchContext): Promise<Samples> {
  const rounds = context.isQuick ? { warm: 3, one: 60, ten: 6 } : { warm: 10, one: 400, ten: 40 };
  const calls = COUNTERS.length * (rounds.warm + rounds.ten) + rounds.one;
  await fillJournal(context, calls);
  const stand = await openBranchStand(context, { wires: 'tcp', buses: BUSES });
  await stand.start();
  const samples: Samples = { one: [], ten: [], commits: [], slots: [] };
  const call = await openCalls(stand, samples.slots);
  const commits = openRawCommits(context.directory);
  for (let round = 0; round < rounds.warm; round += 1) await call(COUNTERS);
  samples.slots.length = 0;
  const every = Math.round(rounds.one / rounds.ten);
  for (let round = 0; round < rounds.one; round += 1) {
    samples.one.push(...(await call([COUNTERS[round % COUNTERS.length] ?? 1])));
    if ((round + 1) % every === 0) samples.ten.push(...(await call(COUNTERS)));
    for (let turn = 0; turn < RAW_A_CALL; turn += 1) samples.commits.push(commits.once());
  }
  return samples;
}

/** A hall in which somebody waits for every call that is to come. */
async function fillJournal({ directory }: BenchContext, calls: number): Promise<void> {
  const wish = { kiosks: 0, buses: BUSES, brokerUrl: null, embeddedPort: 1, wireOf: nowhere };
  const [branchFile, journal] = writeBranch(directory, wish);
  const branch = await openBenchBranch(journal, loaded(branchFile));
  await fillHall(
    branch,
    COUNTERS.map((n) => `counter${n}`),
    calls + COUNTERS.length,
  );
  await branch.close();
}

/** Ways of calls from the key's byte to the display's, ms. */
type Call = (counters: readonly number[]) => Promise<readonly number[]>;

/** Waits until every keypad is in service. */
async function openCalls({ bell, act, view, onHeard }: BranchStand, slots: number[]): Promise<Call> {
  const keys = new Map<number, number>();
  const called = new Map<number, number>();
  const frames = new Map<number, number>();
  const asked = new Map<string, number>();
  onHeard(({ device, way, text, at }) => {
    const [, kind, digits] = /^(keypad|display)(\d+)$/.exec(device) ?? [];
    const n = Number(digits);
    if (kind === 'keypad' && way === 'in' && text.startsWith('>')) asked.set(device, at);
    if (kind === 'keypad' && way === 'out') {
      slots.push(at - (asked.get(device) ?? at) + frameGap(LINE));
      if (/<\d\dK/.test(text) && !keys.has(n)) keys.set(n, at);
    }
    // A frame of the sign's own protocol: it begins with SOH.
    if (kind === 'display' && way === 'in' && text.includes('\x01') && keys.has(n) && !frames.has(n)) frames.set(n, at);
    bell.ring();
  });
  const pad = (n: number): PadView => view<PadView>(`keypad${n}`);
  for (const n of COUNTERS) {
    await bell.until(`keypad ${n} is in service`, () => pad(n).isOnline && pad(n).line1 !== '');
  }
  return async (counters) => {
    const restedAt = Math.max(...counters.map((n) => (called.get(n) ?? 0) + BETWEEN));
    await sleep(clock, Math.max(CALM, restedAt - performance.now()));
    keys.clear();
    frames.clear();
    for (const n of counters) act(`keypad${n}`, 'press next');
    await bell.until('every call is on its display', () =>
      counters.every((n) => frames.has(n) && pad(n).unacknowledged.length === 0),
    );
    for (const n of counters) called.set(n, performance.now());
    return counters.map((n) => (frames.get(n) ?? Number.NaN) - (keys.get(n) ?? Number.NaN));
  };
}

function figures({ one, ten, commits, slots }: Samples): readonly Figure[] {
  const raw = spreadOf(commits);
  const slot = spreadOf(slots);
  const figure = (id: string, title: string, ways: readonly number[], factor: number): Figure => {
    const reading = spreadOf(ways);
    return {
      id,
      title,
      unit: 'ms',
      reading,
      raw: { what: 'one SQLite commit', reading: raw },
      goal: atMost(
        `p99 ≤ ${factor} × raw commit p99 + 2 ms + one bus slot`,
        reading.p99,
        factor * raw.p99 + 2 + slot.p99,
      ),
      note: `A bus slot, an exchange with a keypad and the silence after it, was ${slot.p50.toFixed(1)} / ${slot.p99.toFixed(1)} ms on these wires, whose bytes take no time.`,
    };
  };
  return [
    figure('call-one', 'call key → display frame, 1 caller', one, 1.3),
    figure('call-ten', 'call key → display frame, 10 callers', ten, 2.5),
  ];
}
