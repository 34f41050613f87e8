import { type Clock, type Millis, seconds, sleep } from '../clock.ts';
import type { Config } from '../config/config.ts';
import type { ConfigFiles } from '../config/files.ts';
import type { WireConfig } from '../config/schema/wire.ts';
import type { AnyDriver } from '../devices/driver.ts';
import type { LineSettings, WireFactory } from '../devices/wire/wire.ts';
import { messageOf } from '../errors.ts';
import { journalFiles } from '../journal/files.ts';
import { lockHolder } from '../journal/lock.ts';
import type { Connector } from '../mqtt/connection.ts';
import type { MqttSettings } from '../mqtt/mqtt.ts';
import { examineBroker } from './broker.ts';
import { examineClock } from './clock.ts';
import { type Configuration, examineConfiguration } from './configuration.ts';
import { examineConsole } from './console.ts';
import { askDevices } from './devices.ts';
import { type DiskTrial, examineDisk } from './disk.ts';
import { type Finding, fault, warning } from './finding.ts';
import { examineHttp } from './http.ts';
import { examineJournal } from './journal.ts';
import type { Machine } from './machine.ts';
import { type Owner, ownerOf, type Unit } from './owner.ts';
import { examinePins } from './pins.ts';
import { examinePorts } from './ports.ts';
import { examineRights } from './rights.ts';
import { examineService, unitOf } from './service.ts';
import { toldDevices } from './told-devices.ts';

/** What the doctor looks with. */
export interface DoctorPorts {
  readonly machine: Machine;
  readonly files: ConfigFiles;
  readonly clock: Clock;
  readonly catalogue: readonly AnyDriver[];
  readonly connector: Connector;
  wires(wire: WireConfig, line: LineSettings): WireFactory;
  mqttSettings(config: Config, files: ConfigFiles): MqttSettings;
  syncs(folder: string): Promise<DiskTrial>;
}

/** No look may take longer; devices, disk and broker are looked at one after another and have limits of their own. */
export const CHECK_LIMIT: Millis = seconds(30);

/** What is looked at, in this order. */
export const LOOKS = [
  'configuration',
  'user',
  'ports',
  'console',
  'devices',
  'pins',
  'clock',
  'disk',
  'journal',
  'broker',
  'http',
  'service',
] as const;
export type Look = (typeof LOOKS)[number];

/** Which part of an examination is to be done. */
export interface Plan {
  readonly looks: ReadonlySet<Look>;
  /** Looks that never came back: what they would have told is done without. */
  readonly hung: ReadonlySet<Look>;
}

/** All of it, by nobody who was hung up before. */
export const WHOLE: Plan = { looks: new Set(LOOKS), hung: new Set() };

/** Who hears of an examination while it goes on. */
export interface Relative {
  onLook?(look: Look): void;
  onFindings(findings: readonly Finding[]): void;
}

type Findings = readonly Finding[] | Promise<readonly Finding[]>;

/** What is known before anything is looked at. */
interface Intake extends Configuration {
  readonly unit: Unit;
  readonly owner: Owner;
}

interface Patient {
  readonly ports: DoctorPorts;
  readonly config: Config;
  readonly unit: Unit;
  readonly owner: Owner;
  /** The process that writes the journal. */
  daemon: number | null;
  /** Whether nobody may be asked over this wire. */
  isBad: (wire: WireConfig) => boolean;
}

/**
 * Looks at everything that a branch needs of its machine. Changes nothing; ends within {@link CHECK_LIMIT} for each look,
 * as long as the event loop turns: a system call that does not come back is the business of `attend`.
 *
 * @param file the branch file
 */
export async function examineBranch(
  file: string,
  ports: DoctorPorts,
  { onLook, onFindings }: Relative,
  plan: Plan = WHOLE,
): Promise<readonly Finding[]> {
  const all: Finding[] = [];
  const look = async (part: Look, run: () => Findings): Promise<void> => {
    if (!plan.looks.has(part)) return;
    onLook?.(part);
    const found = await guarded(part, ports.clock, run);
    all.push(...found);
    onFindings(found);
  };
  let intake: Intake | null = plan.looks.has('configuration') ? null : await takeIn(file, ports);
  await look('configuration', async () => {
    intake = await takeIn(file, ports);
    return sound(intake, ports.machine);
  });
  // It hangs, or broke off: nobody knows what else there is to look at.
  if (intake === null) return all;
  for (const [part, run] of looksAt(intake, ports, plan)) await look(part, run);
  return all;
}

async function takeIn(file: string, { machine, catalogue, files }: DoctorPorts): Promise<Intake> {
  const unit = await unitOf(machine);
  return { ...examineConfiguration(file, catalogue, files), unit, owner: ownerOf(machine, unit) };
}

function sound({ config, findings, owner }: Intake, machine: Machine): readonly Finding[] {
  const closed = config ? examineRights(config, { machine, owner }) : [];
  // A sound file is not in order when the daemon may not read it.
  return [...findings.filter(({ mark }) => closed.length === 0 || mark !== 'ok'), ...closed];
}

type LooksAt = readonly (readonly [Look, () => Findings])[];

/** Everything but the configuration itself. */
function looksAt({ config, unit, owner }: Intake, ports: DoctorPorts, { looks, hung }: Plan): LooksAt {
  const { machine, clock } = ports;
  if (!config) return [['service', () => examineService(machine, unit, null)]];
  const patient: Patient = { ports, config, unit, owner, daemon: mainPid(unit), isBad: isSerial };
  // A process that looks on where another one hung has to know what that one had found.
  if (!looks.has('user') && !hung.has('user')) rightToLook(patient);
  if (!looks.has('ports') && !hung.has('ports')) lookAtPorts(patient);
  return [
    ['user', () => rightToLook(patient)],
    ['ports', () => lookAtPorts(patient)],
    ['console', () => examineConsole(config, machine)],
    ['devices', () => devices(patient)],
    ['pins', () => examinePins(config, machine)],
    ['clock', () => examineClock(config, machine, clock.wall())],
    ['disk', () => examineDisk(config, { machine, owner, clock, syncs: ports.syncs })],
    ['journal', () => examineJournal(config.journalDirectory, { machine, owner })],
    ['broker', () => broker(patient)],
    ['http', () => examineHttp(config, { clock, daemon: patient.daemon })],
    ['service', () => examineService(machine, unit, patient.daemon)],
  ];
}

function mainPid(unit: Unit): number | null {
  return Number(unit?.MainPID) || null;
}

function isSerial({ kind }: WireConfig): boolean {
  return kind === 'serial';
}

/** The process that writes the journal. Who may not look at its lock still hears of it from systemd. */
function daemonOf(directory: string, machine: Machine, unit: Unit): number | null {
  const holder = lockHolder(journalFiles(directory));
  if (holder !== null || machine.node(directory) === null || machine.mayEnter(directory)) return holder;
  return mainPid(unit);
}

function rightToLook(patient: Patient): readonly Finding[] {
  const { ports, config, unit, owner } = patient;
  patient.daemon = daemonOf(config.journalDirectory, ports.machine, unit);
  const { uid } = ports.machine.self;
  if (uid === 0 || uid === owner.uid) return [];
  const what = `this is not run as root nor as ${owner.name}: who holds a port, and the journal, may stay unseen`;
  return [warning('doctor/not-root', `user ${uid}`, what, 'sudo lobbyd doctor …')];
}

function lookAtPorts(patient: Patient): readonly Finding[] {
  const { ports, config, owner, daemon } = patient;
  const { findings, bad } = examinePorts(config, { machine: ports.machine, owner, daemon });
  patient.isBad = (wire) => wire.kind === 'serial' && bad.has(wire.path);
  return findings;
}

function devices({ ports, config, daemon, isBad }: Patient): Findings {
  const { machine, clock, wires } = ports;
  if (daemon === null) return askDevices(config, { clock, wires, isBad });
  return toldDevices(config, { machine, daemon, wall: clock.wall(), isBad });
}

function broker({ ports, config, daemon }: Patient): Findings {
  const { clock, connector, mqttSettings, files } = ports;
  return examineBroker(config, { clock, connector, daemon, settings: (of) => mqttSettings(of, files) });
}

/** A look that fails or hangs is a finding of its own; the others go on. */
async function guarded(part: Look, clock: Clock, run: () => Findings): Promise<readonly Finding[]> {
  const late = sleep(clock, CHECK_LIMIT).then(() => [tooSlow(part, CHECK_LIMIT)]);
  const done = (async () => run())().catch((caught: unknown) => [stopped(part, messageOf(caught))]);
  return Promise.race([done, late]);
}

/** A look that did not end. */
export function tooSlow(part: string, limit: Millis): Finding {
  const what = `it took longer than ${limit / 1_000} s and was given up`;
  return fault('doctor/too-slow', part, what, 'something there hangs, often a disk or a driver: dmesg tells more');
}

/** A look that broke off. */
export function stopped(part: string, why: string): Finding {
  return fault('doctor/stopped', part, why, 'as root it may go on; report it otherwise');
}
