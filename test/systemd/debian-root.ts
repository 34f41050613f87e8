import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { must } from './run.ts';

/** Bare systems stay here for the next run; `LOBBYD_ROOTS` names another folder. */
const ROOTS = process.env.LOBBYD_ROOTS ?? '/var/cache/lobbyd';
const SUITE = 'trixie';
/** What the package asks for, and what a machine has that boots. */
const PACKAGES = ['systemd', 'systemd-sysv', 'dbus', 'udev', 'ca-certificates'];
const LATER = ['nodejs', 'init-system-helpers', 'libstdc++6'];

/**
 * A Debian of its own with everything that the package needs but not the package. Made once (some minutes, network), then
 * kept.
 *
 * @returns its folder, which is not to be written to
 */
function bareRoot(): string {
  const key = createHash('sha256')
    .update([SUITE, ...PACKAGES, ...LATER].join(' '))
    .digest('hex')
    .slice(0, 8);
  const root = join(ROOTS, `${SUITE}-${key}`);
  if (existsSync(root)) return root;
  process.stderr.write(`building a bare ${SUITE} in ${root}: some minutes, once\n`);
  const part = `${root}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(ROOTS, { recursive: true });
  must('debootstrap', '--variant=minbase', `--include=${PACKAGES.join(',')}`, SUITE, part, ...mirror());
  copyFileSync('/etc/resolv.conf', join(part, 'etc/resolv.conf'));
  const inside = (command: string): string =>
    must('chroot', part, 'env', 'DEBIAN_FRONTEND=noninteractive', 'LANG=C.UTF-8', 'sh', '-ec', command);
  writeFileSync(join(part, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  inside(`apt-get -q update && apt-get -qy install --no-install-recommends ${LATER.join(' ')} && apt-get clean`);
  // A machine that boots for a test waits for no network and no clock, and asks nobody at a console.
  inside('rm /usr/sbin/policy-rc.d && systemctl mask apt-daily.timer apt-daily-upgrade.timer console-getty.service');
  renameSync(part, root);
  return root;
}

/**
 * Node and its libraries of another architecture, unpacked but not installed: an emulator finds them there.
 *
 * @returns its folder
 */
export function foreignRoot(arch: 'arm64'): string {
  const root = join(ROOTS, `${SUITE}-${arch}`);
  if (existsSync(root)) return root;
  const part = `${root}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(ROOTS, { recursive: true });
  const words = ['--foreign', `--arch=${arch}`, '--variant=minbase', '--include=nodejs', SUITE, part];
  must('debootstrap', ...words, ...mirror());
  const archives = join(part, 'var/cache/apt/archives');
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb'))) {
    // Not `dpkg-deb --extract`: it would put folders where the merged /usr has links.
    must(
      'sh',
      '-c',
      'dpkg-deb --fsys-tarfile "$1" | tar -x --keep-directory-symlink -C "$2"',
      'sh',
      join(archives, file),
      part,
    );
  }
  renameSync(part, root);
  return root;
}

const mirror = (): readonly string[] => (process.env.MIRROR === undefined ? [] : [process.env.MIRROR]);

/** A system that may be written to, and is thrown away. */
export interface DebianRoot {
  /** Its file system, also while it runs. */
  readonly folder: string;
  /** Room beside it on this machine's disk. */
  readonly shelf: string;
  remove(): void;
}

/** Lays a fresh layer over the bare system. */
export function openRoot(): DebianRoot {
  const bare = bareRoot();
  const shelf = mkdtempSync('/var/tmp/lobbyd-booted-');
  const [upper, work, folder] = ['upper', 'work', 'root'].map((name) => join(shelf, name)) as [string, string, string];
  for (const each of [upper, work, folder]) mkdirSync(each);
  const layers = `lowerdir=${bare},upperdir=${upper},workdir=${work}`;
  const isLayered = spawnSync('mount', ['-t', 'overlay', 'overlay', '-o', layers, folder]).status === 0;
  // Within a container the disk is such a layer itself, and takes no other.
  if (!isLayered) must('cp', '-a', `${bare}/.`, folder);
  return {
    folder,
    shelf,
    remove() {
      if (isLayered) must('umount', folder);
      rmSync(shelf, { recursive: true, force: true });
    },
  };
}
