import { MINUTE } from '../queue/durations.ts';
import type { HoursRefusal } from '../queue/refusals-hours.ts';
import { CUSTOMER_LANGUAGES, type CustomerLanguage, customerLanguage } from './languages.ts';

/** Why a customer gets no number now, in the customer's language. */

/** Times as the customer of one branch reads them. */
export interface TimesOfBranch {
  /** IANA zone. */
  readonly zone: string;
  /** Wall time now, Unix ms; null: nobody knows. */
  readonly now: number | null;
}

interface Words {
  readonly evacuated: string;
  readonly outOfOrder: string;
  readonly notOpen: (opens: string | null) => string;
  readonly closed: (opens: string | null) => string;
  readonly inBreak: (opens: string | null) => string;
  readonly serviceClosed: (opens: string | null) => string;
  readonly noTimeLeft: (closes: string | null) => string;
  readonly fullService: string;
  readonly fullBranch: string;
  readonly askWaiting: (waiting: number, minutes: number | null) => string;
  readonly askClosing: (minutes: number | null) => string;
}

const chinese: Words = {
  evacuated: '请立即从出口离开',
  outOfOrder: '系统暂停服务，稍后恢复，已取的号仍然有效',
  notOpen: (opens) => (opens === null ? '尚未营业' : `尚未营业，${opens} 开始营业`),
  closed: (opens) => (opens === null ? '今日营业已结束' : `今日营业已结束，下次营业时间：${opens}`),
  inBreak: (opens) => (opens === null ? '现在休息' : `现在休息，${opens} 恢复营业`),
  serviceClosed: (opens) => (opens === null ? '该业务现在不办理' : `该业务现在不办理，${opens} 起办理`),
  noTimeLeft: (closes) =>
    closes === null ? '营业结束前已无法办理，请改日再来' : `${closes} 停止营业，此前已无法办理，请改日再来`,
  fullService: '该业务今日号码已发完',
  fullBranch: '今日号码已发完',
  askWaiting: (waiting, minutes) =>
    `前面有 ${waiting} 人等候${minutes === null ? '' : `，最长约 ${minutes} 分钟`}，仍要取号吗？`,
  askClosing: (minutes) =>
    `营业结束前可能无法办理${minutes === null ? '' : `，预计等候最长 ${minutes} 分钟`}，仍要取号吗？`,
};

const english: Words = {
  evacuated: 'Please leave the building now by the exits.',
  outOfOrder: 'Numbers are out of order and will be back soon. Numbers already given stay valid.',
  notOpen: (opens) => (opens === null ? 'We are not open yet.' : `We are not open yet. We open at ${opens}.`),
  closed: (opens) => (opens === null ? 'We are closed.' : `We are closed. We open again at ${opens}.`),
  inBreak: (opens) => (opens === null ? 'We have a break.' : `We have a break until ${opens}.`),
  serviceClosed: (opens) =>
    opens === null ? 'This service is closed now.' : `This service is closed now. It opens at ${opens}.`,
  noTimeLeft: (closes) =>
    closes === null
      ? 'There is no time left for you before closing. Please come another day.'
      : `We close at ${closes}: there is no time left for you before that. Please come another day.`,
  fullService: 'All numbers of this service are given out for today.',
  fullBranch: 'All numbers are given out for today.',
  askWaiting: (waiting, minutes) =>
    `${waiting} people are waiting${minutes === null ? '' : `, up to about ${minutes} minutes`}. Do you want a number all the same?`,
  askClosing: (minutes) =>
    `You may not be served before closing${minutes === null ? '' : `: the wait is up to about ${minutes} minutes`}. Do you want a number all the same?`,
};

const WORDS: Readonly<Record<CustomerLanguage, Words>> = { 'zh-CN': chinese, en: english };

/** Why no number is issued, in the language of a customer. */
export function customerText(refusal: HoursRefusal, language: string, times: TimesOfBranch): string {
  const tag = customerLanguage(language);
  const words = WORDS[tag];
  const at = (wall: number | null): string | null => (wall === null ? null : dayTime(wall, tag, times));
  switch (refusal.code) {
    case 'hall-evacuated':
      return words.evacuated;
    case 'hall-out-of-order':
      return words.outOfOrder;
    case 'not-open-yet':
      return words.notOpen(at(refusal.opens));
    case 'branch-closed':
      return words.closed(at(refusal.opens));
    case 'branch-break':
      return words.inBreak(at(refusal.opens));
    case 'service-closed':
      return words.serviceClosed(at(refusal.opens));
    case 'no-time-left':
      return words.noTimeLeft(at(refusal.closes));
    case 'capacity-reached':
      return refusal.of === 'service' ? words.fullService : words.fullBranch;
    case 'confirm-needed': {
      const minutes = refusal.estimate === null ? null : Math.ceil(refusal.estimate / MINUTE);
      return refusal.reason === 'waiting' ? words.askWaiting(refusal.waiting, minutes) : words.askClosing(minutes);
    }
  }
}

/** In each language that lobbyd speaks. */
export function customerTexts(refusal: HoursRefusal, times: TimesOfBranch): Readonly<Record<string, string>> {
  return Object.fromEntries(CUSTOMER_LANGUAGES.map((tag) => [tag, customerText(refusal, tag, times)]));
}

/** `09:00` today, `Mon 30 Nov 09:00` on another day. */
export function dayTime(wall: number, tag: string, { zone, now }: TimesOfBranch): string {
  const time = shown(wall, 'en-GB', zone, TIME);
  if (now !== null && isSameDay(wall, now, zone)) return time;
  return `${shown(wall, tag === 'en' ? 'en-GB' : tag, zone, DATE)} ${time}`;
}

const TIME: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
const DATE: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };

function isSameDay(a: number, b: number, zone: string): boolean {
  return shown(a, 'en-CA', zone, {}) === shown(b, 'en-CA', zone, {});
}

/** A format takes longer to make than a text. */
const formats = new Map<string, Intl.DateTimeFormat>();

function shown(wall: number, tag: string, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${tag} ${timeZone} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(tag, { timeZone, ...options });
  formats.set(key, format);
  return format.format(wall);
}

/**
 * When something opens, in 16 ASCII characters for the line of a kiosk: `OPENS 09:00`, `OPENS MON 09:00`, or `OPENS 05 OCT`
 * when it is more than six days away.
 */
export function opensLine(wall: number, { zone, now }: TimesOfBranch): string {
  const part = (options: Intl.DateTimeFormatOptions): string => shown(wall, 'en-GB', zone, options).toUpperCase();
  const time = part(TIME);
  if (now !== null && isSameDay(wall, now, zone)) return `OPENS ${time}`;
  if (now !== null && wall - now < 6 * 24 * 60 * MINUTE) return `OPENS ${part({ weekday: 'short' })} ${time}`;
  return `OPENS ${part({ day: '2-digit' })} ${part({ month: 'short' }).slice(0, 3)}`;
}

/**
 * When something opens, in Hanzi for the line of a kiosk, twenty cells: `09:00 开始办理`, `周一 09:00 开始办理`, or `10月 5日 开始办理`
 * when it is more than six days away.
 */
export function opensInHanzi(wall: number, { zone, now }: TimesOfBranch): string {
  const part = (options: Intl.DateTimeFormatOptions): string => shown(wall, 'zh-CN', zone, options);
  const time = shown(wall, 'en-GB', zone, TIME);
  if (now !== null && isSameDay(wall, now, zone)) return `${time} 开始办理`;
  if (now !== null && wall - now < 6 * 24 * 60 * MINUTE) return `${part({ weekday: 'short' })} ${time} 开始办理`;
  // Both numbers as wide as a Hanzi, which begins at an even cell there.
  const date = part({ month: 'long', day: 'numeric' }).replace(/\d+/g, (number) => number.padStart(2));
  return `${date} 开始办理`;
}
