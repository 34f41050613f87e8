import type { ComponentType } from 'preact';
import type { Words } from '../../stage.ts';
import type { Shown } from '../state.ts';

/**
 * The frame of the lobby manager's drawer. A rule of the hall adds itself as one file beside this one, which exports a
 * {@link LobbySection}, and as one entry of `sections.ts`. A section
 * - reads what the branch publishes: `statesOf` and `stateOf` (retained states, by kind, typed), `heardOf` (events), and of
 *   `shown` what stands still (services, counters, rules);
 * - acts by `<Do>` (a button) or `useAsk()`: a command of the daemon by its name with its fields, typed. What came of it, done
 *   or refused, the frame says in words at the foot of the drawer, and to who does not see it;
 * - brings its words in both languages with it: `useWords(WORDS)`.
 */
export interface LobbySection {
  readonly id: string;
  readonly title: Words;
  readonly Body: ComponentType<LobbyProps>;
}

/** What every section is drawn from. */
export interface LobbyProps {
  readonly shown: Shown;
  /** Wall time of the branch, Unix ms. */
  readonly now: number;
  /** The link is lost: nothing can be done. */
  readonly isOff: boolean;
}
