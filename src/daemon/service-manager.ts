import { execFile } from 'node:child_process';
import { getSystemErrorMap } from 'node:util';
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

/** How one message gets there. `ended` is called once, with what went wrong. */
export interface Carrier {
  send(message: readonly string[], ended: (problem: string | null) => void): void;
  close(): void;
}

export interface ServiceManagerParts {
  /** `NOTIFY_SOCKET`; undefined when nobody listens. */
  readonly socket: string | undefined;
  readonly log: Log;
  /** Left out: {@link datagrams}. Null: there are none on this machine. */
  readonly datagrams?: (socket: string) => Promise<Carrier | null>;
  /** Left out: {@link notifyTool}. */
  readonly tool?: () => Carrier;
}

/** Bytes of a path in a socket address, its closing NUL left out. */
const LONGEST_PATH = 107;
/** Messages that wait for the tool; an older one of the same kind is replaced, further ones are dropped. */
const WAITING = 16;

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
  const carrier = direct ?? (parts.tool ?? notifyTool)();
  let isOpen = true;
  let isFailing = false;
  return {
    isThere: true,
    tell(told) {
      if (!isOpen) return;
      const message = Object.entries(told).map(([name, value]) => `${name}=${value.replaceAll('\n', ' ')}`);
      carrier.send(message, (problem) => {
        if (problem !== null && !isFailing) log.error({ code: 'branch/notify', socket }, unheard(problem));
        if (problem === null && isFailing) log.info({ socket }, 'the service manager is told again');
        isFailing = problem !== null;
      });
    },
    close() {
      isOpen = false;
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
  return `the service manager does not hear this process: ${inWords(problem)}; next: look at Type=, NotifyAccess= and WatchdogSec= of the unit, and at systemctl status`;
}

/** unix-dgram tells a fault as `send -2`: what the system means by it. */
function inWords(problem: string): string {
  const [, call, number] = /^(\w+) (-\d+)$/.exec(problem) ?? [];
  const [name, words] = getSystemErrorMap().get(Number(number)) ?? [];
  return name === undefined ? problem : `${call}: ${words} (${name})`;
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
      socket.send(bytes, 0, bytes.length, path, (error) => ended(error ? messageOf(error) : null));
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
export function notifyTool(run: (words: readonly string[]) => Promise<void> = runTool): Carrier {
  const waiting: { readonly message: readonly string[]; readonly ended: (problem: string | null) => void }[] = [];
  let isBusy = false;
  const work = async (): Promise<void> => {
    isBusy = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { message, ended } = next;
      ended(await run(message).then(() => null, messageOf));
    }
    isBusy = false;
  };
  return {
    send(message, ended) {
      const same = waiting.findIndex((each) => kindOf(each.message) === kindOf(message));
      if (same >= 0) waiting.splice(same, 1);
      if (waiting.length >= WAITING) return;
      waiting.push({ message, ended });
      if (!isBusy) void work();
    },
    close: () => void waiting.splice(0),
  };
}

function kindOf(message: readonly string[]): string {
  return message.map((line) => line.slice(0, line.indexOf('='))).join(' ');
}

function runTool(words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('systemd-notify', [...words], (error) => (error ? reject(error) : resolve()));
  });
}
