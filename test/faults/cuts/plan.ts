import type { CursorMoves, Draft } from '../../../src/journal/store.ts';
import type { Chance } from '../../stand/chance.ts';

/** Name of the cursor that the batches of a campaign move. */
export const CURSOR = 'mqtt';

/** What is appended at once. */
export interface Batch {
  readonly drafts: readonly Draft[];
  readonly moves: CursorMoves;
}

/** How far a journal is: no two batches end at the same place. */
export interface Place {
  readonly seq: number;
  readonly cursor: number;
}

/** All that is ever written into one journal, in order. */
export interface Story {
  readonly batches: readonly Batch[];
  /** Place before the first batch, after it, and so on. */
  readonly places: readonly Place[];
  /** Every draft; record `seq` is the one at `seq - 1`. */
  readonly drafts: readonly Draft[];
}

/** What one life of the journal does; crosses to `life.mjs`. */
export interface Life {
  readonly batches: readonly Batch[];
  readonly cursor: typeof CURSOR;
  /** Pages of -wal after which a commit checkpoints: a few, so that a short life meets many checkpoints. */
  readonly walPages: number;
  /** Indexes of batches after which the branch is idle for a moment. */
  readonly idleAfter: readonly number[];
  readonly isKilled: boolean;
  /** Words of the disk that are errors, as strace counts them; null: none. */
  readonly errors: string | null;
}

/** A day of a branch as its journal sees it: small batches, now and then a large one, a month that turns, cursors alone. */
export function makeStory(length: number, chance: Chance): Story {
  const batches: Batch[] = [];
  const drafts: Draft[] = [];
  const places: Place[] = [{ seq: 0, cursor: 0 }];
  let cursor = 0;
  while (batches.length < length) {
    const isCursorAlone = batches.length > 2 && chance.is(0.1);
    const count = isCursorAlone ? 0 : chance.is(0.1) ? 8 + chance.below(12) : 1 + chance.below(3);
    const batch = Array.from({ length: count }, (_, index) => makeDraft(drafts.length + index + 1, length, chance));
    drafts.push(...batch);
    const isMoved = isCursorAlone || chance.is(0.6);
    if (isMoved) cursor += 1;
    batches.push({ drafts: batch, moves: isMoved ? { [CURSOR]: cursor } : {} });
    places.push({ seq: drafts.length, cursor });
  }
  return { batches, places, drafts };
}

function makeDraft(seq: number, length: number, chance: Chance): Draft {
  const time = { version: 1, at: 1_000 + seq, offset: 1_767_571_200_000, isTrusted: true } as const;
  if (seq === 1 || seq % length === 0) {
    const day = seq === 1 ? '2026-01-30' : `2026-${String(2 + seq / length).padStart(2, '0')}-02`;
    // An opening balance is larger than a page.
    const snapshot = '客'.repeat(400 + chance.below(2_500));
    return { ...time, stream: 'queue', type: 'day-opened', body: { day, instants: [], snapshot } };
  }
  const note = '张三 "\u2028" '.repeat(chance.below(12));
  return { ...time, stream: chance.is(0.2) ? 'device' : 'queue', type: 'issued', body: { label: `A${seq}`, note } };
}

/** Cuts a story into lives: made and stopped, killed, killed again soon after, on a disk with errors, stopped. */
export function livesOf({ batches }: Story, chance: Chance): readonly Life[] {
  const ends = [0.25, 0.5, 0.6, 0.8, 1].map((share) => Math.floor(share * batches.length));
  return ends.map((end, index) => {
    const lived = batches.slice(ends[index - 1] ?? 0, end);
    return lifeOf(lived, chance, index === 1 || index === 2, index === 3);
  });
}

/** A life that writes these batches. */
export function lifeOf(batches: readonly Batch[], chance: Chance, isKilled: boolean, isDiskIll = false): Life {
  const idleAfter = batches.flatMap((_, index) => (chance.is(0.15) ? [index] : []));
  // The start itself has an easy disk: an error there is a refusal.
  const errors = isDiskIll ? `${12 + chance.below(4)}+${3 + chance.below(6)}` : null;
  return { batches, cursor: CURSOR, walPages: 12 + chance.below(12), idleAfter, isKilled, errors };
}
