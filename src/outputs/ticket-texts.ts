import type { ToldWait } from '../views/estimate.ts';
import { CUSTOMER_LANGUAGES, type CustomerLanguage, customerLanguage, isSameLanguage } from '../views/languages.ts';

/** A text in several languages: BCP 47 tag → text. */
export type ByLanguage = Readonly<Record<string, string>>;

/** What lobbyd itself says on a ticket, in one language. */
export interface TicketTexts {
  /** `count` people would be called before this ticket; 0 says that it is next. */
  readonly ahead: (count: number) => string;
  /** How long the customer will wait. */
  readonly wait: (told: ToldWait) => string;
  readonly issued: string;
  /** Which copy of a lost slip it is, 1 is the first. */
  readonly copy: (times: number) => string;
  /** Above the `count` services that a number is for. */
  readonly services: (count: number) => string;
  /** Above the papers and forms to prepare. */
  readonly prepare: string;
  /** That a machine does it as well. */
  readonly machine: (name: string) => string;
  readonly farewell: string;
}

function isWholeHours(minutes: number): boolean {
  return minutes > 0 && minutes % 60 === 0;
}

const chinese: TicketTexts = {
  ahead: (count) => (count === 0 ? '前面无人等候' : `前面等候 ${count} 人`),
  wait: (told) => {
    if (told.kind === 'soon') return '即将叫到您的号码';
    if (told.kind === 'range') return `预计等候约 ${told.from}–${told.to} 分钟`;
    return isWholeHours(told.minutes) ? `预计等候 ${told.minutes / 60} 小时以上` : `预计等候 ${told.minutes} 分钟以上`;
  },
  issued: '取号时间',
  copy: (times) => `补打第 ${times} 次`,
  services: (count) => `本号办理 ${count} 项业务`,
  prepare: '等候时请准备',
  machine: (name) => `${name}也可办理，无需等候`,
  farewell: '请留意屏幕和广播叫号，谢谢。',
};

const english: TicketTexts = {
  ahead: (count) => (count === 0 ? 'You are next' : `${count} before you`),
  wait: (told) => {
    if (told.kind === 'soon') return 'Your turn comes soon';
    if (told.kind === 'range') return `Wait about ${told.from}–${told.to} min`;
    return `Wait over ${isWholeHours(told.minutes) ? `${told.minutes / 60} h` : `${told.minutes} min`}`;
  },
  issued: 'Issued',
  copy: (times) => `Copy ${times}`,
  services: (count) => `${count} services on this number`,
  prepare: 'Please have ready',
  machine: (name) => `${name} does this without a wait`,
  farewell: 'Please watch and listen for your number.',
};

/** For a customer who insisted although it may be too late: see docs/rules/limits.md. */
export const MAY_BE_TOO_LATE: ByLanguage = {
  'zh-CN': '营业结束前可能无法办理',
  en: 'You may not be served before closing',
};

/** The catalogue. */
export const TICKET_TEXTS: Readonly<Record<CustomerLanguage, TicketTexts>> = { 'zh-CN': chinese, en: english };

/** The customer's language first, then the other one. */
export function ticketLanguages(customer: string): readonly CustomerLanguage[] {
  const first = customerLanguage(customer);
  return [first, ...CUSTOMER_LANGUAGES.filter((tag) => tag !== first)];
}

/** The text in `language`, by its exact tag or its language; null when there is none. */
export function textIn(texts: ByLanguage, language: string): string | null {
  const exact = texts[language];
  if (exact !== undefined) return exact;
  const tag = Object.keys(texts).find((candidate) => isSameLanguage(candidate, language));
  return tag === undefined ? null : (texts[tag] ?? null);
}

/** The text in each of `languages`, without gaps and repetitions; in whatever language there is when it has none of them. */
export function textsIn(texts: ByLanguage, languages: readonly string[]): readonly string[] {
  const found = new Set(languages.flatMap((language) => textIn(texts, language) ?? []));
  return found.size > 0 ? [...found] : Object.values(texts).slice(0, 1);
}
