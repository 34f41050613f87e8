import { type Clock, type Millis, seconds } from '../clock.ts';

/** What the journal knows of time: its last record. */
export interface LastRecord {
  /** Branch time of the record, ms. */
  readonly at: Millis;
  /** Wall time = branch time + offset. */
  readonly offset: Millis;
  readonly isTrusted: boolean;
}

/** Where branch time stands against the wall clock. */
export interface WallLabel {
  readonly offset: Millis;
  readonly isTrusted: boolean;
}

/**
 * Branch time: one number of milliseconds that never goes back. The wall clock is a label on it, moved by
 * {@link BranchTime.label} when it was corrected.
 */
export interface BranchTime {
  now(): Millis;
  label(): WallLabel;
  /** Wall time of a branch time, Unix ms; null while the wall clock is not trusted. */
  wallOf(at: Millis): Millis | null;
  /** The label that the wall clock asks for now, null while the one in force is right. */
  correction(): WallLabel | null;
  /** Puts a label in force: called when its `clock-set` is decided. */
  relabel(label: WallLabel): void;
}

/** A wall clock that is off by less keeps its label: NTP slews, and each change is an event on disk. */
const LABEL_TOLERANCE: Millis = seconds(2);

/**
 * Starts branch time.
 *
 * With a trusted wall clock and a trusted last record the time between them has passed. Otherwise nobody knows
 * how long the branch was off, and time goes on where it stopped: a wait may be too short, but never negative.
 *
 * @param clock monotonic and wall time
 * @param last the journal's last record, null for a new journal
 */
export function startBranchTime(clock: Clock, last: LastRecord | null): BranchTime {
  const startedAt = clock.monotonic();
  const start = startOf(clock, last);
  let label: WallLabel = last
    ? { offset: last.offset, isTrusted: last.isTrusted && clock.isWallTrusted() }
    : { offset: 0, isTrusted: clock.isWallTrusted() };
  const now = (): Millis => start + Math.floor(clock.monotonic() - startedAt);
  // Trust that was lost is believed at once, whatever label is in force: it may be one that a failed write brought back.
  const isBelieved = (): boolean => label.isTrusted && clock.isWallTrusted();
  return {
    now,
    label: () => ({ offset: label.offset, isTrusted: isBelieved() }),
    wallOf: (at) => (isBelieved() ? at + label.offset : null),
    correction() {
      const isTrusted = clock.isWallTrusted();
      if (!isTrusted) return label.isTrusted ? { offset: label.offset, isTrusted: false } : null;
      const offset = Math.round(clock.wall()) - now();
      const isRight = label.isTrusted && Math.abs(offset - label.offset) <= LABEL_TOLERANCE;
      return isRight ? null : { offset, isTrusted: true };
    },
    relabel(next) {
      label = next;
    },
  };
}

function startOf(clock: Clock, last: LastRecord | null): Millis {
  const wall = Math.round(clock.wall());
  if (!last) return wall;
  if (!last.isTrusted || !clock.isWallTrusted()) return last.at;
  return Math.max(last.at, wall - last.offset);
}
