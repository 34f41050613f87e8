import { systemFiles } from '../../../src/config/files.ts';
import { systemPins, systemWires } from '../../../src/daemon/devices.ts';
import { mqttSettings } from '../../../src/daemon/mqtt.ts';
import { type Daemon, startDaemon } from '../../../src/daemon.ts';
import { silentLog } from '../../../src/devices/log.ts';
import { openSqliteStore } from '../../../src/journal/sqlite.ts';
import type { Bench, BenchContext } from '../frame/bench.ts';
import { always, atMost, type Figure } from '../frame/figure.ts';
import { oneValue, type Point, slopeOf } from '../frame/statistics.ts';
import { openMosquitto } from '../stand/asker.ts';
import { clock, loaded, nowhere, writeBranch } from '../stand/branch-stand.ts';
import { closeLater } from '../stand/closing.ts';
import { ISSUE, type Wish } from '../stand/live-branch.ts';

const COUNTERS = Array.from({ length: 16 }, (_, index) => index + 1);

/** Does the heap of the daemon grow with the tickets? The whole daemon in this process, on the real journal and Mosquitto. */
export const bench: Bench = {
  async run(context) {
    const { from, to, step } = context.isQuick
      ? { from: 1_000, to: 5_000, step: 500 }
      : { from: 10_000, to: 100_000, step: 3_000 };
    const daemon = await openDaemon(context);
    for (const n of COUNTERS) {
      await must(daemon, { type: 'open-counter', counter: `counter${n}`, teller: null, profile: null });
    }
    const points: Point[] = [];
    await serve(daemon, from);
    for (let tickets = from; tickets <= to; tickets += step) {
      points.push({ x: tickets, y: heapAfterCollection() });
      await serve(daemon, step);
    }
    return [figure(points, context.isQuick)];
  },
};

async function openDaemon({ directory, seed }: BenchContext): Promise<Daemon> {
  const mosquitto = await openMosquitto();
  const [branchFile, journal] = writeBranch(directory, {
    kiosks: 0,
    buses: [{ id: 'signs', pads: [], signs: COUNTERS }],
    brokerUrl: mosquitto.url,
    embeddedPort: 1,
    wireOf: nowhere,
  });
  const config = loaded(branchFile);
  const daemon = await startDaemon({
    config,
    mqtt: mqttSettings(config, systemFiles()),
    store: await openSqliteStore({ directory: journal, log: silentLog, clock }),
    clock,
    log: silentLog,
    seed,
    wires: systemWires(clock, silentLog),
    pins: systemPins(clock, silentLog),
  });
  closeLater(() => daemon.stop());
  return daemon;
}

async function must({ branch }: Daemon, wish: Wish): Promise<void> {
  const reply = await branch.submit({ ...wish, id: null, actor: { kind: 'daemon' } });
  if (reply.kind === 'fault' || reply.kind === 'refused') throw new Error(`${wish.type}: ${JSON.stringify(reply)}`);
}

/** So many customers from their number to their end, sixteen at a time. */
async function serve(daemon: Daemon, tickets: number): Promise<void> {
  let left = tickets;
  await Promise.all(
    COUNTERS.map(async (n) => {
      const counter = `counter${n}`;
      for (; left > 0; ) {
        left -= 1;
        await must(daemon, ISSUE);
        for (const type of ['call-next', 'start', 'finish'] as const) await must(daemon, { type, counter });
      }
    }),
  );
}

function heapAfterCollection(): number {
  const { gc } = globalThis;
  if (!gc) throw new Error('Node was started without --expose-gc');
  gc();
  gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function figure(points: readonly Point[], isQuick: boolean): Figure {
  const slope = slopeOf(points);
  const [first, last] = [points[0], points.at(-1)];
  const megabytes = (point: Point | undefined): string => ((point?.y ?? Number.NaN) / 1e6).toFixed(2);
  return {
    id: 'growth',
    title: 'growth of the heap a ticket',
    unit: 'B',
    reading: oneValue(slope),
    raw: null,
    // The first thousands still warm up: their slope says nothing about a year.
    goal: isQuick ? null : always(atMost('< 20 bytes a ticket', slope, 20)),
    note: `Least squares of ${points.length} looks after forced collections, from ${megabytes(first)} MB at ${first?.x} tickets to ${megabytes(last)} MB at ${last?.x}. The heap of the main thread; the journal is the real one.`,
  };
}
