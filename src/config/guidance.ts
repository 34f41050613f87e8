import type { DiversionRules, MachineRules, PapersRules } from '../queue/rules-guidance.ts';
import type { Texts } from './config.ts';
import type { Machine, Message } from './schema/guidance.ts';
import type { Service, StandardDocument } from './schema/standard.ts';

/** A machine with the topic on which it speaks of itself. */
export interface MachineConfig {
  readonly rules: MachineRules;
  readonly topic: string;
}

/** A message of the bank, and for whom it is; null: for everybody. */
export interface MessageConfig {
  readonly id: string;
  readonly texts: Texts;
  readonly services: readonly string[] | null;
  readonly segments: readonly string[] | null;
}

/** A machine of the file as the queue sees it, with its topic. */
export function machineOf({ topic, ...rules }: Machine): MachineConfig {
  return { rules, topic };
}

/** A message of the file. */
export function messageOf({ id, texts, services, segments }: Message): MessageConfig {
  return { id, texts, services: services ?? null, segments: segments ?? null };
}

/** The diversion of a service, where it has one. */
export function diversionOf({ diversion }: Pick<Service, 'diversion'>): { readonly diversion?: DiversionRules } {
  if (!diversion) return {};
  const { segments, fromWaiting } = diversion;
  return { diversion: segments === undefined ? { fromWaiting } : { segments, fromWaiting } };
}

/** What papers that are ready count for; nothing where they make no difference. */
export function papersOf({ headStart, weight }: StandardDocument['rules']['papers']): {
  readonly papers?: PapersRules;
} {
  return headStart === 0 && weight === 1 ? {} : { papers: { headStart, weight } };
}
