import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CommandEnd, CommandName, CommandWish, Words } from '../../stage.ts';

/** What the lobby manager did last, and what came of it. */
export interface Said {
  readonly isDone: boolean;
  /** The button that was pressed, in the language of then. */
  readonly what: string;
  readonly words: Words;
}

/**
 * Asks the daemon for a command, and has the frame say what came of it.
 *
 * @param what the button that was pressed, as the person reads it
 * @returns what the daemon said; null when it could not be asked
 */
export type Ask = <N extends CommandName>(what: string, command: N, wish: CommandWish<N>) => Promise<CommandEnd | null>;

/** How sections ask the daemon. */
export const AskContext = createContext<Ask>(() => Promise.resolve(null));

/** How sections ask the daemon. */
export const useAsk = (): Ask => useContext(AskContext);
