import { readSync, writeSync } from 'node:fs';
import { messageOf } from '../../errors.ts';

/** Event flags of the binding's poller (bindings-cpp, `poller.ts`). */
const READABLE = 1;
const WRITABLE = 2;

/** What is used of the binding's port: its non-blocking file and its poller. The rest of serialport stays asleep. */
export interface Port {
  readonly fd: number | null;
  readonly poller: {
    poll(flags: number): void;
    on(event: 'readable' | 'writable', listener: (fault: Error | null) => void): unknown;
    removeAllListeners(): unknown;
  };
  drain(): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

const READ_SIZE = 4_096;
/** What a port file tells. */
export interface PortEvents {
  onBytes(bytes: Uint8Array): void;
  onBroken(detail: string): void;
}

/** Whether the system only asks for patience. */
function isPatience(caught: unknown): boolean {
  const code = (caught as NodeJS.ErrnoException).code;
  return code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINTR';
}

/**
 * Both directions of an open port: straight to its file, when its poller says so. Nothing here blocks, as the file is
 * non-blocking; nothing read from a readable port means that it was hung up.
 */
export function portFile(port: Port, events: PortEvents) {
  const buffer = Buffer.allocUnsafe(READ_SIZE);
  let write: { readonly bytes: Uint8Array; offset: number; done(): void; failed(fault: unknown): void } | null = null;
  let isStopped = true;
  const arm = (): void => {
    if (!isStopped) port.poller.poll(write ? READABLE | WRITABLE : READABLE);
  };
  const readAll = (): string | null => {
    try {
      const size = readSync(port.fd ?? -1, buffer, 0, READ_SIZE, null);
      if (size === 0) return 'the port was hung up';
      events.onBytes(Uint8Array.from(buffer.subarray(0, size)));
      return null;
    } catch (caught) {
      return isPatience(caught) ? null : `the port is gone (${messageOf(caught)})`;
    }
  };
  const onReadable = (fault: Error | null): void => {
    if (isStopped) return;
    const trouble = fault ? `the port is gone (${fault.message})` : readAll();
    if (trouble === null) arm();
    else events.onBroken(trouble);
  };
  const push = (): void => {
    if (!write) return;
    try {
      write.offset += writeSync(port.fd ?? -1, write.bytes, write.offset);
    } catch (caught) {
      if (!isPatience(caught)) write.failed(caught);
    }
    if (write && write.offset >= write.bytes.length) write.done();
    else arm();
  };
  return {
    start(): void {
      isStopped = false;
      port.poller.on('readable', onReadable);
      port.poller.on('writable', (fault) => (fault ? write?.failed(fault) : push()));
      arm();
    },
    stop(): void {
      isStopped = true;
      port.poller.removeAllListeners();
      write = null;
    },
    write: (bytes: Uint8Array): Promise<void> =>
      new Promise((done, failed) => {
        const end = (run: () => void) => () => {
          write = null;
          run();
        };
        write = { bytes, offset: 0, done: end(done), failed: (fault) => end(() => failed(fault))() };
        push();
      }),
  };
}
