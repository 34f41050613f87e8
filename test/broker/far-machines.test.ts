/** The machines of the demo on a real broker: what the branch hears of them is what a real one would say. */
import { connect, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FarMachines, openFarMachines } from '../../src/demo/far-machines.ts';
import { openBell } from '../stand/bell.ts';
import { type Mosquitto, makeMosquitto, NO_MOSQUITTO } from './mosquitto.ts';

const TOPIC = 'hall/m1/state';

let broker: Mosquitto;
let branch: MqttClient;
let machines: FarMachines;
let heard: string[];
let changed: string[];
const bell = openBell(() => JSON.stringify(heard));

function listens(): MqttClient {
  const client = connect(broker.url, { reconnectPeriod: 100 });
  client.on('connect', () => void client.subscribe(TOPIC, { qos: 1 }));
  client.on('error', () => {});
  client.on('message', (_topic, payload, { retain }) => {
    heard.push(`${payload.toString()}${retain ? ' retained' : ''}`);
    bell.ring();
  });
  return client;
}

const says = (word: string): Promise<unknown> => bell.until(word, () => heard.at(-1) === word);
const machine = () => machines.hosts.get('m1') ?? expect.unreachable('no machine m1');

describe.skipIf(NO_MOSQUITTO)('a machine of the demo', () => {
  beforeEach(async () => {
    heard = [];
    changed = [];
    broker = await makeMosquitto();
    await broker.start();
    const rules = { id: 'm1', names: {}, services: ['cash'], queueBelow: 3 };
    machines = openFarMachines({
      machines: [{ rules, topic: TOPIC }],
      url: broker.url,
      onChange: (id) => changed.push(id),
    });
    branch = listens();
    await bell.until('its first word', () => heard.length > 0);
  });
  afterEach(async () => {
    branch.end(true);
    await machines.close();
    await broker.remove();
  });

  it('is out of use until a person switches it on, and says each change, retained', async () => {
    expect(heard[0]).toMatch(/^\{"usable":false,"queue":0\}/);
    expect(await machine().act('m1', 'usable on')).toEqual({ kind: 'done' });
    await says('{"usable":true,"queue":0}');
    await machine().act('m1', 'queue 4');
    await says('{"usable":true,"queue":4}');
    expect(machine().view('m1')).toEqual({ isUsable: true, queue: 4 });
    expect(changed).toEqual(['m1', 'm1', 'm1']);
    branch.end(true);
    branch = listens();
    await says('{"usable":true,"queue":4} retained');
  });

  it('is out of use by its last will as soon as its cable is pulled, and says itself again when it is back', async () => {
    await machine().act('m1', 'usable on');
    await says('{"usable":true,"queue":0}');
    await machine().act('m1', 'pull');
    await says('{"usable":false,"queue":0}');
    expect(machine().isPlugged()).toBe(false);
    await machine().act('m1', 'queue 2');
    await machine().act('m1', 'plug');
    await says('{"usable":true,"queue":2}');
  });

  it('says itself again to a broker that was away', async () => {
    await machine().act('m1', 'usable on');
    await says('{"usable":true,"queue":0}');
    await broker.kill();
    heard = [];
    await broker.start();
    await bell.until('its word', () => heard.some((word) => word.startsWith('{"usable":true,"queue":0}')));
  });

  it.each(['queue 6', 'usable', 'on'])('does not know "%s", and says what it knows', async (action) => {
    const end = await machine().act('m1', action);
    expect(end).toMatchObject({ kind: 'refused', known: expect.arrayContaining(['usable on', 'queue 5', 'pull']) });
    expect(machine().view('m1')).toEqual({ isUsable: false, queue: 0 });
  });
});
