import { askStatus, type StatusQuestion } from './protocol.ts';
import { put, type Round, type Step, send, setTimer } from './session-state.ts';

const QUESTIONS: readonly StatusQuestion[] = [1, 2, 3, 4];

/**
 * Begins a round of questions, unless one is under way. A round that looks again at what the one before saw asks
 * backward: a byte too many has shifted each answer to the next question, and would shift it to the same one again.
 */
export function startRound(step: Step, failures = 0): void {
  if (step.state.round) return;
  setTimer(step, 'poll', null);
  const questions = step.state.doubted ? QUESTIONS.toReversed() : QUESTIONS;
  ask(step, { questions, answers: [], failures, isPause: false });
}

function ask(step: Step, round: Round): void {
  const question = round.questions[round.answers.length];
  if (question === undefined) return;
  put(step, { round });
  send(step, askStatus(question));
  setTimer(step, 'answer', step.options.answerTimeout);
}

/**
 * Takes an answer to DLE EOT.
 *
 * @returns the answers to DLE EOT 1, 2, 3, 4 when the round is whole, else null
 */
export function takeAnswer(step: Step, byte: number): readonly number[] | null {
  const { round } = step.state;
  if (!round || round.isPause) return null;
  const answers = [...round.answers, byte];
  if (answers.length < round.questions.length) {
    ask(step, { ...round, answers });
    return null;
  }
  put(step, { round: null });
  setTimer(step, 'answer', null);
  return round.questions[0] === 1 ? answers : answers.toReversed();
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
