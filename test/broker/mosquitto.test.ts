import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import mqttClient from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Mqtt, MqttSettings } from '../../src/mqtt/mqtt.ts';
import { type Cable, layCable } from './cable.ts';
import { emptyDisk, type FakeBranch, type FakeDisk } from './fake-branch.ts';
import { type Mosquitto, makeMosquitto, NO_MOSQUITTO } from './mosquitto.ts';
import { Reader } from './reader.ts';
import { linesLog, PREFIX, SETTINGS, stand } from './stand.ts';

const clock = systemClock(() => true);
const run = promisify(execFile);
const HAS_NO_RR = !existsSync('/usr/bin/mosquitto_rr') && process.env.CI !== 'true';
if (HAS_NO_RR) console.warn('mosquitto_rr is not installed: apt install mosquitto-clients');
const isSkipped = NO_MOSQUITTO !== null && process.env.CI !== 'true';
if (isSkipped) console.warn(`tests against Mosquitto are skipped: ${NO_MOSQUITTO}`);

let mosquitto: Mosquitto;
let closing: (() => Promise<void>)[];

beforeEach(async () => {
  closing = [];
  if (isSkipped) return;
  mosquitto = await makeMosquitto();
  await mosquitto.start();
});

afterEach(async () => {
  for (const close of closing.reverse()) await close();
  await mosquitto?.remove();
});

interface Daemon {
  readonly fake: FakeBranch;
  readonly mqtt: Mqtt;
  readonly lines: readonly string[];
}

function daemon(
  options: { url?: string; disk?: FakeDisk; boot?: number; settings?: Partial<MqttSettings> } = {},
): Daemon {
  const log = linesLog();
  const { fake, mqtt } = stand({
    clock,
    log,
    disk: options.disk ?? emptyDisk(),
    broker: { kind: 'remote', url: options.url ?? mosquitto.url },
    settings: { willDelay: 0, ...options.settings },
    boot: options.boot ?? 1,
  });
  closing.push(() => mqtt.stop());
  return { fake, mqtt, lines: log.lines };
}

async function reader(options: ConstructorParameters<typeof Reader>[2] = {}): Promise<Reader> {
  const made = new Reader(mosquitto.url, PREFIX, options);
  closing.push(() => made.close());
  await soon(() => made.isConnected).toBe(true);
  return made;
}

async function newCable(): Promise<Cable> {
  const made = await layCable(mosquitto.port);
  closing.push(() => made.close());
  return made;
}

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000, interval: 20 });

describe.skipIf(isSkipped)('against Mosquitto', () => {
  it('connects with MQTT 5 and brings events in order, states and availability', async () => {
    const hall = await reader();
    const { fake, mqtt } = daemon({ boot: 5 });
    await soon(() => mqtt.status().state).toBe('connected');
    expect(mqtt.status().protocol).toBe(5);
    for (let count = 0; count < 100; count += 1) await fake.issue();
    await soon(() => hall.complete).toBe(100);
    expect(hall.arrived.map(({ sequence }) => Number(sequence))).toEqual(
      Array.from({ length: 100 }, (_, at) => at + 1),
    );
    await soon(() => hall.retained.get('state/queue/cash')).toMatchObject({ waiting: 100, asOfSeq: 100 });
    expect(hall.availability.at(-1)).toEqual({ state: 'online', boot: 5 });
    await mqtt.stop();
    await soon(() => hall.availability.at(-1)).toEqual({ state: 'offline', boot: 5 });
  });

  it('events arrive once and in order for a reader by the rules while the broker is killed under traffic', async () => {
    const hall = await reader();
    const { fake, mqtt } = daemon();
    let issued = 0;
    const issue = async (count: number): Promise<void> => {
      for (let one = 0; one < count; one += 1) await fake.issue();
      issued += count;
    };
    for (let round = 0; round < 3; round += 1) {
      await issue(70);
      await soon(() => mqtt.status().published).toBeGreaterThan(issued - 60);
      await mosquitto.kill();
      await issue(70);
      await mosquitto.start();
      await issue(70);
    }
    await soon(() => mqtt.status().behind).toBe(0);
    await soon(() => hall.isConnected).toBe(true);
    await soon(() => {
      hall.fillHoles(issued);
      return hall.complete;
    }).toBe(issued);
    const ids = [...hall.seen.values()].map(({ id }) => id);
    expect(new Set(ids).size).toBe(630);
    expect(ids.sort()).toEqual(Array.from({ length: 630 }, (_, at) => `b1/e1/${at + 1}`).sort());
  }, 60_000);

  it('the retained states are there again after the broker forgot them', async () => {
    const { fake, mqtt } = daemon();
    await fake.issue();
    await soon(() => mqtt.status().behind).toBe(0);
    await mosquitto.kill();
    await fake.issue();
    await mosquitto.start();
    const late = await reader({ name: 'late' });
    await soon(() => late.retained.get('state/queue/cash')).toMatchObject({ waiting: 2, asOfSeq: 2 });
    await soon(() => late.availability.at(-1)).toEqual({ state: 'online', boot: 1 });
    // One after the other: what was asked for above need not be the last of them.
    await soon(() => [...late.retained.keys()].sort()).toEqual([
      'state/alerts',
      'state/appointments',
      'state/board',
      'state/branch',
      'state/counter/w1',
      'state/counter/w2',
      'state/hall',
      'state/journal',
      'state/missed',
      'state/parked',
      'state/queue/cash',
      'state/queue/wealth',
      'state/signals',
    ]);
  });

  it('a daemon that is cut off is called lost by its will, with its boot number', async () => {
    const hall = await reader();
    const cable = await newCable();
    const { mqtt } = daemon({ url: cable.url, boot: 9 });
    await soon(() => hall.availability.at(-1)).toEqual({ state: 'online', boot: 9 });
    cable.cut();
    await soon(() => hall.availability.at(-1)).toEqual({ state: 'lost', boot: 9 });
    cable.mend();
    await soon(() => hall.availability.at(-1)).toEqual({ state: 'online', boot: 9 });
    expect(mqtt.status().connections).toBe(2);
  });

  it('a link that is half open is cut and made again, and nothing is lost', async () => {
    const hall = await reader();
    const cable = await newCable();
    const { fake, mqtt } = daemon({ url: cable.url, settings: { keepalive: 1 } });
    await fake.issue();
    await soon(() => hall.complete).toBe(1);
    cable.freeze();
    await fake.issue();
    await soon(() => hall.complete).toBe(2);
    expect(mqtt.status().connections).toBe(2);
  });

  it('a second client with our id throws us out: it is named, and we come back', async () => {
    const { mqtt, lines } = daemon();
    await soon(() => mqtt.status().state).toBe('connected');
    const intruder = mqttClient.connect(mosquitto.url, { clientId: SETTINGS.clientId, reconnectPeriod: 0 });
    closing.push(() => intruder.endAsync(true));
    await soon(() => mqtt.status().connections).toBe(2);
    await soon(() => lines.some((line) => /mqtt\/lost.*(142|closed)/.test(line))).toBe(true);
  });

  it('a broker that does not know us is named as such, and nothing is lost', async () => {
    await mosquitto.remove();
    mosquitto = await makeMosquitto({ isOpen: false });
    await mosquitto.start();
    const { fake, mqtt } = daemon();
    await fake.issue();
    await soon(() => mqtt.status().incidents.map(({ code }) => code)).toEqual(['mqtt/not-authorised']);
    expect(mqtt.status()).toMatchObject({ published: 0, behind: 1 });
  });

  it('a broker that refuses our events and our commands is named as such, and nothing is lost', async () => {
    await mosquitto.remove();
    mosquitto = await makeMosquitto({
      rights: [`topic readwrite ${PREFIX}/state/#`, `topic readwrite ${PREFIX}/avail`],
    });
    await mosquitto.start();
    const { fake, mqtt } = daemon();
    await fake.issue();
    await soon(() => mqtt.status().incidents.map(({ code }) => code)).toContain('mqtt/publish-refused');
    expect(mqtt.status()).toMatchObject({ state: 'connected', published: 0, behind: 1 });
  });

  it('a daemon that starts before its broker waits for it', async () => {
    await mosquitto.kill();
    const { fake, mqtt, lines } = daemon();
    await fake.issue();
    await soon(() => mqtt.status().incidents.map(({ code }) => code)).toEqual(['mqtt/unreachable']);
    await mosquitto.start();
    await soon(() => mqtt.status().behind).toBe(0);
    expect(lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
  });

  it('answers commands of MQTT 5 with correlation data', async () => {
    const tablet = await reader({ name: 'tablet-5', protocolVersion: 5 });
    const { fake, mqtt } = daemon();
    await soon(() => mqtt.status().state).toBe('connected');
    await soon(() => tablet.retained.size).toBeGreaterThan(0);
    tablet.request('issue', { service: 'cash' }, 'corr-1');
    await soon(() => tablet.answers).toEqual([
      { command: 'issue', id: null, result: { kind: 'issued', ticket: 1, label: 'A001', ahead: 0 } },
    ]);
    expect(fake.asked[0]).toMatchObject({ actor: { kind: 'mqtt', client: 'tablet-5' } });
  });

  it('opens, pauses and closes a counter, which its state on the broker then says', async () => {
    const tablet = await reader({ name: 'tablet' });
    daemon();
    await soon(() => tablet.retained.size).toBeGreaterThan(0);
    const states = [
      ['pause-counter', 'paused'],
      ['open-counter', 'open'],
      ['close-counter', 'closed'],
    ] as const;
    for (const [command, state] of states) {
      tablet.command(command, { id: command, counter: 'w1' });
      await soon(() => tablet.answer(command)).toMatchObject({ command, result: { kind: 'done', label: null } });
      await soon(() => tablet.retained.get('state/counter/w1')).toMatchObject({ state });
    }
  });

  it('answers commands of MQTT 3.1.1, the same id alike also after a restart', async () => {
    const tablet = await reader({ name: 'tablet-4' });
    const disk = emptyDisk();
    const first = daemon({ disk });
    await soon(() => tablet.retained.size).toBeGreaterThan(0);
    tablet.command('issue', { id: 'press-1', service: 'cash' });
    await soon(() => tablet.answers.length).toBe(1);
    tablet.command('issue', { id: 'press-1', service: 'cash' });
    await soon(() => tablet.answers.length).toBe(2);
    await first.mqtt.stop();
    const second = daemon({ disk, boot: 2 });
    await soon(() => second.mqtt.status().state).toBe('connected');
    tablet.command('issue', { id: 'press-1', service: 'cash' });
    await soon(() => tablet.answers.length).toBe(3);
    expect(tablet.answers[1]).toEqual(tablet.answers[0]);
    expect(tablet.answers[2]).toEqual(tablet.answers[0]);
    expect(disk.records).toHaveLength(1);
  });

  it('a command that came while the daemon was away is done when it is back', async () => {
    const tablet = await reader({ name: 'tablet' });
    const disk = emptyDisk();
    const first = daemon({ disk });
    await soon(() => tablet.availability.at(-1)?.state).toBe('online');
    await soon(() => tablet.retained.size).toBeGreaterThan(5);
    await first.mqtt.stop();
    tablet.command('issue', { id: 'while-away', service: 'cash' });
    daemon({ disk, boot: 2 });
    await soon(() => tablet.answer('while-away')).toMatchObject({ result: { label: 'A001' } });
  });

  it('a retained command does nothing, however often the daemon connects', async () => {
    const tablet = await reader({ name: 'tablet' });
    tablet.publish(`${PREFIX}/cmd/issue`, JSON.stringify({ id: 'r', service: 'cash' }), true);
    const { fake, lines } = daemon();
    await soon(() => lines.some((line) => line.startsWith('warn mqtt/retained-command'))).toBe(true);
    expect(fake.asked).toEqual([]);
  });

  it('a retained command that is published while the daemon is connected does nothing either (MQTT 5)', async () => {
    const tablet = await reader({ name: 'tablet', protocolVersion: 5 });
    const { fake, mqtt, lines } = daemon();
    await soon(() => mqtt.status().state).toBe('connected');
    await soon(() => tablet.availability.at(-1)?.state).toBe('online');
    tablet.publish(`${PREFIX}/cmd/issue`, JSON.stringify({ id: 'r', service: 'cash' }), true);
    tablet.command('issue', { id: 'after', service: 'cash' });
    await soon(() => tablet.answer('after')).toMatchObject({ result: { label: 'A001' } });
    expect(fake.asked.map(({ id }) => id?.key)).toEqual(['after']);
    expect(lines.filter((line) => line.startsWith('warn mqtt/retained-command'))).toHaveLength(1);
  });

  it.skipIf(HAS_NO_RR)('mosquitto_rr gets an answer as the document shows it', async () => {
    const { mqtt } = daemon();
    await soon(() => mqtt.status().state).toBe('connected');
    await soon(() => mqtt.status().behind).toBe(0);
    const topics = ['-t', `${PREFIX}/cmd/issue`, '-e', `${PREFIX}/res/technician`];
    const body = '{"id":"try-1","service":"cash"}';
    const { stdout } = await run('mosquitto_rr', [
      '-h',
      '127.0.0.1',
      '-p',
      `${mosquitto.port}`,
      '-q',
      '1',
      '-W',
      '10',
      ...topics,
      '-m',
      body,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'try-1', result: { kind: 'issued', label: 'A001' } });
  });
});
