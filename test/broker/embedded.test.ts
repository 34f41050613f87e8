import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noDeviceAlerts } from '../../src/branch/device-alerts.fake.ts';
import { systemClock } from '../../src/clock.ts';
import { EMBEDDED_BROKER } from '../../src/mqtt/broker-messages.ts';
import { type Mqtt, type MqttParts, runMqtt } from '../../src/mqtt/mqtt.ts';
import { built } from '../built.ts';
import { emptyDisk, type FakeBranch, openFakeBranch } from './fake-branch.ts';
import { freePort } from './mosquitto.ts';
import { Reader } from './reader.ts';
import { linesLog, PREFIX, SETTINGS } from './stand.ts';

const clock = systemClock(() => true);
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000, interval: 20 });
let folder: string;
let closing: (() => Promise<void>)[];

beforeEach(async () => {
  closing = [];
  folder = await mkdtemp(join(tmpdir(), 'lobbyd-broker-'));
});

afterEach(async () => {
  for (const close of closing.reverse()) await close();
  await rm(folder, { recursive: true, force: true });
});

interface Daemon {
  readonly fake: FakeBranch;
  readonly mqtt: Mqtt;
  readonly lines: readonly string[];
  port(): number;
}

async function daemon(
  broker: { port?: number; clients?: number; largestPacket?: number } = {},
  more: Partial<MqttParts> = {},
): Promise<Daemon> {
  const fake = openFakeBranch(emptyDisk());
  const log = linesLog();
  const running = runMqtt({
    branch: fake.branch,
    store: fake.store,
    settings: { ...SETTINGS, broker: { ...EMBEDDED_BROKER, port: 0, ...broker } },
    clock,
    log,
    health: fake.health,
    alerts: noDeviceAlerts(fake.branch),
    seed: 3,
    boot: 1,
    eventOf: (record) => fake.eventOf(record),
    brokerWorker: built('src/mqtt/broker-worker.ts'),
    ...more,
  });
  closing.push(() => running.stop());
  await soon(() => running.status().state).toBe('connected');
  return { fake, mqtt: running, lines: log.lines, port: () => running.status().embedded?.port ?? 0 };
}

function reader(port: number, name = 'reader'): Reader {
  const made = new Reader(`mqtt://127.0.0.1:${port}`, PREFIX, { name });
  closing.push(() => made.close());
  return made;
}

/** A worker that runs the broker and dies as soon as the file `die` is there. */
async function mortalWorker(): Promise<{ readonly worker: URL; kill(): Promise<void> }> {
  const file = join(folder, 'mortal.mjs');
  const die = join(folder, 'die');
  const text = `import { existsSync, rmSync } from 'node:fs';
setInterval(() => { if (existsSync(${JSON.stringify(die)})) { rmSync(${JSON.stringify(die)}); process.exit(1); } }, 10);
await import(${JSON.stringify(built('src/mqtt/broker-worker.ts').href)});`;
  await writeFile(file, text);
  return { worker: pathToFileURL(file), kill: () => writeFile(die, '') };
}

async function socketTo(port: number): Promise<Socket & { isOver: boolean }> {
  const socket = Object.assign(connect(port, '127.0.0.1'), { isOver: false });
  socket.on('close', () => {
    socket.isOver = true;
  });
  socket.on('error', () => {});
  closing.push(async () => void socket.destroy());
  await soon(() => socket.readyState).not.toBe('opening');
  return socket;
}

describe('the embedded broker', () => {
  it('is reached over TCP like any other, speaks 3.1.1, and reports its port', async () => {
    const { fake, mqtt: running, port } = await daemon();
    expect(running.status()).toMatchObject({ protocol: 4, embedded: { restarts: 0 } });
    const hall = reader(port());
    await soon(() => hall.retained.size).toBeGreaterThan(4);
    for (let count = 0; count < 300; count += 1) await fake.issue();
    await soon(() => hall.complete).toBe(300);
    expect(hall.arrived.map(({ sequence }) => Number(sequence))).toEqual(
      Array.from({ length: 300 }, (_, at) => at + 1),
    );
    await soon(() => hall.retained.get('state/queue/cash')).toMatchObject({ waiting: 300 });
    expect(hall.availability.at(-1)).toEqual({ state: 'online', boot: 1 });
  });

  it('answers commands', async () => {
    const { port } = await daemon();
    const tablet = reader(port(), 'tablet');
    await soon(() => tablet.retained.size).toBeGreaterThan(4);
    tablet.command('issue', { id: 'one', service: 'cash' });
    await soon(() => tablet.answer('one')).toMatchObject({ result: { kind: 'issued', label: 'A001' } });
  });

  it('comes back on its port when its worker dies, with all states; missed events come by replay', async () => {
    const { worker, kill } = await mortalWorker();
    const { fake, mqtt: running, port } = await daemon({}, { brokerWorker: worker });
    const before = port();
    const hall = reader(before);
    await soon(() => hall.retained.size).toBeGreaterThan(4);
    for (let count = 0; count < 40; count += 1) await fake.issue();
    await soon(() => hall.complete).toBe(40);
    hall.retained.clear();
    await kill();
    await soon(() => running.status().embedded?.restarts).toBe(1);
    for (let count = 0; count < 40; count += 1) await fake.issue();
    await soon(() => running.status().behind).toBe(0);
    expect(port()).toBe(before);
    await soon(() => hall.retained.get('state/queue/cash')).toMatchObject({ waiting: 80 });
    await soon(() => {
      hall.fillHoles(80);
      return hall.complete;
    }).toBe(80);
    expect(running.status().incidents).toEqual([]);
  });

  it('when its port is taken says so and gets it once it is free', async () => {
    const port = await freePort();
    const first = await daemon({ port });
    const fake = openFakeBranch(emptyDisk());
    const log = linesLog();
    const second = runMqtt({
      branch: fake.branch,
      store: fake.store,
      settings: { ...SETTINGS, clientId: 'second', broker: { ...EMBEDDED_BROKER, port } },
      clock,
      log,
      health: fake.health,
      alerts: noDeviceAlerts(fake.branch),
      seed: 3,
      boot: 1,
      eventOf: (record) => fake.eventOf(record),
      brokerWorker: built('src/mqtt/broker-worker.ts'),
    });
    closing.push(() => second.stop());
    await fake.issue();
    await soon(() => log.lines.some((line) => /broker-down.*EADDRINUSE/.test(line))).toBe(true);
    await first.mqtt.stop();
    await soon(() => second.status().behind).toBe(0);
    expect(second.status().state).toBe('connected');
  });

  it('a chatty client delays neither the daemon nor the others', async () => {
    const { fake, port } = await daemon();
    const hall = reader(port());
    await soon(() => hall.retained.size).toBeGreaterThan(4);
    const chatty = mqtt.connect(`mqtt://127.0.0.1:${port()}`, { clientId: 'chatty', protocolVersion: 4 });
    closing.push(() => chatty.endAsync(true));
    await soon(() => chatty.connected).toBe(true);
    for (let count = 0; count < 20_000; count += 1) chatty.publish(`noise/${count % 7}`, 'x'.repeat(200), { qos: 0 });
    for (let count = 0; count < 20; count += 1) await fake.issue();
    await soon(() => hall.complete).toBe(20);
  });

  it('throws out who announces a packet that is too large, before it is in memory', async () => {
    const { fake, port, lines, mqtt: running } = await daemon();
    const socket = await socketTo(port());
    // PUBLISH with a remaining length of 268,435,455.
    socket.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0x00]));
    await soon(() => socket.isOver).toBe(true);
    await soon(() => lines.some((line) => line.includes('mqtt/packet-too-large'))).toBe(true);
    await fake.issue();
    await soon(() => running.status().behind).toBe(0);
  });

  it('throws out who speaks no MQTT', async () => {
    const { port } = await daemon();
    const socket = await socketTo(port());
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await soon(() => socket.isOver).toBe(true);
  });

  it('turns away connections beyond its bound and keeps those it has', async () => {
    const { fake, port, mqtt: running, lines } = await daemon({ clients: 4 });
    const sockets: Awaited<ReturnType<typeof socketTo>>[] = [];
    for (let count = 0; count < 6; count += 1) sockets.push(await socketTo(port()));
    await soon(() => sockets.filter(({ isOver }) => isOver).length).toBe(3);
    await soon(() => lines.some((line) => line.includes('a client is turned away'))).toBe(true);
    await fake.issue();
    await soon(() => running.status().behind).toBe(0);
  });

  it('listens on loopback alone', async () => {
    expect(EMBEDDED_BROKER).toMatchObject({ host: '127.0.0.1' });
  });
});
