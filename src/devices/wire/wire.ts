/** Why a wire is no longer there. */
export type CloseReason =
  /** We closed it. */
  | { readonly kind: 'ours' }
  /** The other end or the cable went away, or the wire broke while in use. */
  | { readonly kind: 'pulled'; readonly detail: string }
  /** It could not be opened: no such port, no permission, held by another process, nobody listens. */
  | { readonly kind: 'refused'; readonly detail: string };

/** What became of a write. */
export type WriteEnd =
  /** The operating system (or the pair) took all the bytes. Says nothing of the device. */
  | { readonly kind: 'written' }
  /** The wire is or was closed; how many bytes left is not known. */
  | { readonly kind: 'closed'; readonly reason: CloseReason }
  /** More than the wire's bound would be waiting: nothing of this write was taken. */
  | { readonly kind: 'full' };

/** Bytes that may wait in one wire, those being written included. */
export const WIRE_BOUND = 65_536;

/** Callbacks of one open wire. Called one at a time, never after `onClosed`, never before `open` has resolved. */
export interface WireListener {
  onBytes(bytes: Uint8Array): void;
  /** Exactly once, also after our own `close`. */
  onClosed(reason: CloseReason): void;
}

/**
 * One life of a connection: bytes in, bytes out, closed with a reason. Single-use: after `onClosed` it stays closed.
 */
export interface Wire {
  /** For messages: the port as the technician wrote it, `tcp://host:port`, `pair:printer`. */
  readonly name: string;
  /** Writes in order of the calls. Resolves when the system took the bytes; a closed wire answers at once. Never rejects. */
  write(bytes: Uint8Array): Promise<WriteEnd>;
  /** Idempotent; one shared promise, resolved after `onClosed`. */
  close(): Promise<void>;
}

export type OpenEnd =
  | { readonly kind: 'open'; readonly wire: Wire }
  | { readonly kind: 'refused'; readonly reason: CloseReason & { readonly kind: 'refused' } };

/** Opens wires to one place, any number of times, one at a time. Every implementation passes `wire.contract.ts`. */
export interface WireFactory {
  readonly name: string;
  /** Never rejects. */
  open(listener: WireListener): Promise<OpenEnd>;
}

/** Line settings of a serial port; a TCP wire leaves them to the far end. */
export interface LineSettings {
  readonly baud: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
  readonly flow: 'none' | 'xon-xoff' | 'rts-cts';
}
