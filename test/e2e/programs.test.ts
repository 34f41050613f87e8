/** The programs as a person at a terminal meets them: real processes of the built program. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, connect as dial, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { emulate } from '../../src/cli/emulate.ts';
import { systemProcess } from '../../src/process.ts';
import { built } from '../built.ts';
import { PATIENCE } from '../stand/bell.ts';
import { PROGRAM } from '../stand/daemon.ts';

interface Program {
  readonly child: ChildProcess;
  /** What it said, on both streams. */
  readonly lines: readonly string[];
  readonly ended: Promise<number | null>;
  type(line: string): void;
  /** Resolves with the first match among its lines. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

const machine = systemProcess();
const running: Program[] = [];
const directories: string[] = [];
const servers: Server[] = [];

function start(source: string, ...words: readonly string[]): Program {
  const child = spawn(process.execPath, [fileURLToPath(built(source)), ...words], { stdio: 'pipe' });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => void lines.push(line));
  const program: Program = {
    child,
    lines,
    ended: once(child, 'close').then(([code]) => code as number | null),
    type: (line) => void child.stdin.write(`${line}\n`),
    says: (pattern) =>
      vi.waitFor(
        () => {
          const found = pattern.exec(lines.join('\n'));
          expect(found, lines.join('\n')).not.toBeNull();
          return found as RegExpExecArray;
        },
        { timeout: PATIENCE },
      ),
  };
  running.push(program);
  return program;
}

function directory(): string {
  const made = mkdtempSync(join(tmpdir(), 'lobbyd-programs-'));
  directories.push(made);
  return made;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = dial(port, '127.0.0.1');
    const end = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });

/** Processes of this machine whose command line holds `text`. */
const processesWith = (text: string): readonly string[] =>
  readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });

/** `lobbyd emulate keypad-line` with settings that it refuses: in this process, for what real processes have shown once. */
async function emulated(...set: readonly string[]): Promise<{ readonly code: number; readonly lines: string[] }> {
  const lines: string[] = [];
  const tell = (line: string): void => void lines.push(line);
  const port = { ...machine, out: tell, err: tell };
  return { code: await emulate({ driver: 'keypad-line', tcp: 0, set }, catalogue, port), lines };
}

afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  }
  for (const server of servers.splice(0)) server.close();
  for (const each of directories.splice(0)) rmSync(each, { recursive: true, force: true });
});

describe('lobbyd emulate', () => {
  test('lives on while its cable is pulled, and is there again when it is plugged in', async () => {
    const program = start('program/lobbyd/main.js', 'emulate', 'panel-line', '--tcp', '0');
    const port = Number((await program.says(/at tcp:\/\/127\.0\.0\.1:(\d+)/))[1]);
    program.type('pull');
    await vi.waitFor(async () => expect(await answers(port)).toBe(false), { timeout: 60_000 });
    program.type('jump');
    await program.says(/it knows: press BUTTON/);
    program.type('plug');
    await vi.waitFor(async () => expect(await answers(port)).toBe(true), { timeout: 60_000 });
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
  });

  test('takes one setting after another, and says which is wrong', async () => {
    const words = ['--set', 'address=1', '--set', 'line=8E1'];
    const program = start('program/lobbyd/main.js', 'emulate', 'keypad-line', '--tcp', '0', ...words);
    expect(await program.ended).toBe(2);
    expect(program.lines).toEqual([
      'lobbyd emulate: settings of keypad-line: line: Invalid option: expected one of "8N1"|"7E1"',
    ]);
  }, 20_000);

  test.each(['address={', 'address', '=3'])('says so when it gets %s', async (pair) => {
    expect(await emulated(pair)).toEqual({
      code: 2,
      lines: [`lobbyd emulate: --set ${pair} cannot be read: write key=value, the value as in the branch file`],
    });
  });

  test.each([
    [[], 'give --set address=1 (Address that is set on the keypad, 1–99; no two line units of one bus share one)'],
    [['address=100'], 'address: Too big: expected number to be <=99'],
    [['adress=1', 'address=1'], 'Unrecognized key: "adress"'],
  ])('with %j says what to give', async (set, said) => {
    expect(await emulated(...set)).toEqual({
      code: 2,
      lines: [`lobbyd emulate: settings of keypad-line: ${said}`],
    });
  });
});

describe('the document of the line protocol', () => {
  const document = readFileSync(fileURLToPath(new URL('../../docs/line-protocol.md', import.meta.url)), 'utf8');

  test('shows how to play a unit, which answers by hand as it says', async () => {
    const [, command = '', place = ''] = /`lobbyd (emulate [^`]+?) (--pty \S+)`/.exec(document) ?? [];
    expect(place).toBe('--pty /tmp/pad');
    const program = start('program/lobbyd/main.js', ...command.split(' '), '--tcp', '0');
    const port = Number((await program.says(/at tcp:\/\/127\.0\.0\.1:(\d+)/))[1]);
    const [, asked = '', said = ''] = /send `(\S+)` and a line feed[^`]+`(\S+)`/.exec(document) ?? [];
    const socket = dial(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (bytes) => {
      heard += String(bytes);
    });
    socket.write(`${asked}\n`);
    await vi.waitFor(() => expect(heard).toMatch(/\n$/), { timeout: 60_000 });
    expect([said, heard.slice(0, said.length)]).toEqual(['<03HK', '<03HK']);
    socket.destroy();
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
  });
});

describe('lobbyd', () => {
  test('tells its version', async () => {
    const program = start('program/lobbyd/main.js', '--version');
    expect(await program.ended).toBe(0);
    expect(program.lines).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/)]);
  }, 20_000);

  test.each([
    [['tail', '/tmp', '--zone', 'Mars/Phobos'], 'an IANA time zone such as Asia/Shanghai is expected'],
    [['verify', fileURLToPath(import.meta.url)], 'a directory is expected'],
  ])(
    'journal %j is a mistake of the call, not of the journal',
    async (words, said) => {
      const program = start('program/lobbyd/main.js', 'journal', ...words);
      expect(await program.ended).toBe(2);
      expect(program.lines[0]).toContain(said);
    },
    20_000,
  );
});

describe('npm start', () => {
  test('with its port taken says so, and leaves nothing behind', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const place = directory();
    const program = start('src/demo/main.ts', '--wires', 'tcp', '--port', String(port), '--directory', place);
    expect(await program.ended).toBe(3);
    expect(program.lines.join('\n')).toMatch(/demo\/port: .*EADDRINUSE.*Next: give another port/);
    expect(processesWith(place)).toEqual([]);
  });

  test('with a word that it cannot take says what is wrong with it and starts nothing', async () => {
    const program = start('src/demo/main.ts', '--port=eighty');
    expect(await program.ended).toBe(2);
    expect(program.lines[0]).toMatch(/^error: .*invalid/);
  }, 20_000);

  test.skipIf(!existsSync('/usr/bin/setpriv'))(
    'that is killed takes the daemon with it: the next one gets the journal',
    async () => {
      const place = directory();
      const program = start('src/demo/main.ts', '--wires', 'tcp', '--port', '0', '--directory', place, '--log');
      await program.says(/ready: customers may take numbers/);
      program.child.kill('SIGKILL');
      await vi.waitFor(() => expect(processesWith(place)).toEqual([]), { timeout: 60_000 });
    },
    60_000,
  );
});

describe('a command whose reader has seen enough', () => {
  test('ends without a word: head and a pager that was left are no fault', async () => {
    const child = spawn('sh', ['-c', '{ "$0" "$1" --help; echo "code $?" >&2; } | true', process.execPath, PROGRAM], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const lines: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => void lines.push(line));
    await once(child, 'close');
    expect(lines).toEqual(['code 3']);
  });
});
