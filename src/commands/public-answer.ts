import type { Reply } from '../branch/port.ts';
import { unreachable } from '../errors.ts';
import type { Refusal } from '../queue/refusals.ts';
import { isAboutMachines } from '../queue/refusals-guidance.ts';
import { isAboutHours } from '../queue/refusals-hours.ts';
import type { Rules } from '../queue/rules.ts';
import type { Progress } from '../queue/visit.ts';
import type { Advice } from '../views/advice.ts';
import { bookingText } from '../views/booking-texts.ts';
import { machineText } from '../views/guidance.ts';
import { customerText, type TimesOfBranch } from '../views/hours-texts.ts';
import { isAboutNumbers, numberText } from '../views/number-texts.ts';
import type { Outcome } from './schema.ts';

/** Who is answered: the customer reads reasons in this language, and times by this clock. */
export interface Reader extends TimesOfBranch {
  readonly language: string;
  /** By which machines are known. */
  readonly rules: Pick<Rules, 'machines'> | null;
}

/**
 * The published form of what the branch said: the queue's inside stays free to change.
 *
 * @param advice what is told with a number
 */
export function publicReply(reply: Reply, reader: Reader, advice: Advice | null = null): Outcome {
  switch (reply.kind) {
    case 'issued': {
      const { ticket, label, ahead, estimate } = reply;
      const told = { ...(estimate ? { estimate } : {}), ...visitOf(reply), ...adviceOf(advice) };
      return { result: { kind: 'issued', ticket, label, ahead, ...told } };
    }
    case 'called': {
      const { ticket, label, counter, waiting } = reply;
      return { result: { kind: 'called', ticket, label, counter, waiting, ...visitOf(reply) } };
    }
    case 'standing':
      return { result: { kind: 'standing', counter: reply.counter } };
    case 'done':
      return { result: { kind: 'done', label: reply.label, ...visitOf(reply) } };
    case 'refused':
      return refused(reply.refusal, reader);
    case 'fault': {
      const { code, what, next } = reply.fault;
      return { problem: { code, what, expected: next } };
    }
    default:
      return unreachable(reply, 'public-answer');
  }
}

function adviceOf(advice: Advice | null): { forms?: string[]; messages?: string[] } {
  const { forms = [], messages = [] } = advice ?? {};
  return {
    ...(forms.length === 0 ? {} : { forms: [...forms] }),
    ...(messages.length === 0 ? {} : { messages: [...messages] }),
  };
}

function visitOf({ visit }: { readonly visit?: Progress }): { readonly visit?: { at: number; of: number } } {
  return visit ? { visit: { at: visit.at, of: visit.of } } : {};
}

function refused(refusal: Refusal, reader: Reader): Outcome {
  const told = { kind: 'refused', code: refusal.code, about: aboutOf(refusal) } as const;
  const text = textOf(refusal, reader);
  return { result: text === null ? told : { ...told, text } };
}

/** The reason for the customer; null where it is none for customers. */
function textOf(refusal: Refusal, reader: Reader): string | null {
  if (isAboutMachines(refusal)) return machineText(refusal, reader.language, reader.rules);
  if (isAboutNumbers(refusal)) return numberText(refusal, reader.language);
  if (refusal.code === 'appointment-outside-hours') return bookingText(refusal, reader.language, reader);
  return isAboutHours(refusal) ? customerText(refusal, reader.language, reader) : null;
}

/** Wall times of a refusal: published as ISO 8601. */
const TIMES: readonly string[] = ['opens', 'closes'];

/** What a refusal names beside its code: services, counters, labels, limits; all of them are plain values. */
function aboutOf(refusal: Refusal): Record<string, string | number> {
  const about: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(refusal)) {
    if (TIMES.includes(name) && typeof value === 'number') about[name] = new Date(value).toISOString();
    else if (name !== 'code' && (typeof value === 'string' || typeof value === 'number')) about[name] = value;
  }
  return about;
}
