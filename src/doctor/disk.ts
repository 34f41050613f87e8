import { dirname } from 'node:path';
import { type Clock, type Millis, seconds } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { messageOf } from '../errors.ts';
import { LAST_ROOM } from '../journal/files.ts';
import { type Finding, fault, ok, warning } from './finding.ts';
import type { Machine } from './machine.ts';
import { mayUse, type Owner } from './owner.ts';

/** What {@link examineDisk} needs. */
export interface DiskCheck {
  readonly machine: Machine;
  readonly owner: Owner;
  readonly clock: Clock;
  /** Writes one page to a nameless file on the disk of this folder and syncs it, many times until told to stop. */
  syncs(folder: string): Promise<DiskTrial>;
}

/** A nameless file to try the disk with. */
export interface DiskTrial {
  /** Writes 4,096 bytes and waits until they are on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** A day of a large branch is 5 MB of journal. */
const NEARLY_FULL = 512 * 1024 * 1024;
const SAMPLES = 100;
const LONGEST: Millis = seconds(4);
/** A press is answered after one sync: people notice above a quarter of a second. */
const SLOW: Millis = 250;
const NETWORK = /^(?:nfs4?|cifs|smb3|9p|fuse\.sshfs|ceph|glusterfs)$/;
const MEMORY = /^(?:tmpfs|ramfs)$/;

/** The disk of the journal: there, writable for the daemon, a real one, with space, and how fast it writes. */
export async function examineDisk(config: Config, check: DiskCheck): Promise<readonly Finding[]> {
  const { machine, owner } = check;
  const folder = config.journalDirectory;
  const node = machine.node(folder);
  if (!node) return notThere(folder, machine, owner);
  if (node.kind !== 'directory') {
    return [fault('disk/not-writable', folder, 'it is not a folder', 'name a folder as journal.directory')];
  }
  const mount = mountOf(machine, machine.realPath(folder) ?? folder);
  if (mount.isReadOnly) return [readOnly(folder, mount)];
  if (!mayUse(owner, node)) {
    const next = `sudo chown ${owner.name} ${folder} && sudo chmod 750 ${folder}`;
    return [fault('disk/not-writable', folder, `the daemon's user ${owner.name} may not write in it`, next)];
  }
  const room = space(folder, machine);
  // Without room a trial would tell the same once more.
  const pace = room.some(({ id }) => id === 'disk/full') ? [] : await speed(folder, check);
  const found = [...kindOfDisk(folder, mount.type), ...room, ...pace];
  const worse = found.filter(({ mark }) => mark !== 'ok');
  return worse.length > 0 ? worse : found;
}

function readOnly(folder: string, { at }: Mount): Finding {
  const next = `dmesg tells why; then sudo mount -o remount,rw ${at}; where that is refused, copy the journal and restart the machine, which repairs the file system: a card that did this once is to be changed`;
  return fault('disk/not-writable', folder, 'the disk is mounted read-only', next);
}

/** The folder is to be: on which disk, that is known before. */
function notThere(folder: string, machine: Machine, owner: Owner): readonly Finding[] {
  const above = dirname(folder);
  const parent = machine.node(above);
  if (!parent || !mayUse(owner, parent)) {
    const next = `sudo install -d -o ${owner.name} -m 750 ${folder}`;
    return [fault('disk/no-directory', folder, 'there is no such folder, and the daemon may not make it', next)];
  }
  const mount = mountOf(machine, machine.realPath(above) ?? above);
  if (mount.isReadOnly) return [readOnly(folder, mount)];
  const found = [...kindOfDisk(folder, mount.type), ...space(above, machine)];
  return found.length > 0 ? found : [ok('disk/ok', folder, 'the daemon makes this folder at its first start')];
}

function kindOfDisk(folder: string, type: string): readonly Finding[] {
  if (MEMORY.test(type)) {
    const what = `this folder is in memory (${type}): the next power cut takes the journal away`;
    return [fault('disk/in-memory', folder, what, 'name a folder on the card or disk as journal.directory')];
  }
  if (!NETWORK.test(type)) return [];
  const what = `this folder is on another machine (${type}): locks and syncs cannot be relied upon there`;
  return [fault('disk/on-network', folder, what, 'name a folder on a local disk as journal.directory')];
}

function space(folder: string, machine: Machine): readonly Finding[] {
  const free = machine.space(folder)?.free ?? Number.POSITIVE_INFINITY;
  if (free >= NEARLY_FULL) return [];
  const what = `${Math.floor(free / 1024 / 1024)} MB are free on the disk of the journal`;
  const next = `see what fills it: sudo du -xh --max-depth=2 / | sort -h | tail; often logs: journalctl --vacuum-size=50M`;
  return [free < LAST_ROOM ? fault('disk/full', folder, what, next) : warning('disk/nearly-full', folder, what, next)];
}

async function speed(folder: string, { clock, syncs, machine }: DiskCheck): Promise<readonly Finding[]> {
  let times: readonly Millis[];
  try {
    times = await timesOf(folder, syncs, clock);
  } catch (caught) {
    return [notTaken(folder, caught)];
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const text = `a write is on the disk after ${at(0.5).toFixed(1)} ms (half of ${times.length}), ${at(0.99).toFixed(1)} ms (99 of 100)`;
  if (at(0.99) >= SLOW) {
    const next = 'answers come late: use a card of class A2 or an SSD, and see what else writes (sudo iotop)';
    return [warning('disk/slow', folder, text, next)];
  }
  const free = machine.space(folder);
  const room = free === null ? '' : `, ${(free.free / 1024 ** 3).toFixed(1)} GB free`;
  return [ok('disk/ok', folder, `${text}${room}`)];
}

/** How long each write of the trial took, ms. */
async function timesOf(folder: string, syncs: DiskCheck['syncs'], clock: Clock): Promise<readonly Millis[]> {
  const times: Millis[] = [];
  const trial = await syncs(folder);
  try {
    const until = clock.monotonic() + LONGEST;
    while (times.length < SAMPLES && (times.length === 0 || clock.monotonic() < until)) {
      const before = clock.monotonic();
      await trial.sync();
      times.push(clock.monotonic() - before);
    }
  } finally {
    await trial.close();
  }
  return times;
}

/** A write that the disk does not take: for want of room, which is found apart, or because it is dying. */
function notTaken(folder: string, caught: unknown): Finding {
  if (caught instanceof Error && 'code' in caught && caught.code === 'ENOSPC') {
    return fault('disk/full', folder, 'there is no room for a single page', 'make room; the daemon goes on by itself');
  }
  const next = 'see what the kernel says of it (dmesg); copy the journal directory now, then change the card or disk';
  return fault('disk/failing', folder, `a write to this disk fails: ${messageOf(caught)}`, next);
}

interface Mount {
  readonly at: string;
  readonly type: string;
  readonly isReadOnly: boolean;
}

/** The file system of a path, by /proc/self/mounts (fstab(5): spaces are `\040`); the last of the longest names wins. */
function mountOf(machine: Machine, path: string): Mount {
  let found: Mount = { at: '/', type: 'unknown', isReadOnly: false };
  for (const line of (machine.text('/proc/self/mounts') ?? '').split('\n')) {
    const [, written = '', type = '', options = ''] = line.split(' ');
    const at = written.replaceAll('\\040', ' ');
    const isAbove = at === '/' || path === at || path.startsWith(`${at}/`);
    if (!isAbove || at.length < found.at.length) continue;
    const words = options.split(',');
    // Newer kernels leave `rw` there when they stop writing after an error, and say `emergency_ro`.
    found = { at, type, isReadOnly: words.includes('ro') || words.includes('emergency_ro') };
  }
  return found;
}
