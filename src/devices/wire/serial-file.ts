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

/** Both directions of an open port. */
export interface PortFile {
  start(): void;
  /** Nothing is told any more; a waiting write stays unsettled. */
  stop(): void;
  /** One at a time. Rejects when the port is gone. */
  write(bytes: Uint8Array): Promise<void>;
}

/**
 * Both directions of an open port: straight to its file, when its poller says so. Nothing here blocks, as the file is
 * non-blocking; nothing read from a readable port means that it was hung up.
 */
export function portFile(port: Port, events: PortEvents): PortFile {
  return new PolledFile(port, events);
}

interface WaitingWrite {
  readonly bytes: Uint8Array;
  offset: number;
  done(): void;
  failed(fault: unknown): void;
}

class PolledFile implements PortFile {
  readonly #port: Port;
  readonly #events: PortEvents;
  readonly #buffer = Buffer.allocUnsafe(READ_SIZE);
  #write: WaitingWrite | null = null;
  #isStopped = true;

  constructor(port: Port, events: PortEvents) {
    this.#port = port;
    this.#events = events;
  }

  start(): void {
    this.#isStopped = false;
    this.#port.poller.on('readable', (fault) => this.#readable(fault));
    this.#port.poller.on('writable', (fault) => this.#writable(fault));
    this.#arm();
  }

  stop(): void {
    this.#isStopped = true;
    this.#port.poller.removeAllListeners();
    this.#write = null;
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((done, failed) => {
      this.#write = { bytes, offset: 0, done, failed };
      this.#push();
    });
  }

  /** Both directions at once, or a waiting write would make the port deaf. */
  #arm(): void {
    if (!this.#isStopped) this.#port.poller.poll(this.#write ? READABLE | WRITABLE : READABLE);
  }

  #readable(fault: Error | null): void {
    if (this.#isStopped) return;
    const trouble = fault ? `the port is gone (${fault.message})` : this.#read();
    if (trouble === null) this.#arm();
    else this.#events.onBroken(trouble);
  }

  /** Reads once; gives what is wrong, or null. */
  #read(): string | null {
    try {
      const size = readSync(this.#port.fd ?? -1, this.#buffer, 0, READ_SIZE, null);
      if (size === 0) return 'the port was hung up';
      this.#events.onBytes(Uint8Array.prototype.slice.call(this.#buffer, 0, size));
      return null;
    } catch (caught) {
      return isPatience(caught) ? null : `the port is gone (${messageOf(caught)})`;
    }
  }

  #writable(fault: Error | null): void {
    if (fault) this.#fail(fault);
    else this.#push();
  }

  #push(): void {
    const write = this.#write;
    if (!write) return;
    try {
      write.offset += writeSync(this.#port.fd ?? -1, write.bytes, write.offset);
    } catch (caught) {
      if (!isPatience(caught)) {
        this.#fail(caught);
        return;
      }
    }
    if (write.offset < write.bytes.length) {
      this.#arm();
      return;
    }
    this.#write = null;
    write.done();
  }

  #fail(fault: unknown): void {
    const write = this.#write;
    this.#write = null;
    write?.failed(fault);
  }
}
