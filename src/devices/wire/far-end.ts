import { LobbydError } from '../../errors.ts';
import type { Unsubscribe } from '../kinds.ts';

/** Bytes that may wait at a far end for a daemon that does not read; what comes beyond them is lost, as on a line. */
export const FAR_END_BOUND = 65_536;

/** The device's end of a wire: where an emulator sits. */
export interface FarEnd {
  /** How the daemon reaches it: a path, `tcp://host:port`, `pair:name`. */
  readonly address: string;
  /** Never throws; bytes for a pulled cable, or beyond {@link FAR_END_BOUND}, are lost. */
  send(bytes: Uint8Array): void;
  /** Bytes from the daemon. */
  onBytes(listener: (bytes: Uint8Array) => void): Unsubscribe;
  /** A busy device: it takes no bytes, the line fills up; its own bytes still go out. */
  hold(isHeld: boolean): void;
  /** Pulls the cable: the daemon's open wire breaks, opening it is refused. Idempotent. */
  pull(): Promise<void>;
  /** Plugs it in again, at the same address. Idempotent. */
  plug(): Promise<void>;
  isPlugged(): boolean;
  /** Pulls it for good; one shared promise. */
  close(): Promise<void>;
}

/** Those who listen at a far end. */
export interface ByteListeners {
  add(listener: (bytes: Uint8Array) => void): Unsubscribe;
  tell(bytes: Uint8Array): void;
}

/** Keeps the listeners of one far end. */
export function byteListeners(): ByteListeners {
  const listeners = new Set<(bytes: Uint8Array) => void>();
  // Replaced, never changed: who comes or goes while bytes are told is heard of with the next ones.
  let told: readonly ((bytes: Uint8Array) => void)[] = [];
  return {
    add(listener) {
      listeners.add(listener);
      told = [...listeners];
      return () => {
        listeners.delete(listener);
        told = [...listeners];
      };
    },
    tell(bytes) {
      for (const listener of told) listener(bytes);
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
