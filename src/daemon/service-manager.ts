import { execFile } from 'node:child_process';
import { getSystemErrorMap } from 'node:util';
import { type Clock, type Millis, ms, type Timer } from '../clock.ts';
import type { Log } from '../devices/log.ts';
import { messageOf } from '../errors.ts';

/** What the service manager is told, by the names of sd_notify(3): `READY`, `STATUS`, `WATCHDOG` … */
export type Told = Readonly<Record<string, string>>;

/** systemd, or whoever else listens on `NOTIFY_SOCKET`. */
export interface ServiceManager {
  /** False: nobody listens, and nothing is sent. */
  readonly isThere: boolean;
  /** Sends one message, in order with the others. Never throws, waits for nobody. */
  tell(told: Told): void;
  /** Nothing is sent after it. */
  close(): void;
}

/** What came of one message: `full` says that it is to be tried again, since whoever listens has not read the others yet. */
export type Carried = 'heard' | 'full' | { readonly problem: string };

/** How one message gets there. `ended` is called once, at once or later. */
export interface Carrier {
  send(message: Message, ended: (end: Carried) => void): void;
  close(): void;
}

/** One line each: `READY=1`. */
type Message = readonly string[];

export interface ServiceManagerParts {
  /** `NOTIFY_SOCKET`; undefined when nobody listens. */
  readonly socket: string | undefined;
  readonly log: Log;
  /** Says when a message that met a full socket is tried again. */
  readonly clock: Clock;
  /** Left out: {@link datagrams}. Null: there are none on this machine. */
  readonly datagrams?: (socket: string) => Promise<Carrier | null>;
  /** Left out: {@link notifyTool}. */
  readonly tool?: () => Carrier;
}

/** Bytes of a path in a socket address, its closing NUL left out. */
const LONGEST_PATH = 107;
/** Messages that wait for the one before; an older one of the same kind is replaced, further ones are dropped. */
const WAITING = 16;
/** Until a message that met a full socket is tried again: systemd reads in microseconds while it has a processor. */
const AGAIN_AFTER: Millis = ms(50);
/** Tries of one message, after which the log says that nobody reads: a second. It is tried on. */
const TRIES_UNTOLD = 20;

/**
 * Finds the way to the service manager: datagrams from this very process, as `NotifyAccess=main` wants it; else the
 * tool `systemd-notify`, whose messages come from a child and need `NotifyAccess=all`. Without `NOTIFY_SOCKET` nothing
 * is loaded and nothing sent.
 */
export async function openServiceManager(parts: ServiceManagerParts): Promise<ServiceManager> {
  const { socket, log } = parts;
  if (socket === undefined || socket === '') return { isThere: false, tell() {}, close() {} };
  const direct = isPlainPath(socket) ? await (parts.datagrams ?? datagrams)(socket) : null;
  if (!direct) log.warn({ code: 'branch/notify-tool', socket }, missing(socket));
  const line = inOrder(direct ?? (parts.tool ?? notifyTool)(), parts.clock, tellOnce(socket, log));
  return {
    isThere: true,
    tell: (told) => line.send(Object.entries(told).map(([name, value]) => `${name}=${value.replaceAll('\n', ' ')}`)),
    close: line.close,
  };
}

/** Logs that messages do not arrive once, and once that they do again. */
function tellOnce(socket: string, log: Log): (problem: string | null) => void {
  let isFailing = false;
  return (problem) => {
    if (problem !== null && !isFailing) log.error({ code: 'branch/notify', socket }, unheard(problem));
    if (problem === null && isFailing) log.info({ socket }, 'the service manager is told again');
    isFailing = problem !== null;
  };
}

/**
 * One message after the other, each until it is carried or shown not to arrive: a `READY=1` that is lost leaves
 * systemd waiting for the end of a start or a reload.
 *
 * @param told called with what came of each, and with the trouble of one that is tried for long
 */
function inOrder(carrier: Carrier, clock: Clock, told: (problem: string | null) => void) {
  const waiting: Message[] = [];
  let isOpen = true;
  let isBusy = false;
  let tries = 0;
  let timer: Timer | null = null;
  const next = (): void => {
    const message = isBusy ? undefined : waiting.shift();
    if (!message) return;
    isBusy = true;
    carrier.send(message, (end) => {
      if (!isOpen) return;
      if (end === 'full') return again(message);
      tries = 0;
      isBusy = false;
      told(end === 'heard' ? null : end.problem);
      next();
    });
  };
  const again = (message: Message): void => {
    tries += 1;
    if (tries === TRIES_UNTOLD) told('its socket is full, it has not read for a second');
    if (!waiting.some((newer) => kindOf(newer) === kindOf(message))) waiting.unshift(message);
    timer = clock.after(AGAIN_AFTER, () => {
      isBusy = false;
      next();
    });
  };
  return {
    send(message: Message): void {
      if (!isOpen) return;
      const same = waiting.findIndex((older) => kindOf(older) === kindOf(message));
      if (same >= 0) waiting.splice(same, 1);
      if (waiting.length < WAITING) waiting.push(message);
      next();
    },
    close(): void {
      isOpen = false;
      timer?.cancel();
      waiting.splice(0);
      carrier.close();
    },
  };
}

/** unix-dgram ends an address at its first NUL: abstract sockets (`@…`) begin with one. */
function isPlainPath(socket: string): boolean {
  return socket.startsWith('/') && Buffer.byteLength(socket) <= LONGEST_PATH;
}

function missing(socket: string): string {
  const why = isPlainPath(socket)
    ? 'the package unix-dgram is not there; next: install it (npm install unix-dgram needs a compiler)'
    : 'unix-dgram reaches no such socket; next: nothing while systemd uses a path';
  return `systemd is told through systemd-notify: ${why}. Until then the unit needs NotifyAccess=all`;
}

function unheard(problem: string): string {
  return `the service manager does not hear this process: ${problem}; next: look at Type=, NotifyAccess= and WatchdogSec= of the unit, and at systemctl status`;
}

/** unix-dgram tells a fault as `send -2`: what the system means by it. */
function carriedOf(fault: string): Carried {
  const [, call, number] = /^(\w+) (-\d+)$/.exec(fault) ?? [];
  const [name, words] = getSystemErrorMap().get(Number(number)) ?? [];
  if (name === 'EAGAIN' || name === 'ENOBUFS') return 'full';
  return { problem: name === undefined ? fault : `${call}: ${words} (${name})` };
}

/**
 * Datagrams to a socket of the file system, from this process.
 *
 * @returns null when the optional package is not installed or not built for this Node
 */
export async function datagrams(path: string): Promise<Carrier | null> {
  const library = await import('unix-dgram').catch(() => null);
  if (!library) return null;
  const socket = library.createSocket('unix_dgram');
  socket.on('error', () => {});
  return {
    send(message, ended) {
      const bytes = Buffer.from(message.join('\n'));
      socket.send(bytes, 0, bytes.length, path, (error) => ended(error ? carriedOf(messageOf(error)) : 'heard'));
    },
    close: () => socket.close(),
  };
}

/**
 * The tool of systemd, one call after the other (28 ms each): it waits until systemd has read the message, without which
 * systemd could not tell whose it was. It finds the socket in the environment that it inherits.
 *
 * @param run runs `systemd-notify` with these words; left out: as a child process
 */
export function notifyTool(run: (words: Message) => Promise<void> = runTool): Carrier {
  return {
    send(message, ended) {
      void run(message).then(
        () => ended('heard'),
        (caught: unknown) => ended({ problem: messageOf(caught) }),
      );
    },
    close() {},
  };
}

function kindOf(message: Message): string {
  return message.map((line) => line.slice(0, line.indexOf('='))).join(' ');
}

function runTool(words: Message): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('systemd-notify', [...words], (error) => (error ? reject(error) : resolve()));
  });
}
