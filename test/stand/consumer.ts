import mqtt from 'mqtt';
import { type Millis, seconds } from '../../src/clock.ts';
import type { Delivery } from '../oracle/evidence.ts';
import type { Bell } from './bell.ts';
import { clock, PATIENCE } from './bell.ts';

/** Prefix of the stand's topics. */
export const PREFIX = 'bank/v1/b1/main';

/** An event as it is published: what tests look at. */
export interface HeardEvent {
  readonly id: string;
  readonly type: string;
  readonly sequence: string;
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An answer on the reply topic. */
export interface HeardAnswer {
  readonly command: string;
  readonly id: string | null;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly problem?: { readonly code: string };
  /** Correlation data, MQTT 5. */
  readonly correlation: string | null;
}

export interface ConsumerOptions {
  readonly name?: string;
  readonly protocolVersion?: 4 | 5;
  /** Events went by before it was there: it begins with a hole, and asks for what it lacks. */
  readonly isLate?: boolean;
}

/** A device of the branch that reads MQTT as docs/mqtt.md says: a session that the broker keeps, QoS 1. */
export interface Consumer {
  /** Payloads of events as they came, doubles included. */
  readonly messages: readonly string[];
  /** Indexes into `messages` before which the broker had lost this consumer's session. */
  readonly lostSessions: readonly number[];
  /** Why some of `messages` may have come twice: the daemon says `online` first on each of its connections. */
  readonly delivery: Delivery;
  /** Events by sequence. */
  readonly events: ReadonlyMap<number, HeardEvent>;
  readonly states: ReadonlyMap<string, unknown>;
  readonly availability: readonly { readonly state: string; readonly boot: number }[];
  readonly answers: readonly HeardAnswer[];
  /** Types of the events 1 to the first hole, without `lobbyd.`. */
  types(): readonly string[];
  /** Asks for something with `replyTo` and id in the body. */
  command(name: string, body: object): void;
  /** The same with response topic and correlation data; MQTT 5. */
  request(name: string, body: object, correlation: string): void;
  /** Resolves with the answer to an id. */
  answer(id: string, count?: number): Promise<HeardAnswer>;
  /** Every event up to `last` has come; asks for a replay of what the broker has lost. */
  complete(last: number): Promise<void>;
  isConnected(): boolean;
  close(): Promise<void>;
}

/** How long an asked replay may take before it is asked again: the daemon or the broker may have died under it. */
const ASK_AGAIN: Millis = seconds(2);

/** Connects a consumer; resolves when it has subscribed. */
export async function openConsumer(url: string, bell: Bell, options: ConsumerOptions = {}): Promise<Consumer> {
  const { name = 'head-office', protocolVersion = 4, isLate = false } = options;
  const reply = `${PREFIX}/res/${name}`;
  const client = mqtt.connect(url, {
    clientId: name,
    clean: false,
    protocolVersion,
    ...(protocolVersion === 5 ? { properties: { sessionExpiryInterval: 3_600 } } : {}),
    reconnectPeriod: 50,
    connectTimeout: 2_000,
    resubscribe: false,
  });
  const messages: string[] = [];
  const lostSessions: number[] = isLate ? [0] : [];
  const delivery = { cuts: [] as number[], replays: [] as number[], brokerDoubles: [] };
  const events = new Map<number, HeardEvent>();
  const states = new Map<string, unknown>();
  const availability: { readonly state: string; readonly boot: number }[] = [];
  const answers: HeardAnswer[] = [];
  let subscriptions = 0;
  let asked = 0;
  client.on('error', () => bell.ring());
  client.on('connect', ({ sessionPresent }) => {
    delivery.cuts.push(messages.length);
    if (sessionPresent && subscriptions > 0) return;
    if (subscriptions > 0) lostSessions.push(messages.length);
    client.subscribe([`${PREFIX}/evt/#`, `${PREFIX}/state/#`, `${PREFIX}/avail`, reply], { qos: 1 }, (fault) => {
      if (!fault) subscriptions += 1;
      bell.ring();
    });
  });
  client.on('message', (topic, payload, packet) => {
    const text = payload.toString();
    const thing = topic.slice(PREFIX.length + 1);
    if (thing.startsWith('evt/')) {
      const event = JSON.parse(text) as HeardEvent;
      messages.push(text);
      if (!events.has(Number(event.sequence))) events.set(Number(event.sequence), event);
    } else if (thing.startsWith('state/')) states.set(thing.slice(6), text === '' ? null : JSON.parse(text));
    else if (thing === 'avail') {
      const said = JSON.parse(text) as (typeof availability)[number];
      availability.push(said);
      if (said.state === 'online') delivery.cuts.push(messages.length);
    } else {
      const correlation = packet.properties?.correlationData?.toString() ?? null;
      answers.push({ ...(JSON.parse(text) as Omit<HeardAnswer, 'correlation'>), correlation });
    }
    bell.ring();
  });
  await bell.until(`${name} has subscribed`, () => subscriptions > 0);
  const complete = (): number => {
    let last = 0;
    while (events.has(last + 1)) last += 1;
    return last;
  };
  const command = (kind: string, body: object): void => {
    if (kind === 'replay') delivery.replays.push(messages.length);
    client.publish(`${PREFIX}/cmd/${kind}`, JSON.stringify({ replyTo: reply, ...body }), { qos: 1 });
  };
  return {
    messages,
    lostSessions,
    delivery,
    events,
    states,
    availability,
    answers,
    types: () => Array.from({ length: complete() }, (_, at) => events.get(at + 1)?.type.slice('lobbyd.'.length) ?? ''),
    command,
    request(kind, body, correlation) {
      client.publish(`${PREFIX}/cmd/${kind}`, JSON.stringify(body), {
        qos: 1,
        properties: { responseTopic: reply, correlationData: Buffer.from(correlation) },
      });
    },
    answer: (id, count = 1) =>
      bell.until(`answer ${count} to ${id}`, () => answers.filter((each) => each.id === id)[count - 1]),
    async complete(last) {
      const until = clock.monotonic() + PATIENCE;
      for (;;) {
        const isLastTry = clock.monotonic() > until;
        const isThere = await bell
          .until(`all events up to ${last} (now ${complete()})`, () => complete() >= last, ASK_AGAIN)
          .catch((fault: unknown) => {
            if (isLastTry) throw fault;
            return false;
          });
        if (isThere) return;
        asked += 1;
        command('replay', { id: `replay-${asked}`, from: complete() + 1 });
      }
    },
    isConnected: () => client.connected,
    close: () => client.endAsync(true),
  };
}
