import { type Clock, type Millis, seconds } from '../../clock.ts';
import { messageOf } from '../../errors.ts';
import type { BusDevice, DriverContext, Exchange, ExchangeEnd, UnitVerdict } from '../driver.ts';
import { guardedClock } from '../guarded-clock.ts';
import type { ConditionCode, DeviceHealth, DeviceKind } from '../kinds.ts';
import type { Log } from '../log.ts';
import { FIND_A_UNIT } from '../next-steps.ts';
import { type HealthKeeper, healthKeeper } from '../supervisor-health.ts';
import type { SlotOutcome } from './bus-schedule.ts';
import { isOverlong } from './bus-slot.ts';

/** A unit's driver as the bus opens it. */
export interface BusUnit {
  /** The device's id in the configuration. */
  readonly device: string;
  /** Opens the driver: `(context) => definition.open(settings, context)`. */
  open(context: DriverContext): Promise<BusDevice<DeviceKind>>;
}

/** A unit on the bus, so wrapped that nothing its driver does gets out: what throws is an ill unit. */
export interface UnitOnBus {
  readonly device: string;
  readonly driver: BusDevice<DeviceKind>;
  isUrgent(): boolean;
  /** Undefined: its driver failed. */
  next(): Exchange | null | undefined;
  isWhole(exchange: Exchange, bytes: Uint8Array): boolean;
  ended(end: ExchangeEnd): UnitVerdict;
  /** Whether bytes after its answer are of a unit with the same address. */
  isTwin(bytes: Uint8Array): boolean;
  reset(): void;
  readonly health: UnitHealth;
}

/** Garbled answers in a row after which the unit itself is said to garble. */
const GARBLED_STREAK = 3;
/** Answering for so long without a fault ends an incident. */
const STEADY: Millis = seconds(10);

/** The health of a unit, from what its bus and its slots say. */
export class UnitHealth {
  readonly #keeper: HealthKeeper;
  readonly #clock: Clock;
  readonly #port: string;
  #garbledStreak = 0;
  /** Who says that it garbles: its driver, its bus. */
  readonly #garbledBy = new Set<'driver' | 'bus'>();
  #wellSince: Millis | null = null;

  constructor(keeper: HealthKeeper, clock: Clock, port: string) {
    this.#keeper = keeper;
    this.#clock = clock;
    this.#port = port;
  }

  health(): DeviceHealth {
    return this.#keeper.health();
  }

  /** The bus itself is not there, or cannot be used. */
  follow(state: DeviceHealth['state'], reason: string | null): void {
    this.#wellSince = null;
    this.#keeper.follow(state, reason);
  }

  /** The bus is there: a unit that is polled must answer before it counts as running. */
  begin(isPolled: boolean): void {
    if (isPolled) this.#keeper.set('identifying', this.#keeper.health().reason);
    else this.#keeper.set('running', null);
  }

  well(): void {
    const now = this.#clock.monotonic();
    this.#garbledStreak = 0;
    this.#garbles('bus', false);
    this.#keeper.set('running', null);
    this.#wellSince ??= now;
    if (now - this.#wellSince >= STEADY) this.#keeper.settled();
  }

  /** `isDead`: it was ill so often that it counts as lost. */
  ill(address: string, reason: string, isDead: boolean): void {
    this.#wellSince = null;
    if (isDead) this.#keeper.set('backing-off', `address ${address} on ${this.#port}: ${reason}`, FIND_A_UNIT);
  }

  garbled(address: string, isOverlong: boolean): void {
    this.#garbledStreak = isOverlong ? GARBLED_STREAK : this.#garbledStreak + 1;
    if (this.#garbledStreak < GARBLED_STREAK) return;
    const what = isOverlong ? 'endless answers' : 'damaged answers';
    this.#garbles('bus', true, `${what} from address ${address}`);
  }

  /** What its driver reports. */
  condition(code: ConditionCode, isRaised: boolean, detail?: string): void {
    if (code === 'garbled') this.#garbles('driver', isRaised, detail);
    else this.#keeper.condition(code, isRaised, detail);
  }

  /** Its driver threw. */
  fault(caught: unknown, where: string): void {
    this.#wellSince = null;
    this.#keeper.fault(caught, where);
  }

  /** Raised while one of the two says so. */
  #garbles(by: 'driver' | 'bus', isRaised: boolean, detail?: string): void {
    if (isRaised) this.#garbledBy.add(by);
    else this.#garbledBy.delete(by);
    this.#keeper.condition('garbled', this.#garbledBy.size > 0, detail);
  }
}

/** What {@link openUnit} needs. */
export interface UnitSurroundings {
  readonly clock: Clock;
  readonly log: Log;
  readonly port: string;
  onHealth(health: DeviceHealth): void;
}

/** Opens one unit's driver. Rejects with what the driver rejected with. */
export async function openUnit(unit: BusUnit, surroundings: UnitSurroundings): Promise<UnitOnBus> {
  const { clock, log, port } = surroundings;
  const { device } = unit;
  const keeper = healthKeeper({ device, port, clock, log, onHealth: (health) => surroundings.onHealth(health) });
  const health = new UnitHealth(keeper, clock, port);
  const fault = (caught: unknown, where: string): void => health.fault(caught, where);
  const driver = await unit.open({
    device,
    log,
    clock: guardedClock(clock, fault),
    condition: (code, isRaised, detail) => health.condition(code, isRaised, detail),
  });
  return wrapped(device, driver, health);
}

function wrapped(device: string, driver: BusDevice<DeviceKind>, health: UnitHealth): UnitOnBus {
  const guarded = <T>(where: string, otherwise: (caught: unknown) => T, run: () => T): T => {
    try {
      return run();
    } catch (caught) {
      health.fault(caught, where);
      return otherwise(caught);
    }
  };
  const faulty = (caught: unknown): UnitVerdict => ({ kind: 'ill', reason: `driver fault: ${messageOf(caught)}` });
  const no = (): boolean => false;
  return {
    device,
    driver,
    health,
    // Asked of every unit before every slot: written out, so that nothing is allocated.
    isUrgent() {
      try {
        return driver.isUrgent();
      } catch (caught) {
        health.fault(caught, 'isUrgent');
        return false;
      }
    },
    next: () =>
      guarded<ReturnType<UnitOnBus['next']>>(
        'next',
        () => undefined,
        () => driver.next(),
      ),
    isWhole: (exchange, bytes) => guarded('isWhole', no, () => exchange.reply?.isWhole(bytes) === true),
    ended: (end) => guarded('ended', faulty, () => driver.ended(end)),
    isTwin: (bytes) => guarded('afterAnswer', no, () => driver.afterAnswer?.(bytes) === true),
    reset: () =>
      guarded(
        'reset',
        () => {},
        () => driver.reset(),
      ),
  };
}

/** What the schedule is told of a slot. */
export function outcomeOf(end: ExchangeEnd, verdict: UnitVerdict): SlotOutcome {
  if (verdict.kind === 'ill') return isWrong(end) ? 'garbled' : 'ill';
  if (verdict.kind !== 'well') return verdict.kind;
  return verdict.isActive ? 'active' : 'well';
}

/** Whether there was an answer of some length: not silence, and not somebody who does not stop. */
function isWrong(end: ExchangeEnd): boolean {
  return (end.kind === 'garbled' || end.kind === 'answered') && !isOverlong(end.bytes);
}
