import type { GuidanceRefusal } from '../queue/refusals-guidance.ts';
import type { MachineId, MachineRules } from '../queue/rules-guidance.ts';
import { type CustomerLanguage, customerLanguage, isSameLanguage } from './languages.ts';

/** What customers read of machines, in their own language. A dialect counts as its language. */

/** The machines that are known by name. */
type Machines = { readonly machines?: readonly MachineRules[] } | null;

interface Words {
  readonly better: (machine: string, waiting: number, minutes: number | null) => string;
  readonly notUsable: (machine: string) => string;
}

const chinese: Words = {
  better: (machine, waiting, minutes) =>
    `${machine}现在可以办理此业务，无需等候；柜台前有 ${waiting} 人等候${minutes === null ? '' : `，最长约 ${minutes} 分钟`}，仍要取号吗？`,
  notUsable: (machine) => `${machine}现在不能使用，请取号`,
};

const english: Words = {
  better: (machine, waiting, minutes) =>
    `${machine} does this now, without a number. ${waiting} are waiting for a teller${minutes === null ? '' : `, up to about ${minutes} minutes`}. Do you want a number all the same?`,
  notUsable: (machine) => `${machine} cannot be used now. Please take a number.`,
};

const WORDS: Readonly<Record<CustomerLanguage, Words>> = { 'zh-CN': chinese, en: english };

/** Milliseconds of a minute. */
const MINUTE = 60_000;

/** What customers call a machine, in the language in which lobbyd speaks to them where it has no name in their own; else its id. */
export function machineName(rules: Machines, id: MachineId, language: string): string {
  const names = rules?.machines?.find((machine) => machine.id === id)?.names ?? {};
  const named = (tag: string) => Object.entries(names).find(([each]) => isSameLanguage(each, tag))?.[1];
  return names[language] ?? named(language) ?? named(customerLanguage(language)) ?? Object.values(names)[0] ?? id;
}

/** Why a customer is asked to go to a machine, or cannot, in one language; null: it is nothing for customers. */
export function machineText(refusal: GuidanceRefusal, language: string, rules: Machines): string | null {
  const words = WORDS[customerLanguage(language)];
  const name = machineName(rules, refusal.machine, language);
  switch (refusal.code) {
    case 'machine-better': {
      const minutes = refusal.estimate === null ? null : Math.ceil(refusal.estimate / MINUTE);
      return words.better(name, refusal.waiting, minutes);
    }
    case 'machine-not-usable':
      return words.notUsable(name);
    case 'unknown-machine':
    case 'not-at-machine':
      return null;
  }
}
