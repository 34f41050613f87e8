import type { Branch } from '../branch/port.ts';
import { type Clock, minutes, type Timer } from '../clock.ts';
import type { DeviceHealth } from '../devices/kinds.ts';
import type { Incidents } from '../incidents.ts';
import type { Head, Store } from '../journal/store.ts';
import type { DeviceAlert } from '../queue/alerts.ts';
import type { ShownStandards } from '../report/live-standards.ts';
import type { ServiceGuidance } from '../views/advice.ts';
import type { Message, PublishEnd } from './connection.ts';
import { isSameValue } from './same-value.ts';
import { listSources, type StateSources, type Thing, thingsOf } from './state-views.ts';
import type { TopicNames } from './topic-names.ts';
import type { Lane, Outgoing } from './window.ts';

/** How often the journal's head hash is published. */
const HEAD_EVERY = minutes(60);

/** A state as it was painted, and its JSON: most of what is painted is as it was, which is seen sooner than written out. */
interface Sent {
  readonly painted: object | null;
  /** Empty for a thing that no longer exists. */
  readonly text: string;
}

const NOTHING: Sent = { painted: null, text: '' };

export interface StatesParts {
  readonly branch: Pick<Branch, 'committed' | 'committedSeq' | 'now' | 'wallOf'>;
  readonly store: Pick<Store, 'head' | 'epoch'>;
  readonly clock: Clock;
  readonly topics: TopicNames;
  readonly incidents: Incidents;
  devices(): readonly DeviceHealth[];
  /** IANA zone of the branch. */
  zone(): string;
  /** How the standards of the day were kept; null: it is not told. Left out: so. */
  standards?(): ShownStandards | null;
  deviceAlerts(): readonly DeviceAlert[];
  /** Left out: nothing. */
  guidance?(service: string): ServiceGuidance | null;
  /** Something may be taken. */
  onReady(): void;
}

/**
 * The retained states: a cache of the committed state at the broker. All of them after each connect, since the
 * broker may have lost them; then what changed. A thing waits at most once, and is painted when it is sent: the
 * newest wins. The bound is the number of things.
 */
export class StatesLane implements Lane {
  readonly #parts: StatesParts;
  readonly #sources: StateSources;
  /** What the broker is known or about to have, by thing, without `asOfSeq`. */
  readonly #sent = new Map<string, Sent>();
  /** What each was painted from when it was sent: while that is the same, painting it shows nothing new. */
  readonly #paintedFrom = new Map<string, object>();
  /** In flight, one a thing; `true`: look at it again when it has ended. */
  readonly #flying = new Map<string, boolean>();
  /** Things of this pass that were not looked at yet. */
  #due: Thing[] = [];
  /** The things of the pass before and what tells which there are, and whether the broker has none but these: then none is gone. */
  #things: readonly Thing[] = [];
  #listedFrom: readonly unknown[] = [];
  #areAllThere = false;
  /** Something changed since this pass began: another one follows. */
  #isStale = false;
  #isConnected = false;
  #shownHead: Head;
  #hourly: Timer;

  constructor(parts: StatesParts) {
    this.#parts = parts;
    this.#shownHead = parts.store.head();
    const { branch, devices, zone, deviceAlerts } = parts;
    const standards = () => parts.standards?.() ?? null;
    const guidance = parts.guidance ?? (() => null);
    this.#sources = { branch, devices, zone, deviceAlerts, standards, guidance, shownHead: () => this.#shownHead };
    this.#hourly = this.#everyHour();
  }

  /** Something was committed, or a device changed: look at everything again. */
  changed(): void {
    this.#isStale = true;
  }

  begin(): void {
    this.#isConnected = true;
    this.#sent.clear();
    this.#paintedFrom.clear();
    this.#due = [];
    this.#isStale = true;
  }

  cut(): void {
    this.#isConnected = false;
    this.#flying.clear();
  }

  take(): Outgoing | null {
    while (this.#isConnected) {
      if (this.#due.length === 0 && this.#isStale) this.#list();
      const thing = this.#due.shift();
      if (!thing) return null;
      const outgoing = this.#outgoing(thing);
      if (outgoing) return outgoing;
    }
    return null;
  }

  /** Releases its timer. */
  close(): void {
    this.#hourly.cancel();
  }

  #list(): void {
    this.#isStale = false;
    const listedFrom = listSources(this.#sources);
    const isNew = !areSame(listedFrom, this.#listedFrom);
    if (isNew) this.#things = thingsOf(this.#sources);
    this.#listedFrom = listedFrom;
    this.#due = [...this.#things];
    if (!isNew && this.#areAllThere) return;
    const names = new Set(this.#things.map(({ name }) => name));
    // A thing that no longer exists is taken from the broker by an empty message.
    const gone = [...this.#sent.keys()].filter((name) => !names.has(name));
    this.#areAllThere = gone.length === 0;
    for (const name of gone) this.#due.push({ name, paint: () => null });
  }

  #outgoing(thing: Thing): Outgoing | null {
    const { name } = thing;
    if (this.#flying.has(name)) {
      this.#flying.set(name, true);
      this.#paintedFrom.delete(name);
      return null;
    }
    if (thing.source && this.#paintedFrom.get(name) === thing.source) return null;
    const painted = thing.paint();
    if (thing.source) this.#paintedFrom.set(name, thing.source);
    else this.#paintedFrom.delete(name);
    const before = this.#sent.get(name) ?? NOTHING;
    if (isSameValue(before.painted, painted)) return null;
    const text = painted ? JSON.stringify(painted) : '';
    if (before.text === text) return null;
    this.#sent.set(name, { painted, text });
    this.#flying.set(name, false);
    return { message: this.#message(thing, text), ended: (end) => this.#ended(thing, end) };
  }

  /** @param text what was painted, as JSON with one member at least; empty for a thing that no longer exists */
  #message({ name, asOfSeq: own }: Thing, text: string): Message {
    const { store, branch, topics } = this.#parts;
    const asOfSeq = own ?? branch.committedSeq;
    const head = JSON.stringify({ asOfSeq, epoch: store.epoch });
    return {
      topic: topics.state(name),
      payload: text && `${head.slice(0, -1)},${text.slice(1)}`,
      isRetained: true,
      contentType: 'application/json',
    };
  }

  #ended(thing: Thing, end: PublishEnd): void {
    if (end.kind === 'lost') return;
    if (this.#flying.get(thing.name)) this.#due.push(thing);
    this.#flying.delete(thing.name);
    if (end.kind === 'acknowledged') {
      if (this.#sent.get(thing.name)?.text === '') this.#sent.delete(thing.name);
      this.#parts.incidents.clear('mqtt/state-refused', 'the broker takes states again');
      return;
    }
    // Not sent again until it changes or the connection is made anew: a state is a cache, and the next one counts.
    this.#parts.incidents.raise(
      {
        code: 'mqtt/state-refused',
        what: `the broker refuses to take states, reason ${end.reason}`,
        next: 'give this client the right to publish retained messages on its own topics',
        isFault: true,
      },
      { state: thing.name },
    );
  }

  #everyHour(): Timer {
    return this.#parts.clock.after(HEAD_EVERY, () => {
      this.#shownHead = this.#parts.store.head();
      this.#isStale = true;
      this.#hourly = this.#everyHour();
      this.#parts.onReady();
    });
  }
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((each, place) => each === others[place]);
}
