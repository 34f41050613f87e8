import mqtt, { type MqttClient } from 'mqtt';

interface Event {
  readonly id: string;
  readonly sequence: string;
  readonly type: string;
}

/**
 * A consumer that keeps the reader's rules of docs/mqtt.md: drops what it has seen by id, orders by sequence, and
 * asks for a replay when it finds a hole.
 */
export class Reader {
  /** Everything that came, duplicates included. */
  readonly arrived: Event[] = [];
  readonly seen = new Map<number, Event>();
  readonly retained = new Map<string, unknown>();
  readonly availability: { readonly state: string; readonly boot: number }[] = [];
  readonly answers: Record<string, unknown>[] = [];
  readonly #prefix: string;
  readonly #name: string;
  #asked = 0;
  #client: MqttClient;

  constructor(url: string, prefix: string, options: { readonly name?: string; readonly protocolVersion?: 4 | 5 } = {}) {
    this.#prefix = prefix;
    this.#name = options.name ?? 'reader';
    this.#client = mqtt.connect(url, {
      clientId: this.#name,
      protocolVersion: options.protocolVersion ?? 4,
      reconnectPeriod: 50,
      connectTimeout: 2_000,
      resubscribe: false,
    });
    this.#client.on('connect', () => {
      const topics = [`${prefix}/evt/#`, `${prefix}/state/#`, `${prefix}/avail`, `${prefix}/res/${this.#name}`];
      this.#client.subscribe(topics, { qos: 1 });
    });
    this.#client.on('message', (topic, payload) => this.#take(topic, payload.toString()));
  }

  /** The longest run of sequence numbers from 1 on. */
  get complete(): number {
    let last = 0;
    while (this.seen.has(last + 1)) last += 1;
    return last;
  }

  get isConnected(): boolean {
    return this.#client.connected;
  }

  /** Asks for what is missing, once there is a hole before `upTo`. */
  fillHoles(upTo: number): void {
    if (this.complete >= upTo || !this.isConnected) return;
    this.#asked += 1;
    this.command('replay', { id: `replay-${this.#asked}`, from: this.complete + 1 });
  }

  command(name: string, body: object): void {
    const message = JSON.stringify({ replyTo: `${this.#prefix}/res/${this.#name}`, ...body });
    this.#client.publish(`${this.#prefix}/cmd/${name}`, message, { qos: 1 });
  }

  /** With response topic and correlation data; MQTT 5 only. */
  request(name: string, body: object, correlation: string): void {
    this.#client.publish(`${this.#prefix}/cmd/${name}`, JSON.stringify(body), {
      qos: 1,
      properties: { responseTopic: `${this.#prefix}/res/${this.#name}`, correlationData: Buffer.from(correlation) },
    });
  }

  publish(topic: string, payload: string, retain = false): void {
    this.#client.publish(topic, payload, { qos: 1, retain });
  }

  answer(id: string): Record<string, unknown> | undefined {
    return this.answers.find((answer) => answer.id === id);
  }

  async close(): Promise<void> {
    await this.#client.endAsync(true);
  }

  #take(topic: string, text: string): void {
    const name = topic.slice(this.#prefix.length + 1);
    if (name.startsWith('state/')) {
      if (text === '') this.retained.delete(name);
      else this.retained.set(name, JSON.parse(text));
      return;
    }
    if (name === 'avail') this.availability.push(JSON.parse(text));
    else if (name.startsWith('res/')) this.answers.push(JSON.parse(text));
    else {
      const event: Event = JSON.parse(text);
      this.arrived.push(event);
      if (!this.seen.has(Number(event.sequence))) this.seen.set(Number(event.sequence), event);
    }
  }
}
