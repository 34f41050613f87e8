import { askStatus, type StatusQuestion } from './protocol.ts';
import { put, type Step, send, setTimer } from './session-state.ts';

/** Begins a round of questions, unless one is under way. */
export function startRound(step: Step, failures = 0): void {
  if (step.state.round) return;
  setTimer(step, 'poll', null);
  ask(step, 1, [], failures);
}

function ask(step: Step, question: StatusQuestion, answers: readonly number[], failures: number): void {
  put(step, { round: { question, answers, failures, isPause: false } });
  send(step, askStatus(question));
  setTimer(step, 'answer', step.options.answerTimeout);
}

/**
 * Takes an answer to DLE EOT.
 *
 * @returns the four answers when the round is whole, else null
 */
export function takeAnswer(step: Step, byte: number): readonly number[] | null {
  const { round } = step.state;
  if (!round || round.isPause) return null;
  const answers = [...round.answers, byte];
  if (round.question < 4) {
    ask(step, (round.question + 1) as StatusQuestion, answers, round.failures);
    return null;
  }
  put(step, { round: null });
  setTimer(step, 'answer', null);
  return answers;
}

/**
 * The time for an answer is over: pauses, then asks again from the first question.
 *
 * @returns true when the printer has been asked often enough
 */
export function answerMissed(step: Step): boolean {
  const { round } = step.state;
  if (!round) return false;
  if (round.isPause) {
    put(step, { round: null });
    startRound(step, round.failures + 1);
    return false;
  }
  put(step, { pending: [] });
  if (round.failures + 1 >= step.options.answerAttempts) {
    put(step, { round: null });
    return true;
  }
  put(step, { round: { ...round, isPause: true } });
  setTimer(step, 'answer', step.options.answerTimeout);
  return false;
}
