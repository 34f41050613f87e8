import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { journalFiles } from '../../src/journal/files.ts';
import { bytesOf, flip, sql, truncate } from '../../src/journal/spec.ts';
import { freePort } from '../broker/mosquitto.ts';
import { openBell } from '../stand/bell.ts';
import { STANDARD } from '../stand/branch-file.ts';
import { runProgram, startProgram } from '../stand/daemon.ts';

/** A branch that hangs on nothing but its journal: its wires lead nowhere. */
const BRANCH = (journal: string, port: number) => `id: b1
name: { zh-CN: 测试支行, en: Test Branch }
timeZone: Asia/Shanghai
standard: ./standard.yaml
counters:
  - { id: counter1, number: 1, services: [cash, account, wealth], profile: longest-wait, display: display1 }
buses:
  - { id: signs, wire: { serial: /nonexistent/signs } }
devices:
  - { id: display1, driver: display-alpha, bus: signs, settings: { address: 1, width: 4 } }
journal: { directory: ${journal} }
clock: { trust: always }
mqtt: { embeddedPort: ${port} }
`;

const bell = openBell(() => '');
const root = mkdtempSync(join(tmpdir(), 'lobbyd-refused-'));
let stopped = '';
let cut = '';
let older = '';
let port = 0;
let count = 0;

function place(): string {
  count += 1;
  const directory = join(root, `${count}`);
  mkdirSync(directory);
  return directory;
}

function branchFile(journal: string, text = BRANCH(journal, port)): string {
  const directory = place();
  writeFileSync(join(directory, 'standard.yaml'), STANDARD);
  const file = join(directory, 'branch.yaml');
  writeFileSync(file, text);
  return file;
}

function copyOf(journal: string): string {
  const directory = place();
  cpSync(journal, directory, { recursive: true });
  return directory;
}

/** A daemon that lives until it is told to go, one way or the other. */
async function live(journal: string, end: 'stop' | 'kill'): Promise<void> {
  const run = startProgram(['run', branchFile(journal)], bell);
  await bell.until('the daemon is ready', () => run.log().some(({ msg }) => msg.startsWith('ready')) || run.ended());
  const ended = await run[end]();
  expect(ended).toMatchObject(end === 'stop' ? { code: 0 } : { signal: 'SIGKILL' });
}

/** The start must be refused, and every file of the journal stay as it is, byte for byte. */
async function refused(
  journal: string,
): Promise<{ readonly code: string; readonly where: string; readonly msg: string }> {
  const before = bytesOf(journal);
  const { code, out } = await runProgram(['run', branchFile(journal)], bell);
  expect(code).toBe(3);
  expect(bytesOf(journal)).toEqual(before);
  expect(out).toHaveLength(1);
  const said = JSON.parse(out[0] ?? '{}') as { level: string; code: string; where: string; msg: string };
  expect(said.level).toBe('fatal');
  expect(said.msg).toContain('Next: ');
  expect(said.where).toContain(journal);
  return said;
}

beforeAll(async () => {
  port = await freePort();
  stopped = place();
  await live(stopped, 'stop');
  older = copyOf(stopped);
  // The journal as a power cut leaves it: most of it in -wal.
  cut = copyOf(stopped);
  await live(cut, 'kill');
  await live(stopped, 'stop');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.concurrent('a daemon that must not start says where and what to do, and changes nothing', () => {
  it('beside another one on the same journal', async () => {
    const journal = copyOf(stopped);
    const file = branchFile(journal);
    const first = startProgram(['run', file], bell);
    await bell.until('the first is ready', () => first.log().some(({ msg }) => msg.startsWith('ready')));
    const { code, out } = await runProgram(['run', file], bell);
    expect(code).toBe(3);
    expect(JSON.parse(out[0] ?? '{}')).toMatchObject({ level: 'fatal', code: 'journal/locked', where: journal });
    expect(out[0]).toContain(`process ${first.child.pid}`);
    expect(first.ended()).toBeNull();
    expect(await first.stop()).toMatchObject({ code: 0 });
  });

  it('on a journal with a bit turned over in a record of the database', async () => {
    const journal = copyOf(stopped);
    const { database } = journalFiles(journal);
    // SQLite leaves old copies of what it moved: one of these is the record.
    const bytes = readFileSync(database);
    for (let at = bytes.indexOf('rules-applied'); at >= 0; at = bytes.indexOf('rules-applied', at + 1)) {
      flip(database, at, 0);
    }
    expect((await refused(journal)).code).toBe('journal/damaged');
    const verified = await runProgram(['journal', 'verify', journal], bell);
    expect(verified).toMatchObject({ code: 1 });
    expect(verified.err.join('\n')).toMatch(/journal\/damaged[\s\S]*where[\s\S]*next/);
  });

  it('on a journal with a bit turned over in its -wal', async () => {
    const journal = copyOf(cut);
    const { wal } = journalFiles(journal);
    flip(wal, Math.floor(statSync(wal).size * 0.5), 3);
    expect((await refused(journal)).code).toMatch(/^journal\/(cut|damaged)$/);
  });

  it('on a journal that lacks a record in its middle', async () => {
    const journal = copyOf(stopped);
    sql(journal, 'DELETE FROM records WHERE seq = 2');
    expect(await refused(journal)).toMatchObject({ code: 'journal/damaged', where: expect.stringContaining('record') });
  });

  it('on a journal whose last records are cut off', async () => {
    const journal = copyOf(cut);
    const { wal } = journalFiles(journal);
    truncate(wal, Math.floor(statSync(wal).size / 2));
    expect(await refused(journal)).toMatchObject({ code: expect.stringMatching(/^journal\/(cut|damaged)$/) });
    const database = copyOf(stopped);
    truncate(journalFiles(database).database, 8_192);
    expect((await refused(database)).code).toBe('journal/damaged');
  });

  it('on a journal that is older than its head file, telling how to go on', async () => {
    const journal = copyOf(older);
    copyFileSync(journalFiles(stopped).head, journalFiles(journal).head);
    const { code, msg } = await refused(journal);
    expect(code).toBe('journal/cut');
    expect(msg).toContain('lobbyd journal accept');
    expect(await runProgram(['journal', 'accept', journal], bell)).toMatchObject({ code: 0 });
    await live(journal, 'stop');
  });

  it('with a wrong configuration: every mistake with its line, exit code 1, and no journal made', async () => {
    const journal = join(place(), 'none-yet');
    const text = BRANCH(journal, 1)
      .replace('services: [cash,', 'services: [cahs,')
      .replace('zone:', 'zome:')
      .replace('id: b1', 'id: b1');
    const file = branchFile(journal, text.replace('timeZone:', 'timeZome:'));
    const { code, err, out } = await runProgram(['run', file], bell);
    expect(code).toBe(1);
    expect(out).toEqual([]);
    expect(err.slice(0, -1).map((line) => line.slice(dirname(file).length + 1))).toEqual([
      expect.stringMatching(/^branch\.yaml:3:1: .*timeZome.*timeZone/),
      expect.stringMatching(/^branch\.yaml:6:43: .*cahs.*cash/),
    ]);
    expect(err.at(-1)).toMatch(/not started; nothing was changed/);
    expect(() => statSync(journal)).toThrow('ENOENT');
  });
});

describe('lobbyd check', () => {
  it('wants a file, no options that it does not know, and tells how it is called', async () => {
    for (const words of [['check'], ['check', '--quick', 'branch.yaml']]) {
      const { code, out, err } = await runProgram(words, bell);
      expect({ code, out }).toEqual({ code: 2, out: [] });
      expect(err.join('\n')).toContain('Usage: lobbyd check [options] <files...>');
    }
    const help = await runProgram(['check', '--help'], bell);
    expect(help.code).toBe(0);
    expect(help.out.join('\n')).toContain('Exit code: 0');
  });

  it('says at once that a pipe, a folder and a device are no files, where reading them would never end', async ({
    onTestFinished,
  }) => {
    const pipe = join(place(), 'branch.yaml');
    execFileSync('mkfifo', [pipe]);
    const standard = branchFile(root, BRANCH(root, 1).replace('./standard.yaml', pipe));
    const run = startProgram(['check', pipe, dirname(pipe), '/dev/zero', standard], bell);
    onTestFinished(async () => void (await run.kill()));
    await bell.until('the check ends', () => run.ended());
    const wrong = ': the file cannot be read: it is a';
    expect(run.err.map((line) => line.split(', expected')[0])).toEqual([
      `${pipe}:1:1${wrong} pipe`,
      `${dirname(pipe)}:1:1${wrong} folder`,
      `/dev/zero:1:1${wrong} device`,
      `${standard}:4:11: the bank standard ${pipe} cannot be read: it is a pipe`,
    ]);
  });
});
