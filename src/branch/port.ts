import type { LobbydError } from '../errors.ts';
import type { StoredRecord } from '../journal/store.ts';
import type { Command } from '../queue/commands.ts';
import type { Answer, QueueEvent } from '../queue/events.ts';
import type { QueueState } from '../queue/state.ts';

/** What a source gets back: the queue's answer, on disk; or a fault, after which nothing of the command is on disk. */
export type Reply = Answer | { readonly kind: 'fault'; readonly fault: LobbydError };

/** A queue event with its place in the journal. */
export interface Committed {
  readonly record: StoredRecord;
  readonly event: QueueEvent;
}

/** The live branch as inputs, outputs, MQTT and web see it. */
export interface Branch {
  /** Decides at once, answers after the commit. Never rejects. */
  submit(command: Command): Promise<Reply>;
  /** State after the last committed event: the only one that may be shown. Read, never keep, never write. */
  readonly committed: Readonly<QueueState>;
  readonly committedSeq: number;
  /** Branch time now, ms. */
  now(): number;
  /** Wall time of a branch time, Unix ms; null while the wall clock is not trusted. */
  wallOf(at: number): number | null;
  /**
   * Called after each commit, in order, synchronously; a listener that throws is logged and does not stop the others.
   * The batch is empty when only records of other streams (device health) were written.
   */
  onCommitted(listener: (batch: readonly Committed[]) => void): () => void;
  /** Moves a cursor: rides in the next batch. */
  moveCursor(name: string, seq: number): void;
}
