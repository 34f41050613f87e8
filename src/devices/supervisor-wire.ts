import { type Clock, type Millis, seconds, sleep } from '../clock.ts';
import { messageOf } from '../errors.ts';
import { backoffDelay, DEVICE_BACKOFF } from './backoff.ts';
import type { Link, LinkReport } from './driver.ts';
import { guardedClock } from './guarded-clock.ts';
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
  /** Resolves when the wire is closed and stays so; one shared promise. */
  close(): Promise<void>;
}

/** A port that neither opens nor closes any more is left to the system. */
const STOP_LIMIT: Millis = seconds(4);

/** The wire of the moment, and who lives on it. */
interface Life {
  readonly wire: Wire;
  readonly entry: OpenPortEntry | undefined;
  link: Link | null;
}

/**
 * The interpreter of the supervisor machine: opens, begins, closes, waits. Nothing that an owner does gets out of it,
 * and it waits for nobody.
 */
export function superviseWire(options: SupervisedWireOptions): SupervisedWire {
  const { name, wires, log } = options;
  const seed = options.seed ?? seedOf(name);
  const timing: SupervisorTiming = {
    ...SUPERVISOR_TIMING,
    delayOf: (attempt) => backoffDelay({ ...DEVICE_BACKOFF, seed }, attempt),
    ...options.timing,
  };
  const keeper = healthKeeper({
    device: name,
    port: wires.name,
    clock: options.clock,
    log,
    onHealth: (health) => options.onHealth(health),
  });
  const fault = (caught: unknown, where: string): void => {
    keeper.fault(caught, where);
    machine.take({ kind: 'lost', reason: `driver fault: ${messageOf(caught)}` });
  };
  const lives = lifeOf(options, fault, (input) => machine.take(input));
  const machine = runMachine(options.clock, timing, keeper, lives);
  let closing: Promise<void> | null = null;
  return {
    start: () => machine.take({ kind: 'start' }),
    health: () => keeper.health(),
    condition: (code, isRaised, detail, next) => keeper.condition(code, isRaised, detail, next),
    fault,
    clock: guardedClock(options.clock, fault),
    close() {
      closing ??= Promise.race([machine.stop(), sleep(options.clock, STOP_LIMIT)]);
      return closing;
    },
  };
}

/** Opens wires and keeps the life on the newest one. */
function lifeOf(
  options: SupervisedWireOptions,
  fault: (caught: unknown, where: string) => void,
  take: (input: SupervisorInput) => void,
): Lives {
  const { name, wires } = options;
  let life: Life | null = null;
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
    ended?.entry?.remove();
    guard('end', () => ended?.link?.end(reason));
    take({ kind: 'wire-closed', reason: reason.kind === 'ours' ? `${wires.name} was closed` : reason.detail });
  };
  const open = async (): Promise<void> => {
    const end = await wires.open({
      onBytes(bytes) {
        life?.entry?.countIn(bytes.length);
        guard('bytes', () => life?.link?.onBytes(bytes));
      },
      onClosed,
    });
    if (end.kind === 'refused') {
      take({ kind: 'refused', reason: end.reason.detail });
      return;
    }
    const entry = options.ports?.add(end.wire.name, name);
    life = { wire: counted(end.wire, entry), entry, link: null };
    take({ kind: 'opened' });
  };
  return {
    open: () => void open().catch((caught) => take({ kind: 'refused', reason: `${wires.name}: ${messageOf(caught)}` })),
    begin() {
      const mine = life;
      if (!mine) return;
      const say = (input: SupervisorInput): void => {
        if (life === mine) take(input);
      };
      guard('begin', () => {
        mine.link = options.begin(mine.wire, {
          identified: () => say({ kind: 'identified' }),
          lost: (reason) => say({ kind: 'lost', reason }),
        });
      });
    },
    close: () => void life?.wire.close(),
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
