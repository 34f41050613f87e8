import { z } from 'zod';
import type { Branch } from '../branch/port.ts';
import { type Clock, type Millis, seconds } from '../clock.ts';
import type { MachineConfig } from '../config/guidance.ts';
import type { Log } from '../devices/log.ts';
import type { Received } from '../mqtt/connection.ts';
import type { Listening } from '../mqtt/mqtt.ts';
import type { Actor } from '../queue/commands.ts';

/** A machine that chatters writes no more often than this; the newest word wins. */
const WRITTEN_EVERY: Millis = seconds(1);
/** Largest word of a machine, bytes. */
const LARGEST_WORD = 4_096;

export interface MachinesParts {
  readonly branch: Pick<Branch, 'submit' | 'committed' | 'onCommitted'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly machines: readonly MachineConfig[];
}

/** What is heard of the machines where customers serve themselves. */
export interface Machines {
  readonly listens: readonly Listening[];
  stop(): void;
}

/** What a machine says; more than that is its own business. */
const word = z.object({ usable: z.boolean(), queue: z.int().min(0).max(9_999).default(0) });

interface Said {
  readonly isUsable: boolean;
  readonly queue: number;
  readonly actor: Actor;
}

/** Nobody is sent to a machine of which nothing is known. */
const NOTHING: Said = { isUsable: false, queue: 0, actor: { kind: 'daemon' } };

/**
 * Brings what machines say of themselves into the queue. A machine may be used only while its last word, over a connection
 * that stands, says so: before the first word, after one that nobody understands or an empty one (its last will, or a
 * retained message that was cleared), and while the broker is away it may not.
 */
export function openMachines({ branch, machines, ...parts }: MachinesParts): Machines {
  const desks = machines.map((machine) => new MachineDesk({ ...parts, branch, machine }));
  let { rules } = branch.committed;
  const unsubscribe = branch.onCommitted(() => {
    if (branch.committed.rules === rules) return;
    ({ rules } = branch.committed);
    // What a machine said may mean something else under another bound.
    for (const desk of desks) desk.tellAgain();
  });
  for (const desk of desks) desk.tellAgain();
  return {
    listens: desks.map((desk) => desk.listening),
    stop() {
      unsubscribe();
      for (const desk of desks) desk.stop();
    },
  };
}

type DeskParts = Omit<MachinesParts, 'machines'> & { readonly machine: MachineConfig };

class MachineDesk {
  readonly listening: Listening;
  readonly #parts: DeskParts;
  #said: Said = NOTHING;
  /** What the queue knows; null: nobody can tell. */
  #told: Said | null = null;
  #isBusy = false;
  #isStopped = false;
  /** Why its last word was no word; null: it was one. */
  #complaint: string | null = null;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    const { rules, topic } = parts.machine;
    this.listening = {
      topic,
      what: `state of machine ${rules.id}`,
      onMessage: (received) => this.#hear(received),
      onLost: () => this.#say(NOTHING),
    };
  }

  tellAgain(): void {
    this.#told = null;
    this.#tell();
  }

  stop(): void {
    this.#isStopped = true;
  }

  #hear({ payload }: Received): void {
    const { id } = this.#parts.machine.rules;
    const said = wordOf(payload);
    if (typeof said === 'string') {
      this.#complain(said);
      this.#say(NOTHING);
      return;
    }
    this.#complain(null);
    this.#say({ isUsable: said.usable, queue: said.queue, actor: { kind: 'mqtt', client: id } });
  }

  #complain(what: string | null): void {
    if (what === this.#complaint) return;
    this.#complaint = what;
    const { log, machine } = this.#parts;
    const fields = { code: 'branch/machine-word', machine: machine.rules.id, topic: machine.topic };
    if (what === null) log.info(fields, 'the machine says again whether it may be used');
    else log.warn(fields, `${what}: nobody is sent there; next: look at the machine, and at what it publishes`);
  }

  #say(said: Said): void {
    this.#said = said;
    this.#tell();
  }

  #tell(): void {
    if (this.#isBusy || this.#isStopped || isSame(this.#said, this.#told)) return;
    void this.#submit(this.#said);
  }

  async #submit(said: Said): Promise<void> {
    const { branch, clock, machine } = this.#parts;
    const { isUsable, queue, actor } = said;
    this.#isBusy = true;
    clock.after(WRITTEN_EVERY, () => {
      this.#isBusy = false;
      this.#tell();
    });
    // Another rule may come meanwhile.
    this.#told = said;
    const { id } = machine.rules;
    const reply = await branch.submit({ type: 'machine-state', machine: id, isUsable, queue, id: null, actor });
    if (reply.kind !== 'fault' || this.#told !== said) return;
    this.#told = null;
    // The fault may have come later than the machine may be heard again.
    clock.after(WRITTEN_EVERY, () => this.#tell());
  }
}

function isSame(said: Said, told: Said | null): boolean {
  return said.isUsable === told?.isUsable && said.queue === told.queue;
}

/** The word of a machine, or why it is none. */
function wordOf(payload: Uint8Array): z.output<typeof word> | string {
  if (payload.length === 0) return 'the machine says nothing of itself any more';
  if (payload.length > LARGEST_WORD)
    return `the machine says ${payload.length} bytes, expected at most ${LARGEST_WORD}`;
  const read = word.safeParse(jsonOf(payload));
  return read.success ? read.data : 'the machine says what nobody understands, expected {"usable": true, "queue": 0}';
}

/** Undefined where it is none. */
function jsonOf(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString());
  } catch {
    return undefined;
  }
}
