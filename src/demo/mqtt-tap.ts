import { connect } from 'mqtt';
import type { HeardMessage } from './stage.ts';

/** Longest payload that is shown whole, characters. */
const LONGEST = 4_000;

/**
 * Listens to the branch's events as any other device of the branch does.
 *
 * @param url of the broker
 * @param filter topics to hear
 * @returns a function that stops it
 */
export function tapMqtt(url: string, filter: string, onMessage: (message: HeardMessage) => void): () => Promise<void> {
  const client = connect(url, { reconnectPeriod: 1_000, connectTimeout: 5_000, queueQoSZero: false });
  client.on('connect', () => void client.subscribe(filter, { qos: 1 }));
  // A broker that is away is looked for again; the page says by itself that the daemon is not there.
  client.on('error', () => {});
  client.on('message', (topic, payload) => onMessage({ topic, text: payload.toString('utf8').slice(0, LONGEST) }));
  return () => client.endAsync(true);
}
