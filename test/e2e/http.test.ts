import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, type TestContext } from 'vitest';
import { healthBody, problemBody } from '../../src/http/schema.ts';
import { freePort } from '../broker/mosquitto.ts';
import type { LogLine } from '../stand/daemon.ts';
import { disturbSyncs, mayNotTrace } from '../stand/disk.ts';
import type { Hall } from '../stand/hall.ts';
import { openScene, type Scene } from '../stand/scene.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

const TOKEN = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const OTHER_TOKEN = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface Got {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
}

interface HttpScene extends Scene {
  readonly port: number;
  /** Where the tokens are. */
  readonly tokens: string;
  give(name: string, key: string, body: object, token?: string): Promise<Got>;
}

/** A branch in service that takes commands from two programs. */
async function openHttpScene(context: TestContext, wished?: number): Promise<HttpScene> {
  const port = wished ?? (await freePort());
  const tokens = mkdtempSync(join(tmpdir(), 'lobbyd-tokens-'));
  context.onTestFinished(() => rmSync(tokens, { recursive: true }));
  const file = (name: string): string => join(tokens, name);
  writeFileSync(file('tablet7'), `${TOKEN}\n`, { mode: 0o600 });
  writeFileSync(file('kiosk'), OTHER_TOKEN, { mode: 0o600 });
  const clients = ['tablet7', 'kiosk'].map((name) => `{ name: ${name}, tokenFile: ${file(name)} }`);
  const scene = await openScene(context, {
    broker: 'embedded',
    http: `{ port: ${port}, clients: [${clients.join(', ')}] }`,
  });
  if (wished === undefined) await scene.hall.until('it listens', () => says(scene.hall, LISTENS));
  return { ...scene, port, tokens, give: (name, key, body, token = TOKEN) => give(port, name, key, body, token) };
}

function give(port: number, name: string, key: string, body: object, token: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
    };
    const path = `/v1/commands/${name}`;
    const asking = request({ host: '127.0.0.1', port, agent: false, method: 'POST', path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) as Got['json'] }));
    });
    asking.on('error', reject);
    asking.end(JSON.stringify(body));
  });
}

const LISTENS = 'commands over HTTP on 127.0.0.1';
const says = (hall: Hall, text: string): LogLine | undefined =>
  hall
    .run()
    .log()
    .find(({ code, msg }) => `${code} ${msg}`.includes(text));
/** How a reload ended, whichever way. */
const isReloadEnd = ({ msg }: LogLine): boolean => /^(?:not )?reloaded/.test(msg);

/** Every command of the page that a person may paste, with what it says comes back. */
const DOCUMENT = readFileSync(new URL('../../docs/http.md', import.meta.url), 'utf8');
const EXAMPLES = [...DOCUMENT.matchAll(/```sh\n(curl [\s\S]*?)```\n\n```json (\d+)\n([\s\S]*?)```/g)].map(
  ([, command = '', status = '', body = '']) => ({ command, status: Number(status), body: JSON.parse(body) as object }),
);

describe.skipIf(lacks('socat', 'curl')).concurrent('the page on commands over HTTP', () => {
  it('shows what a person at a terminal gets', async (context) => {
    const { port, hall } = await openHttpScene(context);
    const paste = async (command: string): Promise<Got> => {
      const moved = `${command.trimEnd().replace('127.0.0.1:8087', `127.0.0.1:${port}`)} -w '\n%{http_code}'`;
      const { stdout } = await promisify(execFile)('sh', ['-c', moved], { env: { ...process.env, TOKEN } });
      const [, text = '', status = ''] = /^([\s\S]*)\n(\d+)$/.exec(stdout) ?? [];
      return { status: Number(status), json: JSON.parse(text) as Got['json'] };
    };
    expect(EXAMPLES).toHaveLength(DOCUMENT.split('```sh').length - 1);
    for (const { command, status, body } of EXAMPLES) {
      const got = await paste(command);
      if (command.includes('/v1/health')) {
        const { asOfSeq: _, epoch: __, ...shown } = healthBody.parse(body);
        expect(healthBody.parse(got.json)).toMatchObject(shown);
      } else expect(got).toEqual({ status, json: body });
    }
    await hall.until('the display shows the number', () => hall.views.sign(2).text === 'A001');
  });
});

describe.skipIf(lacks('socat')).concurrent('a program that gives commands over HTTP', () => {
  it('gets the same answer to the same key, also from the daemon that comes after a crash', async (context) => {
    const scene = await openHttpScene(context);
    const { hall, give } = scene;
    const asked = [
      ['open-counter', 'key-0001', { counter: 'counter2' }],
      ['issue', 'key-0002', { service: 'cash' }],
      ['call-next', 'key-0003', { counter: 'counter2' }],
      ['call-next', 'key-0004', { counter: 'counter1' }],
    ] as const;
    const askAll = async (): Promise<readonly Got[]> => {
      const answers: Got[] = [];
      for (const [name, key, body] of asked) answers.push(await give(name, key, body));
      return answers;
    };
    const first = await askAll();
    expect(first).toMatchObject([
      { status: 200, json: { result: { kind: 'done' } } },
      { status: 200, json: { result: { kind: 'issued', label: 'A001' } } },
      { status: 200, json: { result: { kind: 'called', label: 'A001', counter: 'counter2' } } },
      { status: 409, json: { code: 'counter-closed', about: { counter: 'counter1' } } },
    ]);
    expect(await askAll()).toEqual(first);
    await hall.run().kill();
    await hall.ready();
    await hall.until('it listens', () =>
      hall
        .run()
        .log()
        .some(({ msg }) => msg.startsWith('commands over HTTP')),
    );
    expect(await askAll()).toEqual(first);
    expect(await give('issue', 'key-0002', { service: 'account' })).toMatchObject({ status: 422 });
    const issued = (await hall.export()).filter((line) => (JSON.parse(line) as { type: string }).type === 'issued');
    expect(issued).toHaveLength(1);
  });

  it('is not the only one: each has its answers, the keypads go on, and the log holds no token', async (context) => {
    const scene = await openHttpScene(context);
    const { hall, give, openCounters, press } = scene;
    await openCounters(1);
    const both = await Promise.all(
      [TOKEN, OTHER_TOKEN].flatMap((token) =>
        [1, 2, 3, 4].map((n) => give('issue', `same-key-${n}`, { service: 'cash' }, token)),
      ),
    );
    expect(new Set(both.map(({ json }) => (json.result as { label: string }).label)).size).toBe(8);
    expect(await give('issue', 'key-0001', { service: 'cash' }, TOKEN.replace('9', '8'))).toMatchObject({
      status: 401,
    });
    await press(1, 'next', 'A001 CALLED');
    const log = hall.run().out.join('\n');
    expect(log).toContain('http/not-authorised');
    expect(log).not.toContain(TOKEN.slice(8, 24));
    expect(await hall.run().stop()).toEqual({ code: 0, signal: null });
  });

  it('waits while its port is taken, which stops nothing else', async (context) => {
    const port = await freePort();
    const other = createServer().listen(port, '127.0.0.1');
    context.onTestFinished(() => void other.close());
    const { hall, take } = await openHttpScene(context, port);
    await hall.until('it is told', () => says(hall, 'http/port-taken'));
    await take(1, 'A001');
    await new Promise((resolve) => other.close(resolve));
    await hall.until('it listens', () => says(hall, LISTENS));
    expect(await give(port, 'issue', 'key-0001', { service: 'cash' }, TOKEN)).toMatchObject({ status: 200 });
  });

  it('may do what a reload says, at once: other commands, another token, another port, nothing', async (context) => {
    const { hall, port, tokens, give } = await openHttpScene(context);
    const first = await give('issue', 'key-0001', { service: 'cash' });
    expect(first.status).toBe(200);
    let reloads = 0;
    const reload = async (old: string, now: string): Promise<void> => {
      writeFileSync(hall.branchFile, readFileSync(hall.branchFile, 'utf8').replace(old, now));
      hall.run().child.kill('SIGHUP');
      reloads += 1;
      await hall.until('the reload is over', () => hall.run().log().filter(isReloadEnd).length === reloads);
    };
    await reload('name: tablet7,', 'name: tablet7, commands: [recall],');
    expect(await give('issue', 'key-0002', { service: 'cash' })).toMatchObject({ status: 403 });
    expect(await give('issue', 'key-0002', { service: 'cash' }, OTHER_TOKEN)).toMatchObject({ status: 200 });

    const newToken = TOKEN.split('').reverse().join('');
    writeFileSync(join(tokens, 'tablet7'), newToken);
    await reload('', '');
    expect(await give('recall', 'key-0003', { counter: 'counter1' })).toMatchObject({ status: 401 });
    expect(await give('recall', 'key-0003', { counter: 'counter1' }, newToken)).toMatchObject({ status: 409 });

    writeFileSync(join(tokens, 'tablet7'), 'weak');
    await reload('', '');
    expect(says(hall, 'the token in')).toBeDefined();
    expect(await give('recall', 'key-0003', { counter: 'counter1' }, newToken)).toMatchObject({ status: 409 });
    writeFileSync(join(tokens, 'tablet7'), newToken);

    const moved = await freePort();
    await reload(`port: ${port}`, `port: ${moved}`);
    await hall.until('it listens there', () =>
      hall
        .run()
        .log()
        .some((line) => line.port === moved),
    );
    await expect(give('issue', 'key-0001', { service: 'cash' }, OTHER_TOKEN)).rejects.toThrow(/ECONNREFUSED/);
    await reload('http: {', '# http: {');
    await expect(fetch(`http://127.0.0.1:${moved}/v1/health`)).rejects.toThrow();
    expect(await hall.run().stop()).toEqual({ code: 0, signal: null });
  });
});

describe.skipIf(lacks('socat', 'strace') || mayNotTrace()).concurrent('a program that meets a broken disk', () => {
  it('is told that nothing is certain, asks again with the same key, and has it done once', async (context) => {
    const scene = await openHttpScene(context);
    const { hall, give, port } = scene;
    await give('issue', 'key-0001', { service: 'cash' });
    const fault = await disturbSyncs(hall.run().child.pid ?? 0, 'error=EIO', hall.bell, { calls: 'pwrite64' });
    context.onTestFinished(() => fault.end());
    const failed = await give('issue', 'key-0002', { service: 'cash' });
    expect(failed.status).toBe(503);
    expect(problemBody.parse(failed.json).code).toMatch(/^journal\//);
    const health = await fetch(`http://127.0.0.1:${port}/v1/health`);
    expect([health.status, healthBody.parse(await health.json()).status]).toEqual([503, 'trouble']);
    await fault.end();
    let again = failed;
    while (again.status === 503) again = await give('issue', 'key-0002', { service: 'cash' });
    expect(again).toMatchObject({ status: 200, json: { result: { label: 'A002' } } });
    expect(await give('issue', 'key-0002', { service: 'cash' })).toEqual(again);
    expect(await verdict(scene)).toEqual([]);
  });
});
