import type { LiveBranch } from '../branch/branch.ts';
import { businessDayOf } from '../branch/calendar.ts';
import type { Clock } from '../clock.ts';
import type { PrinterDoor } from '../commands/printer-door.ts';
import type { Config, ServiceConfig } from '../config/config.ts';
import type { TicketDocument } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import { eventOf } from '../journal/codec.ts';
import type { Store } from '../journal/store.ts';
import { type PrintSpooler, printCursor, printerFor, startPrintSpooler } from '../outputs/print-spooler.ts';
import { composeTestSlip } from '../outputs/test-slip.ts';
import { composeTicket, type TicketContents } from '../outputs/ticket.ts';
import { MAY_BE_TOO_LATE } from '../outputs/ticket-texts.ts';
import type { Actor } from '../queue/commands.ts';
import type { EventOf } from '../queue/events.ts';
import type { Ticket } from '../queue/state.ts';
import { toldWait } from '../views/estimate.ts';
import { formsOf, linesOf, messagesOf } from './advice.ts';
import type { DeviceMaps } from './devices.ts';
import type { Live } from './live.ts';
import { slotKeyOf } from './slots.ts';

interface PrinterNeeds {
  readonly live: Live;
  readonly branch: LiveBranch;
  readonly store: Store;
  readonly devices: Pick<DeviceMaps, 'printer'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The printers of a branch: what leads each of them, and what is asked of them beside the queue. */
export function openPrinters(needs: PrinterNeeds) {
  const { live, devices } = needs;
  const spoolers = new Map<string, PrintSpooler>();
  const door: PrinterDoor = {
    hasPrinter: (kiosk) => printerAt(live.config, kiosk) !== null,
    test(printer) {
      const spooler = spoolers.get(printer);
      const readiness = devices.printer.get(printer)?.readiness();
      if (!spooler || !readiness) return 'unknown';
      if (readiness.kind === 'not-ready') return readiness.trouble;
      spooler.test();
      return 'taken';
    },
  };
  const begin = (device: string): (() => void | Promise<void>) => {
    const spooler = spoolerOf(needs, device);
    if (!spooler) return () => {};
    spoolers.set(device, spooler);
    return () => {
      if (spoolers.get(device) === spooler) spoolers.delete(device);
      return spooler.stop();
    };
  };
  const connections = (config: Config) =>
    config.devices
      .filter(({ kind }) => kind === 'printer')
      .map(({ id }) => ({ name: `spooler of ${id}`, key: slotKeyOf(config, id) ?? '', begin: () => begin(id) }));
  return { door, connections };
}

function spoolerOf(needs: PrinterNeeds, device: string): PrintSpooler | null {
  const { live, branch, store, clock, log, devices } = needs;
  const printer = devices.printer.get(device);
  if (!printer) return null;
  return startPrintSpooler({
    branch,
    clock,
    log,
    device,
    printer,
    isMine: (actor) => printerOf(live.config, actor) === device,
    isMyCopy: (kiosk) => (printerAt(live.config, kiosk) ?? printerAt(live.config, null)) === device,
    compose: (issued, isLate) => slipOf(needs, issued, isLate),
    composeCopy: (ticket, times) => copyOf(needs, ticket, times),
    composeTest: () => testSlipOf(needs, device),
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

function slipOf(needs: PrinterNeeds, issued: EventOf<'issued'>, isLate: boolean): TicketDocument {
  const { branch, live } = needs;
  const { config } = live;
  return composeTicket({
    ...commonOf(needs, issued),
    ahead: isLate || !config.ticket.arePeopleAheadPrinted ? null : issued.ahead,
    wait: isLate ? null : toldWait(issued.estimate, config.rules),
    machine: config.machines.find(({ rules }) => rules.id === issued.declined)?.rules.names ?? null,
    footer: issued.insisted === 'closing' ? [MAY_BE_TOO_LATE] : [],
    // A slip is composed while its ticket is on its way to the disk, a day that was just opened too.
    day: branch.newest.day?.date ?? null,
  });
}

/** What the customer waits for now, with the number, the code and the time of the slip that is lost. */
function copyOf(needs: PrinterNeeds, ticket: Ticket, times: number): TicketDocument {
  const { label, language, service, visit, issuedAs: segment, issuedAt: at } = ticket;
  return composeTicket({
    ...commonOf(needs, { label, language, service, segment, at, more: visit?.pending ?? [] }),
    copy: times,
    ahead: null,
    footer: [],
    day: dayOf(needs, ticket),
  });
}

/** The business day on which a ticket was issued: who was held over has another one than today's. */
function dayOf({ branch, live }: PrinterNeeds, { issuedAt }: Ticket): string | null {
  const { day } = branch.newest;
  if (!day || issuedAt >= day.openedAt) return day?.date ?? null;
  const wall = branch.wallOf(issuedAt);
  const { timeZone, dayStartsAt } = live.config.branch;
  return wall === null ? null : businessDayOf(wall, timeZone, dayStartsAt).date;
}

/** What the slip and its copies have in common. */
type Slip = Pick<EventOf<'issued'>, 'label' | 'language' | 'service' | 'segment' | 'at' | 'more'>;

function commonOf({ live: { config }, branch, store }: PrinterNeeds, slip: Slip) {
  const { ticket, languages } = config;
  const shown = languages.map(({ tag }) => tag);
  const serviceOf = (id: string): ServiceConfig | undefined => config.services.find(({ rules }) => rules.id === id);
  const names = (id: string): ServiceConfig['names'] => serviceOf(id)?.names ?? same(id, shown);
  const services = [slip.service, ...(slip.more ?? [])];
  const messages = ticket.areMessagesPrinted ? messagesOf(config, services, slip.segment) : [];
  return {
    label: slip.label,
    language: slip.language,
    header: [...(ticket.logoText === null ? [] : [same(ticket.logoText, shown)]), config.branch.name],
    service: names(slip.service),
    more: (slip.more ?? []).map(names),
    issuedAt: ticket.isTimePrinted ? branch.wallOf(slip.at) : null,
    zone: config.branch.timeZone,
    forms: ticket.areFormsPrinted ? formsOf(config, services) : [],
    messages: messages.map(({ texts }) => texts),
    farewell: linesOf(ticket.farewell),
    branch: config.branch.id,
    // Random, made with the journal, and as old as the numbers that it vouches for.
    checkKey: store.epoch,
    isBilingual: ticket.isBilingual,
    isQrPrinted: ticket.isQrPrinted,
  } satisfies Partial<TicketContents>;
}

function testSlipOf({ live: { config }, branch }: PrinterNeeds, printer: string): TicketDocument {
  return composeTestSlip({
    name: config.branch.name,
    languages: config.languages.map(({ tag }) => tag),
    branch: config.branch.id,
    printer,
    now: branch.wallOf(branch.now()),
    zone: config.branch.timeZone,
    isQrPrinted: config.ticket.isQrPrinted,
  });
}

function same(text: string, tags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map((tag) => [tag, text]));
}
