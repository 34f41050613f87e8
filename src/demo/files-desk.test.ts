import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FilesDesk, filesDesk, reloadProgram } from './files-desk.ts';
import type { FilesBegun } from './prepared-files.ts';
import { RULES } from './stage.fake.ts';
import type { ReloadAnswer, StagedFiles } from './stage.ts';

const BEGUN: FilesBegun = {
  branch: 'counters:\n  - { id: c1, profile: a }\nmqtt: { rootTopic: bank }\n',
  standard: 'profiles:\n  - { id: a, cap: 30min }\n',
  hours: {},
  dayStartsAt: 180,
  inForce: { hours: 'always', open: null, askWaiting: 0, perDay: null, profiles: {}, rules: RULES },
  settings: [],
};

let directory: string;
let desk: FilesDesk;
let told: StagedFiles[];
/** What the branch file says when the daemon reads it, and what the daemon says to it. */
let read: string[];
let answer: (branch: string) => ReloadAnswer;
const at = (name: string): string => join(directory, name);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lobbyd-files-'));
  told = [];
  read = [];
  answer = () => ({ isInForce: true, lines: ['reloaded'] });
  const paths = { branch: at('branch.yaml'), standard: at('standard.yaml') };
  desk = filesDesk({
    inForce: BEGUN.inForce,
    paths,
    now: () => 720,
    reload: async () => {
      await Promise.resolve();
      read.push(readFileSync(paths.branch, 'utf8'));
      return answer(read.at(-1) ?? '');
    },
    onChange: (files) => told.push(files),
  });
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the technician of the demo', () => {
  it('changes nothing before there is anything', async () => {
    expect(await desk.change({ kind: 'per-day', most: 5 })).toMatchObject({ kind: 'refused' });
    expect(read).toEqual([]);
  });

  it('writes a file, has it read, and tells what is in force', async () => {
    desk.begin(BEGUN);
    expect(await desk.change({ kind: 'per-day', most: 5 })).toEqual({
      kind: 'done',
      answer: { isInForce: true, lines: ['reloaded'], chinese: ['见原文'] },
    });
    expect(read).toEqual([`${BEGUN.branch}perDay: 5\n`]);
    expect(told).toEqual([desk.state()]);
    expect(desk.state().inForce).toEqual({ ...BEGUN.inForce, perDay: 5 });
  });

  it('puts back what was refused, and shows the line that is meant', async () => {
    desk.begin(BEGUN);
    await desk.change({ kind: 'per-day', most: 5 });
    answer = () => ({ isInForce: false, lines: [`${at('branch.yaml')}:3:9: rootTopic is wrong`, 'not reloaded'] });
    const end = await desk.change({ kind: 'mistake', mistake: 'root-topic' });
    expect(end).toMatchObject({
      kind: 'refused',
      answer: {
        lines: [
          `${at('branch.yaml')}:3:9: rootTopic is wrong`,
          '  3 | mqtt: { rootTopic: another-bank }',
          'not reloaded',
        ],
        chinese: ['branch.yaml 第 3 行：rootTopic 写成了 wrong', '见原文'],
      },
    });
    expect(read.at(-1)).toContain('another-bank');
    expect(readFileSync(at('branch.yaml'), 'utf8')).toBe(read[0]);
    expect(desk.state().inForce).toEqual({ ...BEGUN.inForce, perDay: 5 });
  });

  it('makes one change after the other', async () => {
    desk.begin(BEGUN);
    await Promise.all([
      desk.change({ kind: 'per-day', most: 5 }),
      desk.change({ kind: 'profile', counter: 'c1', profile: 'b' }),
    ]);
    expect(read.map((text) => [text.includes('perDay: 5'), text.includes('profile: b')])).toEqual([
      [true, false],
      [true, true],
    ]);
  });
});

describe('the program that asks for a reload', () => {
  const ask = (program: string): Promise<ReloadAnswer> => {
    writeFileSync(at('program.mjs'), program);
    const environment = { PATH: process.env.PATH };
    return reloadProgram({ node: process.execPath, program: at('program.mjs'), directory, environment });
  };

  it('is asked where the daemon listens, and what it says is told line by line', async () => {
    const program = 'console.log(process.argv[2], process.env.RUNTIME_DIRECTORY); console.error("second");';
    expect(await ask(program)).toEqual({ isInForce: true, lines: [`reload ${directory}`, 'second'] });
  });

  it('says no by its exit code', async () => {
    expect(await ask('console.error("no daemon"); process.exitCode = 3;')).toEqual({
      isInForce: false,
      lines: ['no daemon'],
    });
  });
});
