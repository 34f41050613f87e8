import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PanelView } from '../../../devices/panel-line/emulator.ts';
import { sleep } from '../../../src/clock.ts';
import { alwaysOpen } from '../../../src/config/spec.ts';
import { openStand, type Stand } from '../../../src/demo/stand.ts';
import { silentLog } from '../../../src/devices/log.ts';
import { freePort } from '../../broker/mosquitto.ts';
import type { Bench, BenchContext } from '../frame/bench.ts';
import { atMost, type Figure } from '../frame/figure.ts';
import { percentile, spreadOf } from '../frame/statistics.ts';
import { bareStart } from '../stand/bare-node.ts';
import { clock, loaded } from '../stand/branch-stand.ts';
import { closeLater } from '../stand/closing.ts';
import { openBenchBranch } from '../stand/live-branch.ts';
import { daemonFlags, IN_ITS_ENVIRONMENT, PROGRAM, ROOT } from '../stand/places.ts';

const EVENTS = 5_000;
/** As many of them came after the state was kept: more would have been kept again. */
const SINCE_KEPT = 500;
const WAITING = 40;
const SERVICE = 'personal-cash';
/** On the paper of the emulator, ms. */
const SLIP_TAKES = 1_500;
/** Where the program keeps its state, beside the journal. */
const STATE = 'journal.state';

/** Milliseconds from the start of the process. */
interface Stations {
  journal: number;
  ready: number;
  ticket: number;
}

/** How long after its start does the daemon give a number, with a day of records in the journal? The example of config/, on TCP. */
export const bench: Bench = {
  async run(context) {
    const place = await openPlace(context);
    const raw: number[] = [];
    const [kept, replayed]: readonly [Stations[], Stations[]] = [[], []];
    for (let run = 0; run <= (context.isQuick ? 4 : 20); run += 1) {
      const [one, other, bare] = [await place.start(0, 'kept'), await place.start(1, 'replayed'), await bareStart()];
      // The first ones read the program from the disk.
      if (run === 0) continue;
      kept.push(one);
      replayed.push(other);
      raw.push(bare);
    }
    return figures({ kept, replayed }, raw);
  },
};

type From = 'kept' | 'replayed';

function figures(runs: Readonly<Record<From, readonly Stations[]>>, raw: readonly number[]): readonly Figure[] {
  const figure = (from: From, id: string, title: string, how: string): Figure => {
    const reading = spreadOf(runs[from].map(({ ticket }) => ticket));
    const middleOf = (station: keyof Stations): string =>
      percentile(
        runs[from].map((stations) => stations[station]).toSorted((one, other) => one - other),
        0.5,
      ).toFixed(0);
    return {
      id,
      title,
      unit: 'ms',
      reading,
      raw: { what: 'Node alone, start to end', reading: spreadOf(raw) },
      goal: from === 'kept' ? atMost('the slowest ≤ 1.0 s', reading.p99, 1_000) : null,
      note: `Journal proved and open after ${middleOf('journal')} ms, all up after ${middleOf('ready')} ms (p50). ${how}`,
    };
  };
  return [
    figure(
      'kept',
      'start',
      'start → first ticket, 5,000 events today',
      `The newest ${SINCE_KEPT} events came after the state was kept; all are proved.`,
    ),
    figure(
      'replayed',
      'start-replayed',
      'the same without a kept state',
      'So starts a new version of the program, and a branch that was never quiet for five seconds.',
    ),
  ];
}

async function openPlace(context: BenchContext) {
  const { directory } = context;
  const [journal, full, branchFile] = ['journal', 'full', 'branch.yaml'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  copyFileSync(join(ROOT, 'config/bank-standard.yaml'), join(directory, 'bank-standard.yaml'));
  let text = alwaysOpen(readFileSync(join(ROOT, 'config/branch.example.yaml'), 'utf8'))
    .replace('directory: /var/lib/lobbyd', `directory: ${journal}`)
    .replace('trust: synchronised', 'trust: always')
    .replace('mqtt: { rootTopic: linjiang }', `mqtt: { rootTopic: linjiang, embeddedPort: ${await freePort()} }`);
  writeFileSync(branchFile, text);
  const config = loaded(branchFile);
  mkdirSync(join(directory, 'wires'));
  const seen = { look: () => {} };
  const stand = await openStand({
    config,
    directory: join(directory, 'wires'),
    wires: 'tcp',
    clock,
    log: silentLog,
    onChange: () => seen.look(),
  });
  closeLater(() => stand.close());
  for (const { id, wire } of [...config.wireDevices, ...config.buses]) {
    const address = stand.addresses.get(id)?.replace('tcp://', '');
    if (wire.kind === 'serial') text = text.replace(`{ serial: "${wire.path}" }`, `{ tcp: "${address}" }`);
  }
  writeFileSync(branchFile, text);
  const told = { last: '' };
  const once = (button: number): Promise<Stations> =>
    startOnce([...daemonFlags(context), PROGRAM, 'run', branchFile], { stand, seen, told, button });
  await fillDay(journal, branchFile, EVENTS - SINCE_KEPT);
  // Keeps its state as it ends.
  await once(2);
  await fillDay(journal, branchFile, EVENTS);
  cpSync(journal, full, { recursive: true });
  return {
    start(button: number, from: From): Promise<Stations> {
      rmSync(journal, { recursive: true, force: true });
      cpSync(full, journal, { recursive: true });
      if (from === 'replayed') rmSync(join(journal, STATE));
      // A day's records have long been on the disk: the first sync of a daemon does not write them.
      execFileSync('sync', ['--file-system', journal]);
      return once(button);
    },
  };
}

/** A day of customers who come, are called and go, until there are so many records; forty wait at every moment. */
async function fillDay(directory: string, branchFile: string, events: number): Promise<void> {
  const { must, store, close } = await openBenchBranch(directory, loaded(branchFile));
  const issue = {
    type: 'issue',
    service: SERVICE,
    segment: 'ordinary',
    language: 'zh-CN',
    handover: 'screen',
  } as const;
  if (store.head().seq < EVENTS / 2) {
    await must({ type: 'open-counter', counter: 'counter1', teller: null, profile: null });
    for (let n = 0; n < WAITING; n += 1) await must(issue);
  }
  while (store.head().seq < events) await Promise.all([must(issue), must({ type: 'call-next', counter: 'counter1' })]);
  await close();
}

interface Onlooker {
  readonly stand: Stand;
  readonly seen: { look(): void };
  /** The panel still shows the number of the run before. */
  readonly told: { last: string };
  /** From 0. One press is not the other: the same button so soon would be the same customer. */
  readonly button: number;
}

async function startOnce(words: readonly string[], { stand, seen, told, button }: Onlooker): Promise<Stations> {
  const [began, wall] = [performance.now(), Date.now()];
  const [env = '', ...variables] = IN_ITS_ENVIRONMENT;
  const child = spawn(env, [...variables, process.execPath, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const stations: Stations = { journal: 0, ready: 0, ticket: 0 };
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { msg, time } = JSON.parse(line) as { readonly msg: string; readonly time: number };
    if (msg === 'journal opened') stations.journal = time - wall;
    if (msg.startsWith('ready')) stations.ready = time - wall;
  });
  const panel = stand.hosts.get('panel1');
  const label = (): string =>
    /^(?:NUMBER|号码) (.*)/.exec(((panel?.view('panel1') ?? { line1: '' }) as PanelView).line1)?.[1] ?? told.last;
  const answered = new Promise<void>((resolve) => {
    seen.look = () => void (label() !== told.last && resolve());
  });
  // The customer does not know that it is starting.
  await panel?.act('panel1', `press ${1 + button}`);
  await answered;
  stations.ticket = performance.now() - began;
  told.last = label();
  // The press is acknowledged by then and the slip is out: neither panel nor printer has anything left for the next run.
  await sleep(clock, SLIP_TAKES);
  seen.look = () => {};
  child.kill('SIGTERM');
  await once(child, 'close');
  return stations;
}
