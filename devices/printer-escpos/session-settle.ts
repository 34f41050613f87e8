/** What lies between the first answer and the first print: a clear line, and how a finished print will be known. */
import { type Millis, seconds } from '../../src/clock.ts';
import { ASK_QUEUED, askProcessId, automaticStatus, clearOut, concat, INITIALIZE, testSlip } from './protocol.ts';
import { put, type Step, send, setTimer, troubleOf, wireTime } from './session-state.ts';

/** Process id of the question whether it answers such questions; no job has it. */
export const PROBE = 'ask?';
/** Silence after which no earlier answer to GS r is expected any more. */
const QUIET: Millis = seconds(1);

/** Brings the line into a known state as soon as the printer executes commands. */
export function settle(step: Step): void {
  const { link, settling, status, job, debt, isTestDue } = step.state;
  if (job || !status || troubleOf(status) !== null) return;
  if (link === 'up' && (debt !== 'none' || isTestDue)) put(step, { link: 'settling', settling: 'waiting' });
  else if (link !== 'settling' || settling !== 'waiting') return;
  clearLine(step);
  if (step.state.confirmation === 'undecided') {
    const probe = concat(askProcessId(PROBE), INITIALIZE);
    send(step, probe);
    put(step, { settling: 'probing' });
    const { answerTimeout, answerAttempts } = step.options;
    setTimer(step, 'settle', answerTimeout * answerAttempts + wireTime(step, probe));
  } else {
    drain(step);
  }
}

function clearLine(step: Step): void {
  const { debt, isInitialized, isTestDue } = step.state;
  if (!isInitialized) send(step, INITIALIZE);
  if (debt !== 'none') send(step, clearOut(debt === 'void', step.options.cut));
  if (isTestDue) send(step, testSlip(step.options.cut));
  put(step, { isInitialized: true, debt: 'none', isTestDue: false });
}

/** Where GS r confirms, answers that an earlier slip still owes must be out of the way. */
function drain(step: Step): void {
  if (step.state.confirmation !== 'status' || step.state.owed === 0) {
    comeUp(step);
    return;
  }
  send(step, ASK_QUEUED);
  put(step, { settling: 'draining', owed: step.state.owed + 1 });
  setTimer(step, 'settle', step.options.completionTimeout);
}

/** An earlier answer came: waits a little for the next. */
export function drained(step: Step): void {
  setTimer(step, 'settle', QUIET);
}

function comeUp(step: Step): void {
  const isByProcess = step.state.confirmation === 'process-id';
  if (step.options.dialect.automatic) send(step, automaticStatus(isByProcess));
  put(step, { link: 'up', settling: 'waiting' });
  step.effects.push({ kind: 'note', message: isByProcess ? 'confirms by process id' : 'confirms by status only' });
  // It came up while the line was being cleared.
  if (step.state.debt !== 'none' || step.state.isTestDue) settle(step);
}

/** It answers questions for a process id. */
export function probeAnswered(step: Step): void {
  const { link, settling, job, confirmation } = step.state;
  if (step.options.confirmation !== 'auto' || job || confirmation === 'process-id') return;
  // The answer is late when an earlier slip was still on its way out; it says the same.
  if (link !== 'up' && (link !== 'settling' || settling === 'waiting')) return;
  put(step, { confirmation: 'process-id' });
  setTimer(step, 'settle', null);
  comeUp(step);
}

/** The time for probing or draining is over. */
export function settleTimeOver(step: Step): void {
  if (step.state.link !== 'settling') return;
  if (step.state.settling === 'probing') {
    put(step, { confirmation: 'status' });
    drain(step);
  } else if (step.state.settling === 'draining') {
    put(step, { owed: 0 });
    comeUp(step);
  }
}
