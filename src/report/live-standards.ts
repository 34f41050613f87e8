import type { Branch } from '../branch/port.ts';
import { type Clock, gathered, type Millis, minutes, ms, seconds, sleep } from '../clock.ts';
import { messageOf } from '../errors.ts';
import { eventOf } from '../journal/codec.ts';
import type { Store } from '../journal/store.ts';
import { type Kept, Standards } from './standards.ts';

/** The record of the day as it was a while ago. */
export interface ShownStandards {
  /** After this journal record. */
  readonly seq: number;
  readonly kept: Kept;
}

/** The record of the standards of a running branch. */
export interface LiveStandards {
  /**
   * Reads what the day has brought so far, a little at a time, then goes on with the branch. Returns a function that stops it.
   */
  follow(branch: Pick<Branch, 'onCommitted' | 'committedSeq'>): () => void;
  /** Null until the day was read. Another value at most once a minute, and only when something was committed. */
  shown(): ShownStandards | null;
  /** Called when {@link LiveStandards.shown} is another one. */
  onShown(listener: () => void): () => void;
}

export interface LiveStandardsParts {
  /** The branch's. */
  readonly clock: Clock;
  readonly store: Pick<Store, 'read' | 'newestOpening'>;
  /** The journal cannot be read from this record on (0: from where the day begins); it is tried again. */
  onUnread(seq: number, reason: string): void;
}

/** The lobby looks at it by the minute: a state of the broker that changed with every press would be noise. */
const SHOWN_EVERY = minutes(1);
/** Whoever waited for the start comes first. */
const READ_AFTER: Millis = seconds(1);
/** Records read at once, and the pause after them: nobody who presses meanwhile notices. */
const PAGE = 100;
const PAUSE: Millis = ms(20);
const READ_AGAIN_AFTER: Millis = seconds(5);

/** A record of which nothing is known yet. */
export function liveStandards(parts: LiveStandardsParts): LiveStandards {
  const standards = new Standards();
  const listeners = new Set<() => void>();
  let shown: ShownStandards | null = null;
  return {
    follow(branch) {
      const life = { isOver: false, isUpToDate: false };
      const show = (): void => {
        if (life.isOver) return;
        shown = { seq: branch.committedSeq, kept: standards.kept() };
        for (const listener of listeners) listener();
      };
      const showSoon = gathered(parts.clock, SHOWN_EVERY, show);
      const unsubscribe = branch.onCommitted((batch) => {
        // What is committed meanwhile is read with the rest.
        if (!life.isUpToDate) return;
        for (const { event } of batch) standards.take(event);
        if (batch.length > 0) showSoon();
      });
      void catchUp(parts, standards, branch, life).then(show);
      return () => {
        life.isOver = true;
        unsubscribe();
      };
    },
    shown: () => shown,
    onShown(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

interface Life {
  isOver: boolean;
  /** Everything that was committed was taken: from here on the branch tells what comes. */
  isUpToDate: boolean;
}

async function catchUp(
  { clock, store, onUnread }: LiveStandardsParts,
  standards: Standards,
  branch: Pick<Branch, 'committedSeq'>,
  life: Life,
): Promise<void> {
  let next = 0;
  for (let pause = READ_AFTER; !life.isUpToDate && !life.isOver; ) {
    await sleep(clock, pause);
    try {
      next ||= Math.max(1, await store.newestOpening());
      const records = life.isOver ? [] : await store.read(next, PAGE);
      for (const record of records) {
        // Committed, but not released to the branch yet: it comes from there, or with the next page.
        if (record.seq > branch.committedSeq) break;
        const event = eventOf(record);
        if (event) standards.take(event);
        next = record.seq + 1;
      }
      life.isUpToDate = next > branch.committedSeq;
      pause = PAUSE;
    } catch (caught) {
      if (!life.isOver) onUnread(next, messageOf(caught));
      pause = READ_AGAIN_AFTER;
    }
  }
}
