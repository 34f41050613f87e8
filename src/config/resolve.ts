import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import type { Person } from '../commands/people.ts';
import { COMMAND_NAMES } from '../commands/schema.ts';
import type { AnyDriver } from '../devices/driver.ts';
import type { EstimateRules } from '../queue/rules.ts';
import { alertsOf } from './alerts.ts';
import type {
  BusConfig,
  BusDriver,
  CommonRules,
  Config,
  CounterConfig,
  DeviceConfig,
  HttpConfig,
  KioskConfig,
  MqttConfig,
  PinsDriver,
  ServiceConfig,
  UnitConfig,
  UpsConfig,
  WireDriver,
} from './config.ts';
import { contradiction } from './contradiction.ts';
import { diversionOf, machineOf, messageOf, papersOf } from './guidance.ts';
import { branchHoursOf, hoursRulesOf, profileTimeOf, serviceLimitsOf } from './hours.ts';
import { profileOf, switchOf } from './profiles.ts';
import {
  type BranchDocument,
  type CounterEntry,
  type DeviceEntry,
  type KioskEntry,
  NO_PRINTER,
} from './schema/branch.ts';
import { PROGRAM_NAME } from './schema/people.ts';
import type { Service, StandardDocument } from './schema/standard.ts';
import { cardOf, careOf, helpOf, segmentOf } from './segments.ts';
import type { Source } from './yaml.ts';

/** A file that has no problem. */
export interface Sound<T> {
  readonly source: Source;
  readonly document: T;
}

/**
 * Makes the configuration of two files that have no problem: ids become what they lead to, paths become whole.
 *
 * @param catalogue the drivers that the devices name
 */
export function resolveConfig(
  branch: Sound<BranchDocument>,
  standard: Sound<StandardDocument>,
  catalogue: readonly AnyDriver[],
): Config {
  const { document } = branch;
  const devices = document.devices.map((device) => deviceOf(device, catalogue));
  const whole = (path: string): string => resolve(dirname(branch.source.file), path);
  const alerts = alertsOf(standard.document.alerts, document.alerts);
  const { blink, ...texts } = document.displays;
  return {
    digest: digestOf(branch.source.value, standard.source.value),
    files: { branch: branch.source.file, standard: standard.source.file },
    branch: pick(document, ['id', 'name', 'timeZone', 'dayStartsAt']),
    standardVersion: standard.document.version,
    languages: standard.document.languages,
    services: offered(standard.document, document).map((service) => serviceOf(service, document)),
    segments: standard.document.segments.map(segmentOf),
    cards: { ...standard.document.cards, limit: standard.document.cards.limit || null },
    profiles: standard.document.profiles.map(profileOf),
    rules: {
      ...commonRulesOf(standard.document),
      ...hoursRulesOf(standard.document.rules, document),
      alerts: alerts.rules,
    },
    counters: document.counters.map(counterOf),
    switches: document.switches.map(switchOf),
    hours: branchHoursOf(document, standard.document),
    profileTimes: document.profileSchedule.map(profileTimeOf),
    machines: document.machines.map(machineOf),
    messages: standard.document.messages.map(messageOf),
    kiosks: document.kiosks.map((kiosk) => kioskOf(kiosk, standard.document)),
    devices,
    wireDevices: devices.filter((device) => device.attach === 'wire'),
    pinsDevices: devices.filter((device) => device.attach === 'pins'),
    buses: busesOf(document, devices),
    journalDirectory: whole(document.journal.directory),
    journalFree: alerts.journalFree,
    clock: {
      ...document.clock,
      synchronisedFile: whole(document.clock.synchronisedFile),
      hardwareClock: whole(document.clock.hardwareClock),
    },
    mqtt: mqttOf(document, whole),
    people: document.people.map(personOf),
    http: httpOf(document, whole),
    ups: upsOf(document),
    logLevel: document.logLevel,
    displays: { texts, blinkFor: blink },
    ticket: { ...document.ticket, logoText: document.ticket.logoText ?? null },
  };
}

function pick<T, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;
}

/** What the files say with zero the queue knows as never. */
function commonRulesOf({ rules: all, referralReasons }: StandardDocument): CommonRules {
  const {
    parking,
    lateReturn,
    appointments,
    hours: _hours,
    limits: _limits,
    rating,
    estimates,
    visit,
    papers,
    ...rules
  } = all;
  const { checkInBefore, checkInAfter, expiresAfter, most } = appointments;
  return {
    ...rules,
    parking: { ...parking, returnAfter: parking.returnAfter || null },
    ...lateReturnOf(lateReturn),
    ...ratingOf(rating),
    ...papersOf(papers),
    appointments: { before: checkInBefore, after: checkInAfter, expiresAfter, most },
    estimates: estimatesOf(estimates),
    visit: {
      ...visit,
      transferPlace: visit.transferPlace ?? (rules.isArrivalKeptOnTransfer ? 'original' : 'last'),
      reasons: referralReasons.map(({ id, names, service = null }) => ({ id, names, to: service })),
    },
  };
}

function lateReturnOf(entry: StandardDocument['rules']['lateReturn']): Pick<CommonRules, 'lateReturn'> {
  const { withinNumbers, within, place, after, times } = entry;
  if (times === 0) return {};
  return {
    lateReturn: {
      withinCalls: withinNumbers || null,
      within: within || null,
      place: place === 'after' ? { kind: place, tickets: after } : { kind: place },
      times,
    },
  };
}

function ratingOf({ tellBelow, ...rating }: StandardDocument['rules']['rating']): Pick<CommonRules, 'rating'> {
  if (rating.within === 0) return {};
  return { rating: tellBelow === undefined ? rating : { ...rating, tellBelow } };
}

function estimatesOf({
  isShown,
  standardCounts,
  soonUnder,
  atMost,
  ...learning
}: StandardDocument['rules']['estimates']): EstimateRules {
  return { ...learning, priorWeight: standardCounts, shown: isShown ? { soonUnder, atMost } : null };
}

function offered({ services }: StandardDocument, { optsOut }: BranchDocument): readonly Service[] {
  return services.filter(({ id }) => !optsOut.includes(id));
}

function serviceOf(service: Service, branch: BranchDocument): ServiceConfig {
  const { names, forms, steps, hours: _, perDay: __, atClosing: ___, diversion: ____, ...rules } = service;
  const own = steps.map(({ doneBy, ...step }) => (doneBy === 'others' ? { ...step, isElsewhere: true } : step));
  const more = { ...serviceLimitsOf(service, branch), ...diversionOf(service) };
  return { rules: { ...rules, steps: own, ...more }, names, forms };
}

function counterOf(counter: CounterEntry): CounterConfig {
  const {
    display = null,
    keypad = null,
    ratingPad = null,
    ratingButtons = null,
    noShowWithin,
    pausesAfter,
    steps,
    isBack,
    segments,
    helps = [],
    opens: _,
    hours: __,
    ...rest
  } = counter;
  const done = steps.map(({ step, services }) => (services === undefined ? { step } : { step, services }));
  const rules = {
    ...rest,
    ...(noShowWithin === undefined ? {} : { noShowWithin }),
    ...(pausesAfter === undefined ? {} : { pausesAfter }),
    ...(done.length === 0 ? {} : { steps: done }),
    ...(isBack ? { isBack } : {}),
    ...(segments === undefined ? {} : { own: { of: { segments }, helps: helps.map(helpOf) } }),
  };
  return { rules, display, keypad, ratingPad, ratingButtons };
}

function kioskOf({ card, care, ...kiosk }: KioskEntry, { languages }: StandardDocument): KioskConfig {
  return {
    ...kiosk,
    printer: kiosk.printer === NO_PRINTER ? null : kiosk.printer,
    lockOut: kiosk.lockOut ?? null,
    reader: kiosk.reader ?? null,
    yesButton: kiosk.yesButton ?? null,
    care: care ? careOf(care) : null,
    card: card ? cardOf(card, languages[0]?.tag ?? contradiction(kiosk.id)) : null,
  };
}

function deviceOf(device: DeviceEntry, catalogue: readonly AnyDriver[]): DeviceConfig {
  const { id, settings } = device;
  const driver = catalogue.find(({ name }) => name === device.driver);
  if (!driver) return contradiction(id);
  const common = { id, kind: driver.kind, settings };
  if ('wire' in device) {
    const wired = driver as WireDriver;
    return { ...common, attach: 'wire', driver: wired, wire: device.wire, line: wired.lineSettings(settings) };
  }
  if ('bus' in device) {
    const unit = driver as BusDriver;
    return { ...common, attach: 'bus', driver: unit, bus: device.bus, address: unit.address(settings) };
  }
  return { ...common, attach: 'pins', driver: driver as PinsDriver };
}

function busesOf(document: BranchDocument, devices: readonly DeviceConfig[]): readonly BusConfig[] {
  return document.buses.flatMap((bus) => {
    const units = devices.filter((device): device is UnitConfig => device.attach === 'bus' && device.bus === bus.id);
    const [first] = units;
    // A bus without units has no line settings, and nobody to talk to.
    if (!first) return [];
    return [{ id: bus.id, wire: bus.wire, line: bus.line ?? first.driver.lineSettings(first.settings), units }];
  });
}

function mqttOf(document: BranchDocument, whole: (path: string) => string): MqttConfig {
  const { url, username, passwordFile, caFile, clientId, rootTopic, embeddedPort } = document.mqtt;
  if (url === undefined) return { kind: 'embedded', port: embeddedPort, rootTopic };
  return {
    kind: 'broker',
    url,
    username: username ?? null,
    passwordFile: passwordFile === undefined ? null : whole(passwordFile),
    caFile: caFile === undefined ? null : whole(caFile),
    clientId: clientId ?? `lobbyd-${document.id}`,
    rootTopic,
  };
}

function personOf({ by, ...person }: BranchDocument['people'][number]): Person {
  const clients = by.map((program) => {
    const [, kind, client] = PROGRAM_NAME.exec(program) ?? [];
    if ((kind !== 'http' && kind !== 'mqtt') || client === undefined) return contradiction(program);
    return { kind, client } as const;
  });
  return { ...person, by: clients };
}

function httpOf({ http }: BranchDocument, whole: (path: string) => string): HttpConfig | null {
  if (!http) return null;
  const clients = http.clients.map(({ name, tokenFile, commands = COMMAND_NAMES }) => ({
    name,
    tokenFile: whole(tokenFile),
    commands,
  }));
  return { listen: http.listen, port: http.port, clients };
}

/** Which of the two it is was checked. */
function upsOf({ power }: BranchDocument): UpsConfig | null {
  if (!power.ups) return null;
  const { topic, low, panel, button, downFor } = power.ups;
  if (topic !== undefined && low !== undefined) return { kind: 'topic', topic, low, downFor };
  if (panel !== undefined && button !== undefined) return { kind: 'panel', panel, button, downFor };
  return contradiction('power.ups');
}

/** SHA-256 of what both files say: keys sorted, so that order, layout and comments do not change it. */
function digestOf(branch: unknown, standard: unknown): string {
  return createHash('sha256').update(canonical({ branch, standard })).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
