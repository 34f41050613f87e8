import type { Clock, Millis, Timer } from '../../clock.ts';

/** A stretch of time in which one sender drove the medium. */
export interface Transmission {
  readonly from: Millis;
  readonly to: Millis;
}

export interface LaneOptions {
  readonly clock: Clock;
  /** Time of one character, ms; 0: everything arrives in the next turn. */
  readonly characterTime: Millis;
  /** Most bytes that arrive at once. */
  readonly chunkSize: number;
  /** Takes a chunk when its last byte has left. */
  deliver(bytes: Uint8Array, air: Transmission): void;
}

/** One sender of an in-memory wire: its transmit queue and the time that its bytes take. */
export interface Lane {
  /** Adds bytes; `done` is called when the last one has left, never when the lane is cleared before. */
  push(bytes: Uint8Array, done?: () => void): void;
  /** Bytes that have not left yet. */
  waiting(): number;
  /** What is queued and on the line is lost. */
  clear(): void;
  /** Stops sending after the chunk that is on the line, or goes on. */
  hold(isHeld: boolean): void;
  /** Whether this sender drove the medium at some time in the stretch. */
  spoke(stretch: Transmission): boolean;
}

interface Item {
  readonly bytes: Uint8Array;
  readonly done: (() => void) | undefined;
  offset: number;
}

/** How long a transmission is remembered for collisions: longer than any chunk takes. */
const MEMORY: Millis = 2_000;

/** Makes a {@link Lane}. The queue's bound is the owner's: it asks `waiting` first. */
export function lane(options: LaneOptions): Lane {
  const { clock } = options;
  const queue: Item[] = [];
  /** Oldest first, none begins before the one before it is over. */
  const spoken: Transmission[] = [];
  let timer: Timer | null = null;
  let isHeld = false;
  let freeAt = 0;
  let bytesWaiting = 0;
  const left = (item: Item, size: number, air: Transmission): void => {
    timer = null;
    // What leaves in one piece is a copy of its own already.
    const isWhole = size === item.bytes.length;
    const chunk = isWhole ? item.bytes : item.bytes.slice(item.offset, item.offset + size);
    item.offset += size;
    bytesWaiting -= size;
    if (item.offset >= item.bytes.length) queue.shift();
    if (chunk.length > 0) options.deliver(chunk, air);
    if (item.offset >= item.bytes.length) item.done?.();
    start();
  };
  const start = (): void => {
    const item = queue[0];
    if (timer || isHeld || !item) return;
    const now = clock.monotonic();
    const size = Math.min(options.chunkSize, item.bytes.length - item.offset);
    const from = Math.max(now, freeAt);
    const air = { from, to: from + size * options.characterTime };
    freeAt = air.to;
    while (spoken[0] && spoken[0].to <= now - MEMORY) spoken.shift();
    spoken.push(air);
    timer = clock.after(air.to - now, () => left(item, size, air));
  };
  return {
    push(bytes, done) {
      queue.push({ bytes: bytes.slice(), done, offset: 0 });
      bytesWaiting += bytes.length;
      start();
    },
    waiting: () => bytesWaiting,
    clear() {
      timer?.cancel();
      timer = null;
      queue.length = 0;
      bytesWaiting = 0;
    },
    hold(held) {
      isHeld = held;
      if (!held) start();
    },
    spoke(stretch) {
      const newest = spoken.findLast((past) => past.from < stretch.to);
      return newest !== undefined && newest.to > stretch.from;
    },
  };
}
