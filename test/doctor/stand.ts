import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../../devices/index.ts';
import { systemDoctor } from '../../src/cli/doctor.ts';
import { systemClock } from '../../src/clock.ts';
import { type EmulatorHost, hostEmulators } from '../../src/devices/emulator-host.ts';
import { silentLog } from '../../src/devices/log.ts';
import type { DiskTrial } from '../../src/doctor/disk.ts';
import { type DoctorPorts, examineBranch, type Relative } from '../../src/doctor/doctor.ts';
import type { Finding } from '../../src/doctor/finding.ts';
import type { Machine, Node, Said } from '../../src/doctor/machine.ts';

/** A fault of the machine that a test cannot bring about: what the doctor sees in its place. */
export interface Planted {
  readonly texts?: Readonly<Record<string, string>>;
  readonly lists?: Readonly<Record<string, readonly string[]>>;
  readonly realPaths?: Readonly<Record<string, string>>;
  readonly nodes?: Readonly<Record<string, Node | null>>;
  readonly space?: { readonly free: number; readonly all: number };
  /** Output of programs by their first words. */
  readonly said?: Readonly<Record<string, string>>;
}

const STANDARD = fileURLToPath(new URL('../../config/bank-standard.yaml', import.meta.url));
const GB = 1024 ** 3;

/** A disk that takes everything at once. */
const quickDisk = async (): Promise<DiskTrial> => ({ sync: async () => {}, close: async () => {} });

/** Nobody who listens. */
export const unheard: Relative = { onFindings() {} };

/** A text of the branch file, and what to put in its place. */
export type Edit = readonly [from: string, to: string];

/** A small branch on real pseudo-terminals: one bus of a keypad, one of a sign, a panel and a printer. */
export class DoctorStand {
  readonly folder = mkdtempSync(join(tmpdir(), 'lobbyd-doctor-'));
  readonly clock = systemClock(() => false);
  readonly cables = new Map<string, EmulatorHost>();
  readonly #children: ChildProcess[] = [];

  get journal(): string {
    return join(this.folder, 'journal');
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async start(): Promise<void> {
    mkdirSync(this.journal, { mode: 0o750 });
    // As in /etc/lobbyd: every user may read the two files.
    chmodSync(this.folder, 0o755);
    copyFileSync(STANDARD, this.path('bank-standard.yaml'));
    chmodSync(this.path('bank-standard.yaml'), 0o644);
    await this.#cable('bus1', 'keypad-line', { address: 1 });
    await this.#cable('bus2', 'display-alpha', { address: 1 });
    await this.#cable('panel1', 'panel-line', {});
    await this.#cable('printer1', 'printer-escpos', {});
  }

  async stop(): Promise<void> {
    await this.endPrograms();
    for (const cable of this.cables.values()) await cable.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs a program until {@link endPrograms}; resolves when it said its first line. */
  async program(command: string, ...words: readonly string[]): Promise<void> {
    const child = spawn(command, [...words], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#children.push(child);
    await once(child.stdout, 'data');
  }

  /** A real process that the kernel calls `name`. */
  async processCalled(name: string): Promise<void> {
    copyFileSync('/bin/sleep', this.path(name));
    const child = spawn(this.path(name), ['600'], { stdio: 'ignore' });
    this.#children.push(child);
    // The program runs by then: the kernel has taken its name.
    await once(child, 'spawn');
  }

  async endPrograms(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
  }

  /** The branch file, with texts put in place of others. */
  branch(...edits: readonly Edit[]): string {
    const text = edits.reduce((before, [from, to]) => before.replace(from, () => to), this.#text());
    const file = this.path('branch.yaml');
    writeFileSync(file, text);
    chmodSync(file, 0o644);
    return file;
  }

  /** Of this machine, but for its disk: how fast that is depends on what else runs here. */
  ports(planted: Planted = {}, over: Partial<DoctorPorts> = {}): DoctorPorts {
    const real = systemDoctor(catalogue, process.pid);
    return { ...real, syncs: quickDisk, machine: machineWith(real.machine, planted), ...over };
  }

  /** Findings that are not in order. */
  async faults(file: string, ports: DoctorPorts): Promise<readonly Finding[]> {
    return (await examineBranch(file, ports, unheard)).filter(({ mark }) => mark !== 'ok');
  }

  async #cable(id: string, name: string, settings: object): Promise<void> {
    const driver = catalogue.find((each) => each.name === name)!;
    const full = driver.settings.parse(settings);
    const seats = [{ id, emulate: driver.emulate.bind(driver, full) }];
    const at = { kind: 'pty' as const, link: this.path(id) };
    this.cables.set(id, await hostEmulators({ at, seats, clock: this.clock, log: silentLog }));
  }

  #text(): string {
    return `id: branch1
name: { zh-CN: 支行, en: Branch }
timeZone: Asia/Shanghai
standard: ./bank-standard.yaml
counters:
  - { id: counter1, number: 1, services: [personal-cash], profile: longest-wait, display: display1, keypad: keypad1 }
kiosks:
  - id: kiosk1
    panel: panel1
    printer: printer1
    buttons: [{ button: 1, service: personal-cash, segment: ordinary, language: en }]
optsOut: [large-cash, personal-transfer, personal-account, card-services, password-and-data, electronic-banking, corporate-settlement, corporate-account, cross-border, wealth-products, time-deposits]
buses:
  - { id: bus1, wire: { serial: ${this.path('bus1')} } }
  - { id: bus2, wire: { serial: ${this.path('bus2')} } }
devices:
  - { id: panel1, driver: panel-line, wire: { serial: ${this.path('panel1')} } }
  - { id: printer1, driver: printer-escpos, wire: { serial: ${this.path('printer1')} } }
  - { id: keypad1, driver: keypad-line, bus: bus1, settings: { address: 1 } }
  - { id: display1, driver: display-alpha, bus: bus2, settings: { address: 1 } }
journal: { directory: ${this.journal} }
clock: { trust: always }
mqtt: { embeddedPort: 18833 }
`;
  }
}

/** What is the same on every machine that runs the tests: whoever runs them is the daemon's user, on a disk, without systemd. */
function machineWith(real: Machine, planted: Planted): Machine {
  const texts: Readonly<Record<string, string>> = {
    '/etc/passwd': `tester:x:${real.self.uid}:${real.self.gid}::/:/bin/sh\n`,
    '/proc/self/mounts': '/dev/root / ext4 rw,noatime 0 0\n',
    '/proc/cmdline': 'root=/dev/mmcblk0p2 rootwait\n',
    ...planted.texts,
  };
  const nodes: Readonly<Record<string, Node | null>> = { '/run/systemd/system': null, ...planted.nodes };
  return {
    ...real,
    text: (path) => texts[path] ?? real.text(path),
    list: (path) => planted.lists?.[path] ?? real.list(path),
    realPath: (path) => planted.realPaths?.[path] ?? real.realPath(path),
    node: (path) => (Object.hasOwn(nodes, path) ? (nodes[path] ?? null) : real.node(path)),
    space: () => planted.space ?? { free: 20 * GB, all: 30 * GB },
    async run(program, words): Promise<Said | null> {
      const asked = [program, ...words].join(' ');
      const found = Object.entries(planted.said ?? {}).find(([first]) => asked.startsWith(first));
      return found ? { code: 0, out: found[1] } : null;
    },
  };
}
