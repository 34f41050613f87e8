/**
 * The exchange with an ESC/POS printer as a pure machine: identify (DLE EOT 1–4), clear the line, find the way of
 * confirmation, watch, print. Time is an input; `next` on the same state and input gives the same answer.
 */
import {
  believable,
  cut,
  END_COMMAND,
  isSameStatus,
  type PrinterStatus,
  statusOfAnswers,
  statusOfAutomatic,
} from './protocol.ts';
import { type Received, receive } from './receive.ts';
import {
  aheadAnswered,
  deadlinePassed,
  expectJob,
  forgetAhead,
  jobAfterRound,
  jobCutShort,
  jobTroubled,
  POLL_WHILE_PRINTING,
  partDone,
  processIdSeen,
  startJob,
} from './session-job.ts';
import { answerMissed, startRound, takeAnswer } from './session-round.ts';
import { drained, freed, PROBE, probeAnswered, settle, settleTimeOver } from './session-settle.ts';
import {
  put,
  type SessionEffect,
  type SessionInput,
  type SessionOptions,
  type SessionState,
  type Step,
  send,
  setTimer,
  TIMERS,
  type TimerName,
  wireTime,
} from './session-state.ts';

/** One step of the machine. Pure; never throws. */
export function next(
  state: SessionState,
  input: SessionInput,
  options: SessionOptions,
): { readonly state: SessionState; readonly effects: readonly SessionEffect[] } {
  const step: Step = { state, before: state, effects: [], options };
  switch (input.kind) {
    case 'opened':
      opened(step);
      break;
    case 'bytes':
      bytesCame(step, input.bytes);
      break;
    case 'time':
      timeOver(step, input.timer);
      break;
    case 'expect':
      expectJob(step);
      break;
    case 'print':
      startJob(step, input.job, input.body);
      break;
    case 'leftover':
      leftover(step, input.isVoid);
      break;
    case 'closed':
      goDown(step);
      break;
    case 'stop':
      stop(step);
      break;
  }
  return { state: step.state, effects: step.effects };
}

function opened(step: Step): void {
  const { confirmation, dialect } = step.options;
  const decided = confirmation === 'auto' ? (dialect.mayConfirm ? 'undecided' : 'status') : confirmation;
  put(step, { link: 'identifying', settling: 'waiting', isInitialized: false, confirmation: decided });
  put(step, { round: null, doubted: null, pending: [] });
  send(step, END_COMMAND);
  startRound(step);
  setTimer(step, 'answer', step.options.answerTimeout + wireTime(step, END_COMMAND));
}

/** A slip of our own that is under way has brought out, or will, whatever lay before it. */
function leftover(step: Step, isVoid: boolean): void {
  const { job, debt } = step.state;
  if (job || debt !== 'none') return;
  put(step, { debt: isVoid ? 'void' : 'cut' });
  settle(step);
}

function goDown(step: Step): void {
  jobCutShort(step);
  put(step, { link: 'down', settling: 'waiting', round: null, doubted: null, ahead: 'none', pending: [] });
  for (const timer of TIMERS) setTimer(step, timer, null);
}

/** The daemon stops: a slip whose text is out gets its cut, so that the customer can take it. */
function stop(step: Step): void {
  const { job, link } = step.state;
  if (link !== 'down' && job && job.stage !== 'checking' && !job.isCutSent) send(step, cut(step.options.cut));
  goDown(step);
}

function bytesCame(step: Step, bytes: Uint8Array): void {
  if (step.state.link === 'down') return;
  const { items, pending } = receive(step.state.pending, bytes);
  put(step, { pending });
  for (const item of items) take(step, item);
}

function take(step: Step, item: Received): void {
  switch (item.kind) {
    case 'real-time': {
      const answers = takeAnswer(step, item.byte);
      if (answers) roundDone(step, answers);
      return;
    }
    case 'automatic':
      automaticCame(step, item.bytes);
      return;
    case 'queued':
      queuedCame(step);
      return;
    case 'process-id':
      if (item.id === PROBE) probeAnswered(step);
      else processIdSeen(step, item.id);
      return;
    case 'flow':
    case 'garbage':
      return;
  }
}

function roundDone(step: Step, answers: readonly number[]): void {
  if (!isCertain(step, statusOfAnswers(step.options.dialect, answers))) {
    startRound(step);
    return;
  }
  if (step.state.link === 'identifying') {
    put(step, { link: 'settling' });
    step.effects.push({ kind: 'identified', detail: 'answers DLE EOT' });
  }
  aheadAnswered(step);
  jobAfterRound(step);
  settle(step);
  // A job may have begun the next round; else the next one comes by time.
  if (!step.state.round) setTimer(step, 'poll', step.state.job ? POLL_WHILE_PRINTING : step.options.statusEvery);
}

/**
 * Takes what a round has seen. An answer is one byte without a check, and a byte of noise can look like it: new trouble
 * is believed when two rounds in a row have seen it, its end at once.
 *
 * @returns false when it saw new trouble that the round before did not: another has to look
 */
function isCertain(step: Step, seen: PrinterStatus): boolean {
  const { status, doubted } = step.state;
  // Nearly always: all is as it was, and there is nothing to believe.
  if (status && !doubted && isSameStatus(seen, status)) return true;
  const believed = believable(seen, [status, doubted]);
  const isSure = isSameStatus(seen, believed);
  // Not ready for another reason is no moment of readiness in between: a first look changes nothing.
  if (isSure || doubted) put(step, { status: believed });
  put(step, { doubted: isSure ? null : seen });
  return isSure;
}

/** Automatic status is switched on only together with process ids; without them its bytes could be answers to GS r. */
function automaticCame(step: Step, bytes: readonly number[]): void {
  if (step.state.confirmation !== 'process-id' || step.state.link !== 'up') return;
  const status = statusOfAutomatic(step.options.dialect, bytes);
  if (!status) return;
  put(step, { status });
  jobTroubled(step);
  settle(step);
}

/** An answer to GS r: the job's own only when no earlier one is owed. */
function queuedCame(step: Step): void {
  const { owed, settling, link, job, confirmation } = step.state;
  if (confirmation !== 'status' || owed === 0) return;
  put(step, { owed: owed - 1 });
  if (link === 'settling' && settling === 'freeing') freed(step);
  else if (link === 'settling' && settling === 'draining') drained(step);
  else if (job && owed === 1) partDone(step, job.isCutSent ? 'c' : 't');
}

function timeOver(step: Step, timer: TimerName): void {
  if (step.state.link === 'down') return;
  switch (timer) {
    case 'answer':
      if (answerMissed(step)) silent(step);
      return;
    case 'poll':
      startRound(step);
      return;
    case 'deadline':
      deadlinePassed(step);
      return;
    case 'settle':
      settleTimeOver(step);
      return;
    case 'fresh':
      forgetAhead(step);
      return;
  }
}

/** Some printers answer nothing while they print: then the job's own time limit decides. */
function silent(step: Step): void {
  const stage = step.state.job?.stage;
  if (stage === 'text' || stage === 'text-read' || stage === 'cut') {
    setTimer(step, 'poll', POLL_WHILE_PRINTING);
    return;
  }
  goDown(step);
  step.effects.push({ kind: 'lost', reason: 'no answer to DLE EOT: power, cable, baud or wrong device' });
}
