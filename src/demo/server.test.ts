import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { askAt, type Got } from './page-client.fake.ts';
import { type PageServer, pageBuild, servePage } from './server.ts';
import { EMPTY, type FakeStage, fakeStage, PAPER_OUT } from './stage.fake.ts';
import { BEAT_EVERY } from './stage.ts';
import { PAGES_MOST } from './stream.ts';

let page: PageServer;
let stage: FakeStage;
let clock: FakeClock;
let folder: string;
const open: IncomingMessage[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lobbyd-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<title>branch</title>');
  writeFileSync(join(folder, 'assets/page-4f2a.js'), 'export {};');
  stage = fakeStage();
  clock = fakeClock();
  page = await servePage({ stage, clock, port: 0, folder });
});
afterEach(async () => {
  for (const stream of open.splice(0)) stream.destroy();
  await page.close();
  rmSync(folder, { recursive: true });
});

const askWhole = (path: string, body?: string, headers: Readonly<Record<string, string>> = {}) =>
  askAt(new URL(path, page.url), body, headers);

async function ask(
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Pick<Got, 'status' | 'text'>> {
  const { status, text } = await askWhole(path, body, headers);
  return { status, text };
}

/** Opens a stream; what comes on it. */
function watch(last?: string): Promise<{
  readonly status: number;
  until(part: string): Promise<string>;
  readonly ended: Promise<void>;
}> {
  return new Promise((resolve, reject) => {
    const headers = last === undefined ? {} : { 'last-event-id': last };
    get(new URL('/stream', page.url), { headers }, (response) => {
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
  it('is asked for anew each time, and its files, whose names change with them, once', async () => {
    for (const path of ['/', '/index.html']) {
      const html = await askWhole(path);
      expect(html).toMatchObject({ status: 200, text: '<title>branch</title>', cache: 'no-store' });
      expect(html.type).toContain('text/html');
    }
    const script = await askWhole('/assets/page-4f2a.js');
    expect(script).toMatchObject({ status: 200, cache: 'public, max-age=31536000, immutable' });
    expect(script.type).toContain('javascript');
  });

  it('gives nothing out but what was built for it', async () => {
    for (const path of ['/main.ts', '/../server.ts', '/assets/..%2f..%2fserver.js', '/assets']) {
      expect((await ask(path)).status).toBeGreaterThanOrEqual(400);
    }
  });

  it('has a build that changes with it, and without it says how to build it', () => {
    const build = pageBuild(folder);
    expect(build).toMatch(/^[0-9a-f]{12}$/);
    writeFileSync(join(folder, 'index.html'), '<title>another</title>');
    expect(pageBuild(folder)).not.toBe(build);
    expect(() => pageBuild(join(folder, 'nowhere'))).toThrowError(expect.objectContaining({ code: 'demo/page' }));
  });

  it('begins with everything that stands there, and goes on with what changes', async () => {
    const { until } = await watch();
    expect(await until('\n\nid: 7-0-')).toContain('retry: 1000');
    expect(await until('WELCOME')).toContain('event: snapshot\ndata: {"build":"b1"');
    stage.change({ kind: 'view', device: 'panel1', view: { line1: 'NUMBER A001' } });
    expect(await until('NUMBER A001')).toContain('event: view\ndata: {"kind":"view","device":"panel1"');
    stage.change({ kind: 'daemon', daemon: { state: 'stopped', text: 'Gone.' } });
    await until('event: daemon');
  });

  it("hears every two seconds that it is alive, and where the journal and the branch's time are", async () => {
    const { until } = await watch();
    await until('event: snapshot');
    stage.seq = 9;
    await clock.advance(BEAT_EVERY);
    expect(await until('event: beat')).toMatch(/id: 9-0-\w+\nevent: beat\ndata: \{"seq":9,"at":\d+,"branchTime"/);
  });

  it('goes on where it left, by the id of the last event that it saw', async () => {
    const { until } = await watch();
    stage.change({ kind: 'view', device: 'panel1', view: { line1: 'ONE' } });
    const [, last = ''] = /id: (\S+)\nevent: view/.exec(await until('ONE')) ?? [];
    stage.change({ kind: 'view', device: 'panel1', view: { line1: 'TWO' } });
    const back = await watch(last);
    const text = await back.until('TWO');
    expect(text).not.toContain('snapshot');
    expect(text).not.toContain('ONE');
  });

  it('does at a device what a person does', async () => {
    expect(await ask('/act', act)).toEqual({ status: 200, text: '{"kind":"done"}' });
    expect(stage.done).toEqual(['panel1 press 1']);
  });

  it('says what a device knows instead', async () => {
    await page.close();
    stage = fakeStage(EMPTY, { kind: 'refused', known: ['press BUTTON'] });
    page = await servePage({ stage, clock, port: 0, folder });
    expect(await ask('/act', act)).toEqual({ status: 409, text: '{"kind":"refused","known":["press BUTTON"]}' });
  });

  it('breaks and mends, and sends people', async () => {
    const fault = (id: string, isOn: boolean): ReturnType<typeof ask> => ask('/fault', JSON.stringify({ id, isOn }));
    expect(await fault(PAPER_OUT.id, true)).toEqual({ status: 200, text: '{"kind":"done"}' });
    expect(await fault(PAPER_OUT.id, false)).toEqual({ status: 200, text: '{"kind":"done"}' });
    expect((await fault('printer9/paper-out', true)).status).toBe(409);
    expect((await ask('/traffic', '{"isOn":true}')).status).toBe(200);
    expect(stage.done).toEqual([
      'printer1/paper-out on',
      'printer1/paper-out off',
      'printer9/paper-out on',
      'traffic on',
    ]);
  });

  it('does once what was asked for twice with one request, and gives the first answer again', async () => {
    const body = (id: string, request: string): string => JSON.stringify({ id, isOn: true, request });
    const first = await ask('/fault', body('printer9/paper-out', 'r1'));
    expect(await ask('/fault', body(PAPER_OUT.id, 'r1'))).toEqual(first);
    await ask('/fault', body(PAPER_OUT.id, 'r2'));
    expect(stage.done).toEqual(['printer9/paper-out on', 'printer1/paper-out on']);
  });

  it('gives the daemon what the lobby manager asks for, once a request, and says what `lobbyd explain` says', async () => {
    const body = JSON.stringify({ command: 'unpark', body: { label: 'A001' }, request: 'r9' });
    const answer = { status: 200, text: '{"kind":"done","result":{"kind":"done","label":null}}' };
    expect(await ask('/command', body)).toEqual(answer);
    expect(await ask('/command', body)).toEqual(answer);
    const told = { status: 200, text: '{"kind":"done","text":"A001 waited."}' };
    expect(await ask('/explain', JSON.stringify({ label: 'A001', language: 'en' }))).toEqual(told);
    expect(stage.done).toEqual(['unpark {"label":"A001"}', 'explain A001 en']);
    for (const wrong of [{ command: 'unpark' }, { command: 'x'.repeat(65), body: {} }, { command: 'recall', body: [] }])
      expect((await ask('/command', JSON.stringify(wrong))).status).toBe(400);
  });

  it('changes files for a technician, once a request', async () => {
    const wish = { kind: 'hours', hours: 'closed' };
    const body = JSON.stringify({ wish, request: 'r10' });
    for (let time = 0; time < 2; time += 1)
      expect(await ask('/files', body)).toMatchObject({ status: 200, text: expect.stringContaining('in force') });
    expect(stage.done).toEqual([`files ${JSON.stringify(wish)}`]);
    for (const wrong of [{}, { wish: { kind: 'hours', hours: 'never' } }, { wish: { kind: 'per-day', most: 0 } }])
      expect((await ask('/files', JSON.stringify(wrong))).status).toBe(400);
  });

  it('presses nothing for the page of another site that gave its name to this address', async () => {
    for (const host of ['bank.example', 'bank.example:8080', '127.0.0.1.evil.example']) {
      expect((await ask('/act', act, { host })).status).toBeGreaterThanOrEqual(400);
      expect((await ask('/', undefined, { host })).status).toBeGreaterThanOrEqual(400);
    }
    expect((await ask('/act', act, { host: 'localhost:8080' })).status).toBe(200);
    expect(stage.done).toEqual(['panel1 press 1']);
  });

  it.each([
    ['no JSON', '{"device":'],
    ['no device', '{"action":"press 1"}'],
    ['more than is asked', '{"device":"panel1","action":"press 1","service":"cash"}'],
    ['a list', '[]'],
    ['nothing', '""'],
    ['a long text', JSON.stringify({ device: 'panel1', action: 'x'.repeat(301) })],
    ['a very long text', JSON.stringify({ device: 'panel1', action: 'x'.repeat(5_000) })],
  ])('refuses a body that is %s', async (_what, body) => {
    const { status } = await ask('/act', body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(stage.done).toEqual([]);
  });

  it('is watched by so many at once; a further one is told so, and has a place when one of them leaves', async () => {
    const watching = [];
    for (let count = 0; count < PAGES_MOST; count += 1) watching.push(await watch());
    expect(watching.map(({ status }) => status)).toEqual(Array.from({ length: PAGES_MOST }, () => 200));
    await Promise.all(watching.map(({ until }) => until('event: snapshot')));
    expect((await watch()).status).toBe(503);
    open[0]?.destroy();
    await expect.poll(async () => (await watch()).status).toBe(200);
  });

  it('ends with the demo, whoever still watches, and listens no more', async () => {
    const { ended } = await watch();
    await page.close();
    await ended;
    expect(stage.listeners.size).toBe(0);
    await expect(ask('/')).rejects.toThrow();
  });

  it('says which port it cannot have', async () => {
    const port = Number(new URL(page.url).port);
    await expect(servePage({ stage, clock, port, folder })).rejects.toMatchObject({
      code: 'demo/port',
      where: `127.0.0.1:${port}`,
    });
    // Whoever could not be served is not told of changes either.
    expect(stage.listeners.size).toBe(1);
  });
});
