import type { LiveBranch } from '../branch/branch.ts';
import type { Clock } from '../clock.ts';
import type { Config, ServiceConfig } from '../config/config.ts';
import type { DevicePorts } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import { runKeypad } from '../inputs/keypad.ts';
import { runKiosk } from '../inputs/kiosk.ts';
import { eventOf } from '../journal/codec.ts';
import type { Store } from '../journal/store.ts';
import type { Lifetime } from '../lifetime.ts';
import { directDisplays } from '../outputs/display-director.ts';
import { printCursor, printerFor, startPrintSpooler } from '../outputs/print-spooler.ts';
import { composeTicket } from '../outputs/ticket.ts';
import type { EventOf } from '../queue/events.ts';

/** The devices of a branch by id, each as its kind. */
export interface Devices {
  readonly printer: ReadonlyMap<string, DevicePorts['printer']>;
  readonly display: ReadonlyMap<string, DevicePorts['display']>;
  readonly keypad: ReadonlyMap<string, DevicePorts['keypad']>;
  readonly panel: ReadonlyMap<string, DevicePorts['panel']>;
}

export interface PeopleParts {
  readonly config: Config;
  readonly branch: LiveBranch;
  readonly store: Store;
  readonly devices: Devices;
  readonly clock: Clock;
  readonly log: Log;
  readonly lifetime: Lifetime;
}

/** Connects devices with the branch: paper and displays first, so that nobody presses before somebody answers. */
export function connectPeople(parts: PeopleParts): void {
  connectDisplays(parts);
  connectPrinters(parts);
  connectKeypads(parts);
  connectKiosks(parts);
}

function connectDisplays({ config, branch, devices, clock, lifetime }: PeopleParts): void {
  const displays = new Map<string, DevicePorts['display']>();
  for (const { rules, display } of config.counters) {
    const port = devices.display.get(display);
    if (port) displays.set(rules.id, port);
  }
  const { texts, blinkFor } = config.displays;
  lifetime.hold('displays', directDisplays({ branch, clock, displays, texts, blinkFor }));
}

function connectPrinters(parts: PeopleParts): void {
  const { config, branch, store, clock, log, lifetime } = parts;
  const printers = new Map<string, string>();
  for (const { panel, printer } of config.kiosks) if (printer !== null) printers.set(panel, printer);
  const fallback = printers.values().next().value ?? null;
  for (const [device, printer] of parts.devices.printer) {
    const spooler = startPrintSpooler({
      branch,
      clock,
      log,
      device,
      printer,
      isMine: (actor) => printerFor(actor, printers, fallback) === device,
      compose: (issued, isLate) => ticketOf(parts, issued, isLate),
      cursor: store.cursor(printCursor(device)),
      read: (from, limit) => store.read(from, limit),
      eventOf,
    });
    lifetime.hold(`spooler of ${device}`, () => spooler.stop());
  }
}

function ticketOf({ config, branch, store }: PeopleParts, issued: EventOf<'issued'>, isLate: boolean) {
  const { ticket, languages } = config;
  const service: ServiceConfig | undefined = config.services.find(({ rules }) => rules.id === issued.service);
  const shown = languages.map(({ tag }) => tag);
  return composeTicket({
    label: issued.label,
    language: issued.language,
    header: [...(ticket.logoText === null ? [] : [same(ticket.logoText, shown)]), config.branch.name],
    service: service?.names ?? same(issued.service, shown),
    ahead: isLate || !ticket.arePeopleAheadPrinted ? null : issued.ahead,
    issuedAt: ticket.isTimePrinted ? branch.wallOf(issued.at) : null,
    zone: config.branch.timeZone,
    forms: ticket.areFormsPrinted ? linesOf(service?.forms ?? {}) : [],
    farewell: linesOf(ticket.farewell),
    footer: [],
    branch: config.branch.id,
    day: branch.committed.day?.date ?? null,
    // Random, made with the journal, and as old as the numbers that it vouches for.
    checkKey: store.epoch,
    isBilingual: ticket.isBilingual,
    isQrPrinted: ticket.isQrPrinted,
  });
}

function same(text: string, tags: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map((tag) => [tag, text]));
}

/** Lines by language → line by line in all languages. */
function linesOf(lines: Readonly<Record<string, readonly string[]>>): readonly Readonly<Record<string, string>>[] {
  const most = Object.values(lines).reduce((count, each) => Math.max(count, each.length), 0);
  return Array.from({ length: most }, (_unused, index) =>
    Object.fromEntries(
      Object.entries(lines).flatMap(([tag, each]) => (each[index] === undefined ? [] : [[tag, each[index]]])),
    ),
  );
}

function connectKeypads({ config, branch, devices, clock, log, lifetime }: PeopleParts): void {
  const services = config.services.map(({ rules }) => rules.id);
  for (const { rules, keypad: device } of config.counters) {
    const keypad = device === null ? undefined : devices.keypad.get(device);
    if (device === null || !keypad) continue;
    lifetime.hold(
      `keypad of ${rules.id}`,
      runKeypad({ branch, clock, log, device, keypad, counter: rules.id, services }),
    );
  }
}

function connectKiosks({ config, branch, devices, clock, log, lifetime }: PeopleParts): void {
  for (const kiosk of config.kiosks) {
    const panel = devices.panel.get(kiosk.panel);
    if (!panel) continue;
    const printer = kiosk.printer === null ? null : (devices.printer.get(kiosk.printer) ?? null);
    const { buttons, whenPrinterNotReady: whenNotReady } = kiosk;
    const parts = { branch, clock, log, device: kiosk.panel, panel, buttons, printer, whenNotReady };
    lifetime.hold(`kiosk ${kiosk.id}`, runKiosk(parts));
  }
}
