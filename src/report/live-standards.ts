import type { Branch } from '../branch/port.ts';
import { type Clock, gathered, minutes } from '../clock.ts';
import type { QueueEvent } from '../queue/events.ts';
import { type Kept, Standards } from './standards.ts';

/** The record of the day as it was a while ago. */
export interface ShownStandards {
  /** After this journal record. */
  readonly seq: number;
  readonly kept: Kept;
}

/** The record of the standards of a running branch. */
export interface LiveStandards {
  /** Takes an event of the replay; before {@link LiveStandards.follow}. */
  take(event: QueueEvent): void;
  /**
   * Goes on with the branch. Returns a function that stops it.
   *
   * @param clock of the branch: a training that runs fast shows as much of its day as the day itself would
   */
  follow(branch: Pick<Branch, 'onCommitted' | 'committedSeq'>, clock: Clock): () => void;
  /** Another value at most once a minute of the branch, and only when something was committed. */
  shown(): ShownStandards;
  /** Called when {@link LiveStandards.shown} is another one. */
  onShown(listener: () => void): () => void;
}

/** The lobby looks at it by the minute: a state of the broker that changed with every press would be noise. */
const SHOWN_EVERY = minutes(1);

/** A record of which nothing is known yet. */
export function liveStandards(): LiveStandards {
  const standards = new Standards();
  const listeners = new Set<() => void>();
  let shown: ShownStandards = { seq: 0, kept: standards.kept() };
  return {
    take: (event) => standards.take(event),
    follow(branch, clock) {
      const show = (): void => {
        shown = { seq: branch.committedSeq, kept: standards.kept() };
        for (const listener of listeners) listener();
      };
      const showSoon = gathered(clock, SHOWN_EVERY, show);
      show();
      return branch.onCommitted((batch) => {
        for (const { event } of batch) standards.take(event);
        if (batch.length > 0) showSoon();
      });
    },
    shown: () => shown,
    onShown(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
