import type { Millis } from '../../src/clock.ts';
import type { ConditionCode, PrintEnd, PrinterReadiness, PrintTrouble } from '../../src/devices/kinds.ts';
import type { Dialect, PrinterStatus, StatusQuestion } from './protocol.ts';

/** What the machine is told to go by. */
export interface SessionOptions {
  readonly dialect: Dialect;
  readonly confirmation: 'auto' | 'process-id' | 'status';
  readonly cut: 'partial' | 'full';
  /** Bit/s of the wire, for the time that bytes need. */
  readonly baud: number;
  readonly answerTimeout: Millis;
  readonly answerAttempts: number;
  readonly statusEvery: Millis;
  readonly completionTimeout: Millis;
}

/** Everything that happens to the machine; a timeout is an input. */
export type SessionInput =
  | { readonly kind: 'opened' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'time'; readonly timer: TimerName }
  /** A print will probably be asked for in a moment. */
  | { readonly kind: 'expect' }
  /** `body`: the slip without ESC @ before it and without its cut. */
  | { readonly kind: 'print'; readonly job: number; readonly body: Uint8Array }
  /** A process that is gone may have left a slip without its cut. */
  | { readonly kind: 'leftover'; readonly isVoid: boolean }
  | { readonly kind: 'closed' }
  | { readonly kind: 'stop' };

/**
 * `answer`: DLE EOT; `poll`: the next round of questions; `deadline`: of the job; `settle`: probing and draining; `fresh`: of
 * what was asked ahead of a print.
 */
export const TIMERS = ['answer', 'poll', 'deadline', 'settle', 'fresh'] as const;
export type TimerName = (typeof TIMERS)[number];

/** What the interpreter has to do, in order. */
export type SessionEffect =
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** Replaces the timer of that name; null takes it away. */
  | { readonly kind: 'timer'; readonly timer: TimerName; readonly after: Millis | null }
  | { readonly kind: 'identified'; readonly detail: string }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'ended'; readonly end: PrintEnd }
  | { readonly kind: 'note'; readonly message: string };

/** A round of DLE EOT 1, 2, 3, 4, or 4, 3, 2, 1; one question at a time. */
export interface Round {
  readonly questions: readonly StatusQuestion[];
  /** To as many of the questions. */
  readonly answers: readonly number[];
  /** Rounds before this one that got no whole answer. */
  readonly failures: number;
  /** Nothing is asked for one timeout, so that a late answer is not taken for the answer to the next question. */
  readonly isPause: boolean;
}

/**
 * A print. The cut is sent only after the text is known to be printed: up to then the slip can be called back.
 * `checking` → `text` → (`text-read`: GS r was answered, the last lines may still move) → `text-done` → `cut` →
 * `cut-done`; `asking-why` when the time is over.
 */
export interface Job {
  readonly number: number;
  readonly body: Uint8Array;
  readonly stage: 'checking' | 'text' | 'text-read' | 'text-done' | 'cut' | 'cut-done' | 'asking-why';
  /** In `asking-why`: whether the cut has been sent. */
  readonly isCutSent: boolean;
}

/** The whole state of a session; plain values, never changed in place. */
export interface SessionState {
  /** `settling`: it answers; the line is cleared, the way of confirmation found. */
  readonly link: 'down' | 'identifying' | 'settling' | 'up';
  readonly settling: 'waiting' | 'freeing' | 'probing' | 'draining';
  /** Whether the printer was initialized on this wire. */
  readonly isInitialized: boolean;
  readonly confirmation: 'undecided' | 'process-id' | 'status';
  readonly round: Round | null;
  /** Null until the first whole round. Kept while the link is down, for conditions that nobody has put right. */
  readonly status: PrinterStatus | null;
  /** What the round before said of new trouble that it alone has seen: noise looks like it. */
  readonly doubted: PrinterStatus | null;
  /** What an unfinished slip still needs: a cut, or a mark that it is void and a cut. */
  readonly debt: 'none' | 'cut' | 'void';
  /**
   * How often more it is to be freed of a command whose length noise has changed: it left a slip unanswered, and would take
   * the next one for the rest of that command. 0: it executes what it gets.
   */
  readonly freeings: number;
  /** The status was asked ahead of a print that is to come, and the answers are still to come, or as good as new. */
  readonly ahead: 'none' | 'asked' | 'fresh';
  /** Answers to GS r that may still come for earlier questions: nobody may take them for the present one's. */
  readonly owed: number;
  readonly job: Job | null;
  /** Bytes that may be the start of a longer unit. */
  readonly pending: readonly number[];
}

/** State before the first wire. A printer may still owe an answer to a process that is gone. */
export const INITIAL_STATE: SessionState = {
  link: 'down',
  settling: 'waiting',
  isInitialized: false,
  confirmation: 'undecided',
  round: null,
  status: null,
  doubted: null,
  debt: 'none',
  freeings: 0,
  ahead: 'none',
  owed: 1,
  job: null,
  pending: [],
};

/** One step under way: the state so far and the effects so far. */
export interface Step {
  state: SessionState;
  /** The state that it began with, which others have: copied before the first change, hundreds of times a slip not again. */
  readonly before: SessionState;
  readonly effects: SessionEffect[];
  readonly options: SessionOptions;
}

/** Changes fields of the step's state. */
export function put(step: Step, change: Partial<SessionState>): void {
  if (step.state === step.before) step.state = { ...step.before };
  Object.assign(step.state, change);
}

/** Bytes for the printer. */
export function send(step: Step, bytes: Uint8Array): void {
  step.effects.push({ kind: 'send', bytes });
}

/** Sets a timer anew, or takes it away. */
export function setTimer(step: Step, timer: TimerName, after: Millis | null): void {
  step.effects.push({ kind: 'timer', timer, after });
}

/** How long `bytes` take on the wire, ten bits a byte. */
export function wireTime(step: Step, bytes: Uint8Array): Millis {
  return Math.ceil((bytes.length * 10_000) / step.options.baud);
}

/** Why it does not print now, null when it would. */
export function troubleOf(status: PrinterStatus): PrintTrouble | null {
  return lastingTrouble(status) ?? (status.isOffline || status.isCoolingDown ? 'fault' : null);
}

/** Trouble that only a person ends: a slip in the making will not come out whole. */
export function lastingTrouble(status: PrinterStatus): PrintTrouble | null {
  if (status.isPaperOut) return 'paper-out';
  if (status.isCoverOpen) return 'cover-open';
  return status.isCutterJammed || status.isBroken ? 'fault' : null;
}

/** Whether it would print now. Before the line is cleared, it would not. */
export function readinessOf(state: SessionState): PrinterReadiness {
  if (state.link === 'down' || state.link === 'identifying' || !state.status) {
    return { kind: 'not-ready', trouble: 'gone' };
  }
  const trouble = troubleOf(state.status);
  if (trouble !== null) return { kind: 'not-ready', trouble };
  if (state.link === 'settling') return { kind: 'not-ready', trouble: 'gone' };
  return { kind: 'ready', isPaperLow: state.status.isPaperLow };
}

/** What is wrong with the printer, for the technician and the lobby manager. */
export function conditionsOf(status: PrinterStatus | null): ReadonlySet<ConditionCode> {
  const conditions = new Set<ConditionCode>();
  if (!status) return conditions;
  if (status.isPaperOut) conditions.add('paper-out');
  else if (status.isPaperLow) conditions.add('paper-near-end');
  if (status.isCoverOpen) conditions.add('cover-open');
  if (status.isCutterJammed) conditions.add('cutter-jam');
  if (isFault(status)) conditions.add('printer-fault');
  return conditions;
}

/** Broken, too hot, or offline for no reason that it tells. */
function isFault(status: PrinterStatus): boolean {
  if (status.isBroken || status.isCoolingDown) return true;
  return status.isOffline && !status.isFeeding && lastingTrouble(status) === null;
}
