import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import { type DaemonDesk, daemonDesk } from './daemon-desk.ts';
import { refusalWords } from './refusal-words.ts';
import { stagedStates } from './staged-states.ts';

const asked: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
let reply: { readonly status: number; readonly body: string } | null;
let server: ReturnType<typeof createServer>;
let clock: FakeClock;
let desk: DaemonDesk;

beforeEach(async () => {
  asked.length = 0;
  reply = null;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (more: Buffer) => {
      body += more.toString();
    });
    request.on('end', () => {
      asked.push({ url: request.url ?? '', headers: request.headers, body });
      // Null: it says nothing, as a daemon that hangs.
      if (reply) response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  clock = fakeClock();
  desk = daemonDesk({
    port: typeof address === 'object' && address !== null ? address.port : 0,
    token: 'secret-token',
    clock,
  });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const NO_ANSWER = { kind: 'refused', code: 'demo/no-answer' };

describe("the lobby manager's way to the daemon", () => {
  it('is a command over HTTP, with token and key, and the answer is that of the daemon', async () => {
    const result = { kind: 'done', label: 'A001' };
    reply = { status: 200, body: JSON.stringify({ command: 'unpark', id: 'key-1', result }) };
    expect(await desk.command('unpark', { label: 'A001' }, 'key-00001')).toEqual({ kind: 'done', result });
    expect(asked).toMatchObject([
      {
        url: '/v1/commands/unpark',
        headers: { authorization: 'Bearer secret-token', 'idempotency-key': 'key-00001' },
        body: '{"label":"A001"}',
      },
    ]);
  });

  it('tells why not in both languages, with what it is about', async () => {
    const about = { label: 'A001', called: 7 };
    const detail = 'the time in which the customer could have come back is over';
    reply = {
      status: 409,
      body: JSON.stringify({ title: 'Conflict', status: 409, code: 'return-too-late', detail, about }),
    };
    expect(await desk.command('return-late', { label: 'A001' }, 'key-00002')).toEqual({
      kind: 'refused',
      code: 'return-too-late',
      about,
      why: { 'zh-CN': '过号太久，请重新取号（之后已叫 7 个号）', en: `${detail} (7 called since)` },
    });
  });

  it('cannot be led to another place by the name of a command', async () => {
    reply = {
      status: 404,
      body: JSON.stringify({ code: 'command/unknown-command', detail: 'there is no such command' }),
    };
    await desk.command('../health', {}, 'key-00003');
    expect(asked[0]?.url).toBe('/v1/commands/..%2Fhealth');
  });

  it('says that lobbyd does not answer when it hangs, is gone, or is somebody else', async () => {
    const hung = desk.command('recall', { counter: 'c1' }, 'key-00004');
    await expect.poll(() => asked.length).toBe(1);
    await clock.advance(seconds(8));
    expect(await hung).toMatchObject(NO_ANSWER);
    reply = { status: 200, body: '<html>' };
    expect(await desk.command('recall', { counter: 'c1' }, 'key-00005')).toMatchObject(NO_ANSWER);
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
    expect(await desk.command('recall', { counter: 'c1' }, 'key-00006')).toMatchObject(NO_ANSWER);
  });
});

describe('why something was not done', () => {
  it.each([
    ['check-in-early', { wait: 61_000 }, '还没到签到时间（还有 2 分钟）', 'no (in 2 min)'],
    ['pool-full', { limit: 50 }, '挂起的号已满（上限 50）', 'no (the limit is 50)'],
    ['counter-closed', { counter: 'c1' }, '窗口已关闭', 'no'],
    ['journal/disk-full', {}, '磁盘有故障，指令未执行', 'no'],
    ['a-rule-of-tomorrow', {}, '网点规则不允许', 'no'],
    ['constructor', {}, '网点规则不允许', 'no'],
  ] as const)('%s', (code, about, chinese, en) => {
    expect(refusalWords(code, 'no', about as Readonly<Record<string, string | number>>)).toEqual({
      'zh-CN': chinese,
      en,
    });
  });
});

describe('the retained states on the stage', () => {
  it('are those that the page has no other way to know, until they are gone', () => {
    const states = stagedStates();
    expect(states.isNews('queue/cash', { waiting: 1 })).toBe(true);
    for (const thing of ['device/printer1', 'journal']) expect(states.isNews(thing, {})).toBe(false);
    expect(states.all()).toEqual({ 'queue/cash': { waiting: 1 } });
    expect(states.isNews('queue/cash', null)).toBe(true);
    expect(states.isNews('queue/cash', null)).toBe(false);
    expect(states.all()).toEqual({});
  });
});
