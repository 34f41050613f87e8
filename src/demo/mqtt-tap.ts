import { randomUUID } from 'node:crypto';
import { connect, type MqttClient } from 'mqtt';
import { z } from 'zod';
import { type Clock, type Millis, ms, seconds, type Timer } from '../clock.ts';
import { heardSequence } from './sequence.ts';
import type { HeardMessage } from './stage.ts';

/** An event of the branch as it was heard. */
export interface HeardEvent {
  readonly message: HeardMessage;
  /** `ticket-called`. */
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Wall time of the branch, Unix ms; null while the branch does not trust its clock. */
  readonly time: number | null;
}

export interface TapParts {
  readonly url: string;
  /** `<root>/v1/<branch>/<unit>`: what is below it is listened to. */
  readonly prefix: string;
  readonly clock: Clock;
  /** Each event of the journal once. */
  onEvent(event: HeardEvent): void;
  /** A retained state, `queue/cash`, as JSON; also one that is told again. */
  onState(thing: string, state: unknown): void;
}

/** What the tap knows. */
export interface MqttTap {
  /** The journal's seq as far as it was heard. */
  readonly seq: number;
  stop(): Promise<void>;
}

/** Longest payload that is shown whole, characters. */
const LONGEST = 4_000;
const CONNECT_AGAIN_AFTER: Millis = ms(500);
/** A message that is missing may still come by itself. */
const REPLAY_AFTER: Millis = seconds(2);

const ENVELOPE = z.looseObject({
  type: z.string(),
  sequence: z.string().regex(/^[1-9]\d*$/),
  epoch: z.string(),
  time: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
});

const STATE = z.looseObject({ asOfSeq: z.int(), epoch: z.string() });

/**
 * Listens to the branch as any other device of it does: drops what it has heard, and asks for what it has missed.
 */
export function tapMqtt(parts: TapParts): MqttTap {
  const { prefix, clock } = parts;
  const client = connect(parts.url, {
    reconnectPeriod: CONNECT_AGAIN_AFTER,
    connectTimeout: 5_000,
    queueQoSZero: false,
  });
  const heard = heardSequence();
  let replay: Timer | null = null;
  const askForMissed = (): void => {
    replay = null;
    const hole = heard.missing();
    if (hole) ask(client, `${prefix}/cmd/replay`, hole);
  };
  const lookForMissed = (): void => {
    if (heard.missing()) replay ??= clock.after(REPLAY_AFTER, askForMissed);
  };
  client.on('connect', () => void client.subscribe([`${prefix}/evt/#`, `${prefix}/state/#`], { qos: 1 }, () => {}));
  // A broker that is away is looked for again; the page says by itself that it is not there.
  client.on('error', () => {});
  client.on('message', (topic, payload) => {
    const text = payload.toString('utf8');
    const [room = '', ...rest] = topic.slice(prefix.length + 1).split('/');
    if (room === 'state') {
      const state = jsonOf(text);
      const told = STATE.safeParse(state).data;
      // What passed before a broker that was away let this listener in again makes no hole among the events.
      if (told) heard.isThere(told.epoch, told.asOfSeq);
      lookForMissed();
      return parts.onState(rest.join('/'), state);
    }
    const event = eventOf(topic, text, clock.wall());
    if (!event || !heard.isNew(event.epoch, event.seq)) return;
    lookForMissed();
    parts.onEvent(event);
  });
  return {
    get seq() {
      return heard.newest;
    },
    async stop() {
      replay?.cancel();
      await client.endAsync(true);
    },
  };
}

function ask(client: MqttClient, topic: string, { from, epoch }: { readonly from: number; readonly epoch: string }) {
  const id = `demo-${from}-${randomUUID()}`;
  if (client.connected) client.publish(topic, JSON.stringify({ id, from, epoch }), { qos: 1 });
}

function eventOf(
  topic: string,
  text: string,
  at: number,
): (HeardEvent & { readonly seq: number; readonly epoch: string }) | null {
  const parsed = ENVELOPE.safeParse(jsonOf(text));
  if (!parsed.success) return null;
  const { type, sequence, epoch, time, data } = parsed.data;
  const seq = Number(sequence);
  const message = { topic, text: text.slice(0, LONGEST), seq, at };
  const told = time === undefined ? Number.NaN : Date.parse(time);
  return { message, type: type.replace(/^lobbyd\./, ''), data, time: Number.isNaN(told) ? null : told, seq, epoch };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
