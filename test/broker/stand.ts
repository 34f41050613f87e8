import { noDeviceAlerts } from '../../src/branch/device-alerts.fake.ts';
import { fakeClock } from '../../src/clock.fake.ts';
import type { Clock } from '../../src/clock.ts';
import type { Log } from '../../src/devices/log.ts';
import type { Connector } from '../../src/mqtt/connection.ts';
import { type BrokerChoice, type Mqtt, type MqttSettings, runMqtt } from '../../src/mqtt/mqtt.ts';
import { built } from '../built.ts';
import { emptyDisk, type FakeBranch, type FakeDisk, openFakeBranch, START } from './fake-branch.ts';
import { FakeBroker } from './fake-connection.ts';

export const PREFIX = 'bq/v1/b1/main';

export const SETTINGS: MqttSettings = {
  root: 'bq',
  branch: 'b1',
  unit: 'main',
  broker: { kind: 'remote', url: 'mqtt://broker.test:1883' },
  clientId: 'lobbyd-b1-main',
  keepalive: 30,
  sessionExpiry: 3_600,
  willDelay: 30,
  defaults: { segment: 'ordinary', language: 'zh-CN', zone: 'Asia/Shanghai' },
};

/** Log lines by level, `level code message`. */
export interface LinesLog extends Log {
  readonly lines: string[];
}

export function linesLog(): LinesLog {
  const lines: string[] = [];
  const write = (level: string) => (fields: object, message: string) => {
    lines.push(`${level} ${'code' in fields ? String(fields.code) : '-'} ${message}`);
  };
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

export interface StandOptions {
  readonly clock: Clock;
  readonly disk?: FakeDisk;
  readonly broker?: BrokerChoice;
  readonly connector?: Connector;
  readonly settings?: Partial<MqttSettings>;
  readonly boot?: number;
  readonly log?: Log;
  readonly fake?: FakeBranch;
}

/** A fake branch with MQTT running on it. */
export function stand(options: StandOptions): { readonly fake: FakeBranch; readonly mqtt: Mqtt; readonly log: Log } {
  const fake = options.fake ?? openFakeBranch(options.disk ?? emptyDisk());
  const log = options.log ?? linesLog();
  const mqtt = runMqtt({
    branch: fake.branch,
    store: fake.store,
    settings: { ...SETTINGS, ...(options.broker ? { broker: options.broker } : {}), ...options.settings },
    clock: options.clock,
    log,
    health: fake.health,
    alerts: noDeviceAlerts(fake.branch),
    seed: 7,
    boot: options.boot ?? 1,
    eventOf: (record) => fake.eventOf(record),
    ...(options.connector ? { connector: options.connector } : {}),
    brokerWorker: built('src/mqtt/broker-worker.ts'),
  });
  return { fake, mqtt, log };
}

/** The same on a scripted broker and a clock that stands still. */
export async function scripted(
  options: Partial<Omit<StandOptions, 'clock' | 'log'>> & { readonly prepare?: (broker: FakeBroker) => void } = {},
) {
  const clock = fakeClock(START);
  const broker = new FakeBroker();
  options.prepare?.(broker);
  const log = linesLog();
  const { fake, mqtt } = stand({ ...options, clock, connector: broker, log });
  await clock.advance(5);
  return { clock, broker, fake, mqtt, log };
}

/** Sequence numbers of events, in the order in which they were sent. */
export function sequences(messages: readonly { readonly payload: string }[]): number[] {
  return messages.map(({ payload }) => Number((JSON.parse(payload) as { sequence: string }).sequence));
}
