import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Branch } from '../branch/port.ts';
import { type Clock, type Millis, seconds, sleep, type Timer } from '../clock.ts';
import { complaints } from '../complaints.ts';
import { backoff } from '../devices/backoff.ts';
import type { Log } from '../devices/log.ts';
import { messageOf } from '../errors.ts';
import { type Incident, type Incidents, incidentLog } from '../incidents.ts';
import type { HttpClient } from './clients.ts';
import { commandDesk, type DeskParts } from './desk.ts';
import { openExchanges, send } from './exchange.ts';
import { type HealthParts, healthAnswer } from './health.ts';
import { openPermits } from './permits.ts';
import { type HttpAnswer, problemAnswer } from './problem.ts';
import { type Received, type ReceptionParts, receive } from './reception.ts';
import { routeOf } from './route.ts';
import { LIMITS, LISTEN_AGAIN, type ListenFault, listen, makeServer, type ServerLimits } from './server.ts';

/** Where commands are taken, and from whom. */
export interface HttpSettings {
  /** IP address. */
  readonly listen: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly clients: readonly HttpClient[];
}

export interface HttpParts extends DeskParts, Pick<HealthParts, 'trouble'> {
  readonly branch: DeskParts['branch'] & Pick<Branch, 'committedSeq'>;
  readonly settings: HttpSettings;
  readonly clock: Clock;
  readonly log: Log;
  /** Of the waits between tries. */
  readonly seed: number;
  /** Left out: those of a branch. */
  readonly limits?: Partial<ServerLimits>;
}

export interface HttpStatus {
  /** Null until it listens. */
  readonly port: number | null;
  /** What is wrong now. */
  readonly incidents: readonly Incident[];
}

/** Commands over HTTP. */
export interface Http {
  status(): HttpStatus;
  /** Lets these in from now on, and no other. What is under way is answered. */
  admit(clients: readonly HttpClient[]): void;
  /** Takes no more, answers what is under way, and leaves within a few seconds. Idempotent. */
  stop(): Promise<void>;
}

/** What is under way waits for the disk at most. */
const STOP_WITHIN: Millis = seconds(3);

/**
 * Takes commands over HTTP. Returns at once and never fails: while the port is taken the branch works on, and it is tried
 * again.
 */
export function runHttp(parts: HttpParts): Http {
  return new HttpKeeper(parts);
}

class HttpKeeper implements Http {
  readonly #parts: HttpParts;
  readonly #incidents: Incidents;
  readonly #tries: Generator<Millis, never>;
  readonly #exchanges = openExchanges();
  readonly #answerTo: ReturnType<typeof answerer>;
  #clients: readonly HttpClient[];
  /** The one that listens. */
  #server: Server | null = null;
  #timer: Timer | null = null;
  #opening: Promise<void>;
  #stopping: Promise<void> | null = null;

  constructor(parts: HttpParts) {
    this.#parts = parts;
    this.#incidents = incidentLog(parts.log);
    this.#tries = backoff({ ...LISTEN_AGAIN, seed: parts.seed });
    this.#clients = parts.settings.clients;
    this.#answerTo = answerer(parts, {
      clients: () => this.#clients,
      isStopping: () => this.#stopping !== null,
    });
    this.#opening = this.#open();
  }

  status(): HttpStatus {
    return { port: this.#server ? portOf(this.#server) : null, incidents: this.#incidents.standing() };
  }

  admit(clients: readonly HttpClient[]): void {
    this.#clients = clients;
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#end();
    return this.#stopping;
  }

  async #open(): Promise<void> {
    const { settings, limits, log, clock } = this.#parts;
    const server = makeServer({ ...LIMITS, ...limits }, (request, response) => this.#handle(request, response));
    const fault = await listen(server, settings.listen, settings.port);
    if (fault) {
      this.#incidents.raise(incidentOf(fault, settings));
      if (this.#stopping) return;
      this.#timer = clock.after(this.#tries.next().value, () => {
        this.#opening = this.#open();
      });
      return;
    }
    this.#server = server;
    for (const code of ['http/port-taken', 'http/not-listening'] as const)
      this.#incidents.clear(code, 'commands over HTTP are taken after all');
    log.info({ port: portOf(server) }, `commands over HTTP on ${settings.listen}`);
    const complain = complaints(log, 'http/withheld', () => clock.monotonic());
    const limit = `${server.maxConnections} connections are open, one more was turned away`;
    server.on('drop', () => complain({ code: 'http/too-many-connections' }, limit));
    server.on('error', (error) => complain({ code: 'http/not-accepted' }, `no connection taken: ${messageOf(error)}`));
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    this.#exchanges.begin(response);
    void this.#answerTo(request).then((answer) => {
      if (answer) send(request, response, answer, this.#stopping !== null);
      else response.destroy();
    });
  }

  async #end(): Promise<void> {
    this.#timer?.cancel();
    await this.#opening;
    const server = this.#server;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    // Connections on which nobody has asked yet are not waited for.
    const answered = this.#exchanges.over().then(() => server.closeAllConnections());
    await Promise.race([Promise.all([answered, closed]), sleep(this.#parts.clock, STOP_WITHIN)]);
    server.closeAllConnections();
  }
}

/** Answers a request whatever it is; null when nobody waits for an answer any more. Never rejects. */
function answerer(
  parts: HttpParts,
  now: Pick<ReceptionParts, 'clients' | 'isStopping'>,
): (request: IncomingMessage) => Promise<HttpAnswer | null> {
  const complain = complaints(parts.log, 'http/withheld', () => parts.clock.monotonic());
  const reception: ReceptionParts = { ...now, permits: openPermits(), desk: commandDesk(parts) };
  return async (request) => {
    const from = request.socket.remoteAddress;
    try {
      const { client, answer } = await answerBy(request, parts, reception);
      const no = answer ? complaintOf(answer) : null;
      if (no) complain({ code: no.code, client, from }, `request not done: ${no.detail}`);
      return answer;
    } catch (caught) {
      const code = 'http/broken';
      parts.log.error(
        { code, err: caught },
        `a request was not answered in order: ${messageOf(caught)}; next: report it`,
      );
      return problemAnswer(500, { code, detail: 'the program contradicts itself; its log says where' });
    }
  };
}

async function answerBy(request: IncomingMessage, parts: HttpParts, reception: ReceptionParts): Promise<Received> {
  const route = routeOf(request.method ?? '', request.url ?? '');
  switch (route.kind) {
    case 'command':
      return receive(request, route.name, reception);
    case 'health':
      return { client: null, answer: healthAnswer(request.socket.remoteAddress, parts) };
    case 'other-method': {
      const { allow } = route;
      const details = { code: 'http/other-method', detail: 'the method is not one of this path', expected: allow };
      return { client: null, answer: problemAnswer(405, details, { allow }) };
    }
    case 'nothing': {
      const expected = 'POST /v1/commands/{command} or GET /v1/health';
      return {
        client: null,
        answer: problemAnswer(404, { code: 'http/no-such-path', detail: 'there is nothing under this path', expected }),
      };
    }
  }
}

/** What the log says of an answer: noes of the queue are as expected, all others are somebody's mistake. */
function complaintOf({ body }: HttpAnswer): { readonly code: string; readonly detail: string } | null {
  if (!('code' in body) || typeof body.code !== 'string' || !body.code.includes('/')) return null;
  return { code: body.code, detail: 'detail' in body ? String(body.detail) : '' };
}

function incidentOf({ code, reason }: ListenFault, { listen: host, port }: HttpSettings): Incident {
  if (code === 'EADDRINUSE') {
    return {
      code: 'http/port-taken',
      what: `another program has port ${port} of ${host}: no commands over HTTP`,
      next: `sudo ss -ltnp names it; end it, or write another http.port; it is tried again by itself`,
      isFault: true,
    };
  }
  return {
    code: 'http/not-listening',
    what: `no commands over HTTP on ${host}:${port}: ${reason}`,
    next: 'check http.listen: the address must be one of this machine; it is tried again by itself',
    isFault: true,
  };
}

function portOf(server: Server): number | null {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : null;
}
