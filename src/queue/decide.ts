import type { Command, CommandOf, CommandType } from './commands.ts';
import { contradictState } from './contradiction.ts';
import { acknowledge, panic } from './decide/alert.ts';
import { book, cancelAppointment, checkIn } from './decide/appointment.ts';
import { callNext, callTicket, recall } from './decide/call.ts';
import { cancel } from './decide/cancel.ts';
import { markBulk, setNeeds } from './decide/care.ts';
import { changeSegment } from './decide/change-segment.ts';
import { closeCounter, openCounter, pauseCounter } from './decide/counter.ts';
import { openDay, planDay, setClock } from './decide/day.ts';
import { machineState, takeMachine } from './decide/divert.ts';
import { handoff } from './decide/handoff.ts';
import { headed } from './decide/headed.ts';
import { issue } from './decide/issue.ts';
import { noShow } from './decide/no-show.ts';
import { type Draft, draft, type Outcome, refuse } from './decide/outcome.ts';
import { park, unpark } from './decide/park.ts';
import { print } from './decide/print.ts';
import { rate } from './decide/rate.ts';
import { reprint, reprintEnded } from './decide/reprint.ts';
import { returnLate } from './decide/return-late.ts';
import { applyRules } from './decide/rules.ts';
import { finish, start } from './decide/serve.ts';
import { setHall } from './decide/set-hall.ts';
import { isRefusal, type Situation, situationOf } from './decide/situation.ts';
import { switchProfile } from './decide/switch-profile.ts';
import { takeOver } from './decide/take-over.ts';
import { tick } from './decide/tick.ts';
import { refer, transfer } from './decide/transfer.ts';
import { undo } from './decide/undo.ts';
import { addService, dropService, markPapers } from './decide/visit.ts';
import type { Answer, QueueEvent } from './events.ts';
import type { CounterId, Instant } from './rules.ts';
import type { QueueState } from './state.ts';

/** What a command comes to. */
export type Decision =
  /** These events are to be evolved, in order. None when a command without an id is refused or changes nothing. */
  | { readonly kind: 'decided'; readonly events: readonly QueueEvent[]; readonly answer: Answer }
  /** The command has been decided before: its first answer again, and nothing happens. */
  | { readonly kind: 'repeated'; readonly answer: Answer };

/**
 * What a command comes to: reads the state, changes nothing, and gives the same decision for the same arguments.
 * Every event of a decision carries the command's id, the last one its answer. A refused command with an id gives
 * one `refused` event, so that its answer is remembered.
 *
 * @param state read only
 * @param now branch time, ms; not before the last event
 */
export function decide(state: Readonly<QueueState>, command: Command, now: Instant): Decision {
  const remembered = answerTo(state, command);
  if (remembered) return { kind: 'repeated', answer: remembered };
  const outcome = outcomeOf(state, command, now);
  if (outcome.kind === 'accepted') {
    const { drafts, answer } = outcome;
    return { kind: 'decided', events: eventsOf(state, command, now, drafts, answer), answer };
  }
  const { refusal } = outcome;
  const answer: Answer = { kind: 'refused', refusal };
  if (command.id === null) return { kind: 'decided', events: [], answer };
  const refused = draft({ type: 'refused', asked: command.type, refusal }, counterOf(command));
  return { kind: 'decided', events: eventsOf(state, command, now, [refused], answer), answer };
}

function answerTo(state: Readonly<QueueState>, { id }: Command): Answer | undefined {
  return id === null ? undefined : state.answers.get(id.source)?.find(({ key }) => key === id.key)?.answer;
}

/** Commands that are decided under the rules in force; the other two need none. */
type RuledType = Exclude<CommandType, 'apply-rules' | 'set-clock'>;
type Deciders = { readonly [T in RuledType]: (situation: Situation, command: CommandOf<T>) => Outcome };

const DECIDERS: Deciders = {
  issue,
  'call-next': callNext,
  'call-ticket': callTicket,
  recall,
  start,
  finish,
  'no-show': noShow,
  cancel,
  undo,
  transfer,
  refer,
  'take-over': takeOver,
  handoff,
  'add-service': addService,
  'drop-service': dropService,
  'mark-papers': markPapers,
  'mark-bulk': markBulk,
  'set-needs': setNeeds,
  park,
  unpark,
  'return-late': returnLate,
  book,
  'cancel-appointment': cancelAppointment,
  'check-in': checkIn,
  'change-segment': changeSegment,
  rate,
  'take-machine': takeMachine,
  'machine-state': machineState,
  'open-counter': openCounter,
  'pause-counter': pauseCounter,
  'close-counter': closeCounter,
  'switch-profile': switchProfile,
  panic,
  'acknowledge-alert': acknowledge,
  'print-started': print,
  'print-ended': print,
  'print-failed': print,
  'print-unknown': print,
  reprint,
  'reprint-ended': reprintEnded,
  'set-hall': setHall,
  'open-day': openDay,
  'plan-day': planDay,
  tick,
};

/** The same for looking up. That types and deciders belong together is beyond what the compiler follows. */
const deciders = new Map(Object.entries(DECIDERS)) as ReadonlyMap<
  CommandType,
  (situation: Situation, command: Command) => Outcome
>;

function outcomeOf(state: Readonly<QueueState>, command: Command, now: Instant): Outcome {
  if (command.type === 'apply-rules') return applyRules(state, command, now);
  if (command.type === 'set-clock') return setClock(command);
  const decider = deciders.get(command.type);
  if (!decider) return contradictState('no such command', `command ${command.type}`);
  const situation = situationOf(state, now);
  if (isRefusal(situation)) return refuse(situation);
  return decider(situation, command);
}

function eventsOf(
  state: Readonly<QueueState>,
  { id, actor }: Command,
  at: Instant,
  drafts: readonly Draft[],
  answer: Answer,
): QueueEvent[] {
  const cause = { at, actor, command: id };
  const last = drafts.length - 1;
  const events: QueueEvent[] = [];
  for (let n = 0; n <= last; n += 1) {
    const each = drafts[n];
    if (!each) continue;
    const teller = each.teller === undefined ? tellerAt(state, each.counter) : each.teller;
    events.push(headed(each, cause, teller, n === last ? answer : null));
  }
  return events;
}

function tellerAt(state: Readonly<QueueState>, counter: CounterId | null): string | null {
  return counter === null ? null : (state.counters.get(counter)?.teller ?? null);
}

function counterOf(command: Command): CounterId | null {
  return 'counter' in command ? command.counter : null;
}
