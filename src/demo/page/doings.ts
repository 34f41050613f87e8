import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CommandEnd, CommandName, CommandWish, ExplainEnd, FilesEnd, FilesWish } from '../stage.ts';

/** What a person can do on the page; nothing of it while the link is lost. */
export interface Doings {
  act(device: string, action: string): void;
  setFault(id: string, isOn: boolean): void;
  setTraffic(isOn: boolean): void;
  /** A command of the daemon; null when it could not be asked. */
  command<N extends CommandName>(name: N, wish: CommandWish<N>): Promise<CommandEnd | null>;
  explain(label: string, language: string): Promise<ExplainEnd | null>;
  /** A technician changes a file of the branch and reloads; null when it could not be asked. */
  changeFiles(wish: FilesWish): Promise<FilesEnd | null>;
}

const NONE: Doings = {
  act() {},
  setFault() {},
  setTraffic() {},
  command: () => Promise.resolve(null),
  explain: () => Promise.resolve(null),
  changeFiles: () => Promise.resolve(null),
};

/** What a person can do on the page. */
export const DoingsContext = createContext<Doings>(NONE);

/** What a person can do on the page. */
export const useDoings = (): Doings => useContext(DoingsContext);
