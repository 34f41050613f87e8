import { setTimeout as sleep } from 'node:timers/promises';
import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import { startProgram } from '../../stand/program.ts';
import type { Bench, BenchContext } from '../frame/bench.ts';
import type { Figure } from '../frame/figure.ts';
import { bytesWrittenBy, cpuOf } from '../frame/machine.ts';
import { oneValue } from '../frame/statistics.ts';
import { openMosquitto } from '../stand/asker.ts';
import { type BranchStand, openBranchStand } from '../stand/branch-stand.ts';
import { PROGRAM } from '../stand/places.ts';
import { openPresses } from '../stand/presses.ts';

/** What one ticket costs, and what of it nobody could save. */
interface Cost {
  readonly tickets: number;
  readonly cpuMs: number;
  /** CPU share while nothing happens: 0–1 of a core. */
  readonly idle: number;
  readonly seconds: number;
  readonly written: number;
  /** Records of a ticket, and the bytes of their lines as they are exported. */
  readonly records: number;
  readonly bytes: number;
}

/** What does a ticket cost from its button to its end, in CPU time and in bytes that go to the disk? */
export const bench: Bench = {
  async run(context) {
    return figures(await measure(context));
  },
};

async function measure(context: BenchContext): Promise<Cost> {
  const { isQuick } = context;
  const mosquitto = await openMosquitto();
  const stand = await openBranchStand(context, {
    kiosks: 1,
    buses: [{ id: 'bus1', pads: [1], signs: [1] }],
    brokerUrl: mosquitto.url,
  });
  const { child } = await stand.start();
  const pid = child.pid ?? 0;
  const presses = await openPresses(stand, 1);
  const serve = async (key: string): Promise<void> => {
    const pad = (): PadView => stand.view<PadView>('keypad1');
    stand.act('keypad1', `press ${key}`);
    await stand.bell.until(`the answer to ${key}`, () => pad().unacknowledged.length === 0);
  };
  const ticket = async (): Promise<void> => {
    await presses.together([1]);
    await serve('next');
    await serve('start');
    await serve('finish');
  };
  await serve('pause');
  for (let n = 0; n < 10; n += 1) await ticket();
  const quiet = isQuick ? 5 : 30;
  const idleBefore = cpuOf(pid);
  await sleep(quiet * 1_000);
  const idle = (cpuOf(pid) - idleBefore) / quiet;
  const before = await linesOf(stand);
  const [cpu, written, began] = [cpuOf(pid), bytesWrittenBy(pid), performance.now()];
  const tickets = isQuick ? 50 : 500;
  for (let n = 0; n < tickets; n += 1) await ticket();
  const seconds = (performance.now() - began) / 1_000;
  const [cpuMs, bytes] = [(cpuOf(pid) - cpu) * 1_000, bytesWrittenBy(pid) - written];
  const lines = (await linesOf(stand)).slice(before.length);
  const length = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  return {
    tickets,
    cpuMs: cpuMs / tickets,
    idle,
    seconds,
    written: bytes / tickets,
    records: lines.length / tickets,
    bytes: length / tickets,
  };
}

async function linesOf({ bell, journal }: BranchStand): Promise<readonly string[]> {
  const run = startProgram(['journal', 'export', journal], bell, [], PROGRAM);
  run.child.stdin?.end();
  await run.end;
  return run.out;
}

function figures({ tickets, cpuMs, idle, seconds, written, records, bytes }: Cost): readonly Figure[] {
  const polling = (idle * 1_000 * seconds) / tickets;
  return [
    {
      id: 'ticket-cpu',
      title: 'CPU time a ticket, button to finish',
      unit: 'ms',
      reading: oneValue(cpuMs),
      raw: { what: 'what the daemon had used without any ticket (questions on the bus)', reading: oneValue(polling) },
      goal: null,
      note: `All threads, over ${tickets} tickets in ${seconds.toFixed(0)} s: a press, a slip, three keys with their answers, a display, ${records.toFixed(1)} records, their MQTT events and states.`,
    },
    {
      id: 'ticket-disk',
      title: 'bytes to disk a ticket',
      unit: 'kB',
      reading: oneValue(written / 1_000),
      raw: { what: 'its records, as exported', reading: oneValue(bytes / 1_000) },
      goal: null,
      note: `Why so much more: each of the ${records.toFixed(1)} records is a commit of its own on a quiet branch, a commit writes whole pages of 4 KiB into the WAL (the table's last page, and often the one that cursors stand in), a block of 4 KiB into the head file, and the checkpoint writes each page once more.`,
    },
  ];
}
