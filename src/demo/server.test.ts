import { get, type IncomingMessage, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PageServer, servePage } from './server.ts';
import type { ActEnd, Stage, StageChange, StageSnapshot } from './stage.ts';

const SNAPSHOT: StageSnapshot = {
  name: 'Pujiang Road',
  timeZone: 'Asia/Shanghai',
  kiosks: [],
  counters: [],
  views: { panel1: { line1: 'WELCOME' } },
  slips: [],
  events: [],
  daemon: { state: 'running', text: 'It runs.' },
};

let page: PageServer;
let listeners: Set<(change: StageChange) => void>;
let done: string[];
const open: IncomingMessage[] = [];

function stage(): Stage {
  return {
    snapshot: () => SNAPSHOT,
    async act(device, action): Promise<ActEnd> {
      done.push(`${device} ${action}`);
      return device === 'panel1' ? { kind: 'done' } : { kind: 'unknown-device', known: ['panel1'] };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

beforeEach(async () => {
  listeners = new Set();
  done = [];
  page = await servePage(stage(), 0);
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.destroy();
  await page.close();
});

interface Got {
  readonly status: number;
  readonly text: string;
}

/** A request as any program may make it: with another name of this machine, and whatever body. */
function ask(path: string, body?: string, headers: Readonly<Record<string, string>> = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(
      new URL(path, page.url),
      { method: body === undefined ? 'GET' : 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (more: string) => {
          text += more;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Opens a stream; what comes on it. */
function watch(): Promise<{
  readonly status: number;
  until(part: string): Promise<string>;
  readonly ended: Promise<void>;
}> {
  return new Promise((resolve, reject) => {
    get(new URL('/stream', page.url), (response) => {
      open.push(response);
      let text = '';
      const waiting: (() => void)[] = [];
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        for (const look of waiting) look();
      });
      response.on('error', () => {});
      const ended = new Promise<void>((end) => void response.once('close', () => end()));
      const until = (part: string): Promise<string> =>
        new Promise((found) => {
          const look = (): void => {
            if (text.includes(part)) found(text);
          };
          waiting.push(look);
          look();
        });
      resolve({ status: response.statusCode ?? 0, until, ended });
    }).on('error', reject);
  });
}

const act = JSON.stringify({ device: 'panel1', action: 'press 1' });

describe('the page of the demo', () => {
  it('is there with its script and its style', async () => {
    for (const path of ['/', '/page.js', '/page.css']) expect((await ask(path)).status).toBe(200);
    expect((await ask('/main.ts')).status).toBe(404);
  });

  it('begins with everything that stands there, and goes on with what changes', async () => {
    const { until } = await watch();
    expect(await until('\n\nevent: stand\n')).toContain('retry: 1000');
    expect(await until('WELCOME')).toContain('Pujiang Road');
    for (const listener of listeners) listener({ kind: 'view', device: 'panel1', view: { line1: 'NUMBER A001' } });
    expect(await until('NUMBER A001')).toContain('event: view');
    for (const listener of listeners) listener({ kind: 'daemon', daemon: { state: 'stopped', text: 'Gone.' } });
    await until('event: daemon');
  });

  it('does at a device what a person does', async () => {
    expect(await ask('/act', act)).toEqual({ status: 200, text: '{"kind":"done"}' });
    expect(done).toEqual(['panel1 press 1']);
    const unknown = await ask('/act', JSON.stringify({ device: 'panel9', action: 'press 1' }));
    expect(unknown).toEqual({ status: 409, text: '{"kind":"unknown-device","known":["panel1"]}' });
  });

  it('presses nothing for the page of another site that gave its name to this address', async () => {
    for (const host of ['bank.example', 'bank.example:8080', '127.0.0.1.evil.example']) {
      expect((await ask('/act', act, { host })).status).toBeGreaterThanOrEqual(400);
      expect((await ask('/', undefined, { host })).status).toBeGreaterThanOrEqual(400);
    }
    expect((await ask('/act', act, { host: 'localhost:8080' })).status).toBe(200);
    expect(done).toEqual(['panel1 press 1']);
  });

  it.each([
    ['no JSON', '{"device":'],
    ['no device', '{"action":"press 1"}'],
    ['more than is asked', '{"device":"panel1","action":"press 1","service":"cash"}'],
    ['a list', '[]'],
    ['nothing', '""'],
    ['a long text', JSON.stringify({ device: 'panel1', action: 'x'.repeat(65) })],
    ['a very long text', JSON.stringify({ device: 'panel1', action: 'x'.repeat(5_000) })],
  ])('refuses a body that is %s', async (_what, body) => {
    const { status } = await ask('/act', body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(done).toEqual([]);
  });

  it('is watched by eight at once; a ninth is told so, and has a place when one of them leaves', async () => {
    const watching = [];
    for (let count = 0; count < 8; count += 1) watching.push(await watch());
    expect(watching.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    await Promise.all(watching.map(({ until }) => until('event: stand')));
    expect((await watch()).status).toBe(503);
    open[0]?.destroy();
    await expect.poll(async () => (await watch()).status).toBe(200);
  });

  it('ends with the demo, whoever still watches, and listens no more', async () => {
    const { ended } = await watch();
    await page.close();
    await ended;
    expect(listeners.size).toBe(0);
    await expect(ask('/')).rejects.toThrow();
  });

  it('says which port it cannot have', async () => {
    const port = Number(new URL(page.url).port);
    await expect(servePage(stage(), port)).rejects.toMatchObject({ code: 'demo/port', where: `127.0.0.1:${port}` });
    // Whoever could not be served is not told of changes either.
    expect(listeners.size).toBe(1);
  });
});
