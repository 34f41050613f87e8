import { join } from 'node:path';
import mqtt from 'mqtt';
import { makeMosquitto } from '../broker/mosquitto.ts';
import { type Hall, type HallWishes, openHall } from './hall.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import type { Closer } from './scene.ts';

/** The watchdog is fed every 100 ms. */
const WATCHDOG = '300000';

export interface Served {
  readonly hall: Hall;
  readonly systemd: Receiver;
  /** The words that run a program as a unit would. */
  readonly before: readonly string[];
}

/** A hall, and somebody who listens as systemd does; the daemon is not started. */
export async function openServed(test: Closer, wishes: HallWishes = {}): Promise<Served> {
  const hall = await openHall(wishes);
  const systemd = openReceiver(join(hall.directory, 'notify'), hall.bell);
  test.onTestFinished(async () => {
    await hall.close();
    systemd.close();
  });
  return { hall, systemd, before: ['env', `NOTIFY_SOCKET=${systemd.path}`, `WATCHDOG_USEC=${WATCHDOG}`] };
}

/** A broker, and somebody who can say there what a UPS says. */
export async function openUps(test: Closer) {
  const mosquitto = await makeMosquitto();
  test.onTestFinished(() => mosquitto.remove());
  await mosquitto.start();
  const client = await mqtt.connectAsync(mosquitto.url);
  test.onTestFinished(() => client.endAsync());
  return { mosquitto, client };
}

/** How often the watchdog was fed. */
export const fed = ({ systemd }: Served): number => systemd.count('WATCHDOG=1');
