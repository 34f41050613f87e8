import type { Refusal } from '../queue/refusals.ts';
import { dayTime, type TimesOfBranch } from './hours-texts.ts';
import { type CustomerLanguage, customerLanguage } from './languages.ts';

/** Nobody is there at the time that a customer wants to book. */
type OutsideHours = Extract<Refusal, { readonly code: 'appointment-outside-hours' }>;

type Words = Readonly<Record<OutsideHours['why'], (opens: string | null) => string>>;

const chinese: Words = {
  break: (opens) => (opens === null ? '该时间休息，请另选时间' : `该时间休息，${opens} 恢复营业，请另选时间`),
  closed: (opens) => (opens === null ? '该时间不营业，请另选时间' : `该时间不营业，${opens} 开始营业，请另选时间`),
  service: (opens) =>
    opens === null ? '该业务此时不办理，请另选时间' : `该业务此时不办理，${opens} 起办理，请另选时间`,
};

const english: Words = {
  break: (opens) => `We have a break then${opens === null ? '' : `, until ${opens}`}. Please choose another time.`,
  closed: (opens) => `We are closed then${opens === null ? '' : `, and open at ${opens}`}. Please choose another time.`,
  service: (opens) =>
    `This service is closed then${opens === null ? '' : `, and opens at ${opens}`}. Please choose another time.`,
};

const WORDS: Readonly<Record<CustomerLanguage, Words>> = { 'zh-CN': chinese, en: english };

/** Why a time cannot be booked, in the language of a customer. */
export function bookingText({ why, opens }: OutsideHours, language: string, times: TimesOfBranch): string {
  const tag = customerLanguage(language);
  return WORDS[tag][why](opens === null ? null : dayTime(opens, tag, times));
}
