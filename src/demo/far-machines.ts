import { connect, type MqttClient } from 'mqtt';
import { type Millis, ms } from '../clock.ts';
import type { MachineConfig } from '../config/guidance.ts';
import type { ActEnd, EmulatorHost } from '../devices/emulator-host.ts';

export interface FarMachinesParts {
  readonly machines: readonly MachineConfig[];
  /** Of the branch's broker. */
  readonly url: string;
  /** A person at this machine could see something new. */
  onChange(machine: string): void;
}

/** The machines where customers serve themselves, each with a connection of its own to the broker. */
export interface FarMachines {
  readonly hosts: ReadonlyMap<string, EmulatorHost>;
  close(): Promise<void>;
}

/** What a machine shows. */
export interface MachineView {
  readonly isUsable: boolean;
  readonly queue: number;
}

/** People that the demo lets stand at a machine. */
const QUEUE_MOST = 5;
const KNOWN: readonly string[] = [
  'usable on',
  'usable off',
  ...Array.from({ length: QUEUE_MOST + 1 }, (_, count) => `queue ${count}`),
  'pull',
  'plug',
];
const CONNECT_AGAIN_AFTER: Millis = ms(500);

/**
 * Plays the machines of a branch: each says of itself on its topic, retained, whether it may be used and how many stand
 * there, and leaves a last will that says it may not. They are out of use until somebody switches them on.
 */
export function openFarMachines({ machines, url, onChange }: FarMachinesParts): FarMachines {
  const hosts = new Map(
    machines.map(({ rules: { id }, topic }) => [id, new FarMachine(id, topic, url, () => onChange(id))]),
  );
  return {
    hosts,
    async close() {
      await Promise.all([...hosts.values()].map((host) => host.close()));
    },
  };
}

class FarMachine implements EmulatorHost {
  readonly address: string;
  readonly #id: string;
  readonly #topic: string;
  readonly #url: string;
  readonly #onChange: () => void;
  #view: MachineView = { isUsable: false, queue: 0 };
  #client: MqttClient | null;

  constructor(id: string, topic: string, url: string, onChange: () => void) {
    this.address = `${url}/${topic}`;
    this.#id = id;
    this.#topic = topic;
    this.#url = url;
    this.#onChange = onChange;
    this.#client = this.#connected();
    onChange();
  }

  async act(id: string, action: string): Promise<ActEnd> {
    if (id !== this.#id) return { kind: 'refused', known: [] };
    if (!KNOWN.includes(action)) return { kind: 'refused', known: KNOWN };
    const [what, value = ''] = action.split(' ');
    if (what === 'pull') await this.pull();
    else if (what === 'plug') await this.plug();
    else if (what === 'usable') this.#says({ ...this.#view, isUsable: value === 'on' });
    else this.#says({ ...this.#view, queue: Number(value) });
    return { kind: 'done' };
  }

  view(id: string): MachineView | undefined {
    return id === this.#id ? this.#view : undefined;
  }

  /** Gone without a word: the broker tells its last will. */
  async pull(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.endAsync(true);
  }

  async plug(): Promise<void> {
    this.#client ??= this.#connected();
  }

  isPlugged(): boolean {
    return this.#client !== null;
  }

  close(): Promise<void> {
    return this.pull();
  }

  #connected(): MqttClient {
    const client = connect(this.#url, {
      reconnectPeriod: CONNECT_AGAIN_AFTER,
      connectTimeout: 5_000,
      will: { topic: this.#topic, payload: Buffer.from(wordOf({ isUsable: false, queue: 0 })), qos: 1, retain: true },
    });
    client.on('connect', () => this.#publish());
    // A broker that is away is looked for again; the page says by itself that it is not there.
    client.on('error', () => {});
    return client;
  }

  #says(view: MachineView): void {
    this.#view = view;
    this.#onChange();
    this.#publish();
  }

  /** A word that cannot be said now is said with the next connection. */
  #publish(): void {
    if (!this.#client?.connected) return;
    this.#client.publish(this.#topic, wordOf(this.#view), { qos: 1, retain: true }, () => {});
  }
}

/** As docs/rules/guidance.md has machines say it. */
const wordOf = ({ isUsable, queue }: MachineView): string => JSON.stringify({ usable: isUsable, queue });
