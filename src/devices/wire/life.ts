import { messageOf } from '../../errors.ts';
import { type CloseReason, WIRE_BOUND, type Wire, type WireListener, type WriteEnd } from './wire.ts';

/** What one kind of connection does for {@link wireLife}. */
export interface WireEnds {
  /** See {@link Wire.name}. */
  readonly name: string;
  /**
   * Gives bytes to the system; resolves when it took all of them, rejects when the connection is broken.
   * Called for one write at a time; once `release` was called it may stay unsettled.
   */
  transmit(bytes: Uint8Array): Promise<void>;
  /** Lets go of the port, within a bounded time; called once. `isOurs`: nobody pulled it, what was taken may still leave. */
  release(isOurs: boolean): Promise<void>;
}

/** One life of a wire, as its adapter drives it. */
export interface WireLife {
  readonly wire: Wire;
  /** Callbacks may come from now on: call it in a turn after the one in which `open` resolved. */
  begin(): void;
  /** Bytes came. The listener keeps the array: hand in one that is not used again. */
  received(bytes: Uint8Array): void;
  /** The connection broke; the first call counts. */
  broken(detail: string): void;
}

interface WaitingWrite {
  readonly bytes: Uint8Array;
  readonly done: (end: WriteEnd) => void;
}

/** Where a life is: the early break waits for `begin`, the rest follows the wire's contract. */
interface LifeState {
  isBegun: boolean;
  earlyBreak: string | null;
  ending: CloseReason | null;
  closed: Promise<void> | null;
}

/** Writes in the order of the calls, {@link WIRE_BOUND} bytes at most, and nothing left without an answer. */
function writeQueue(transmit: (bytes: Uint8Array) => Promise<void>, onBroken: (detail: string) => void) {
  const waiting: WaitingWrite[] = [];
  let bytesWaiting = 0;
  let isBusy = false;
  const pump = async (): Promise<void> => {
    isBusy = true;
    for (let head = waiting[0]; head; head = waiting[0]) {
      try {
        await transmit(head.bytes);
      } catch (caught) {
        onBroken(messageOf(caught));
        break;
      }
      if (waiting[0] !== head) break;
      waiting.shift();
      bytesWaiting -= head.bytes.length;
      head.done({ kind: 'written' });
    }
    isBusy = false;
  };
  return {
    add(bytes: Uint8Array): Promise<WriteEnd> {
      if (bytesWaiting + bytes.length > WIRE_BOUND) return Promise.resolve({ kind: 'full' });
      bytesWaiting += bytes.length;
      return new Promise((done) => {
        waiting.push({ bytes, done });
        if (!isBusy) void pump();
      });
    },
    cut(reason: CloseReason): void {
      for (const write of waiting.splice(0)) write.done({ kind: 'closed', reason });
      bytesWaiting = 0;
    },
  };
}

/**
 * The rules that every wire keeps, in one place: order and bound of writes, one end, one shared close, no callback
 * before `begin` or after the end. A listener that throws at bytes costs its own wire and nothing else.
 *
 * @param listener its `onClosed` must not throw
 */
export function wireLife(ends: WireEnds, listener: WireListener): WireLife {
  const state: LifeState = { isBegun: false, earlyBreak: null, ending: null, closed: null };
  const release = async (reason: CloseReason): Promise<void> => {
    await ends.release(reason.kind === 'ours').catch(() => {
      // The reason stands already; a port that cannot even be let go of is as gone as one that can.
    });
    listener.onClosed(reason);
  };
  const end = (reason: CloseReason): Promise<void> => {
    if (state.closed) return state.closed;
    state.ending = reason;
    queue.cut(reason);
    state.closed = release(reason);
    return state.closed;
  };
  const broken = (detail: string): void => {
    if (state.isBegun) void end({ kind: 'pulled', detail });
    else state.earlyBreak ??= detail;
  };
  const queue = writeQueue((bytes) => ends.transmit(bytes), broken);
  return {
    wire: {
      name: ends.name,
      write: (bytes) => (state.ending ? Promise.resolve({ kind: 'closed', reason: state.ending }) : queue.add(bytes)),
      close: () => end({ kind: 'ours' }),
    },
    begin() {
      state.isBegun = true;
      if (state.earlyBreak !== null) broken(state.earlyBreak);
    },
    received(bytes) {
      if (state.ending || bytes.length === 0) return;
      try {
        listener.onBytes(bytes);
      } catch (caught) {
        broken(`its reader failed: ${messageOf(caught)}`);
      }
    },
    broken,
  };
}
