import { type Millis, ms } from '../../src/clock.ts';
import type { PrintEnd } from '../../src/devices/kinds.ts';
import { ASK_QUEUED, askProcessId, automaticStatus, concat, cut, INITIALIZE, MOST_FREEINGS } from './protocol.ts';
import { startRound } from './session-round.ts';
import {
  type Job,
  lastingTrouble,
  put,
  readinessOf,
  type Step,
  send,
  setTimer,
  troubleOf,
  wireTime,
} from './session-state.ts';

/** How often the status is asked while a slip is being printed. */
export const POLL_WHILE_PRINTING: Millis = ms(500);
/** GS r is answered when the text was read; the lines that a printer holds then need about so long to come out. */
const LINES_IN_HAND: Millis = ms(500);

/** Process id of a part of a job: `t` text or `c` cut, and the job's number in base 36. */
export function processIdOf(job: Job, part: 't' | 'c'): string {
  return `${part}${job.number.toString(36).padStart(3, '0').slice(-3)}`;
}

/** How old the answers of a printer may be when a slip is sent: a cover is not opened and closed in that time. */
const FRESH: Millis = ms(250);

/** A print will come: the printer is asked meanwhile what it would be asked then. */
export function expectJob(step: Step): void {
  const { link, job, ahead } = step.state;
  if (link !== 'up' || job || ahead !== 'none') return;
  put(step, { ahead: 'asked' });
  startRound(step);
}

/** A whole round of answers came that a print may go by. */
export function aheadAnswered(step: Step): void {
  if (step.state.ahead !== 'asked') return;
  put(step, { ahead: 'fresh' });
  setTimer(step, 'fresh', FRESH);
}

/** What was asked ahead is too old, used up, or of another wire. */
export function forgetAhead(step: Step): void {
  if (step.state.ahead === 'none') return;
  put(step, { ahead: 'none' });
  setTimer(step, 'fresh', null);
}

/**
 * A print is asked for: the status is asked afresh first, so that a dead cable is known before a byte has left. Where it was
 * asked ahead, {@link expectJob}, the slip leaves at once.
 */
export function startJob(step: Step, number: number, body: Uint8Array): void {
  if (step.state.job) {
    step.effects.push({ kind: 'note', message: 'a print was asked for while another was under way' });
    step.effects.push({ kind: 'ended', end: { kind: 'failed', trouble: 'fault' } });
    return;
  }
  const readiness = readinessOf(step.state);
  if (readiness.kind === 'not-ready') {
    step.effects.push({ kind: 'ended', end: { kind: 'failed', trouble: readiness.trouble } });
    return;
  }
  put(step, { job: { number, body, stage: 'checking', isCutSent: false } });
  const isFresh = step.state.ahead === 'fresh';
  forgetAhead(step);
  if (isFresh) jobAfterRound(step);
  else startRound(step);
}

function stage(step: Step, next: Job['stage']): void {
  const { job } = step.state;
  if (job) put(step, { job: { ...job, stage: next, isCutSent: job.isCutSent || next === 'cut' } });
}

/** Sends a part with the question whose answer says that it is done. */
function sendPart(step: Step, job: Job, part: 't' | 'c'): void {
  const isByProcess = step.state.confirmation === 'process-id';
  const question = isByProcess ? askProcessId(processIdOf(job, part)) : ASK_QUEUED;
  const bytes = concat(part === 't' ? textOf(step, job) : cut(step.options.cut), question);
  if (!isByProcess) put(step, { owed: step.state.owed + 1 });
  stage(step, part === 't' ? 'text' : 'cut');
  send(step, bytes);
  setTimer(step, 'deadline', wireTime(step, bytes) + step.options.completionTimeout);
}

/** ESC @ makes some printers forget GS a: it is said again. */
function textOf(step: Step, job: Job): Uint8Array {
  const isAutomatic = step.state.confirmation === 'process-id' && step.options.dialect.automatic !== null;
  return concat(INITIALIZE, isAutomatic ? automaticStatus(true) : new Uint8Array(), job.body);
}

/** The printer said that the part before its question is done. */
export function partDone(step: Step, part: 't' | 'c'): void {
  const { job } = step.state;
  if (!job) return;
  const isExpected = job.stage === (part === 't' ? 'text' : 'cut');
  const isLate = job.stage === 'asking-why' && job.isCutSent === (part === 'c');
  if (!isExpected && !isLate) return;
  if (part === 'c' && step.state.confirmation === 'process-id') {
    endJob(step, { kind: 'printed' });
    return;
  }
  if (part === 't' && step.state.confirmation === 'status') {
    stage(step, 'text-read');
    setTimer(step, 'deadline', LINES_IN_HAND);
    return;
  }
  setTimer(step, 'deadline', null);
  stage(step, part === 't' ? 'text-done' : 'cut-done');
  startRound(step);
}

/** The printer gave its process id, whole. */
export function processIdSeen(step: Step, id: string): void {
  const { job } = step.state;
  if (!job) return;
  if (id === processIdOf(job, 't')) partDone(step, 't');
  else if (id === processIdOf(job, 'c')) partDone(step, 'c');
}

/**
 * A whole round of answers came while a job was under way: what it means depends on how far the job is. From
 * `text-done` on the customer may hold the slip, so that trouble no longer makes it failed.
 */
export function jobAfterRound(step: Step): void {
  const { job, status } = step.state;
  if (!job || !status) return;
  switch (job.stage) {
    case 'checking': {
      const trouble = troubleOf(status);
      if (trouble !== null) endJob(step, { kind: 'failed', trouble });
      else sendPart(step, job, 't');
      return;
    }
    case 'text':
    case 'text-read':
    case 'cut':
      jobTroubled(step);
      return;
    case 'text-done':
      if (lastingTrouble(status) === null) sendPart(step, job, 'c');
      else endJob(step, { kind: 'unknown' });
      return;
    case 'cut-done':
      endJob(step, status.isCutterJammed || status.isBroken ? { kind: 'unknown' } : { kind: 'printed' });
      return;
    case 'asking-why':
      jobTroubled(step);
      if (!step.state.job) return;
      put(step, { freeings: MOST_FREEINGS });
      endJob(step, { kind: 'unknown' });
      return;
  }
}

/** Status says that what is being printed will not be finished by itself: the text has failed, a cut is unknown. */
export function jobTroubled(step: Step): void {
  const { job, status } = step.state;
  if (!job || !status || !isOnPaper(job.stage)) return;
  const trouble = lastingTrouble(status);
  if (trouble !== null) endJob(step, job.isCutSent ? { kind: 'unknown' } : { kind: 'failed', trouble });
}

function isOnPaper(at: Job['stage']): boolean {
  return at !== 'checking' && at !== 'text-done' && at !== 'cut-done';
}

/** The time for a part is over: asks once more what is wrong. Or the last lines have had their time. */
export function deadlinePassed(step: Step): void {
  const { job } = step.state;
  if (job?.stage === 'text-read') stage(step, 'text-done');
  else if (job?.stage === 'text' || job?.stage === 'cut') stage(step, 'asking-why');
  else return;
  startRound(step);
}

/** The printer or the wire is gone. Before a byte has left the slip is known to be nowhere. */
export function jobCutShort(step: Step): void {
  const { job } = step.state;
  if (!job) return;
  endJob(step, job.stage === 'checking' ? { kind: 'failed', trouble: 'gone' } : { kind: 'unknown' });
}

/** Ends the job; what its bytes may still bring out of the printer is noted as a debt. */
export function endJob(step: Step, end: PrintEnd): void {
  const { job } = step.state;
  if (!job) return;
  const hasSent = job.stage !== 'checking';
  put(step, { job: null });
  if (hasSent && end.kind !== 'printed') put(step, { debt: end.kind === 'failed' ? 'void' : 'cut' });
  setTimer(step, 'deadline', null);
  step.effects.push({ kind: 'ended', end });
}
