import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import { pollCycle } from '../../../src/devices/wire/bus-load.ts';
import { seededRandom } from '../../../src/devices/wire/seeded.ts';
import type { Bench, BenchContext } from '../frame/bench.ts';
import { atMost, type Figure } from '../frame/figure.ts';
import { cpuOf } from '../frame/machine.ts';
import { oneValue, spreadOf } from '../frame/statistics.ts';
import type { Sayings } from '../raw-poller.ts';
import { type BranchStand, LINE, openBranchStand } from '../stand/branch-stand.ts';
import { closeLater } from '../stand/closing.ts';
import { NODE_FLAGS } from '../stand/places.ts';

const PADS = Array.from({ length: 16 }, (_, index) => index + 1);
const BUSES = [
  { id: 'bus1', pads: PADS.slice(0, 8), signs: [1, 2, 3, 4, 5] },
  { id: 'bus2', pads: PADS.slice(8), signs: [6, 7, 8, 9] },
  // A counter needs a sign: those of the other seven hang on a wire of their own, where nobody is asked anything.
  { id: 'rest', pads: [], signs: [10, 11, 12, 13, 14, 15, 16] },
];
const RAW_POLLER = fileURLToPath(new URL('../raw-poller.js', import.meta.url));
/** After so long the pads are asked at their quiet pace, ms. */
const QUIET_AFTER = 40_000;
/** What the bare program says again, ms. */
const LISTENED = 2_000;

/** What do 16 keypads and 9 signs on two buses of 9600 baud cost while nobody presses, and how long does a press wait? */
export const bench: Bench = {
  async run(context) {
    const stand = await openBranchStand(context, { buses: BUSES, hasLineTime: true });
    const run = await stand.start();
    const pad = (n: number): PadView => stand.view<PadView>(`keypad${n}`);
    await stand.bell.until('every keypad is in service', () => PADS.every((n) => pad(n).isOnline));
    await sleep(QUIET_AFTER);
    const quiet = context.isQuick ? 15 : 60;
    const share = await shareOf(run.child.pid ?? 0, quiet);
    const sayings = await listen(stand);
    const waits = await pressAll(stand, context);
    await run.stop();
    const bare = await bareShare(context, sayings, quiet);
    return [idleFigure(share, bare, quiet), ...pressFigures(stand, waits)];
  },
};

/** CPU share of a process, % of a core. */
async function shareOf(pid: number, seconds: number): Promise<number> {
  const [cpu, began] = [cpuOf(pid), performance.now()];
  await sleep(seconds * 1_000);
  return ((cpuOf(pid) - cpu) / ((performance.now() - began) / 1_000)) * 100;
}

/** What the daemon says on both buses for a while. */
async function listen({ onHeard, config }: BranchStand): Promise<readonly Sayings[]> {
  const began = performance.now();
  // Every unit of a bus hears the same: the first keypad of each listens for all.
  const listeners = BUSES.slice(0, 2).map(({ id, pads }) => ({ device: `keypad${pads[0]}`, id }));
  const said = new Map<string, Sayings['said'][number][]>(listeners.map(({ id }) => [id, []]));
  const stop = onHeard(({ device, way, text, at }) => {
    const bus = listeners.find((listener) => listener.device === device)?.id;
    if (bus !== undefined && way === 'in' && text.startsWith('>')) said.get(bus)?.push({ after: at - began, text });
  });
  await sleep(LISTENED);
  stop();
  return [...said].flatMap(([id, all]) => {
    const wire = config.buses.find((bus) => bus.id === id)?.wire;
    return wire?.kind === 'serial' ? [{ path: wire.path, lasts: LISTENED, said: all }] : [];
  });
}

async function bareShare({ directory }: BenchContext, sayings: readonly Sayings[], seconds: number): Promise<number> {
  const file = join(directory, 'sayings.json');
  writeFileSync(file, JSON.stringify(sayings));
  const child = spawn(process.execPath, [...NODE_FLAGS, RAW_POLLER, file], { stdio: ['ignore', 'ignore', 'inherit'] });
  closeLater(() => void child.kill());
  await sleep(3_000);
  return shareOf(child.pid ?? 0, seconds);
}

interface Waits {
  readonly alone: readonly number[];
  readonly busy: readonly number[];
  readonly together: readonly number[];
}

async function pressAll(stand: BranchStand, { isQuick, seed }: BenchContext): Promise<Waits> {
  const chance = seededRandom(seed);
  const presses = isQuick ? 32 : 192;
  const press = (n: number, turn: number): Promise<number> => waitOf(stand, n, turn % 2 === 0 ? '1' : 'clear');
  const rounds = Array.from({ length: presses / PADS.length }, (_, turn) => turn);
  const alone: number[] = [];
  for (const turn of rounds) {
    for (const n of PADS) {
      alone.push(await press(n, turn));
      await sleep(100 + 300 * chance());
    }
  }
  const busy: number[] = [];
  const walk = async (n: number): Promise<void> => {
    for (const turn of rounds) {
      await sleep(1_000 + 4_000 * chance());
      busy.push(await press(n, turn));
    }
  };
  await Promise.all(PADS.map(walk));
  const together: number[] = [];
  for (const turn of rounds) {
    together.push(...(await Promise.all(PADS.map((n) => press(n, turn)))));
    await sleep(2_000);
  }
  return { alone, busy, together };
}

/** Presses a key and waits for its answer: acknowledgement and face come in one. */
async function waitOf({ view, act, bell }: BranchStand, n: number, key: string): Promise<number> {
  const pad = (): PadView => view<PadView>(`keypad${n}`);
  const began = performance.now();
  act(`keypad${n}`, `press ${key}`);
  await bell.until(`the answer of keypad ${n}`, () => pad().unacknowledged.length === 0);
  return performance.now() - began;
}

function idleFigure(share: number, bare: number, seconds: number): Figure {
  return {
    id: 'bus-idle',
    title: 'idle CPU, two buses polled',
    unit: '%',
    reading: oneValue(share),
    raw: { what: 'a bare program that says the same on the same wires', reading: oneValue(bare) },
    goal: atMost('≤ 3 % of a core', share, 3),
    note: `16 keypads, 9 signs, 9600 baud, ${seconds} s, all threads.`,
  };
}

function pressFigures({ config }: BranchStand, { alone, busy, together }: Waits): readonly Figure[] {
  const [first] = config.buses;
  const loads = first?.units.flatMap(({ driver, settings }) =>
    driver.attach === 'bus' ? [driver.load(settings)] : [],
  );
  const cycle = Math.round(pollCycle(loads ?? [], LINE));
  const figure = (id: string, title: string, waits: readonly number[]): Figure => ({
    id,
    title,
    unit: 'ms',
    reading: spreadOf(waits),
    raw: null,
    goal: null,
    note: `A poll cycle of the fuller bus takes ${cycle} ms at most (docs/technician/rs485.md).`,
  });
  return [
    figure('bus-alone', 'key → answer, one press at a time', alone),
    figure('bus-busy', 'key → answer, everybody, every few s', busy),
    figure('bus-together', 'key → answer, 16 in the same moment', together),
  ];
}
