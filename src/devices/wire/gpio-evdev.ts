import type { ButtonChange } from './gpio.ts';

/**
 * The kernel's input events (include/uapi/linux/input.h, input-event-codes.h): on a 64-bit system 24 bytes in the byte
 * order of the machine: seconds and microseconds, 8 bytes each, type and code, 2 bytes each, and a value of 4 bytes.
 */
export const EVENT_SIZE = 24;

const EV_SYN = 0;
const SYN_REPORT = 0;
const SYN_DROPPED = 3;
const EV_KEY = 1;

/** What an event says of a key. `dropped`: the buffer ran over, and what is known of every key is out of date. */
export type KeyNews =
  | { readonly kind: 'key'; readonly code: number; readonly change: Exclude<ButtonChange, 'lost'> }
  | { readonly kind: 'dropped' };

/** What is left over between two reads. */
export interface Reading {
  /** The beginning of an event. */
  readonly rest: Uint8Array;
  /** Events are passed over until the next report: they are the end of what was dropped. */
  readonly isSkipping: boolean;
}

/** Nothing was read yet. */
export const NOTHING_READ: Reading = { rest: new Uint8Array(), isSkipping: false };

/**
 * Takes bytes of an event device. Pure.
 *
 * @param bytes in any pieces: a kernel gives whole events, a pipe may not
 */
export function readEvents(
  { rest, isSkipping }: Reading,
  bytes: Uint8Array,
): { readonly reading: Reading; readonly news: readonly KeyNews[] } {
  const all = new Uint8Array(rest.length + bytes.length);
  all.set(rest);
  all.set(bytes, rest.length);
  const view = new DataView(all.buffer);
  const news: KeyNews[] = [];
  let isPassing = isSkipping;
  let at = 0;
  for (; at + EVENT_SIZE <= all.length; at += EVENT_SIZE) {
    const type = view.getUint16(at + 16, true);
    const code = view.getUint16(at + 18, true);
    if (type === EV_SYN && code === SYN_DROPPED) {
      isPassing = true;
      news.push({ kind: 'dropped' });
    } else if (type === EV_SYN && code === SYN_REPORT) isPassing = false;
    else if (type === EV_KEY && !isPassing) {
      const value = view.getInt32(at + 20, true);
      // 2 is a key that repeats: it is down, and nobody pressed it anew.
      if (value === 0 || value === 1) news.push({ kind: 'key', code, change: value === 1 ? 'down' : 'up' });
    }
  }
  return { reading: { rest: all.slice(at), isSkipping: isPassing }, news };
}
