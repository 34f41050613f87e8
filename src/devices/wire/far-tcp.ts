import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { asFault } from '../../errors.ts';
import type { Unsubscribe } from '../kinds.ts';
import { byteListeners, FAR_END_BOUND, type FarEnd, farEndClosed } from './far-end.ts';

/**
 * A far end that listens on TCP, as a serial device server does: the newest connection has the line, an older one
 * is closed (it is the daemon's own, left half open).
 *
 * @param port 0: any free one, kept over pull and plug
 * @throws LobbydError `device/cannot-listen`
 */
export async function tcpFarEnd(port: number, host = '127.0.0.1'): Promise<FarEnd> {
  const end = new TcpFarEnd(host, port);
  await end.plug();
  return end;
}

class TcpFarEnd implements FarEnd {
  readonly #host: string;
  readonly #listeners = byteListeners();
  #port: number;
  #caller: Socket | null = null;
  #server: Server | null = null;
  #isHeld = false;
  #closed: Promise<void> | null = null;

  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  get address(): string {
    return `tcp://${this.#host}:${this.#port}`;
  }

  send(bytes: Uint8Array): void {
    const caller = this.#caller;
    if (caller && caller.writableLength + bytes.length <= FAR_END_BOUND) caller.write(bytes);
  }

  onBytes(listener: (bytes: Uint8Array) => void): Unsubscribe {
    return this.#listeners.add(listener);
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (isHeld) this.#caller?.pause();
    else this.#caller?.resume();
  }

  async pull(): Promise<void> {
    const old = this.#server;
    this.#server = null;
    this.#caller?.destroy();
    if (old) await new Promise<void>((done) => void old.close(() => done()));
  }

  async plug(): Promise<void> {
    if (this.#closed) throw farEndClosed(this.address);
    if (this.#server) return;
    const server = createServer((socket) => this.#answer(socket));
    server.listen(this.#port, this.#host);
    await once(server, 'listening').catch((caught: unknown) => {
      throw asFault(caught, {
        code: 'device/cannot-listen',
        what: 'no port to listen on',
        where: this.address,
        next: 'choose a port that no other program uses',
      });
    });
    this.#server = server;
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  isPlugged(): boolean {
    return this.#server !== null;
  }

  close(): Promise<void> {
    this.#closed ??= this.pull();
    return this.#closed;
  }

  #answer(socket: Socket): void {
    this.#caller?.destroy();
    this.#caller = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Uint8Array) => this.#listeners.tell(Uint8Array.from(bytes)));
    if (this.#isHeld) socket.pause();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (this.#caller === socket) this.#caller = null;
    });
  }
}
