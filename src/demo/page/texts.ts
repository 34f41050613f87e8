import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { StatePayload } from '../stage.ts';
import { EN } from './texts-en.ts';
import { ZH } from './texts-zh.ts';

/** Languages of the page. */
export type Language = 'zh-CN' | 'en';

/** Names of an event, by the last level of its topic. */
export type EventNames = Readonly<Record<string, string>>;

/** How the hall may stand. */
export type HallState = StatePayload<'hall'>['phase'];

/** Everything that the page says in its own words, in one language. */
export interface Texts {
  readonly language: Language;
  readonly title: string;
  readonly skip: string;
  readonly otherLanguage: string;
  readonly switchLanguage: string;
  readonly branchTime: string;
  readonly speed: (times: number) => string;
  readonly traffic: string;
  readonly trafficHint: string;
  readonly daemon: Readonly<Record<'starting' | 'running' | 'stopped' | 'unknown', string>>;
  readonly connecting: string;
  readonly connectingLong: string;
  /** Between a device and what is said of it. */
  readonly colon: string;
  readonly lost: (age: string) => string;
  readonly lostLong: string;
  readonly linkLost: string;
  readonly linkBack: string;
  readonly seconds: (count: number) => string;
  readonly minutes: (count: number) => string;
  readonly kiosk: string;
  readonly kioskScreen: string;
  readonly lamp: Readonly<Record<'on' | 'off' | 'blink', string>>;
  readonly lampNamed: (state: string) => string;
  readonly ticketIn: Readonly<Record<string, string>>;
  readonly yes: string;
  /** Names of the signs of the discreet choice. */
  readonly care: string;
  readonly careSigns: Readonly<Record<'heart' | 'ear' | 'eye', string>>;
  readonly cards: string;
  readonly cardNames: Readonly<Record<string, string>>;
  readonly paper: string;
  readonly paperSource: string;
  readonly paperState: Readonly<Record<'full' | 'low' | 'out', string>>;
  readonly coverOpen: string;
  readonly cutterJammed: string;
  readonly noPaper: string;
  readonly steps: readonly string[];
  readonly take: string;
  readonly takePaper: string;
  readonly show: string;
  readonly showSlip: (label: string) => string;
  readonly counters: string;
  readonly counter: (number: number) => string;
  readonly servicesOf: (letters: string) => string;
  readonly displayOf: (shown: string) => string;
  readonly displayDark: string;
  readonly blinking: string;
  readonly padScreen: string;
  readonly busy: string;
  readonly keypadOf: (number: number) => string;
  readonly keys: Readonly<Record<string, string>>;
  readonly hall: string;
  readonly hallHour: string;
  readonly hallStates: Readonly<Record<HallState, string>>;
  readonly hallIs: (state: string) => string;
  readonly hallByClock: string;
  readonly waiting: string;
  readonly atCounters: string;
  readonly inHall: string;
  readonly issuedToday: string;
  readonly meanWait: string;
  readonly unknown: string;
  readonly chartSays: (waiting: number, inHall: number, most: number) => string;
  readonly table: string;
  readonly tableCaption: string;
  readonly time: string;
  readonly lobby: string;
  readonly lobbyAway: string;
  readonly events: string;
  readonly eventList: string;
  readonly eventsHint: string;
  readonly filter: string;
  readonly filterHint: string;
  readonly pause: string;
  readonly pausedNew: (count: number) => string;
  readonly empty: string;
  readonly nothingFits: string;
  readonly noEvents: string;
  readonly eventNames: EventNames;
  readonly faults: string;
  readonly faultsHint: string;
  readonly faultGroups: Readonly<
    Record<'printer' | 'cable' | 'unit' | 'bus' | 'broker' | 'disk' | 'daemon' | 'system', string>
  >;
  readonly says: string;
  readonly saysNothing: string;
  readonly saysNothingYet: string;
  /** Of what shows when the branch writes. */
  readonly saysAtNextKey: string;
  readonly lasts: string;
  readonly over: (time: string) => string;
  readonly since: (time: string) => string;
  readonly faultsOn: (count: number) => string;
  readonly notDone: string;
  readonly printed: (label: string) => string;
  readonly called: (label: string, counter: number) => string;
  readonly close: string;
}

/** The page's texts, by language. */
export const TEXTS: Readonly<Record<Language, Texts>> = { 'zh-CN': ZH, en: EN };

/** The texts of the language that the person reads. */
export const TextsContext = createContext<Texts>(EN);

/** The texts of the language that the person reads. */
export const useTexts = (): Texts => useContext(TextsContext);

const KEPT_AS = 'lobbyd.language';

/**
 * The language to begin with: the one chosen here last, else the browser's.
 *
 * @param kept where the browser keeps small things; it may refuse
 * @param wanted languages of the browser, the most wanted first
 */
export function firstLanguage(kept: () => string | null, wanted: readonly string[]): Language {
  const chosen = attempt(kept);
  if (chosen === 'zh-CN' || chosen === 'en') return chosen;
  return wanted[0]?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Reads what {@link keepLanguage} kept. */
export const keptLanguage = (): string | null => localStorage.getItem(KEPT_AS);

/** Remembers the language for the next visit, where the browser lets it. */
export function keepLanguage(language: Language): void {
  attempt(() => localStorage.setItem(KEPT_AS, language));
}

/** A browser that forbids storage throws at each use of it: then nothing is remembered. */
function attempt<T>(use: () => T): T | null {
  try {
    return use();
  } catch {
    return null;
  }
}

/** The text of a thing that the branch names in its own languages: in that of the page where it is, else in any. */
export function named(names: Readonly<Record<string, string>>, language: Language): string {
  return names[language] ?? Object.values(names)[0] ?? '';
}
