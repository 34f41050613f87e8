import { type ChildProcessByStdio, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { built } from '../../test/built.ts';
import { journalFiles } from './files.ts';
import { openReader, verifyJournal } from './reader.ts';
import { contentOf, openStore, workshop } from './spec.ts';

const shop = workshop();
afterAll(() => shop.remove());

const CHILD = fileURLToPath(new URL('./fixtures/append-child.mjs', import.meta.url));
const HOME = built('src/journal/').href;

interface Plan {
  readonly callers: number;
  readonly rounds: number;
  readonly filler?: string;
}

/** A command line that runs the child under `prefix` (strace, unshare). */
function commandOf(directory: string, plan: Plan, prefix: readonly string[] = []): readonly [string, string[]] {
  const [first = process.execPath, ...others] = [...prefix, process.execPath];
  return [first, [...others, CHILD, HOME, directory, JSON.stringify(plan)]];
}

/** Runs a child to its end; gives its lines. */
async function run(directory: string, plan: Plan, prefix: readonly string[]): Promise<readonly string[]> {
  const child = start(directory, plan, prefix);
  const [code] = (await once(child.process, 'close')) as [number];
  expect(code, child.lines.join('\n')).toBe(0);
  return child.lines;
}

type Child = ChildProcessByStdio<null, Readable, null>;

function start(directory: string, plan: Plan, prefix: readonly string[] = []): { process: Child; lines: string[] } {
  const child = spawn(...commandOf(directory, plan, prefix), { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  return { process: child, lines };
}

/** Records that the child was told are on disk: number and hash. */
function acknowledged(lines: readonly string[]): readonly (readonly [number, string])[] {
  return lines
    .filter((line) => line.startsWith('ack '))
    .map((line) => line.split(' '))
    .map(([, seq, hash]) => [Number(seq), hash ?? '']);
}

/** Starts the journal again: it is sound, and all that was acknowledged is there. */
async function expectAllThere(directory: string, lines: readonly string[]): Promise<number> {
  const content = await contentOf(directory);
  if (!('records' in content)) throw content;
  const hashes = new Map(content.records.map(({ seq, hash }) => [seq, hash]));
  const acks = acknowledged(lines);
  expect(acks.filter(([seq, hash]) => hashes.get(seq) !== hash)).toEqual([]);
  expect(new Set(acks.map(([seq]) => seq)).size).toBe(acks.length);
  verifyJournal(directory);
  return acks.length;
}

/** Why a tool cannot be used here, null when it can. Under CI=true it must. */
function missing(tool: string, probe: readonly string[]): string | null {
  try {
    execFileSync(tool, probe, { stdio: 'ignore' });
    return null;
  } catch {
    const reason = `${tool} ${probe.join(' ')} does not work here`;
    if (process.env.CI === 'true') expect.fail(reason);
    process.stderr.write(`skipped: ${reason}\n`);
    return reason;
  }
}

describe('a killed daemon', () => {
  test('leaves every record that it was told is on disk, whenever it dies', { timeout: 180_000 }, async () => {
    const directory = shop.directory();
    const all: string[] = [];
    for (const acks of [2_000, 200, 1]) {
      const { process: child, lines } = start(directory, { callers: 8, rounds: 1_000_000 });
      while (acknowledged(lines).length < acks) await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'close');
      all.push(...lines);
      await expectAllThere(directory, all);
    }
    expect(acknowledged(all).length).toBeGreaterThan(2_200);
  });

  test('keeps a second one out while it lives, but nobody who only reads, and is no obstacle when it is dead', async () => {
    const directory = shop.directory();
    const { process: child, lines } = start(directory, { callers: 1, rounds: 1_000_000 });
    while (acknowledged(lines).length < 10) await once(child.stdout, 'data');
    await expect(openStore(directory)).rejects.toMatchObject({
      code: 'journal/locked',
      where: directory,
      what: expect.stringContaining(`process ${child.pid}`),
      next: expect.stringContaining('systemctl status lobbyd'),
    });
    const reader = openReader(directory);
    expect(reader.last()).toBeGreaterThanOrEqual(10);
    expect(reader.read(1, 10)).toHaveLength(10);
    reader.close();
    expect(verifyJournal(directory).head.seq).toBeGreaterThanOrEqual(10);
    child.kill('SIGKILL');
    await once(child, 'close');
    await expectAllThere(directory, lines);
  });
});

const noStrace = missing('strace', ['-f', '-o', '/dev/null', 'true']);

const STRACE = ['strace', '-f', '--seccomp-bpf', '-qq'];
/** `strace` that lets system calls on one file of the journal go wrong. */
function inject(path: string, call: string, fault: string): string[] {
  return [...STRACE, '-o', '/dev/null', '-P', path, '-e', `trace=${call}`, '-e', `inject=${call}:${fault}`];
}

describe.skipIf(noStrace)('a disk that lies', () => {
  const plan = { callers: 4, rounds: 100 };

  test.each([
    ['one sync of the -wal fails', 'fsync', 'error=EIO:when=30'],
    ['every sync of the -wal fails for a while, at the close too', 'fsync', 'error=EIO:when=30..40'],
    ['a write to the -wal fails', 'pwrite64', 'error=EIO:when=60..70'],
  ])(
    '%s: nobody knows, so the disk is asked, and nothing acknowledged is lost',
    { timeout: 180_000 },
    async (_title, call, fault) => {
      const directory = shop.directory();
      const lines = await run(directory, plan, inject(journalFiles(directory).wal, call, fault));
      expect(lines.filter((line) => line === 'unknown journal/unknown').length).toBeGreaterThan(0);
      expect(lines.filter((line) => line.startsWith('reopened')).length).toBeGreaterThan(0);
      expect(await expectAllThere(directory, lines)).toBeGreaterThan(300);
    },
  );

  test('a head file that cannot be synced stops the writing until it can: nobody is told of a commit before the last one is marked', {
    timeout: 180_000,
  }, async () => {
    const directory = shop.directory();
    const lines = await run(
      directory,
      plan,
      inject(journalFiles(directory).head, 'fdatasync', 'error=EIO:when=20..25'),
    );
    // Known before the next batch: it is not written. Known while it was written: nobody knows, and the disk is asked.
    const refused = lines.filter((line) => /^(failed|unknown) journal\/head-file$/.test(line));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThanOrEqual(6 * plan.callers);
    expect(lines.filter((line) => /^(failed|unknown)/.test(line))).toEqual(refused);
    expect(await expectAllThere(directory, lines)).toBeGreaterThan(300);
  });

  test('does not fool the head file: a start marks only what it has brought to the disk itself', async () => {
    const directory = shop.directory();
    const { process: child, lines } = start(directory, { callers: 2, rounds: 1_000_000 });
    while (acknowledged(lines).length < 50) await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'close');
    const files = journalFiles(directory);
    const trace = join(shop.directory(), 'trace');
    const paths = [files.database, files.wal, files.head].flatMap((path) => ['-P', path]);
    const calls = 'trace=fsync,fdatasync,pwrite64';
    await run(directory, { callers: 0, rounds: 0 }, [...STRACE, '-y', '-o', trace, ...paths, '-e', calls]);
    const steps = readFileSync(trace, 'utf8').split('\n');
    const marked = steps.findIndex((line) => line.includes('pwrite64') && line.includes('journal.head'));
    const synced = ['journal.db-wal', 'journal.db>'].map((name) =>
      steps.findIndex((line) => line.includes(' fsync(') && line.includes(name)),
    );
    expect(marked).toBeGreaterThan(Math.max(...synced));
    expect(Math.min(...synced)).toBeGreaterThanOrEqual(0);
  });

  test('no room in the middle of a batch undoes the batch', { timeout: 180_000 }, async () => {
    const directory = shop.directory();
    const fault = inject(journalFiles(directory).wal, 'pwrite64', 'error=ENOSPC:when=63..66');
    const lines = await run(directory, plan, fault);
    expect(new Set(lines.filter((line) => /^(failed|unknown)/.test(line)))).toEqual(
      new Set(['failed journal/disk-full']),
    );
    expect(await expectAllThere(directory, lines)).toBeGreaterThan(300);
  });

  test('a slow one only delays', { timeout: 180_000 }, async () => {
    const directory = shop.directory();
    const few = { callers: 4, rounds: 5 };
    const lines = await run(directory, few, inject(journalFiles(directory).wal, 'fsync', 'delay_exit=100000'));
    expect(await expectAllThere(directory, lines)).toBe(20);
  });
});

const noMount = missing('unshare', ['-rm', 'true']);

/** What a start on a disk without one free byte is refused with; `$2` is copied onto it before. */
function startOnFullDisk(disk: string, journal: string): string {
  const fill = 'head -c 64M /dev/zero > "$0/filler" 2>/dev/null; true';
  const script = `mount -t tmpfs -o size=4m tmpfs "$0" && { cp -r "$1" "$0/journal"; ${fill}; } && shift && "$@"`;
  const program = `
    const { openSqliteStore } = await import('${HOME}sqlite.js');
    const { systemClock } = await import('${HOME}../clock.js');
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    await openSqliteStore({ directory: '${disk}/journal', log, clock: systemClock(() => true) }).then(
      (store) => store.close().then(() => console.log('started')),
      ({ code, next }) => console.log(code + ': ' + next),
    );`;
  const node = [process.execPath, '--input-type=module', '-e', program];
  return execFileSync('unshare', ['-rm', 'sh', '-c', script, disk, journal, ...node], { encoding: 'utf8' });
}

describe.skipIf(noMount)('a full disk', () => {
  test('writes nothing by half, says so, and goes on by itself when there is room again', {
    timeout: 180_000,
  }, async () => {
    // A real file system of 4 MB: what a limit on pages would play (SQLITE_FULL before any write) is the easy half of it.
    const disk = join(shop.directory(), 'disk');
    mkdirSync(disk);
    const script = 'mount -t tmpfs -o size=4m tmpfs "$0" && "$@" && cp -r "$0/journal" "$0.out"';
    const directory = join(disk, 'journal');
    const plan = { callers: 4, rounds: 50, filler: join(disk, 'filler') };
    const lines = await run(directory, plan, ['unshare', '-rm', 'sh', '-c', script, disk]);
    const fails = lines.filter((line) => line.startsWith('failed'));
    expect(fails).toEqual(Array.from({ length: 3 }, () => 'failed journal/disk-full'));
    expect(lines.filter((line) => line.startsWith('unknown'))).toEqual([]);
    expect(lines.indexOf('failed journal/disk-full')).toBe(1);
    expect(await expectAllThere(`${disk}.out`, lines)).toBe(4 * (50 - 3));
  });

  test('at the start asks for room, and calls no whole journal damaged', async () => {
    const whole = shop.directory();
    const store = await openStore(whole);
    await store.close();
    for (const journal of [whole, shop.directory()]) {
      const disk = join(shop.directory(), 'disk');
      mkdirSync(disk);
      expect(startOnFullDisk(disk, journal)).toMatch(/^journal\/(?:unreadable|disk-full): .*(?:space|room)/);
    }
  });
});
