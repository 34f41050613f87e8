import type { PrinterDoor } from '../commands/printer-door.ts';
import type { Config } from '../config/config.ts';
import { type ConfigFiles, passwordOf } from '../config/files.ts';
import { LobbydError } from '../errors.ts';
import { EMBEDDED_BROKER } from '../mqtt/broker-messages.ts';
import type { BrokerChoice, MqttSettings } from '../mqtt/mqtt.ts';
import { adviceFor } from './advice.ts';
import { hoursAt } from './day-instants.ts';
import type { Live } from './live.ts';

/** One controller a branch. */
const UNIT = 'main';
/** Seconds. */
const KEEPALIVE = 15;
const SESSION_EXPIRY = 3_600;
const WILL_DELAY = 5;

/**
 * The MQTT settings of a configuration; secrets are read from their files here, once.
 *
 * @throws LobbydError `mqtt/secret` when a file that the configuration names cannot be read
 */
export function mqttSettings(config: Config, files: Pick<ConfigFiles, 'read'>): MqttSettings {
  const { mqtt, branch } = config;
  return {
    root: mqtt.rootTopic,
    branch: branch.id,
    unit: UNIT,
    broker: brokerOf(config, (file) => readSecret(file, files)),
    clientId: mqtt.kind === 'broker' ? mqtt.clientId : `lobbyd-${branch.id}`,
    keepalive: KEEPALIVE,
    sessionExpiry: SESSION_EXPIRY,
    willDelay: WILL_DELAY,
    defaults: commandDefaults({ config }),
  };
}

/**
 * What a command leaves out, by the configuration that is in force when it comes.
 *
 * @param printers what is asked of printers; left out: there are none
 */
export function commandDefaults(live: Live, printers?: PrinterDoor): MqttSettings['defaults'] {
  return {
    ...(printers ? { printers } : {}),
    get segment() {
      return live.config.segments[0]?.id ?? 'ordinary';
    },
    get language() {
      return live.config.languages[0]?.tag ?? 'zh-CN';
    },
    get zone() {
      return live.config.branch.timeZone;
    },
    get people() {
      return live.config.people;
    },
    hoursAt: (service, time) => hoursAt(live.config, service, time),
    adviceFor: (customer) => adviceFor(live.config, customer),
  };
}

function brokerOf({ mqtt }: Config, secret: (file: string) => string): BrokerChoice {
  if (mqtt.kind === 'embedded') return { ...EMBEDDED_BROKER, port: mqtt.port };
  return {
    kind: 'remote',
    url: mqtt.url,
    ...(mqtt.username === null ? {} : { username: mqtt.username }),
    ...(mqtt.passwordFile === null ? {} : { password: passwordOf(secret(mqtt.passwordFile)) }),
    ...(mqtt.caFile === null ? {} : { tls: { ca: secret(mqtt.caFile) } }),
  };
}

function readSecret(file: string, files: Pick<ConfigFiles, 'read'>): string {
  const found = files.read(file);
  if (found.kind === 'text') return found.text;
  throw new LobbydError({
    code: 'mqtt/secret',
    what: `a file that the broker's settings name cannot be read: ${found.reason}`,
    where: file,
    next: 'make the file, readable by the user of the daemon alone, or take its name out of the branch file',
  });
}
