import { type Clock, type Millis, seconds, sleep } from '../clock.ts';
import { messageOf } from '../errors.ts';
import { backoffDelay, DEVICE_BACKOFF } from './backoff.ts';
import type { Link, LinkReport } from './driver.ts';
import { guardedClock, watchedClock } from './guarded-clock.ts';
import type { ConditionCode, DeviceHealth } from './kinds.ts';
import type { Log } from './log.ts';
import { healthKeeper } from './supervisor-health.ts';
import { SUPERVISOR_TIMING, type SupervisorInput, type SupervisorTiming } from './supervisor-machine.ts';
import { type Lives, runMachine } from './supervisor-run.ts';
import type { OpenPortEntry, OpenPorts } from './wire/open-ports.ts';
import { seedOf } from './wire/seeded.ts';
import type { CloseReason, Wire, WireFactory } from './wire/wire.ts';

/** What every supervisor needs. */
export interface SupervisorSurroundings {
  readonly clock: Clock;
  readonly log: Log;
  /** Told of each change of health. */
  onHealth(health: DeviceHealth): void;
  /** Where what is open is listed. */
  readonly ports?: OpenPorts;
  /** Seed of the back-off's jitter; made from the name when left out. */
  readonly seed?: number;
  readonly timing?: Partial<SupervisorTiming>;
}

export interface SupervisedWireOptions extends SupervisorSurroundings {
  /** The device or bus. */
  readonly name: string;
  readonly wires: WireFactory;
  /** A wire is open. May throw: that is a fault of the driver, and costs it this wire. */
  begin(wire: Wire, report: LinkReport): Link;
}

/** A wire that is kept open for one owner. */
export interface SupervisedWire {
  /** Once. */
  start(): void;
  health(): DeviceHealth;
  condition(code: ConditionCode, isRaised: boolean, detail?: string, next?: string): void;
  /** The owner failed: logged, the wire is closed, and opened again after a while. */
  fault(caught: unknown, where: string): void;
  /** The clock for the owner: what its timers throw is its fault, not the daemon's. */
  readonly clock: Clock;
  /** For how long a timer of the supervisor or of its owner should have run: above 0 by moments only while the program is alive. */
  lateBy(): Millis;
  /** Resolves when the wire is closed and stays so; one shared promise. */
  close(): Promise<void>;
}

/** A port that neither opens nor closes any more is left to the system. */
const STOP_LIMIT: Millis = seconds(4);

/** What was opened, and who lives on it. */
export interface OpenedLife {
  /** The owner begins. */
  begin(report: LinkReport): void;
  /** It is gone: the owner ends. */
  end(reason: CloseReason): void;
  /** Lets go of it; `onClosed` follows. */
  close(): void;
}

/** What an opened life tells. */
export interface LifeHooks {
  /** Exactly once, never before the opening has resolved. */
  onClosed(reason: CloseReason): void;
  /** Runs a callback of the owner: what it throws costs it this life, and nobody else anything. */
  guard(where: string, run: () => void): void;
}

/** How an opening ended. */
export type LifeEnd =
  | { readonly kind: 'open'; readonly life: OpenedLife }
  | { readonly kind: 'refused'; readonly reason: CloseReason & { readonly kind: 'refused' } };

export interface SupervisedOptions extends SupervisorSurroundings {
  /** The device or bus. */
  readonly name: string;
  /** The port's name, for people. */
  readonly port: string;
  /** Opens one life. May reject: that is a refusal. */
  open(hooks: LifeHooks): Promise<LifeEnd>;
}

/** A wire that is kept open. */
export function superviseWire(options: SupervisedWireOptions): SupervisedWire {
  const { name, wires } = options;
  return supervise({
    ...options,
    port: wires.name,
    onHealth: (health) => options.onHealth(health),
    async open({ onClosed, guard }) {
      let link: Link | null = null;
      let entry: OpenPortEntry | undefined;
      const end = await wires.open({
        onBytes(bytes) {
          entry?.countIn(bytes.length);
          guard('bytes', () => link?.onBytes(bytes));
        },
        onClosed,
      });
      if (end.kind === 'refused') return end;
      entry = options.ports?.add(end.wire.name, name);
      const wire = counted(end.wire, entry);
      const life: OpenedLife = {
        begin(report) {
          link = options.begin(wire, report);
        },
        end(reason) {
          entry?.remove();
          link?.end(reason);
        },
        close: () => void wire.close(),
      };
      return { kind: 'open', life };
    },
  });
}

/**
 * The interpreter of the supervisor machine: opens, begins, closes, waits. Nothing that an owner does gets out of it,
 * and it waits for nobody.
 */
export function supervise(options: SupervisedOptions): SupervisedWire {
  const { name, port, log } = options;
  const seed = options.seed ?? seedOf(name);
  const timing: SupervisorTiming = {
    ...SUPERVISOR_TIMING,
    delayOf: (attempt) => backoffDelay({ ...DEVICE_BACKOFF, seed }, attempt),
    ...options.timing,
  };
  const keeper = healthKeeper({
    device: name,
    port,
    clock: options.clock,
    log,
    onHealth: (health) => options.onHealth(health),
  });
  const fault = (caught: unknown, where: string): void => {
    keeper.fault(caught, where);
    machine.take({ kind: 'lost', reason: `driver fault: ${messageOf(caught)}` });
  };
  const lives = lifeOf(options, fault, (input) => machine.take(input));
  const watched = watchedClock(options.clock);
  const machine = runMachine(watched, timing, keeper, lives);
  let closing: Promise<void> | null = null;
  return {
    start: () => machine.take({ kind: 'start' }),
    health: () => keeper.health(),
    condition: (code, isRaised, detail, next) => keeper.condition(code, isRaised, detail, next),
    fault,
    clock: guardedClock(watched, fault),
    lateBy: () => watched.lateBy(),
    close() {
      closing ??= Promise.race([machine.stop(), sleep(options.clock, STOP_LIMIT)]);
      return closing;
    },
  };
}

/** Opens, and keeps the newest life. */
function lifeOf(
  { port, ...options }: SupervisedOptions,
  fault: (caught: unknown, where: string) => void,
  take: (input: SupervisorInput) => void,
): Lives {
  let life: OpenedLife | null = null;
  const guard = (where: string, run: () => void): void => {
    try {
      run();
    } catch (caught) {
      fault(caught, where);
    }
  };
  const onClosed = (reason: CloseReason): void => {
    const ended = life;
    life = null;
    guard('end', () => ended?.end(reason));
    take({ kind: 'wire-closed', reason: reason.kind === 'ours' ? `${port} was closed` : reason.detail });
  };
  const open = async (): Promise<void> => {
    const end = await options.open({ onClosed, guard });
    if (end.kind === 'refused') {
      take({ kind: 'refused', reason: end.reason.detail });
      return;
    }
    life = end.life;
    take({ kind: 'opened' });
  };
  return {
    open: () => void open().catch((caught) => take({ kind: 'refused', reason: `${port}: ${messageOf(caught)}` })),
    begin() {
      const mine = life;
      if (!mine) return;
      const say = (input: SupervisorInput): void => {
        if (life === mine) take(input);
      };
      guard('begin', () =>
        mine.begin({
          identified: () => say({ kind: 'identified' }),
          lost: (reason) => say({ kind: 'lost', reason }),
        }),
      );
    },
    close: () => void life?.close(),
  };
}

function counted(wire: Wire, entry: OpenPortEntry | undefined): Wire {
  if (!entry) return wire;
  return {
    name: wire.name,
    close: () => wire.close(),
    write(bytes) {
      entry.countOut(bytes.length);
      return wire.write(bytes);
    },
  };
}
