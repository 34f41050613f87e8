import type { Reply } from '../branch/port.ts';
import { unreachable } from '../errors.ts';
import type { Refusal } from '../queue/refusals.ts';
import { isAboutHours } from '../queue/refusals-hours.ts';
import type { Progress } from '../queue/visit.ts';
import { customerText, type TimesOfBranch } from '../views/hours-texts.ts';
import type { Outcome } from './schema.ts';

/** Who is answered: the customer reads reasons in this language, and times by this clock. */
export interface Reader extends TimesOfBranch {
  readonly language: string;
}

/** The published form of what the branch said: the queue's inside stays free to change. */
export function publicReply(reply: Reply, reader: Reader): Outcome {
  switch (reply.kind) {
    case 'issued': {
      const { ticket, label, ahead, estimate } = reply;
      const told = { ...(estimate ? { estimate } : {}), ...visitOf(reply) };
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

function visitOf({ visit }: { readonly visit?: Progress }): { readonly visit?: { at: number; of: number } } {
  return visit ? { visit: { at: visit.at, of: visit.of } } : {};
}

function refused(refusal: Refusal, reader: Reader): Outcome {
  const told = { kind: 'refused', code: refusal.code, about: aboutOf(refusal) } as const;
  if (!isAboutHours(refusal)) return { result: told };
  return { result: { ...told, text: customerText(refusal, reader.language, reader) } };
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
