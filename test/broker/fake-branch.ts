import { openState, smallRules, waitingTicket } from '../../src/branch/port.fake.ts';
import type { Branch, Committed, Reply } from '../../src/branch/port.ts';
import type { DeviceHealth } from '../../src/devices/kinds.ts';
import type { Head, Store, StoredRecord } from '../../src/journal/store.ts';
import type { Command } from '../../src/queue/commands.ts';
import type { Answer, EventBody, QueueEvent } from '../../src/queue/events.ts';
import type { Rules } from '../../src/queue/rules.ts';
import type { Counter } from '../../src/queue/state.ts';

/** What outlives a restart of the fake branch. */
export interface FakeDisk {
  readonly epoch: string;
  readonly records: StoredRecord[];
  readonly cursors: Map<string, number>;
}

export function emptyDisk(epoch = 'e1'): FakeDisk {
  return { epoch, records: [], cursors: new Map() };
}

export const START = Date.UTC(2026, 0, 5, 1, 0, 0);

export const RULES: Rules = smallRules(
  'rules-1',
  { cash: 'A', wealth: 'B' },
  [1, 2].map((number) => ({ id: `w${number}`, number, services: ['cash', 'wealth'] })),
);

/** A branch that issues, calls and recalls on a list of records: as much of a queue as MQTT needs. */
export interface FakeBranch {
  readonly branch: Branch;
  readonly store: Pick<Store, 'epoch' | 'head' | 'read' | 'cursor'>;
  readonly health: {
    all(): readonly DeviceHealth[];
    onReport(listener: (health: DeviceHealth) => void): () => void;
    report(health: DeviceHealth): void;
  };
  /** Commands that were decided, resent ones included. */
  readonly asked: Command[];
  eventOf(record: StoredRecord): QueueEvent | null;
  /** A ticket by the kiosk. */
  issue(service?: string): Promise<Reply>;
  /** A device event, without a commit of the queue. */
  device(type: string, body: object): void;
  setTrusted(isTrusted: boolean): void;
  setNow(now: number): void;
  setRules(rules: Rules): void;
  /** Commits wait until the returned function is called. */
  holdCommits(): () => void;
  /** The next read of the journal fails. */
  failNextRead(): void;
}

export function openFakeBranch(disk: FakeDisk): FakeBranch {
  return new FakeBranchCore(disk);
}

class FakeBranchCore implements FakeBranch {
  readonly asked: Command[] = [];
  readonly branch: Branch;
  readonly store: FakeBranch['store'];
  readonly health: FakeBranch['health'];
  readonly #disk: FakeDisk;
  readonly #state = openState(RULES, START);
  readonly #listeners = new Set<(batch: readonly Committed[]) => void>();
  readonly #answers = new Map<string, Answer>();
  #now = START;
  #isTrusted = true;
  #held: Promise<void> = Promise.resolve();
  #failsRead = false;

  constructor(disk: FakeDisk) {
    this.#disk = disk;
    for (const record of disk.records) {
      const event = this.eventOf(record);
      if (event) this.#evolve(event);
      this.#now = Math.max(this.#now, record.at);
    }
    this.branch = this.#makeBranch();
    this.store = {
      epoch: disk.epoch,
      head: () => this.#head(),
      read: async (from, limit) => {
        if (this.#failsRead) {
          this.#failsRead = false;
          return Promise.reject(new RangeError('read failed'));
        }
        return disk.records.filter(({ seq }) => seq >= from).slice(0, limit);
      },
      cursor: (name) => disk.cursors.get(name) ?? 0,
    };
    this.health = makeHealth();
  }

  eventOf(record: StoredRecord): QueueEvent | null {
    return record.stream === 'queue' ? (record.body as QueueEvent) : null;
  }

  issue(service = 'cash'): Promise<Reply> {
    return this.branch.submit({
      type: 'issue',
      service,
      segment: 'ordinary',
      language: 'zh-CN',
      handover: 'screen',
      id: null,
      actor: { kind: 'kiosk', device: 'kiosk-1' },
    });
  }

  device(type: string, body: object): void {
    this.#append('device', type, body);
    for (const listener of this.#listeners) listener([]);
  }

  setTrusted(isTrusted: boolean): void {
    this.#isTrusted = isTrusted;
    this.#state.clock = { offset: 0, isTrusted };
  }

  setNow(now: number): void {
    this.#now = now;
  }

  setRules(rules: Rules): void {
    this.#state.rules = rules;
    for (const listener of this.#listeners) listener([]);
  }

  holdCommits(): () => void {
    let release = (): void => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  failNextRead(): void {
    this.#failsRead = true;
  }

  #makeBranch(): Branch {
    const disk = this.#disk;
    return {
      submit: (command) => this.#submit(command),
      committed: this.#state,
      get committedSeq() {
        return disk.records.length;
      },
      now: () => this.#now,
      wallOf: (at) => (this.#isTrusted ? at : null),
      onCommitted: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      moveCursor: (name, seq) => void disk.cursors.set(name, seq),
    };
  }

  #head(): Head {
    return { seq: this.#disk.records.length, hash: `hash-${this.#disk.records.length}` };
  }

  async #submit(command: Command): Promise<Reply> {
    this.asked.push(command);
    const key = command.id && `${command.id.source} ${command.id.key}`;
    const known = key === null ? undefined : this.#answers.get(key);
    if (known) return known;
    const { body, answer } = this.#decide(command);
    await this.#held;
    const counter = 'counter' in command ? command.counter : null;
    const head = {
      at: this.#now,
      actor: command.actor,
      counter,
      teller: null,
      rule: null,
      command: command.id,
      answer,
    };
    const event = { ...body, ...head } as QueueEvent;
    const record = this.#append('queue', event.type, event);
    this.#evolve(event);
    for (const listener of this.#listeners) listener([{ record, event }]);
    return answer;
  }

  #append(stream: 'queue' | 'device', type: string, body: unknown): StoredRecord {
    const seq = this.#disk.records.length + 1;
    const time = { at: this.#now, offset: 0, isTrusted: this.#isTrusted };
    const record: StoredRecord = { seq, hash: `hash-${seq}`, stream, type, version: 1, ...time, body };
    this.#disk.records.push(record);
    return record;
  }

  #decide(command: Command): { readonly body: EventBody; readonly answer: Answer } {
    const state = this.#state;
    if (command.type === 'issue') {
      const { service, segment, language, handover } = command;
      const ticket = state.lastTicket + 1;
      const label = `${service === 'cash' ? 'A' : 'B'}${String(ticket).padStart(3, '0')}`;
      const ahead = state.waiting.get(service)?.length ?? 0;
      return {
        body: { type: 'issued', ticket, label, number: ticket, service, segment, language, handover, ahead },
        answer: { kind: 'issued', ticket, label, ahead },
      };
    }
    if (command.type === 'recall') {
      const refusal = { code: 'no-open-ticket' as const, counter: command.counter };
      return { body: { type: 'refused', asked: 'recall', refusal }, answer: { kind: 'refused', refusal } };
    }
    const counterEvent = counterEventOf(command);
    if (counterEvent) return { body: counterEvent, answer: { kind: 'done', label: null } };
    return this.#decideCall('counter' in command ? (command.counter ?? 'w1') : 'w1');
  }

  #decideCall(counter: string): { readonly body: EventBody; readonly answer: Answer } {
    const next = [...this.#state.waiting.values()].flat().sort((one, other) => one.id - other.id)[0];
    if (!next) {
      return { body: { type: 'request-stands', until: this.#now + 1_000 }, answer: { kind: 'standing', counter } };
    }
    const { id: ticket, label, service } = next;
    return {
      body: {
        type: 'called',
        ticket,
        label,
        service,
        waited: this.#now - next.queuedAt,
        how: 'next',
        score: null,
        passedOver: 0,
        turns: null,
      },
      answer: { kind: 'called', ticket, label, counter, waiting: 0 },
    };
  }

  #evolve(event: QueueEvent): void {
    const state = this.#state;
    if (event.command && event.answer) {
      const { source, key } = event.command;
      this.#answers.set(`${source} ${key}`, event.answer);
      state.answers.set(source, [...(state.answers.get(source) ?? []), { key, answer: event.answer }]);
    }
    if (event.type === 'issued') {
      const { ticket: id, label, number, segment, language, handover, service, at } = event;
      const ticket = waitingTicket({ id, label, number, segment, language, handover, service }, at);
      state.lastTicket = event.ticket;
      state.tickets.set(ticket.id, ticket);
      state.waiting.set(event.service, [...(state.waiting.get(event.service) ?? []), ticket]);
    }
    const after = COUNTER_STATES[event.type];
    const shown = state.counters.get(event.counter ?? '');
    if (after && shown) shown.state = after;
    if (event.type === 'called') {
      const ticket = state.tickets.get(event.ticket);
      const counter = state.counters.get(event.counter ?? '');
      if (!ticket || !counter) return;
      state.waiting.set(event.service, state.waiting.get(event.service)?.filter((other) => other !== ticket) ?? []);
      Object.assign(ticket, { status: 'called', calledAt: event.at, counter: counter.id });
      counter.ticket = ticket.id;
    }
  }
}

const COUNTER_STATES: Partial<Record<QueueEvent['type'], Counter['state']>> = {
  'counter-opened': 'open',
  'counter-paused': 'paused',
  'counter-closed': 'closed',
};

function counterEventOf(command: Command): EventBody | null {
  switch (command.type) {
    case 'open-counter':
      return { type: 'counter-opened', profile: command.profile ?? 'longest-wait' };
    case 'pause-counter':
      return { type: 'counter-paused', reason: 'teller' };
    case 'close-counter':
      return { type: 'counter-closed' };
    default:
      return null;
  }
}

function makeHealth(): FakeBranch['health'] {
  const newest = new Map<string, DeviceHealth>();
  const listeners = new Set<(health: DeviceHealth) => void>();
  return {
    all: () => [...newest.values()],
    onReport(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    report(health) {
      newest.set(health.device, health);
      for (const listener of listeners) listener(health);
    },
  };
}
