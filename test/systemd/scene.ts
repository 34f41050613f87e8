import { chmodSync, chownSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minutes } from '../../src/clock.ts';
import { clock } from '../stand/bell.ts';
import { WIRES } from '../stand/branch-file.ts';
import { type Hall, openHall, settled } from '../stand/hall.ts';
import { type Closer, peopleOf, type Scene } from '../stand/scene.ts';
import { type DebianRoot, openRoot } from './debian-root.ts';
import { boot, type Machine } from './machine.ts';
import { type MemoryGroup, openMemoryGroup } from './memory-group.ts';
import { buildPackages, type Packages } from './package.ts';
import { must } from './run.ts';

/** Debian's number of the group dialout: the same on every machine. */
const DIALOUT = 20;

/** A hall whose devices are played here, and a machine that the package is installed on. */
export interface BootedScene extends Pick<Scene, 'press' | 'sign' | 'top' | 'take' | 'openCounters'> {
  readonly hall: Hall;
  readonly packages: Packages;
  /** Folder of the machine's file system. */
  readonly root: string;
  /** Null where the machine counts memory itself. */
  readonly memory: MemoryGroup | null;
  /** The machine that runs now. */
  machine(): Machine;
  /** Boots it again after {@link Machine.cut} or {@link Machine.off}. */
  boot(): Promise<void>;
  /** Installs a file of {@link packages}, as docs/technician/install.md tells. */
  install(name: string): Promise<string>;
  /** Writes both files of the branch, owned as the package wants it. */
  configure(change?: (branch: string) => string): Promise<void>;
  /** Every device is in service. */
  settled(): Promise<void>;
}

/** Builds the packages, plays the devices, boots the machine: nothing is installed yet. Closed with the test. */
export async function openBootedScene(test: Closer): Promise<BootedScene> {
  const root = openRoot();
  test.onTestFinished(async () => root.remove());
  const memory = openMemoryGroup();
  test.onTestFinished(async () => memory?.remove());
  const hall = await openHall({ journalDirectory: '/var/lib/lobbyd', embeddedPort: 1883 });
  test.onTestFinished(() => hall.close());
  const packages = buildPackages(root.shelf);
  const disk = join(root.shelf, 'disk');
  mkdirSync(disk);
  // A card of its own for the journal: small, so that it can be filled.
  must('mount', '-t', 'tmpfs', '-o', 'size=32m,mode=755', 'lobbyd-disk', disk);
  test.onTestFinished(async () => void must('umount', disk));
  const binds = new Map([
    [packages.folder, '/srv/packages'],
    [disk, '/var/lib/lobbyd'],
    ...(memory ? [[memory.folder, memory.inside] as const] : []),
    ...WIRES.map((id) => [terminalOf(hall, id), `/dev/lobby/${id}`] as const),
  ]);
  const start = (): Promise<Machine> => boot({ folder: root.folder, binds, clock });
  let machine = await start();
  test.onTestFinished(() => machine.off());
  return {
    hall,
    packages,
    root: root.folder,
    memory,
    ...peopleOf(hall),
    machine: () => machine,
    async boot() {
      machine = await start();
    },
    install: (name) => machine.must(`apt-get install -qy --allow-downgrades /srv/packages/${name} 2>&1`),
    configure: (change) => configure(root, hall, machine, change),
    settled: () => settled(hall, minutes(1)),
  };
}

/** The far end's terminal, with the rights that udev would give. */
function terminalOf(hall: Hall, id: string): string {
  const terminal = realpathSync(join(hall.directory, 'wires', id));
  chownSync(terminal, 0, DIALOUT);
  chmodSync(terminal, 0o660);
  return terminal;
}

async function configure(
  root: DebianRoot,
  hall: Hall,
  machine: Machine,
  change: (branch: string) => string = (branch) => branch,
): Promise<void> {
  const branch = readFileSync(hall.branchFile, 'utf8').replaceAll(/serial: "[^"]*\/(\w+)"/g, 'serial: "/dev/lobby/$1"');
  const files = { 'branch.yaml': change(branch), 'standard.yaml': readFileSync(join(hall.directory, 'standard.yaml')) };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root.folder, 'etc/lobbyd', name), text);
  await machine.must('chgrp lobbyd /etc/lobbyd/*.yaml && chmod 640 /etc/lobbyd/*.yaml');
}
