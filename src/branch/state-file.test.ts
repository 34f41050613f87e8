import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { workshop } from '../journal/spec.ts';
import { emptyState, snapshot } from '../queue/snapshot.ts';
import { stateFile } from './state-file.ts';

const shop = workshop();
afterAll(() => shop.remove());

const STATE = { ...snapshot(emptyState()), lastTicket: 12 };
const KEPT = { head: { seq: 7, hash: 'ab'.repeat(32) }, state: STATE };

let directory = '';
let warnings: string[] = [];
beforeEach(() => {
  directory = shop.directory();
  mkdirSync(directory, { recursive: true });
  warnings = [];
  room = null;
});
const log = {
  debug() {},
  info() {},
  warn: (_fields: object, message: string) => void warnings.push(message),
  error() {},
};
let room: number | null = null;
const shelf = (program: string | null = 'sum of this program') =>
  stateFile(directory, { program, log, free: async () => room });
const path = (): string => join(directory, 'journal.state');

describe('the file of the newest state', () => {
  it('gives back what was kept last', async () => {
    expect(shelf().take()).toBeNull();
    await shelf().keep({ ...KEPT, head: { ...KEPT.head, seq: 6 } });
    await shelf().keep(KEPT);
    expect(shelf().take()).toEqual(KEPT);
    expect(readdirSync(directory)).toEqual(['journal.state']);
    expect(warnings).toEqual([]);
  });

  it('of another program is left aside without a word, and replaced by the next one', async () => {
    await shelf('another').keep(KEPT);
    expect(shelf().take()).toBeNull();
    expect(warnings).toEqual([]);
    await shelf().keep(KEPT);
    expect(shelf().take()).toEqual(KEPT);
  });

  it('is neither written nor read where the program does not know its sum', async () => {
    await shelf(null).keep(KEPT);
    expect(existsSync(path())).toBe(false);
    await shelf().keep(KEPT);
    expect(shelf(null).take()).toBeNull();
  });

  it('that was cut off or changed anywhere is not believed', async () => {
    await shelf().keep(KEPT);
    const whole = readFileSync(path());
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      for (const bytes of [changed, whole.subarray(0, at)]) {
        writeFileSync(path(), bytes);
        const taken = shelf().take();
        // A bit of the name of the program makes it another program's; one of the record is held against the journal.
        if (taken) expect(taken.state).toEqual(STATE);
      }
    }
    writeFileSync(path(), whole.subarray(0, -1));
    warnings = [];
    expect(shelf().take()).toBeNull();
    expect(warnings).toEqual([
      `${path()}: the state of the last run is damaged. Next: nothing has to be done, the day is replayed`,
    ]);
  });

  it('of a program that says it otherwise is left aside without a word too', async () => {
    writeFileSync(path(), '{"program":"a later one","format":"CBOR"}\nsomething');
    expect(shelf().take()).toBeNull();
    expect(warnings).toEqual([]);
  });

  it.each([
    ['a folder', (at: string) => void mkdirSync(at)],
    ['a pipe, which nobody would ever read to its end', (at: string) => void execFileSync('mkfifo', [at])],
  ])('in whose place stands %s: that is told with what to do', (_what, put) => {
    put(path());
    expect(shelf().take()).toBeNull();
    expect(warnings).toEqual([`${path()}: this is no file. Next: sudo rm -r ${path()}: nothing is lost by it`]);
  });

  it('leaves the last room of the disk to the journal', async () => {
    room = 32 * 1024 * 1024;
    await shelf().keep(KEPT);
    expect(warnings).toEqual([]);
    room -= 1;
    await shelf().keep({ ...KEPT, head: { ...KEPT.head, seq: 8 } });
    expect(warnings).toEqual([
      `${path()}: the state cannot be kept for the next start, which replays the day: the last room of the disk is the journal's. Next: look at the space of the disk and at the rights of ${directory}`,
    ]);
    expect(shelf().take()).toEqual(KEPT);
  });

  it('that cannot be put in its place is told of, and leaves no half of it', async () => {
    mkdirSync(join(path(), 'in the way'), { recursive: true });
    await shelf().keep(KEPT);
    expect(warnings).toEqual([
      expect.stringContaining('the state cannot be kept for the next start, which replays the day: E'),
    ]);
    expect(readdirSync(directory)).toEqual(['journal.state']);
  });

  it('that cannot be written is told of, and the old one stays', async () => {
    await shelf().keep(KEPT);
    mkdirSync(`${path()}.new`);
    chmodSync(`${path()}.new`, 0o700);
    await shelf().keep({ ...KEPT, head: { ...KEPT.head, seq: 8 } });
    expect(warnings).toEqual([expect.stringContaining('for the next start, which replays the day: EISDIR')]);
    expect(shelf().take()).toEqual(KEPT);
  });
});
