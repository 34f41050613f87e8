import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { MqttSettings } from '../../src/mqtt/mqtt.ts';
import { openRawBroker, type RawBroker } from './raw-broker.ts';
import { PREFIX, stand } from './stand.ts';

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000, interval: 10 });
let closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
});

async function rig(receiveMaximum: number, packetSize?: number, settings: Partial<MqttSettings> = {}) {
  const broker = await openRawBroker(receiveMaximum, packetSize);
  const clock = systemClock(() => true);
  const { fake, mqtt } = stand({ clock, broker: { kind: 'remote', url: broker.url }, settings });
  // The broker first: it would let us wait for its last PUBACK.
  closing.push(
    () => mqtt.stop(),
    () => broker.close(),
  );
  return { broker, fake, mqtt };
}

/** Acknowledges one after the other until nothing new comes for what is asked. */
async function acknowledgeUntil(broker: RawBroker, isDone: () => boolean): Promise<void> {
  let at = 0;
  await soon(() => {
    for (; at < broker.publishes.length; at += 1) broker.puback(broker.publishes[at]?.id ?? 0);
    return isDone();
  }).toBe(true);
}

describe('what MQTT.js leaves to us', () => {
  it('the receive maximum of the broker is heeded: one message at a time when it says one', async () => {
    const { broker, fake, mqtt } = await rig(1);
    for (let count = 0; count < 5; count += 1) await fake.issue();
    await soon(() => broker.publishes.length).toBe(1);
    expect(broker.publishes).toHaveLength(1);
    broker.puback(broker.publishes[0]?.id ?? 0);
    await soon(() => broker.publishes.length).toBe(2);
    let at = 1;
    await soon(() => {
      const sent = broker.publishes.length;
      expect(sent - at).toBeLessThanOrEqual(1);
      for (; at < sent; at += 1) broker.puback(broker.publishes[at]?.id ?? 0);
      return mqtt.status().behind;
    }).toBe(0);
  });

  it('a PUBACK with an identifier that was never sent, and one that comes twice, acknowledge nothing', async () => {
    const { broker, fake, mqtt } = await rig(100);
    await acknowledgeUntil(broker, () => broker.publishes.length >= 6);
    await fake.issue();
    await fake.issue();
    const events = () => broker.publishes.filter(({ topic }) => topic.includes('/evt/'));
    await soon(() => events().length).toBe(2);
    broker.puback(60_000);
    const [one, two] = events();
    broker.puback(one?.id ?? 0);
    broker.puback(one?.id ?? 0);
    await soon(() => mqtt.status().published).toBe(1);
    expect(mqtt.status()).toMatchObject({ state: 'connected', behind: 1 });
    broker.puback(two?.id ?? 0);
    await soon(() => mqtt.status().published).toBe(2);
  });

  it('a refusal with a reason is no acknowledgement, "no subscribers" is one', async () => {
    const { broker, fake, mqtt } = await rig(100);
    await acknowledgeUntil(broker, () => broker.publishes.length >= 6);
    await fake.issue();
    const events = () => broker.publishes.filter(({ topic }) => topic.startsWith(`${PREFIX}/evt/`));
    await soon(() => events().length).toBe(1);
    broker.puback(events()[0]?.id ?? 0, 0x97);
    await soon(() => events().length).toBe(2);
    expect(mqtt.status()).toMatchObject({ published: 0, behind: 1 });
    broker.puback(events()[1]?.id ?? 0, 0x10);
    await soon(() => mqtt.status().published).toBe(1);
  });

  it('a message that the broker would throw us out for is not sent but named', async () => {
    const { broker, fake, mqtt } = await rig(100, 600);
    await fake.issue();
    await soon(() => mqtt.status().incidents.map(({ code }) => code)).toContain('mqtt/publish-refused');
    expect(mqtt.status()).toMatchObject({ state: 'connected', published: 0 });
    expect(broker.connections()).toBe(1);
  });

  it('a broker that acknowledges nothing is left after twice the keepalive', async () => {
    const { broker } = await rig(100, undefined, { keepalive: 1 });
    await soon(() => broker.connections()).toBeGreaterThan(1);
  });
});
