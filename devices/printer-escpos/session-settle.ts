/** What lies between the first answer and the first print: a clear line, and how a finished print will be known. */
import { type Millis, seconds } from '../../src/clock.ts';
import { ASK_QUEUED, askProcessId, automaticStatus, clearOut, concat, FREEING, INITIALIZE } from './protocol.ts';
import { put, type Step, send, setTimer, troubleOf, wireTime } from './session-state.ts';

/** Process id of the question whether it answers such questions; no job has it. */
export const PROBE = 'ask?';
/** Silence after which no earlier answer to GS r is expected any more. */
const QUIET: Millis = seconds(1);

/** Brings the line into a known state as soon as the printer executes commands. */
export function settle(step: Step): void {
  const { link, settling, status, job, debt } = step.state;
  if (job || !status || troubleOf(status) !== null) return;
  if (link === 'up' && debt !== 'none') put(step, { link: 'settling', settling: 'waiting' });
  else if (link !== 'settling' || settling !== 'waiting') return;
  if (step.state.freeings > 0) free(step);
  else findConfirmation(step);
}

/**
 * Zeros end a command that noise made too long, and are nothing to a printer that waits for the next one. Until it answers
 * the question behind them nothing else is sent: it would be swallowed.
 */
function free(step: Step): void {
  const { confirmation, freeings, owed } = step.state;
  const isByStatus = confirmation === 'status';
  const bytes = concat(FREEING, isByStatus ? ASK_QUEUED : askProcessId(PROBE));
  send(step, bytes);
  put(step, { settling: 'freeing', freeings: freeings - 1, owed: isByStatus ? owed + 1 : owed });
  setTimer(step, 'settle', step.options.answerTimeout + wireTime(step, bytes));
}

/** It executes what it gets. */
export function freed(step: Step): void {
  setTimer(step, 'settle', null);
  put(step, { settling: 'waiting', freeings: 0 });
  settle(step);
}

function findConfirmation(step: Step): void {
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
  const { debt, isInitialized } = step.state;
  if (!isInitialized) send(step, INITIALIZE);
  if (debt !== 'none') send(step, clearOut(debt === 'void', step.options.cut));
  put(step, { isInitialized: true, debt: 'none' });
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
  if (step.state.debt !== 'none') settle(step);
}

/** It answers questions for a process id. */
export function probeAnswered(step: Step): void {
  const { link, settling, job, confirmation } = step.state;
  if (link === 'settling' && settling === 'freeing') freed(step);
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
  switch (step.state.settling) {
    case 'waiting':
      return;
    case 'freeing':
      // One that stands still answers nothing: it goes on when its trouble is over.
      put(step, { settling: 'waiting' });
      settle(step);
      return;
    case 'probing':
      put(step, { confirmation: 'status' });
      drain(step);
      return;
    case 'draining':
      put(step, { owed: 0 });
      comeUp(step);
      return;
  }
}
