/** What brokers may answer, scripted; and a real one with the daemon's own client at it. */
import mqtt from 'mqtt';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Config } from '../../src/config/config.ts';
import { systemFiles } from '../../src/config/files.ts';
import { load } from '../../src/config/spec.ts';
import { mqttSettings } from '../../src/daemon/mqtt.ts';
import { examineBroker } from '../../src/doctor/broker.ts';
import type { Connector } from '../../src/mqtt/connection.ts';
import { mqttConnector } from '../../src/mqtt/mqttjs.ts';
import { FakeBroker } from '../broker/fake-connection.ts';
import { type Mosquitto, makeMosquitto } from '../broker/mosquitto.ts';
import { lacks } from '../tools.ts';

const brokers: Mosquitto[] = [];
afterAll(async () => {
  for (const broker of brokers) await broker.remove();
});

const BRANCH_END = 'devices:\n';
function config(url = 'mqtt://broker:1883'): Config {
  return (load({ branch: [[BRANCH_END, `mqtt: { url: "${url}" }\n${BRANCH_END}`]] }) as { readonly config: Config })
    .config;
}

async function examine(connector: Connector, url?: string): Promise<readonly string[]> {
  const clock = systemClock(() => false);
  const check = {
    clock,
    connector,
    daemon: null,
    settings: (of: Config) => mqttSettings(of, systemFiles()),
  };
  return (await examineBroker(config(url), check)).map(({ id, what }) => `${id}: ${what}`);
}

describe('the doctor at a broker', () => {
  test('goes back to MQTT 3.1.1, and says what that cannot tell', async () => {
    const broker = new FakeBroker();
    broker.script.push({ kind: 'refused', code: 132, reason: 'unsupported protocol version' });
    expect(await examine(broker)).toEqual([
      'broker/ok: logged in, subscribed and published with MQTT 3.1.1, which does not tell whether it took the state',
    ]);
    expect(
      broker.tries.map(({ protocol, clientId, sessionExpiry, isPassing }) => ({
        protocol,
        clientId,
        sessionExpiry,
        isPassing,
      })),
    ).toEqual(
      [5, 4].map((protocol) => ({ protocol, clientId: 'lobbyd-branch1-doctor', sessionExpiry: 0, isPassing: true })),
    );
  });

  test('tells of one that keeps commands from us', async () => {
    const broker = new FakeBroker();
    broker.refusedFilters = ['lobbyd/v1/branch1/main/cmd/+'];
    expect(await examine(broker)).toEqual(['broker/subscription-refused: the broker keeps commands from us']);
  });

  test.each([
    [
      { kind: 'untrusted', reason: 'self-signed certificate' },
      'broker/untrusted: the certificate of the broker is not believed: self-signed certificate',
    ],
    [
      { kind: 'refused', code: 134, reason: 'bad user name or password' },
      'broker/refused: the broker refuses the login: bad user name or password',
    ],
    [{ kind: 'unreachable', reason: 'ECONNREFUSED' }, 'broker/unreachable: the broker cannot be reached: ECONNREFUSED'],
  ] as const)('tells why it is not connected: %j', async (end, text) => {
    const broker = new FakeBroker();
    broker.script.push(end);
    expect(await examine(broker)).toEqual([text]);
  });

  test.skipIf(lacks('mosquitto'))('leaves the client of the daemon at its place, and nothing behind', async () => {
    const broker = await makeMosquitto();
    brokers.push(broker);
    await broker.start();
    const seen: string[] = [];
    const daemon = await mqtt.connectAsync(broker.url, { clientId: 'lobbyd-branch1', protocolVersion: 5 });
    daemon.on('close', () => seen.push('thrown out'));
    daemon.on('message', (topic, payload) => seen.push(`${topic}=${payload}`));
    await daemon.subscribeAsync('#', { qos: 1 });
    expect(await examine(mqttConnector, broker.url)).toEqual([
      'broker/ok: logged in, subscribed and published with MQTT 5',
    ]);
    const late = await mqtt.connectAsync(broker.url);
    late.on('message', (topic) => seen.push(`retained ${topic}`));
    await late.subscribeAsync('#', { qos: 1 });
    // A client gets its messages in order: what is retained has come before this.
    await late.publishAsync('end', '', { qos: 1 });
    const expected = ['end=', 'lobbyd/v1/branch1/main/state/doctor=', 'retained end'];
    await vi.waitFor(() => expect(seen.toSorted()).toEqual(expected));
    daemon.removeAllListeners('close');
    await Promise.all([daemon.endAsync(), late.endAsync()]);
  });
});
