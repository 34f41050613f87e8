import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { seconds } from '../clock.ts';
import { ALL_AT_ONCE, CLIENT_AT_ONCE, openPermits } from './permits.ts';
import { LEAST_TOKEN, openHttpStand, TOKEN } from './stand.fake.ts';

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await turns(1);
};

const HEAD = `POST /v1/commands/issue HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${TOKEN}\r\nidempotency-key: key-00001\r\ncontent-type: application/json\r\n`;
const CASH = '{"service":"cash"}';
/** Short enough to wait for, real as they are Node's own. */
const SHORT = { headersWithin: 100, requestWithin: 200, idleFor: 100, lookEvery: 20 };

describe('who takes his time', () => {
  it.each([
    ['says nothing', []],
    ['does not end his headers', ['POST /v1/commands/issue HTTP/1.1\r\nhost: a\r\nx: ']],
    ['does not end his body', [`${HEAD}content-length: 18\r\n\r\n{"ser`]],
    ['does not end a body in parts', [`${HEAD}transfer-encoding: chunked\r\n\r\n5\r\n{"ser\r\n`]],
  ])('and %s is turned out, and does nothing', async (_what, parts) => {
    const { raw, fake } = await openHttpStand({ limits: SHORT });
    expect(await raw(...parts)).toMatch(/^(?:|HTTP\/1\.1 408 [\s\S]*)$/);
    expect(fake.asked).toEqual([]);
  });

  it('after an answer makes room for others', async () => {
    const { raw } = await openHttpStand({ limits: SHORT });
    expect(await raw(`${HEAD}content-length: 18\r\n\r\n${CASH}`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('keeps nobody else waiting', async () => {
    const { raw, give } = await openHttpStand({ limits: { ...SHORT, requestWithin: 3_000 } });
    const slow = raw(`${HEAD}content-length: 18\r\n\r\n{"ser`);
    expect(await give('issue', 'key-0001', { service: 'cash' })).toMatchObject({ status: 200 });
    await slow;
  });
});

describe('who sends too much', () => {
  it('in a body without a length is turned out, and its rest is not read', async () => {
    const { raw, fake } = await openHttpStand();
    const part = `4000\r\n${' '.repeat(0x4000)}\r\n`;
    const answer = await raw(`${HEAD}transfer-encoding: chunked\r\n\r\n${part}${part}`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close[\s\S]*command\/too-large/);
    expect(fake.asked).toEqual([]);
  });

  it('is told so before it sends it', async () => {
    const { raw } = await openHttpStand();
    const answer = await raw(`${HEAD}content-length: 1000000\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close[\s\S]*command\/too-large/);
  });

  it('without a token has nothing of it read', async () => {
    const { raw } = await openHttpStand();
    const nobody = HEAD.replace(TOKEN, 'x');
    expect(await raw(`${nobody}content-length: 1000000\r\n\r\n`)).toMatch(/^HTTP\/1\.1 401 [\s\S]*connection: close/);
    expect(await raw(`${nobody}transfer-encoding: chunked\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 401 [\s\S]*connection: close/,
    );
  });

  it('of headers is turned out', async () => {
    const { raw } = await openHttpStand();
    expect(await raw(`GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(9_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('of connections is turned away, and that is told', async () => {
    const { raw, log, give } = await openHttpStand({ limits: { connections: 2, headersWithin: 1_000, lookEvery: 20 } });
    const holding = [raw(), raw()];
    await turns(50);
    await raw();
    await until(() => log.lines.some((line) => line.startsWith('warn http/too-many-connections')));
    await Promise.all(holding);
    expect(await give('issue', 'key-0001', { service: 'cash' })).toMatchObject({ status: 200 });
  });
});

describe('requests under way', () => {
  it('of one client are as many as the queue remembers; another is not kept waiting', async () => {
    const { give, ask, fake } = await openHttpStand();
    const release = fake.holdCommits();
    const asked = Array.from({ length: CLIENT_AT_ONCE }, (_, n) => give('issue', `key-000${n}`, { service: 'cash' }));
    await until(() => fake.asked.length === CLIENT_AT_ONCE);
    const busy = await give('issue', 'key-0009', { service: 'cash' });
    expect(busy).toMatchObject({ status: 429, json: { code: 'http/busy' } });
    expect(busy.headers['retry-after']).toBe('2');
    const headers = { authorization: `Bearer ${LEAST_TOKEN}` };
    const other = ask('/v1/commands/issue', { headers, body: CASH });
    await until(() => fake.asked.length === CLIENT_AT_ONCE + 1);
    release();
    expect((await Promise.all([...asked, other])).map(({ status }) => status)).toEqual(
      Array.from({ length: CLIENT_AT_ONCE + 1 }, () => 200),
    );
    expect(await give('issue', 'key-0009', { service: 'cash' })).toMatchObject({ status: 200 });
  });

  it('of all clients are bounded too', () => {
    const permits = openPermits();
    const taken = Array.from({ length: ALL_AT_ONCE }, (_, n) => permits.take(`client-${n}`));
    expect(taken.every(({ kind }) => kind === 'granted')).toBe(true);
    expect(permits.take('one more').kind).toBe('all-busy');
    for (const each of taken.slice(0, 1)) if (each.kind === 'granted') each.release();
    expect(permits.take('one more').kind).toBe('granted');
  });
});

describe('the port', () => {
  it('that is taken is told once, tried again, and had in the end', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await until(() => other.listening);
    const address = other.address();
    const { clock, http, log, give } = await openHttpStand({
      port: typeof address === 'object' && address ? address.port : 0,
    });
    await until(() => http.status().incidents.length === 1);
    expect(http.status()).toMatchObject({ port: null, incidents: [{ code: 'http/port-taken' }] });
    for (let tries = 0; tries < 3; tries += 1) {
      await clock.advance(seconds(40));
      await turns(20);
    }
    expect(log.lines.filter((line) => line.includes('http/port-taken'))).toHaveLength(1);
    await new Promise((resolve) => other.close(resolve));
    await clock.advance(seconds(40));
    await until(() => http.status().port !== null);
    expect(http.status().incidents).toEqual([]);
    expect(await give('issue', 'key-0001', { service: 'cash' })).toMatchObject({ status: 200 });
  });
});

describe('who goes away', () => {
  it('before the answer has his command done all the same, and gets the answer when he asks again', async () => {
    const { port, fake, give } = await openHttpStand();
    const release = fake.holdCommits();
    const socket = connect(port, '127.0.0.1');
    socket.write(`${HEAD}content-length: 18\r\n\r\n${CASH}`);
    await until(() => fake.asked.length === 1);
    socket.destroy();
    await turns(20);
    release();
    await turns(20);
    const got = await give('issue', 'key-00001', { service: 'cash' });
    expect(got).toMatchObject({ status: 200, json: { result: { label: 'A001' } } });
    expect(fake.store.head().seq).toBe(1);
  });

  it('before the end of his body has nothing done', async () => {
    const { port, fake, give } = await openHttpStand();
    const sockets = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
    for (const socket of sockets) {
      socket.write(`${HEAD}content-length: 18\r\n\r\n{"ser`);
      await turns(5);
      socket.destroy();
    }
    await turns(50);
    expect(await give('issue', 'key-00001', { service: 'cash' })).toMatchObject({ status: 200 });
    expect(fake.asked).toHaveLength(1);
  });
});

describe('a stop', () => {
  it('answers what is under way, takes no more, and closes the port', async () => {
    const { http, give, fake, raw, port } = await openHttpStand();
    const release = fake.holdCommits();
    const asked = give('issue', 'key-0001', { service: 'cash' });
    const silent = raw();
    await until(() => fake.asked.length === 1);
    const stopping = http.stop();
    await expect(give('issue', 'key-0002', { service: 'cash' })).rejects.toThrow(/ECONNREFUSED/);
    release();
    const got = await asked;
    expect(got).toMatchObject({ status: 200, headers: { connection: 'close' } });
    await stopping;
    await silent;
    expect(http.stop()).toBe(http.stop());
    expect(fake.asked).toHaveLength(1);
    const next = await openHttpStand({ port });
    expect(next.http.status().port).toBe(port);
  });

  it('takes no more on a connection that is there', async () => {
    const { http, fake, raw } = await openHttpStand();
    const release = fake.holdCommits();
    const next = HEAD.replace('key-00001', 'key-00002');
    const both = raw(`${HEAD}content-length: 18\r\n\r\n${CASH}`, `${next}content-length: 18\r\n\r\n${CASH}`);
    await until(() => fake.asked.length === 2);
    void http.stop();
    const late = raw();
    release();
    expect(await both).toMatch(/^HTTP\/1\.1 200 /);
    expect(await late).toBe('');
  });

  it('ends in time when the disk does not come back', async () => {
    const { http, give, fake, clock } = await openHttpStand();
    fake.holdCommits();
    const asked = give('issue', 'key-0001', { service: 'cash' });
    const failed = expect(asked).rejects.toThrow(/hang up|ECONNRESET/);
    await until(() => fake.asked.length === 1);
    const stopping = http.stop();
    await turns(20);
    await clock.advance(seconds(3));
    await stopping;
    await failed;
  });

  it('while the port is taken ends at once', async () => {
    const first = await openHttpStand();
    const second = await openHttpStand({ port: first.port });
    await until(() => second.http.status().incidents.length === 1);
    await second.http.stop();
    expect(second.clock.pending()).toBe(0);
  });
});
