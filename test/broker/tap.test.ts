/** The demo's listener on a real broker: it hears each event once, and asks for what it missed. */
import { connect, type MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import { type HeardEvent, type MqttTap, tapMqtt } from '../../src/demo/mqtt-tap.ts';
import { clock, openBell } from '../stand/bell.ts';
import { type Mosquitto, makeMosquitto, NO_MOSQUITTO } from './mosquitto.ts';

const PREFIX = 'bank/v1/b1/main';

let broker: Mosquitto;
let branch: MqttClient;
let tap: MqttTap;
let heard: HeardEvent[];
let states: string[];
const bell = openBell(() => JSON.stringify({ heard: heard.map(({ message }) => message.seq), states }));

afterEach(async () => {
  await tap.stop();
  branch.end(true);
  await broker.remove();
});

const eventOf = (seq: number, epoch = 'e1'): string =>
  JSON.stringify({
    specversion: '1.0',
    type: 'lobbyd.ticket-issued',
    sequence: `${seq}`,
    epoch,
    time: '2026-05-04T01:00:00.000Z',
    data: { label: `A${seq}` },
  });
const tell = (...seqs: readonly number[]): void => {
  for (const seq of seqs) branch.publish(`${PREFIX}/evt/ticket-issued`, eventOf(seq), { qos: 1 });
};
const seqs = (): readonly (number | null)[] => heard.map(({ message }) => message.seq);

async function open(): Promise<void> {
  heard = [];
  states = [];
  broker = await makeMosquitto();
  await broker.start();
  branch = connect(broker.url, { reconnectPeriod: 100 });
  branch.publish(`${PREFIX}/state/queue/cash`, '{"waiting":3}', { qos: 1, retain: true });
  tap = tapMqtt({
    url: broker.url,
    prefix: PREFIX,
    clock,
    onEvent(event) {
      heard.push(event);
      bell.ring();
    },
    onState(thing, state) {
      states.push(`${thing} ${JSON.stringify(state)}`);
      bell.ring();
    },
  });
  await bell.until('the retained state', () => states.length > 0);
}

describe.skipIf(NO_MOSQUITTO)('the listener of the demo', () => {
  it('hears retained states and events, each event once, with its place and its time', async () => {
    await open();
    tell(7, 8, 8, 7, 9);
    await bell.until('the last event', () => seqs().includes(9));
    expect(seqs()).toEqual([7, 8, 9]);
    expect(states).toEqual(['queue/cash {"waiting":3}']);
    expect(heard[0]).toMatchObject({
      type: 'ticket-issued',
      data: { label: 'A7' },
      time: Date.UTC(2026, 4, 4, 1),
      message: { topic: `${PREFIX}/evt/ticket-issued`, seq: 7 },
    });
    expect(tap.seq).toBe(9);
  });

  /** The branch tells these when it is asked for a replay; gives what it was asked. */
  const whenAsked = (...told: readonly number[]): readonly unknown[] => {
    const asked: unknown[] = [];
    branch.subscribe(`${PREFIX}/cmd/replay`, { qos: 1 });
    branch.on('message', (_topic, payload) => {
      asked.push(JSON.parse(payload.toString()));
      tell(...told);
    });
    return asked;
  };

  it('asks for what it missed, and hears it', async () => {
    await open();
    const asked = whenAsked(3, 4, 5, 6);
    tell(1, 2, 5, 6);
    await bell.until('what was missed', () => seqs().length === 6);
    expect(seqs()).toEqual([1, 2, 5, 6, 3, 4]);
    expect(asked).toMatchObject([{ from: 3, epoch: 'e1' }]);
  });

  it('listens again to a broker that was away', async () => {
    await open();
    tell(1);
    await bell.until('the first event', () => seqs().includes(1));
    await broker.kill();
    await broker.start();
    branch.publish(`${PREFIX}/state/queue/cash`, '{"waiting":4}', { qos: 1, retain: true });
    await bell.until('it listens again', () => states.includes('queue/cash {"waiting":4}'));
    tell(2);
    await bell.until('the second event', () => seqs().includes(2));
  });

  it('asks for what passed before it was let in again, as soon as the branch tells a state', async () => {
    await open();
    const asked = whenAsked(2, 3);
    tell(1);
    await bell.until('the first event', () => seqs().includes(1));
    branch.publish(`${PREFIX}/state/queue/cash`, '{"asOfSeq":3,"epoch":"e1","waiting":4}', { qos: 1, retain: true });
    await bell.until('what was missed', () => seqs().length === 3);
    expect(asked).toMatchObject([{ from: 2, epoch: 'e1' }]);
  });

  it('takes what is no event for nothing', async () => {
    await open();
    for (const text of ['', '{', '{"type":"x"}', eventOf(0)]) branch.publish(`${PREFIX}/evt/x`, text, { qos: 1 });
    tell(1);
    await bell.until('the event', () => seqs().length > 0);
    expect(seqs()).toEqual([1]);
  });
});
