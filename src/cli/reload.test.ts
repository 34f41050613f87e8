import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { seconds } from '../clock.ts';
import { keptLog } from '../devices/spec.ts';
import { EXIT } from '../process.ts';
import { reload } from './reload.ts';
import type { ReloadVerdict } from './reload-desk.ts';
import { doorIn, openReloadDoor } from './reload-door.ts';

const folder = mkdtempSync(join(tmpdir(), 'lobbyd-reload-'));
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  rmSync(doorIn(folder), { force: true });
});

/** The command at a terminal. */
async function atTerminal(outputReader: 'terminal' | 'journald' = 'terminal', within = seconds(20)) {
  const out: string[] = [];
  const err: string[] = [];
  const environment = { RUNTIME_DIRECTORY: `${folder}:/run/other` };
  const port = {
    environment,
    outputReader,
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
  };
  return { code: await reload(port, within), out, err };
}

async function openDoor(ask: () => Promise<ReloadVerdict>) {
  const { log, lines } = keptLog();
  const door = await openReloadDoor({ directory: folder, log, ask });
  closing.push(() => door.close());
  return { door, lines };
}

const FORCE: ReloadVerdict = { isInForce: true, lines: ['reloaded: the files are in force'] };
const MISTAKES: ReloadVerdict = {
  isInForce: false,
  lines: ['branch.yaml:7:3: unknown key "kioks"', 'not reloaded, 1 error: nothing was changed'],
};

describe('lobbyd reload', () => {
  it('says that the files are in force', async () => {
    await openDoor(async () => FORCE);
    expect(await atTerminal()).toEqual({ code: EXIT.ok, out: FORCE.lines, err: [] });
  });

  it('says each mistake with its line, and that nothing was changed', async () => {
    await openDoor(async () => MISTAKES);
    expect(await atTerminal()).toEqual({ code: EXIT.problems, out: [], err: MISTAKES.lines });
  });

  it('run by systemd leaves the words to the log of the daemon, which has them already', async () => {
    await openDoor(async () => MISTAKES);
    expect(await atTerminal('journald')).toEqual({ code: EXIT.problems, out: [], err: [] });
  });

  it('without a daemon says where it looked', async () => {
    const { code, err } = await atTerminal();
    expect(code).toBe(EXIT.fault);
    expect(err).toEqual([
      `lobbyd reload: no daemon listens at ${folder}/reload.sock (ENOENT); next: systemctl restart lobbyd, which reads the files`,
    ]);
  });

  it('finds the door of a daemon that was killed before', async () => {
    writeFileSync(doorIn(folder), '');
    await openDoor(async () => FORCE);
    expect((await atTerminal()).code).toBe(EXIT.ok);
  });

  it('does not take half an answer for one', async () => {
    const server = createServer((socket) => void socket.end('branch.yaml:7:3: unknown key "kioks"\n'));
    await new Promise<void>((resolve) => server.listen(doorIn(folder), resolve));
    closing.push(() => server.close());
    const { code, out, err } = await atTerminal();
    expect([code, out]).toEqual([EXIT.fault, []]);
    expect(err).toEqual([expect.stringContaining('the daemon ended before it said what came of it')]);
  });

  it('does not wait for ever for a daemon that is stuck', async () => {
    await openDoor(() => new Promise(() => {}));
    const { code, err } = await atTerminal('terminal', 20);
    expect(code).toBe(EXIT.fault);
    expect(err).toEqual([expect.stringContaining('and may still do it')]);
  });
});

describe('the door for reloads', () => {
  it('is there only where the service has a folder for it', async () => {
    const { log } = keptLog();
    await (await openReloadDoor({ directory: undefined, log, ask: async () => FORCE })).close();
    const { lines } = await openDoor(async () => FORCE);
    expect(lines).toEqual([]);
    expect(existsSync(doorIn(folder))).toBe(true);
  });

  it('that cannot be opened is told, and the branch goes on without', async () => {
    const { log, lines } = keptLog();
    const door = await openReloadDoor({ directory: join(folder, 'none'), log, ask: async () => FORCE });
    expect(lines).toMatchObject([{ level: 'warn', fields: { code: 'branch/reload-door' } }]);
    await door.close();
  });

  it('lets eight in, and no more', async () => {
    let asked = 0;
    await openDoor(() => {
      asked += 1;
      return new Promise(() => {});
    });
    const visitors = Array.from({ length: 10 }, () => createConnection(doorIn(folder)));
    closing.push(() => visitors.forEach((visitor) => void visitor.destroy()));
    const turnedAway = visitors.map((visitor) => {
      visitor.resume();
      return new Promise<void>((resolve) => {
        visitor.on('error', () => {}).once('close', () => resolve());
      });
    });
    await Promise.race([Promise.all(turnedAway.slice(0, 8)), Promise.all(turnedAway.slice(8))]);
    expect(asked).toBe(8);
  });

  it('lets the next one in where eight were answered and do not go', async () => {
    await openDoor(async () => FORCE);
    const visitors = Array.from({ length: 8 }, () => createConnection({ path: doorIn(folder), allowHalfOpen: true }));
    closing.push(() => visitors.forEach((visitor) => void visitor.destroy()));
    await Promise.all(visitors.map((visitor) => once(visitor.resume(), 'end')));
    expect((await atTerminal()).code).toBe(EXIT.ok);
  });

  it('is closed twice as once', async () => {
    const { door } = await openDoor(async () => FORCE);
    await Promise.all([door.close(), door.close()]);
    expect(existsSync(doorIn(folder))).toBe(false);
  });
});
