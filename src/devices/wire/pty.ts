import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, type FileHandle, lstat, open, unlink } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { type Clock, type Millis, ms, seconds, type Timer } from '../../clock.ts';
import { LobbydError, messageOf } from '../../errors.ts';
import type { Unsubscribe } from '../kinds.ts';
import type { Log } from '../log.ts';
import { byteListeners, FAR_END_BOUND, type FarEnd, farEndClosed } from './far-end.ts';

export interface PtyFarEndOptions {
  /** The name that the daemon opens; a symbolic link to the pty of the moment. */
  readonly link: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The program; `socat` when left out. */
  readonly socat?: string;
}

type Socat = ChildProcessByStdio<Writable, Readable, Readable>;

/** One pty: made by `plug`, gone with `pull`. */
interface Cable {
  readonly child: Socat;
  /**
   * The slave side, held open: a master whose last slave closes is hung up, and the cable would end whenever the
   * daemon closes its port.
   */
  readonly held: FileHandle;
}

const START_LIMIT: Millis = seconds(5);
/** After socat died by itself. */
const RESTART_AFTER: Millis = ms(500);
/** socat says so when the pty and its link are there. */
const READY = 'starting data transfer loop';

function socatFault(what: string, link: string): LobbydError {
  return new LobbydError({
    code: 'device/no-pty',
    what,
    where: link,
    next: 'install socat (apt-get install socat) and see that the directory may be written, or use TCP',
  });
}

/** Starts socat and resolves when the link leads to a pty. */
async function startCable({ link, clock, socat = 'socat' }: PtyFarEndOptions): Promise<Cable> {
  const words = ['-d', '-d', `pty,raw,echo=0,link=${link}`, '-'];
  // A process group of its own: a Ctrl-C is for whoever plays the device, who ends its cables in order.
  const child = spawn(socat, words, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let said = '';
  let timer: Timer | null = null;
  const isReady = await new Promise<boolean>((resolve) => {
    timer = clock.after(START_LIMIT, () => resolve(false));
    child.stderr.on('data', (text: Buffer) => {
      said = (said + text.toString()).slice(-2_000);
      if (said.includes(READY)) resolve(true);
    });
    child.once('error', (fault) => {
      said += fault.message;
      resolve(false);
    });
    child.once('exit', () => resolve(false));
  });
  (timer as Timer | null)?.cancel();
  child.stdin.on('error', () => child.kill('SIGKILL'));
  if (!isReady) {
    child.kill('SIGKILL');
    throw socatFault(`socat gave no pty: ${wordOf(said) || 'no word from it'}`, link);
  }
  return { child, held: await open(link, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK) };
}

/** Ends socat the hard way, as a cable is pulled: the daemon's open file is hung up. */
async function cut(cable: Cable): Promise<void> {
  const gone = cable.child.exitCode !== null || cable.child.signalCode !== null || once(cable.child, 'exit');
  cable.child.kill('SIGKILL');
  await gone;
  await cable.held.close();
}

/** Removes the link that a killed socat left. Nothing but a symbolic link is touched. */
async function removeLink(link: string): Promise<void> {
  const node = await lstat(link).catch(() => null);
  if (node?.isSymbolicLink()) await unlink(link).catch(() => {});
}

/** socat would take away whatever has the name of the link, a person's file too. */
async function refuseTaken(link: string): Promise<void> {
  const node = await lstat(link).catch(() => null);
  if (!node || node.isSymbolicLink()) return;
  const what = node.isDirectory() ? 'a directory' : 'a file';
  throw new LobbydError({
    code: 'device/no-pty',
    what: `${what} has the name that the pty should get`,
    where: link,
    next: 'choose a name that is free',
  });
}

/** The reason among what socat said: its last error, else its last word. */
function wordOf(said: string): string {
  const lines = said.trim().split('\n');
  return (lines.findLast((line) => / [EF] /.test(line)) ?? lines.at(-1) ?? '').replace(/^\S+ \S+ socat\[\d+\] /, '');
}

/**
 * A far end on a pseudo-terminal: what the daemon opens looks like a serial port. Needs `socat`, whose standard input
 * and output are the master side. When socat dies by itself it is started again.
 *
 * @throws LobbydError `device/no-pty` when socat is missing or the link cannot be made
 */
export async function ptyFarEnd(options: PtyFarEndOptions): Promise<FarEnd> {
  const end = new PtyFarEnd(options);
  await end.plug();
  return end;
}

class PtyFarEnd implements FarEnd {
  readonly address: string;
  readonly #options: PtyFarEndOptions;
  readonly #listeners = byteListeners();
  #cable: Cable | null = null;
  #isWanted = false;
  #isHeld = false;
  #closed: Promise<void> | null = null;
  /** Starting and stopping, one after another. */
  #work: Promise<void> = Promise.resolve();

  constructor(options: PtyFarEndOptions) {
    this.#options = options;
    this.address = options.link;
  }

  send(bytes: Uint8Array): void {
    const stdin = this.#cable?.child.stdin;
    if (stdin?.writable && stdin.writableLength + bytes.length <= FAR_END_BOUND) stdin.write(bytes);
  }

  onBytes(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#listeners.add(listener);
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (isHeld) this.#cable?.child.stdout.pause();
    else this.#cable?.child.stdout.resume();
  }

  pull(): Promise<void> {
    this.#isWanted = false;
    return this.#inTurn(() => this.#stop());
  }

  async plug(): Promise<void> {
    if (this.#closed) throw farEndClosed(this.address);
    this.#isWanted = true;
    await this.#inTurn(() => this.#start());
  }

  isPlugged(): boolean {
    return this.#cable !== null;
  }

  close(): Promise<void> {
    this.#closed ??= this.pull();
    return this.#closed;
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    // The caller of the step before has its fault; this one starts all the same.
    this.#work = this.#work.catch(() => {}).then(step);
    return this.#work;
  }

  async #start(): Promise<void> {
    if (this.#cable || !this.#isWanted) return;
    await removeLink(this.address);
    await refuseTaken(this.address);
    const cable = await startCable(this.#options);
    this.#cable = cable;
    cable.child.stdout.on('data', (bytes: Uint8Array) => this.#listeners.tell(Uint8Array.from(bytes)));
    if (this.#isHeld) cable.child.stdout.pause();
    cable.child.once('exit', () => void this.#died(cable));
  }

  async #stop(): Promise<void> {
    const old = this.#cable;
    this.#cable = null;
    if (old) await cut(old);
    await removeLink(this.address);
  }

  async #died(cable: Cable): Promise<void> {
    if (this.#cable !== cable) return;
    const { clock, log } = this.#options;
    this.#cable = null;
    await cable.held.close();
    log.warn({ port: this.address }, 'socat ended by itself; starting it again');
    clock.after(RESTART_AFTER, () => {
      void this.#inTurn(() => this.#start()).catch((caught) =>
        log.error({ port: this.address, fault: messageOf(caught) }, 'no pty'),
      );
    });
  }
}
