import type { CommandProblem, CommandResult, Outcome } from '../commands/schema.ts';
import { type HttpAnswer, jsonAnswer, problemAnswer } from './problem.ts';
import { refusalText } from './refusal-texts.ts';

/** Seconds after which it is worth to ask again. */
export const RETRY_AFTER = { 'retry-after': '2' } as const;

/** The command that is answered, in the client's words. */
export interface Answered {
  readonly command: string;
  /** Its idempotency key. */
  readonly id: string;
}

/** What came of a command, as an answer over HTTP: the same facts that the client of a broker gets. */
export function answerOf(outcome: Outcome, answered: Answered): HttpAnswer {
  if ('problem' in outcome) return answerOfProblem(outcome.problem, answered);
  const { result } = outcome;
  if (result.kind !== 'refused') return jsonAnswer(statusOf(result), { ...answered, result });
  const { code, about, text } = result;
  const told = text === undefined ? {} : { text };
  return problemAnswer(409, { code, detail: refusalText(code), about, ...told, ...answered });
}

/** A replay goes on after its answer, a watermark rides in the journal's next batch, a slip comes out in its turn: all are taken, not yet done. */
function statusOf({ kind }: CommandResult): number {
  return kind === 'replaying' || kind === 'confirmed' || kind === 'testing' ? 202 : 200;
}

/** The command came too late, speaks of another journal, or of a printer that cannot do it: it will not be better a second time. */
const CONFLICTS: ReadonlySet<string> = new Set([
  'command/expired',
  'command/other-epoch',
  'command/no-such-record',
  'command/no-printer',
  'command/unknown-printer',
  'command/printer-not-ready',
]);

function answerOfProblem({ code, what, expected }: CommandProblem, answered: Answered): HttpAnswer {
  const details = { code, detail: what, expected, ...answered };
  if (CONFLICTS.has(code)) return problemAnswer(409, details);
  if (code === 'command/unknown-user') return problemAnswer(403, details);
  const isPassing = code.startsWith('journal/') || code === 'command/busy' || code === 'branch/stopping';
  // All the rest is the program's own fault, and stands in its log as that.
  return isPassing ? problemAnswer(503, details, RETRY_AFTER) : problemAnswer(500, details);
}
