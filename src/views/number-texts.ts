import { MINUTE } from '../queue/durations.ts';
import { codesOf } from '../queue/refusal-codes.ts';
import type { Refusal } from '../queue/refusals.ts';
import { type CustomerLanguage, customerLanguage } from './languages.ts';

/** Why a customer gets no number, or none back, for what is known of that customer and not of the hour. */
export type NumberRefusal = Extract<
  Refusal,
  {
    readonly code:
      | 'numbers-exhausted'
      | 'services-limit'
      | 'check-in-early'
      | 'appointment-service-gone'
      | 'no-late-return'
      | 'return-too-late'
      | 'return-limit'
      | 'number-taken';
  }
>;

/** Whether a refusal is one of these. */
export const isAboutNumbers = codesOf<NumberRefusal>({
  'numbers-exhausted': true,
  'services-limit': true,
  'check-in-early': true,
  'appointment-service-gone': true,
  'no-late-return': true,
  'return-too-late': true,
  'return-limit': true,
  'number-taken': true,
});

interface Words {
  readonly exhausted: string;
  readonly services: (limit: number) => string;
  readonly early: (minutes: number) => string;
  readonly serviceGone: string;
  readonly noReturn: string;
  readonly tooLate: (label: string) => string;
  readonly returned: (label: string) => string;
  readonly taken: (label: string) => string;
}

const chinese: Words = {
  exhausted: '该业务号码已发完，请咨询工作人员',
  services: (limit) => `一张号票最多办理 ${limit} 项业务`,
  early: (minutes) => `未到预约时间，请 ${inChinese(minutes)}后再来`,
  serviceGone: '您预约的业务本网点已不办理，请咨询工作人员，预约仍然有效',
  noReturn: '过号后需重新取号',
  tooLate: (label) => `${label} 过号太久，请重新取号`,
  returned: (label) => `${label} 过号后已重新排队过，请重新取号`,
  taken: (label) => `${label} 已失效，请重新取号`,
};

const english: Words = {
  exhausted: 'All numbers of this service are given out. Please ask our staff.',
  services: (limit) => `One number is for at most ${limit} services.`,
  early: (minutes) => `It is too early for your appointment. Please come back in ${inEnglish(minutes)}.`,
  serviceGone:
    'This branch does not do the service that you booked any more. Please ask our staff: your appointment still stands.',
  noReturn: 'Your number was called before you came. Please take a new number.',
  tooLate: (label) => `${label} was called too long ago. Please take a new number.`,
  returned: (label) => `${label} has come back to the queue before. Please take a new number.`,
  taken: (label) => `${label} is not valid any more. Please take a new number.`,
};

const WORDS: Readonly<Record<CustomerLanguage, Words>> = { 'zh-CN': chinese, en: english };
/** More minutes than these are told as hours. */
const MINUTES_MOST = 99;

function inChinese(minutes: number): string {
  return minutes > MINUTES_MOST ? `${Math.ceil(minutes / 60)} 小时` : `${minutes} 分钟`;
}

function inEnglish(minutes: number): string {
  if (minutes > MINUTES_MOST) return `${Math.ceil(minutes / 60)} hours`;
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** Why there is no number, or none back, in the language of a customer. */
export function numberText(refusal: NumberRefusal, language: string): string {
  const words = WORDS[customerLanguage(language)];
  switch (refusal.code) {
    case 'numbers-exhausted':
      return words.exhausted;
    case 'services-limit':
      return words.services(refusal.limit);
    case 'check-in-early':
      return words.early(Math.ceil(refusal.wait / MINUTE));
    case 'appointment-service-gone':
      return words.serviceGone;
    case 'no-late-return':
      return words.noReturn;
    case 'return-too-late':
      return words.tooLate(refusal.label);
    case 'return-limit':
      return words.returned(refusal.label);
    case 'number-taken':
      return words.taken(refusal.label);
  }
}
