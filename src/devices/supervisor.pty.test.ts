import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { linkDirectory } from '../../test/pty.ts';
import { lacks } from '../../test/tools.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { DriverContext, WireDevice } from './driver.ts';
import type { DeviceHealth } from './kinds.ts';
import { silentLog } from './log.ts';
import { type SupervisedDevice, superviseDevice } from './supervisor.ts';
import type { FarEnd } from './wire/far-end.ts';
import { ptyFarEnd } from './wire/pty.ts';
import { serialWires } from './wire/serial.ts';
import type { Wire } from './wire/wire.ts';

const clock: Clock = systemClock(() => true);
const line = { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;

/** What happens, waited for by a question. */
function news() {
  const waiting = new Set<() => void>();
  return {
    tell(): void {
      for (const look of [...waiting]) look();
    },
    until: (holds: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!holds()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

interface Stand {
  readonly far: FarEnd;
  readonly supervised: SupervisedDevice<'display'>;
  readonly heard: number[];
  readonly wire: () => Wire;
  state(): DeviceHealth['state'];
  until(holds: () => boolean): Promise<void>;
}

let close: (() => Promise<void>) | null = null;
afterEach(async () => {
  await close?.();
  close = null;
});

/** A small device on a real pty: asked `?` it says `!`; frames are lines that end in a full stop. */
async function stand(): Promise<Stand> {
  const far = await ptyFarEnd({ link: join(linkDirectory(), 'display'), clock, log: silentLog });
  const { tell, until } = news();
  const heard: number[] = [];
  let wire: Wire | null = null;
  far.onBytes((bytes) => {
    if (bytes.includes(63)) far.send(Uint8Array.of(33));
  });
  const driver = (_context: DriverContext): WireDevice<'display'> => ({
    port: { show() {} },
    begin(opened, report) {
      wire = opened;
      void opened.write(Uint8Array.of(63));
      return {
        onBytes(bytes) {
          heard.push(...bytes);
          if (bytes.includes(33)) report.identified('!');
          tell();
        },
        end: tell,
      };
    },
    close: async () => {},
  });
  const supervised = await superviseDevice<'display'>({
    device: 'display-1',
    wires: serialWires({ path: far.address, line, clock, log: silentLog }),
    clock,
    log: silentLog,
    onHealth: tell,
    open: async (context) => driver(context),
  });
  close = async () => {
    await supervised.close();
    await far.close();
  };
  await until(() => supervised.health().state === 'running');
  return {
    far,
    supervised,
    heard,
    until,
    state: () => supervised.health().state,
    wire: () => wire ?? expect.unreachable(),
  };
}

describe.skipIf(lacks('socat'))('a serial cable that vanishes and returns on another node', () => {
  test('while the device is idle: lost, then right again', async () => {
    const { far, until, state } = await stand();
    await far.pull();
    await until(() => state() === 'backing-off');
    await far.plug();
    await until(() => state() === 'running');
  });

  test('in mid-frame: the half is not taken for a whole, and the device is right again', async () => {
    const { far, until, state, heard } = await stand();
    far.send(Uint8Array.of(65, 66));
    await until(() => heard.includes(66));
    await far.pull();
    await until(() => state() === 'backing-off');
    await far.plug();
    await until(() => state() === 'running');
    far.send(Uint8Array.of(67, 46));
    await until(() => heard.includes(46));
    expect(heard.filter((byte) => byte === 33)).toHaveLength(2);
  });

  test('while the daemon writes: every write has an end, and the device is right again', async () => {
    const { far, until, state, wire } = await stand();
    far.hold(true);
    const writes = Array.from({ length: 30 }, () => wire().write(new Uint8Array(2_000).fill(32)));
    await far.pull();
    for (const end of await Promise.all(writes)) expect(['written', 'closed']).toContain(end.kind);
    await until(() => state() === 'backing-off');
    far.hold(false);
    await far.plug();
    await until(() => state() === 'running');
  });

  test('many times in a row: right each time, with no more than one port open', async () => {
    const { far, until, state, heard } = await stand();
    for (let time = 0; time < 4; time += 1) {
      await far.pull();
      await until(() => state() !== 'running');
      await far.plug();
      await until(() => state() === 'running');
    }
    expect(heard.filter((byte) => byte === 33)).toHaveLength(5);
  });
});
