import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { asFault, LobbydError } from '../../errors.ts';
import { byteListeners, FAR_END_BOUND, type FarEnd } from './far-end.ts';

/**
 * A far end that listens on TCP, as a serial device server does: the newest connection has the line, an older one
 * is closed (it is the daemon's own, left half open).
 *
 * @param port 0: any free one, kept over pull and plug
 * @throws LobbydError `device/cannot-listen`
 */
export async function tcpFarEnd(port: number, host = '127.0.0.1'): Promise<FarEnd> {
  const listeners = byteListeners();
  let caller: Socket | null = null;
  let isHeld = false;
  let server: Server | null = null;
  let closed: Promise<void> | null = null;
  const answer = (socket: Socket): void => {
    caller?.destroy();
    caller = socket;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Uint8Array) => listeners.tell(Uint8Array.from(bytes)));
    if (isHeld) socket.pause();
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      if (caller === socket) caller = null;
    });
  };
  const listen = async (at: number): Promise<number> => {
    const made = createServer(answer);
    made.listen(at, host);
    await once(made, 'listening').catch((caught: unknown) => {
      throw asFault(caught, {
        code: 'device/cannot-listen',
        what: 'no port to listen on',
        where: `tcp://${host}:${at}`,
        next: 'choose a port that no other program uses',
      });
    });
    server = made;
    const address = made.address();
    return typeof address === 'object' && address !== null ? address.port : at;
  };
  const pull = async (): Promise<void> => {
    const old = server;
    server = null;
    caller?.destroy();
    if (old) await new Promise<void>((done) => void old.close(() => done()));
  };
  const kept = await listen(port);
  return {
    address: `tcp://${host}:${kept}`,
    onBytes: listeners.add,
    send(bytes) {
      if (caller && caller.writableLength + bytes.length <= FAR_END_BOUND) caller.write(bytes);
    },
    hold(held) {
      isHeld = held;
      if (held) caller?.pause();
      else caller?.resume();
    },
    pull,
    async plug() {
      if (closed) throw farEndClosed(`tcp://${host}:${kept}`);
      if (!server) await listen(kept);
    },
    isPlugged: () => server !== null,
    close() {
      closed ??= pull();
      return closed;
    },
  };
}

/** Plugging in what was closed for good: a mistake of the caller. */
export function farEndClosed(where: string): LobbydError {
  return new LobbydError({
    code: 'device/far-end-closed',
    what: 'a closed far end cannot be plugged in',
    where,
    next: 'start the emulator again',
  });
}
