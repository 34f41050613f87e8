import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linkDirectory } from '../../test/pty.ts';
import { lacks } from '../../test/tools.ts';
import { fakeClock } from '../clock.fake.ts';
import { systemClock } from '../clock.ts';
import type { Emulator, EmulatorContext } from './driver.ts';
import { type EmulatorHost, hostEmulators } from './emulator-host.ts';
import { silentLog } from './log.ts';
import { heard } from './spec.ts';
import { wirePair } from './wire/pair.ts';
import { serialWires } from './wire/serial.ts';
import { tcpWires } from './wire/tcp.ts';
import type { WireFactory } from './wire/wire.ts';

const clock = systemClock(() => true);
const line = { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;

/** A unit that answers to its own number with that number + 100, and keeps all that it hears. */
function unit(number: number, all: Map<number, number[]>) {
  return async (context: EmulatorContext): Promise<Emulator> => {
    const bytes: number[] = [];
    all.set(number, bytes);
    return {
      receive(heardBytes) {
        bytes.push(...heardBytes);
        if (heardBytes.includes(number)) context.send(Uint8Array.of(number + 100));
        context.onChange();
      },
      act: (action) => (action === 'press' ? { kind: 'done' } : { kind: 'refused', known: ['press'] }),
      view: () => ({ heard: bytes.length }),
      close() {},
    };
  };
}

async function talk(host: EmulatorHost, factory: WireFactory, all: Map<number, number[]>): Promise<void> {
  const listener = heard();
  const end = await factory.open(listener);
  if (end.kind !== 'open') return expect.unreachable();
  await end.wire.write(Uint8Array.of(1));
  await listener.until(() => listener.bytes.length > 0);
  await end.wire.write(Uint8Array.of(2));
  await listener.until(() => listener.bytes.length > 1);
  expect(listener.bytes).toEqual([101, 102]);
  expect(all.get(1)?.[0]).toBe(1);
  expect(all.get(2)).toEqual([1, 101, 2]);
  expect(host.view('pad-2')).toEqual({ heard: 3 });
  await end.wire.close();
}

const seats = (all: Map<number, number[]>) => [
  { id: 'pad-1', emulate: unit(1, all) },
  { id: 'pad-2', emulate: unit(2, all) },
];

test('units of a bus on TCP hear all that is said, and answer through the one wire', async () => {
  const all = new Map<number, number[]>();
  const host = await hostEmulators({ at: { kind: 'tcp', port: 0 }, seats: seats(all), clock, log: silentLog });
  await talk(host, tcpWires({ host: '127.0.0.1', port: Number(new URL(host.address).port), clock }), all);
  await host.close();
});

test('units on an in-memory wire each have an end of their own', async () => {
  const virtual = fakeClock();
  const pair = wirePair({ clock: virtual, name: 'pair:bus', isShared: true });
  const all = new Map<number, number[]>();
  const host = await hostEmulators({ at: { kind: 'pair', pair }, seats: seats(all), clock: virtual, log: silentLog });
  const listener = heard();
  const end = await pair.factory.open(listener);
  if (end.kind !== 'open') return expect.unreachable();
  void end.wire.write(Uint8Array.of(2));
  await virtual.advance(10);
  expect(listener.bytes).toEqual([102]);
  expect(all.get(1)).toEqual([2, 102]);
  await host.close();
});

test('actions reach the emulator, the cable is one of them, and unknown ones are refused with those that are known', async () => {
  const all = new Map<number, number[]>();
  const changed: string[] = [];
  const host = await hostEmulators({
    at: { kind: 'tcp', port: 0 },
    seats: seats(all),
    clock,
    log: silentLog,
    onChange: (id) => void changed.push(id),
  });
  expect(await host.act('pad-1', 'press')).toEqual({ kind: 'done' });
  expect(await host.act('pad-1', 'dance')).toEqual({ kind: 'refused', known: ['press', 'pull', 'plug'] });
  expect(await host.act('nobody', 'press')).toEqual({ kind: 'refused', known: [] });
  expect(await host.act('pad-1', 'pull')).toEqual({ kind: 'done' });
  expect(host.isPlugged()).toBe(false);
  expect(await host.act('pad-1', 'plug')).toEqual({ kind: 'done' });
  await talk(host, tcpWires({ host: '127.0.0.1', port: Number(new URL(host.address).port), clock }), all);
  expect(changed).toContain('pad-2');
  const closed = host.close();
  expect(host.close()).toBe(closed);
  await closed;
});

test('an emulator that fails takes nobody with it', async () => {
  const all = new Map<number, number[]>();
  const broken = {
    id: 'broken',
    emulate: async () => ({ ...(await unit(9, all)(contextOf())), receive: () => JSON.parse('{') }),
  };
  const host = await hostEmulators({
    at: { kind: 'tcp', port: 0 },
    seats: [broken, ...seats(all)],
    clock,
    log: silentLog,
  });
  await talk(host, tcpWires({ host: '127.0.0.1', port: Number(new URL(host.address).port), clock }), all);
  await host.close();
});

const contextOf = (): EmulatorContext => ({ clock, send() {}, onChange() {} });

test('units that answer each other without end are stopped', async () => {
  let said = 0;
  const parrot = async (context: EmulatorContext): Promise<Emulator> => ({
    receive(bytes) {
      said += 1;
      context.send(bytes);
    },
    act: () => ({ kind: 'done' }),
    view: () => said,
    close() {},
  });
  const host = await hostEmulators({
    at: { kind: 'tcp', port: 0 },
    seats: [
      { id: 'parrot-1', emulate: parrot },
      { id: 'parrot-2', emulate: parrot },
    ],
    clock,
    log: silentLog,
  });
  const factory = tcpWires({ host: '127.0.0.1', port: Number(new URL(host.address).port), clock });
  const listener = heard();
  const end = await factory.open(listener);
  if (end.kind !== 'open') return expect.unreachable();
  await end.wire.write(Uint8Array.of(1));
  await listener.until(() => listener.bytes.length > 0);
  expect(host.view('parrot-1')).toBeLessThan(200);
  await host.close();
});

test('two emulators with one id are refused', async () => {
  const all = new Map<number, number[]>();
  const twice = [
    { id: 'pad-1', emulate: unit(1, all) },
    { id: 'pad-1', emulate: unit(2, all) },
  ];
  await expect(
    hostEmulators({ at: { kind: 'tcp', port: 0 }, seats: twice, clock, log: silentLog }),
  ).rejects.toMatchObject({ code: 'device/two-emulators' });
});

test('a port that is taken is a fault with a next step', async () => {
  const all = new Map<number, number[]>();
  const host = await hostEmulators({ at: { kind: 'tcp', port: 0 }, seats: seats(all), clock, log: silentLog });
  const port = Number(new URL(host.address).port);
  await expect(
    hostEmulators({ at: { kind: 'tcp', port }, seats: seats(all), clock, log: silentLog }),
  ).rejects.toMatchObject({ code: 'device/cannot-listen' });
  await host.close();
});

describe.skipIf(lacks('socat'))('an emulator on a pseudo-terminal', () => {
  test('is a serial port for the daemon, and stays itself when the cable is pulled and plugged in again', async () => {
    const all = new Map<number, number[]>();
    const link = join(linkDirectory(), 'bus');
    const host = await hostEmulators({ at: { kind: 'pty', link }, seats: seats(all), clock, log: silentLog });
    const factory = serialWires({ path: link, line, clock, log: silentLog });
    await talk(host, factory, all);
    const before = realpathSync(link);
    await host.act('pad-1', 'pull');
    expect(existsSync(link)).toBe(false);
    await host.act('pad-1', 'plug');
    expect(realpathSync(link)).toMatch(/^\/dev\/pts\//);
    expect(before).toMatch(/^\/dev\/pts\//);
    expect(host.view('pad-2')).toEqual({ heard: 3 });
    await host.close();
    expect(existsSync(link)).toBe(false);
  });

  test('a link where none can be made is a fault with a next step', async () => {
    await expect(
      hostEmulators({ at: { kind: 'pty', link: '/no/such/place/x' }, seats: [], clock, log: silentLog }),
    ).rejects.toMatchObject({ code: 'device/no-pty' });
  });
});

test.skipIf(lacks('socat'))('a pty takes no name that a file of somebody has', async () => {
  const link = join(linkDirectory(), 'branch.yaml');
  writeFileSync(link, 'id: b1');
  const seats = [{ id: 'unit1', emulate: unit(1, new Map()) }];
  await expect(hostEmulators({ at: { kind: 'pty', link }, seats, clock, log: silentLog })).rejects.toMatchObject({
    code: 'device/no-pty',
    where: link,
    what: expect.stringContaining('a file has the name'),
  });
  expect(readFileSync(link, 'utf8')).toBe('id: b1');
});

test('on a line with a speed of its own all units hear the question, and two that answer at once garble each other', async () => {
  const all = new Map<number, number[]>();
  const same = [
    { id: 'pad-1', emulate: unit(1, all) },
    { id: 'pad-2', emulate: unit(2, all) },
    { id: 'twin', emulate: unit(2, new Map()) },
  ];
  const at = { kind: 'tcp', port: 0 } as const;
  const host = await hostEmulators({ at, line: { ...line, baud: 1_200 }, seats: same, clock, log: silentLog });
  const { port } = new URL(host.address);
  const listener = heard();
  const end = await tcpWires({ host: '127.0.0.1', port: Number(port), clock }).open(listener);
  if (end.kind !== 'open') return expect.unreachable();
  await end.wire.write(Uint8Array.of(1));
  await listener.until(() => listener.bytes.length > 0);
  await end.wire.write(Uint8Array.of(2));
  await listener.until(() => listener.bytes.length > 2);
  expect(listener.bytes[0]).toBe(101);
  expect(listener.bytes.slice(1)).not.toContain(102);
  await end.wire.close();
  await host.close();
});
