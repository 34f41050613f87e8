/** Whom the doctor may find where commands over HTTP are to be taken. */
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { Config } from '../../src/config/config.ts';
import { load } from '../../src/config/spec.ts';
import { examineHttp } from '../../src/doctor/http.ts';
import { openHttpStand } from '../../src/http/stand.fake.ts';
import { freePort } from '../broker/mosquitto.ts';

const TOKEN = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const DAEMON = 4_711;
const clock = systemClock(() => false);

/** A program that answers each request with a text. */
async function other(text: string): Promise<number> {
  const server = createServer((_, response) => response.end(text));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function found(port: number, pid: number | null, listen = '127.0.0.1'): Promise<readonly string[]> {
  const http = `http: { listen: "${listen}", port: ${port}, clients: [{ name: a, tokenFile: a }] }`;
  const loaded = load({ branch: [['devices:\n', `${http}\ndevices:\n`]], files: { 'etc/a': TOKEN } });
  const { config } = loaded as { readonly config: Config };
  return (await examineHttp(config, { clock, daemon: pid })).map(({ id, what }) => `${id}: ${what}`);
}

describe('the doctor at commands over HTTP', () => {
  test('has nothing to say where there are none', async () => {
    const { config } = load({}) as { readonly config: Config };
    expect(await examineHttp(config, { clock, daemon: null })).toEqual([]);
  });

  test('finds the port free, taken, or of an address that this machine has not', async () => {
    const [free, port] = [await freePort(), await other('hello')];
    expect(await found(free, null)).toEqual(['http/ok: free for commands over HTTP']);
    expect(await found(port, null)).toEqual(['http/port-taken: another program listens there']);
    expect(await found(free, null, '203.0.113.7')).toEqual(['http/not-listening: lobbyd cannot listen there']);
  });

  test('finds the daemon that runs, on one address or on all', async () => {
    const { port } = await openHttpStand();
    expect(await found(port, DAEMON)).toEqual(['http/ok: the daemon takes commands over HTTP']);
    expect(await found(port, DAEMON, '0.0.0.0')).toEqual(['http/ok: the daemon takes commands over HTTP']);
  });

  test('finds nobody, and somebody else, where the daemon should be', async () => {
    expect(await found(await freePort(), DAEMON)).toEqual(['http/no-answer: nobody takes commands over HTTP']);
    expect(await found(await other('<html>'), DAEMON)).toEqual(['http/port-taken: another program answers there']);
  });
});
