import { type Clock, sleep } from '../../src/clock.ts';
import type { WireFactory, WireListener } from '../../src/devices/wire/wire.ts';
import type { MemoryStore } from '../../src/journal/memory.ts';
import type { AppendAnswer, CursorMoves, Draft, Head, Store, StoredRecord } from '../../src/journal/store.ts';
import type { Connector } from '../../src/mqtt/connection.ts';

const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** Called around every append of a life: where a test kills it. */
export interface AppendHooks {
  /** How long the disk takes for each, ms: what is said before a commit gets out in that time. */
  readonly takes: number;
  /** Counts from 1 in each life, with the types of the records. The life may be killed in it: nothing is written then. */
  before(count: number, types: readonly string[]): void;
  /** Written, and the daemon does not know yet. */
  after(count: number, types: readonly string[]): void;
}

/**
 * One run of the daemon on things that outlive it. `kill` is a power cut: from then on it hears nothing, says nothing,
 * writes nothing, and its timers do not run; nobody tells it so.
 */
export interface Life {
  /** A clock of the outer world as this run sees it. */
  clock(outer: Clock): Clock;
  readonly store: Store;
  wires(factory: WireFactory): WireFactory;
  connector(broker: Connector): Connector;
  readonly isDead: boolean;
  kill(): void;
}

/** Begins a {@link Life} on a machine's clock and journal. */
export function beginLife(clock: Clock, store: MemoryStore, hooks: AppendHooks): Life {
  const state = { isDead: false, cuts: new Set<() => void>() };
  const alive = (run: () => void): void => {
    if (!state.isDead) run();
  };
  return {
    clock: (outer) => ({
      monotonic: () => outer.monotonic(),
      wall: () => outer.wall(),
      isWallTrusted: () => outer.isWallTrusted(),
      after: (delay, run) => outer.after(delay, () => alive(run)),
    }),
    store: mortalStore(store, clock, state, hooks),
    wires: (factory) => mortalWires(factory, state, alive),
    connector: (broker) => mortalConnector(broker, state, alive),
    get isDead() {
      return state.isDead;
    },
    kill() {
      state.isDead = true;
      for (const cut of state.cuts) cut();
    },
  };
}

interface Mortal {
  isDead: boolean;
  /** What the end of the process does to the outer world. */
  readonly cuts: Set<() => void>;
}

function mortalStore(inner: MemoryStore, clock: Clock, state: Mortal, hooks: AppendHooks): Store {
  let appends = 0;
  let isClosed = false;
  const unlessDead = async <T>(work: () => Promise<T>): Promise<T> => {
    if (state.isDead) return never();
    const result = await work();
    return state.isDead ? never() : result;
  };
  return {
    epoch: inner.epoch,
    head: () => inner.head(),
    cursor: (name) => inner.cursor(name),
    newestOpening: () => unlessDead(() => inner.newestOpening()),
    read: (from, limit): Promise<readonly StoredRecord[]> => unlessDead(() => inner.read(from, limit)),
    reopen: (): Promise<Head> => unlessDead(() => inner.reopen()),
    idle: () => inner.idle(),
    isAlive: (limit) => inner.isAlive(limit),
    // The journal outlives the daemon; what is written after the end would be a fault of the daemon.
    async close() {
      isClosed = true;
    },
    append(batch: readonly Draft[], moves: CursorMoves, expected: Head): Promise<AppendAnswer> {
      if (isClosed) throw new RangeError('a closed journal was written');
      return unlessDead(async () => {
        appends += 1;
        const count = appends;
        if (hooks.takes > 0) await sleep(clock, hooks.takes);
        if (state.isDead) return never();
        const types = batch.map(({ type }) => type);
        hooks.before(count, types);
        if (state.isDead) return never();
        const answer = await inner.append(batch, moves, expected);
        hooks.after(count, types);
        return answer;
      });
    },
  };
}

function mortalWires(factory: WireFactory, state: Mortal, alive: (run: () => void) => void): WireFactory {
  return {
    name: factory.name,
    async open(listener: WireListener) {
      if (state.isDead) return never();
      const end = await factory.open({
        onBytes: (bytes) => alive(() => listener.onBytes(bytes)),
        onClosed: (reason) => alive(() => listener.onClosed(reason)),
      });
      if (end.kind === 'refused') return end;
      const { wire } = end;
      state.cuts.add(() => void wire.close());
      return {
        kind: 'open',
        wire: {
          name: wire.name,
          write: (bytes) => (state.isDead ? never() : wire.write(bytes)),
          close: () => (state.isDead ? never() : wire.close()),
        },
      };
    },
  };
}

function mortalConnector(broker: Connector, state: Mortal, alive: (run: () => void) => void): Connector {
  return {
    async connect(options, listener, signal) {
      if (state.isDead) return never();
      const end = await broker.connect(
        options,
        {
          onMessage: (received) => alive(() => listener.onMessage(received)),
          onClosed: (reason) => alive(() => listener.onClosed(reason)),
        },
        signal,
      );
      if (end.kind !== 'connected') return end;
      const { connection } = end;
      state.cuts.add(() => connection.destroy());
      return {
        kind: 'connected',
        connection: {
          protocol: connection.protocol,
          receiveMaximum: connection.receiveMaximum,
          keepalive: connection.keepalive,
          publish: (message, ended) => alive(() => connection.publish(message, (how) => alive(() => ended(how)))),
          subscribe: (filters, isFlagKept) => (state.isDead ? never() : connection.subscribe(filters, isFlagKept)),
          destroy: () => alive(() => connection.destroy()),
          end: () => (state.isDead ? never() : connection.end()),
        },
      };
    },
  };
}
