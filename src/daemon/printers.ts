import type { LiveBranch } from '../branch/branch.ts';
import { deviceDraft } from '../branch/health.ts';
import type { BranchTime } from '../branch/time.ts';
import type { Clock } from '../clock.ts';
import type { PrinterDoor } from '../commands/printer-door.ts';
import type { Config } from '../config/config.ts';
import type { Log } from '../devices/log.ts';
import { eventOf } from '../journal/codec.ts';
import type { Store } from '../journal/store.ts';
import { type PrintSpooler, printCursor, printerFor, startPrintSpooler } from '../outputs/print-spooler.ts';
import { openTurns, type Turns } from '../outputs/turns.ts';
import type { Actor } from '../queue/commands.ts';
import type { DeviceMaps } from './devices.ts';
import type { Live } from './live.ts';
import { copyOf, slipOf, testSlipOf } from './slips.ts';
import { slotKeyOf } from './slots.ts';

interface PrinterNeeds {
  readonly live: Live;
  readonly branch: LiveBranch;
  readonly store: Store;
  readonly devices: Pick<DeviceMaps, 'printer'>;
  readonly time: Pick<BranchTime, 'now' | 'label'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The printers of a branch: what leads each of them, and what is asked of them beside the queue. */
export function openPrinters(needs: PrinterNeeds) {
  const { live, devices } = needs;
  const spoolers = new Map<string, PrintSpooler>();
  const turns = openTurns(needs.clock);
  let coming: Config | null = null;
  const door: PrinterDoor = {
    hasPrinter: (kiosk) => printerAt(live.config, kiosk) !== null,
    async test(printer, actor) {
      const spooler = spoolers.get(printer);
      const readiness = devices.printer.get(printer)?.readiness();
      if (!spooler || !readiness) return 'unknown';
      if (readiness.kind === 'not-ready') return readiness.trouble;
      const { branch, time } = needs;
      const asked = deviceDraft(
        { type: 'test-print-asked', device: printer, actor },
        { at: time.now(), ...time.label() },
      );
      if (!(await branch.record([asked]))) return 'not-written';
      spooler.test();
      return 'taken';
    },
  };
  const begin = (device: string): (() => void | Promise<void>) => {
    const spooler = spoolerOf(needs, device, turns);
    if (!spooler) return () => {};
    spoolers.set(device, spooler);
    return () => {
      if (spoolers.get(device) === spooler) spoolers.delete(device);
      return spooler.stop(slotKeyOf(coming ?? live.config, device) === null);
    };
  };
  const connections = (config: Config) =>
    config.devices
      .filter(({ kind }) => kind === 'printer')
      .map(({ id }) => ({ name: `spooler of ${id}`, key: slotKeyOf(config, id) ?? '', begin: () => begin(id) }));
  /** Another configuration comes in force: a printer that it does not have is gone for good. */
  const expect = (next: Config): void => {
    coming = next;
  };
  return { door, connections, expect };
}

function spoolerOf(needs: PrinterNeeds, device: string, turns: Turns): PrintSpooler | null {
  const { live, branch, store, clock, log, devices } = needs;
  const printer = devices.printer.get(device);
  if (!printer) return null;
  const parts = { branch, checkKey: store.epoch };
  return startPrintSpooler({
    branch,
    clock,
    log,
    device,
    printer,
    turns,
    isMine: (actor) => printerOf(live.config, actor) === device,
    isMyCopy: (kiosk) => (printerAt(live.config, kiosk) ?? printerAt(live.config, null)) === device,
    compose: (issued, isLate) => slipOf(live.config, issued, { ...parts, isLate }),
    composeCopy: (ticket, times) => copyOf(live.config, ticket, times, parts),
    composeTest: () => testSlipOf(live.config, device, branch.wallOf(branch.now())),
    cursor: store.cursor(printCursor(device)),
    read: (from, limit) => store.read(from, limit),
    eventOf,
    onDecided: (listener) => branch.onDecided(listener),
  });
}

/** Each printer asks it of each ticket. */
const printersOf = new WeakMap<Config, ReadonlyMap<string, string>>();

function printerOf(config: Config, actor: Actor): string | null {
  let own = printersOf.get(config);
  if (!own) {
    own = new Map(config.kiosks.flatMap(({ panel, printer }) => (printer === null ? [] : [[panel, printer]])));
    printersOf.set(config, own);
  }
  return printerFor(actor, own, own.values().next().value ?? null);
}

/** The printer of a kiosk by its id; of no kiosk that of the branch. Null: there is none. */
function printerAt(config: Config, kiosk: string | null): string | null {
  if (kiosk === null) return printerOf(config, { kind: 'daemon' });
  return config.kiosks.find(({ id }) => id === kiosk)?.printer ?? null;
}
