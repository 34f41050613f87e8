import { once } from 'node:events';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { type Clock, type Millis, seconds } from '../clock.ts';
import type { Config, HttpConfig } from '../config/config.ts';
import { type Finding, fault, ok } from './finding.ts';

/** What {@link examineHttp} needs. */
export interface HttpCheck {
  readonly clock: Clock;
  readonly daemon: number | null;
}

/** For the answer. */
const LIMIT: Millis = seconds(6);

/** Commands over HTTP: the port is free for a daemon that does not run, or answered by the one that does. */
export async function examineHttp({ http }: Config, { clock, daemon }: HttpCheck): Promise<readonly Finding[]> {
  if (!http) return [];
  return [daemon === null ? await freePort(http) : await answer(http, clock)];
}

/** Nobody else may have it. */
async function freePort({ listen, port }: HttpConfig): Promise<Finding> {
  const where = placeOf(listen, port);
  const server = createServer();
  try {
    server.listen(port, listen);
    await once(server, 'listening');
    return ok('http/ok', where, 'free for commands over HTTP');
  } catch (caught) {
    if (isTaken(caught)) return taken(where, 'another program listens there');
    const next = 'see http.listen: the address must be one of this machine (ip address tells them)';
    return fault('http/not-listening', where, 'lobbyd cannot listen there', next);
  } finally {
    server.close();
  }
}

function isTaken(caught: unknown): boolean {
  return caught instanceof Error && 'code' in caught && caught.code === 'EADDRINUSE';
}

function taken(where: string, what: string): Finding {
  return fault('http/port-taken', where, what, 'sudo ss -ltnp names it; end it, or write another http.port');
}

/** Asks how the branch is: only lobbyd answers so, if it be that it tells nothing to this address. */
async function answer({ listen, port }: HttpConfig, clock: Clock): Promise<Finding> {
  const where = placeOf(listen, port);
  const text = await healthAt(LOCAL[listen] ?? listen, port, clock);
  if (text === null) {
    const next = 'the log of the daemon says why it does not listen (http/port-taken, http/not-listening)';
    return fault('http/no-answer', where, 'nobody takes commands over HTTP', next);
  }
  if (!/"epoch":|"http\/loopback-only"/.test(text)) return taken(where, 'another program answers there');
  return ok('http/ok', where, 'the daemon takes commands over HTTP');
}

/** Whom to ask where all addresses are listened on. */
const LOCAL: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

function healthAt(host: string, port: number, clock: Clock): Promise<string | null> {
  return new Promise((resolve) => {
    const asking = get({ host, port, path: '/v1/health', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        text = `${text}${more}`.slice(0, 1_000);
      });
      response.on('close', () => resolve(text));
    });
    const timer = clock.after(LIMIT, () => asking.destroy());
    asking.on('error', () => resolve(null));
    asking.on('close', () => timer.cancel());
  });
}

function placeOf(listen: string, port: number): string {
  return `${listen.includes(':') ? `[${listen}]` : listen}:${port}`;
}
