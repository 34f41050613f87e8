import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { emptyDisk, type FakeBranch, type FakeDisk, openFakeBranch, START } from '../../test/broker/fake-branch.ts';
import { type LinesLog, linesLog } from '../../test/broker/stand.ts';
import { noDeviceAlerts } from '../branch/device-alerts.fake.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { COMMAND_NAMES, type CommandName } from '../commands/schema.ts';
import type { LobbydError } from '../errors.ts';
import { tokenHash } from './clients.ts';
import { type Http, type HttpParts, runHttp } from './http.ts';
import { acceptedBody, doneBody, healthBody, problemBody } from './schema.ts';

export const TOKEN = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
/** Of a client that may issue alone. */
export const LEAST_TOKEN = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** What a program got for a request. */
export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The text as JSON, of the shape that the document tells. */
  readonly json: Readonly<Record<string, unknown>>;
}

export interface HttpStand {
  readonly fake: FakeBranch;
  readonly clock: FakeClock;
  readonly log: LinesLog;
  readonly http: Http;
  readonly port: number;
  /** Says why the journal cannot be written, from now on. */
  setTrouble(trouble: LobbydError | null): void;
  /** A request with right headers but for those that are given; a header that is null is left out. */
  ask(path: string, options?: AskOptions): Promise<Got>;
  /** A command of the client who may give all. */
  give(name: string, key: string, body: object): Promise<Got>;
  /** Bytes on a connection of their own: what came back until it was closed. */
  raw(...parts: readonly (string | Uint8Array)[]): Promise<string>;
}

export interface AskOptions {
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** Waits for real sockets: a stand listens on a port of this machine. */
const REAL_TURNS = 400;

/** Commands over HTTP on a fake branch; time stands still. Ends with the test that opens it. */
export async function openHttpStand(
  options: { readonly disk?: FakeDisk; readonly port?: number } & Partial<Pick<HttpParts, 'limits' | 'branch'>> = {},
): Promise<HttpStand> {
  const fake = openFakeBranch(options.disk ?? emptyDisk());
  const clock = fakeClock(START);
  const log = linesLog();
  let trouble: LobbydError | null = null;
  const client = (name: string, token: string, commands: readonly CommandName[] = COMMAND_NAMES) => ({
    name,
    commands,
    tokenHash: tokenHash(token),
  });
  const http = runHttp({
    branch: options.branch ?? fake.branch,
    store: fake.store,
    alerts: noDeviceAlerts(options.branch ?? fake.branch),
    defaults: { segment: 'ordinary', language: 'zh-CN', zone: 'Asia/Shanghai' },
    replay: (from) => ({ from, upTo: fake.store.head().seq }),
    trouble: () => trouble,
    settings: {
      listen: '127.0.0.1',
      port: options.port ?? 0,
      clients: [client('tablet', TOKEN), client('kiosk', LEAST_TOKEN, ['issue'])],
    },
    clock,
    log,
    seed: 7,
    ...(options.limits ? { limits: options.limits } : {}),
  });
  for (let turn = 0; turn < REAL_TURNS && portOf(http) === 0 && http.status().incidents.length === 0; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  const agent = new Agent({ keepAlive: true });
  const ask = (path: string, asked: AskOptions = {}): Promise<Got> => askAt(portOf(http), agent, path, asked);
  onTestFinished(async () => {
    agent.destroy();
    const stopping = http.stop();
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(10_000);
    await stopping;
  });
  return {
    fake,
    clock,
    log,
    http,
    get port() {
      return portOf(http);
    },
    setTrouble(now) {
      trouble = now;
    },
    ask,
    give: (name, key, body) =>
      ask(`/v1/commands/${name}`, { body: JSON.stringify(body), headers: { 'idempotency-key': key } }),
    raw: (...parts) => rawAt(portOf(http), parts),
  };
}

function portOf(http: Http): number {
  return http.status().port ?? 0;
}

/** Every body is one of these: else the request fails. */
const BODIES = z.union([doneBody, acceptedBody, problemBody, healthBody]);

function askAt(port: number, agent: Agent, path: string, asked: AskOptions): Promise<Got> {
  const { method = 'POST', body, headers = {} } = asked;
  const all = {
    authorization: `Bearer ${TOKEN}`,
    'content-type': 'application/json',
    'idempotency-key': 'key-00001',
    ...headers,
  };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as Record<string, string>;
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, agent, path, method, headers: sent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
      response.on('end', () => {
        const json = (text === '' ? {} : JSON.parse(text)) as Got['json'];
        const problem = text === '' ? undefined : BODIES.safeParse(json).error;
        if (problem) reject(problem);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

function rawAt(port: number, parts: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (more: string) => {
      text += more;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
    for (const part of parts) socket.write(part);
  });
}
