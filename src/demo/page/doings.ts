import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** What a person can do on the page; nothing of it while the link is lost. */
export interface Doings {
  act(device: string, action: string): void;
  setFault(id: string, isOn: boolean): void;
  setTraffic(isOn: boolean): void;
}

const NONE: Doings = { act() {}, setFault() {}, setTraffic() {} };

/** What a person can do on the page. */
export const DoingsContext = createContext<Doings>(NONE);

/** What a person can do on the page. */
export const useDoings = (): Doings => useContext(DoingsContext);
