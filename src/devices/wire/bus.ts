import { asFault, messageOf } from '../../errors.ts';
import type { BusDevice } from '../driver.ts';
import type { DeviceHealth, DeviceKind } from '../kinds.ts';
import { CALM_A_BUS } from '../next-steps.ts';
import { closeDriver } from '../supervisor.ts';
import { type SupervisedWire, type SupervisorSurroundings, superviseWire } from '../supervisor-wire.ts';
import { busNoise } from './bus-alarm.ts';
import { type BusLife, busLife } from './bus-life.ts';
import { quietRound, type UnitLoad } from './bus-load.ts';
import { POLLING, type Polling } from './bus-polling.ts';
import { type BusUnit, openUnit, type UnitOnBus } from './bus-unit.ts';
import type { LineSettings, WireFactory } from './wire.ts';

export interface SuperviseBusOptions extends SupervisorSurroundings {
  /** The bus's name in the configuration; its health is reported under it, beside that of its units. */
  readonly bus: string;
  readonly wires: WireFactory;
  /** How fast bytes leave, also when the wire is TCP: the settings of the far end. */
  readonly line: LineSettings;
  readonly units: readonly BusUnit[];
  readonly polling?: Partial<Polling>;
  /** What each unit asks of the bus, where it is known: a quiet bus then takes the time that its round may take at most. */
  readonly loads?: readonly UnitLoad[];
}

/** A bus with its units under supervision. */
export interface SupervisedBus {
  /** The drivers by device id, in the order of the configuration. */
  readonly units: ReadonlyMap<string, BusDevice<DeviceKind>>;
  /** Of the bus, then of each unit. */
  health(): readonly DeviceHealth[];
  /** How late its timers are. */
  readonly lateBy: SupervisedWire['lateBy'];
  /** Ends wire and units, goes on past a failing step, never rejects; one shared promise. */
  close(): Promise<void>;
}

/**
 * The one owner of a shared bus: keeps its wire open, gives its units their slots, and keeps the health of each.
 * A unit whose driver throws, or which babbles, costs its own bus at most.
 *
 * @throws LobbydError `device/driver` when a unit's driver does not open
 */
export async function superviseBus(options: SuperviseBusOptions): Promise<SupervisedBus> {
  const { bus, line, clock } = options;
  const units: UnitOnBus[] = [];
  let life: BusLife | null = null;
  const noise = busNoise(clock, (isRaised, detail) => {
    supervised.condition('garbled', isRaised, detail, CALM_A_BUS);
    if (!isRaised) life?.calm();
  });
  const supervised = superviseWire({
    ...options,
    name: bus,
    onHealth(health) {
      if (health.state !== 'running') follow(units, health);
      options.onHealth(health);
    },
    begin(wire, report) {
      report.identified(`${units.length} units`);
      for (const unit of units) {
        unit.reset();
        unit.health.begin(unit.driver.isPolled);
      }
      const quietEvery = quietRound(options.loads ?? [], line);
      const polling = { ...POLLING, quietEvery, ...options.polling };
      const mine = busLife(wire, { clock: supervised.clock, line, units, polling, noise, onStuck: report.lost });
      life = mine;
      mine.wake();
      return {
        onBytes: (bytes) => mine.onBytes(bytes),
        end(reason) {
          life = null;
          mine.end(reason);
          noise.end();
        },
      };
    },
  });
  units.push(...(await openUnits(options)));
  for (const unit of units) unit.driver.onWake(later(() => life?.wake()));
  supervised.start();
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await supervised.close();
    await Promise.all(units.map((unit) => closeDriver(unit.device, unit.driver, options)));
  };
  return {
    units: new Map(units.map((unit) => [unit.device, unit.driver])),
    health: () => [supervised.health(), ...units.map((unit) => unit.health.health())],
    lateBy: supervised.lateBy,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** Once at the end of the turn, however often it is asked for: a driver that wakes its bus is not called back inside its own call. */
function later(run: () => void): () => void {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      run();
    });
  };
}

/** While the bus is not there, its units are not either, for the same reason. */
function follow(units: readonly UnitOnBus[], { state, reason }: DeviceHealth): void {
  for (const unit of units) unit.health.follow(state, reason);
}

async function openUnits(options: SuperviseBusOptions): Promise<readonly UnitOnBus[]> {
  const { clock, log, wires } = options;
  const surroundings = { clock, log, port: wires.name, onHealth: options.onHealth };
  return Promise.all(
    options.units.map((unit) =>
      openUnit(unit, { ...surroundings, onHealth: (health) => options.onHealth(health) }).catch((caught: unknown) => {
        throw asFault(caught, {
          code: 'device/driver',
          what: `the driver of ${unit.device} does not open: ${messageOf(caught)}`,
          where: wires.name,
          next: 'see whether the installation is whole (npm ci), and report it otherwise',
        });
      }),
    ),
  );
}
