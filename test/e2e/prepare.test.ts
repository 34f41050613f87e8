/** `lobbyd prepare`, and starts with what it made: on a copy of the program, whose own folder belongs to all tests. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { openBell } from '../stand/bell.ts';
import { PROGRAM, type Run, startProgram } from '../stand/daemon.ts';

const EXAMPLE = 'config/branch.example.yaml';
const bell = openBell(() => '');

interface Copy {
  readonly root: string;
  readonly program: string;
  /** Files of prepared code. */
  codes(): readonly string[];
}

function openCopy({ onTestFinished }: TestContext): Copy {
  const root = mkdtempSync(join(tmpdir(), 'lobbyd-prepare-test-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, 'dist/program/lobbyd');
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(dirname(PROGRAM), folder, { recursive: true, filter: (file) => !/\.(?:map|bin)$/.test(file) });
  symlinkSync(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  cpSync('package.json', join(root, 'package.json'));
  return {
    root,
    program: join(folder, 'main.js'),
    codes: () =>
      readdirSync(folder)
        .filter((name) => name.startsWith('code-'))
        .map((name) => join(folder, name)),
  };
}

/** Runs it to its end, whatever that is. */
function prepare({ program }: Copy, file: string, ...options: readonly string[]) {
  return new Promise<{ readonly code: unknown; readonly out: string; readonly err: string }>((resolve) => {
    execFile(process.execPath, [...options, program, 'prepare', file], (fault, out, err) =>
      resolve({ code: fault?.code ?? 0, out, err }),
    );
  });
}

/** A branch that has no device yet: its wires lead to nobody. */
function branchIn({ root }: Copy): string {
  cpSync('config/bank-standard.yaml', join(root, 'bank-standard.yaml'));
  const text = readFileSync(EXAMPLE, 'utf8')
    .replace('/var/lib/lobbyd', join(root, 'journal'))
    .replace('{ rootTopic: linjiang }', '{ rootTopic: linjiang, url: "mqtt://127.0.0.1:1" }');
  const file = join(root, 'branch.yaml');
  writeFileSync(file, text);
  return file;
}

/** Starts it, and stops it when customers may take numbers. */
async function startOnce(copy: Copy, before: readonly string[] = []): Promise<Run> {
  const run = startProgram(['run', branchIn(copy)], bell, before, copy.program);
  await bell.until('it is ready', () => run.log().some(({ msg }) => msg.startsWith('ready')) || run.ended());
  expect(await run.stop()).toEqual({ code: 0, signal: null });
  return run;
}

/** Turns a bit in the middle of a file. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  const at = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(file, bytes);
}

describe.concurrent('lobbyd prepare', () => {
  it('makes code that the next start takes, and that a start does without where it is damaged, saying so', async (context) => {
    const copy = openCopy(context);
    expect(await prepare(copy, EXAMPLE)).toMatchObject({ code: 0, err: '' });
    const [file = '', ...more] = copy.codes();
    expect(more).toEqual([]);
    expect((await startOnce(copy)).err).toEqual([]);
    damage(file);
    expect((await startOnce(copy)).err).toEqual([
      expect.stringMatching(/^lobbyd: \S+code-\w+\.bin: \.\/\S+\.js cannot be believed .* Next: /),
    ]);
  });

  it('makes it for a Node with these options: with others it is not even looked at', async (context) => {
    const copy = openCopy(context);
    await prepare(copy, EXAMPLE, '--max-semi-space-size=2');
    for (const file of copy.codes()) writeFileSync(file, 'no code');
    expect((await startOnce(copy)).err).toEqual([]);
    expect((await startOnce(copy, ['env', 'NODE_OPTIONS=--max-semi-space-size=2'])).err).toEqual([
      expect.stringContaining('the index cannot be believed'),
    ]);
  });

  it('touches no device and no journal of the branch whose file it is given', async (context) => {
    const copy = openCopy(context);
    const visits: string[] = [];
    const device = createServer((socket) => {
      visits.push('a visit');
      socket.destroy();
    });
    await new Promise<void>((resolve) => device.listen(0, '127.0.0.1', resolve));
    context.onTestFinished(() => void device.close());
    const address = device.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const file = branchIn(copy);
    const text = readFileSync(file, 'utf8').replace(
      /wire: \{ serial: "[^"]*" \}/,
      `wire: { tcp: "127.0.0.1:${port}" }`,
    );
    expect(text).toContain(`:${port}`);
    writeFileSync(file, text);
    expect(await prepare(copy, file)).toMatchObject({ code: 0 });
    expect(visits).toEqual([]);
    expect(readdirSync(copy.root)).not.toContain('journal');
  });

  it('says why it could not be done, and leaves nothing', async (context) => {
    const copy = openCopy(context);
    expect(await prepare(copy, join(copy.root, 'none.yaml'))).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/^cli\/prepare: ENOENT.*none\.yaml.*Next: nothing has to be done/),
    });
    const wrong = branchIn(copy);
    writeFileSync(wrong, readFileSync(wrong, 'utf8').replace('logLevel: info', 'logLevel: loud'));
    expect(await prepare(copy, wrong)).toMatchObject({ code: 3, err: expect.stringContaining('logLevel') });
    expect(copy.codes()).toEqual([]);
  });
});
