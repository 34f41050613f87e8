import { expect } from 'vitest';
import type { Actor, Command, CommandId } from './commands.ts';
import { type Decision, decide } from './decide.ts';
import type { Answer, EventBody, QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import type { Refusal } from './refusals.ts';
import type { CounterId, CounterRules, Instant, Rules, ServiceRules, TellerId } from './rules.ts';
import { emptyState, restore, snapshot } from './snapshot.ts';
import type { QueueState } from './state.ts';

/** A command before it has an identity and an actor. */
export type Wish = Command extends infer C ? (C extends Command ? Omit<C, 'id' | 'actor'> : never) : never;

/** What has happened before: a command, time, or an event that is taken as it is. */
export type Step = Command | { readonly later: Instant } | QueueEvent;

/** An event as a specification writes it; the rest of its head follows from the command. */
export interface Expected {
  readonly body: EventBody;
  readonly counter: CounterId | null;
  readonly rule: string | null;
  readonly teller: TellerId | null;
}

/** A branch with a past. */
export interface Given {
  readonly state: QueueState;
  readonly now: Instant;
  /** Everything that has happened. */
  readonly events: readonly QueueEvent[];
  when(command: Command): When;
}

/** A command that has been decided; its events are compared whole, in order, and then written. */
export interface When {
  thenHappens(answer: Answer, ...expected: readonly Expected[]): Given;
  thenRefused(refusal: Refusal): Given;
  thenRepeated(answer: Answer): Given;
}

/** What stands in a call where no score, no cycle and nobody passed over is about. */
export const PLAIN = { score: null, passedOver: 0, turns: null } as const;
export const START: Instant = 1_000_000;
export const MINUTE: Instant = 60_000;
const KIOSK: Actor = { kind: 'kiosk', device: 'kiosk-1' };

function service(id: string, prefix: string, complexity: 'simple' | 'complex'): ServiceRules {
  return {
    id,
    numbers: { prefix, first: 1, last: 999, digits: 3, skip: [4, 13] },
    category: id,
    complexity,
    targetWait: 10 * MINUTE,
    standardTime: 5 * MINUTE,
    steps: [],
    isIssuing: true,
  };
}

function counter(id: string, services: readonly string[], profile: string): CounterRules {
  return { id, number: Number(id), services, profile };
}

/** A small branch: counters 1 and 2 alike, 3 with simple and complex work, 4 with complex work alone. */
export const RULES: Rules = {
  version: 'example',
  services: [
    service('cash', 'C', 'simple'),
    service('account', 'A', 'simple'),
    service('wealth', 'W', 'complex'),
    service('settlement', 'S', 'complex'),
  ],
  segments: [{ id: 'ordinary' }, { id: 'senior' }, { id: 'gold', rank: 1, isAnnounced: true }],
  counters: [
    counter('1', ['cash', 'account'], 'fair'),
    counter('2', ['cash', 'account'], 'fair'),
    counter('3', ['cash', 'wealth', 'settlement'], 'quick'),
    counter('4', ['wealth'], 'fair'),
  ],
  profiles: [
    { id: 'fair', kind: 'longest-wait', cap: 60 * MINUTE },
    { id: 'quick', kind: 'simple-first', cap: 20 * MINUTE },
  ],
  undoWindow: 30_000,
  callableAfter: 3_000,
  requestLasts: 10 * MINUTE,
  recallLimit: 2,
  isArrivalKeptOnTransfer: true,
  endedKept: 3,
  parking: { pool: 'counter', returnAfter: 20 * MINUTE, most: 2, atDayEnd: 'expire' },
  appointments: { before: 10 * MINUTE, after: 5 * MINUTE, expiresAfter: 30 * MINUTE, most: 2 },
  rating: { within: 2 * MINUTE, scale: 5, correctWithin: 10_000, tellBelow: 3 },
  alerts: { panic: true },
  lateReturn: { withinCalls: 2, within: 5 * MINUTE, place: { kind: 'after', tickets: 1 }, times: 1 },
  upgrade: { to: 'higher', reasons: ['potential-vip'] },
  machines: [{ id: 'm1', names: { en: 'Machine 1' }, services: ['account'], queueBelow: 2 }],
};

/** A command of a kiosk without an id, unless told otherwise. */
export function ask(wish: Wish, id: CommandId | null = null, actor: Actor = KIOSK): Command {
  return { ...wish, id, actor } as Command;
}

/** Time that passes. */
export function later(duration: Instant): Step {
  return { later: duration };
}

/** Rules, a business day, and these counters open, each with its teller `teller-<counter>`. */
export function opened(counters: readonly CounterId[] = [], rules: Rules = RULES): Step[] {
  return [
    ask({ type: 'apply-rules', rules }),
    ask({ type: 'open-day', day: '2026-03-02', instants: [], openingHash: 'hash' }),
    ...counters.map((id) => ask({ type: 'open-counter', counter: id, teller: `teller-${id}`, profile: null })),
  ];
}

/** A ticket told on a screen: it may be called at once. */
export function issued(serviceId: string): Command {
  return ask({ type: 'issue', service: serviceId, segment: 'ordinary', language: 'en', handover: 'screen' });
}

/** A ticket on paper. */
export function issuedOnPaper(serviceId: string): Command {
  return ask({ type: 'issue', service: serviceId, segment: 'ordinary', language: 'en', handover: 'paper' });
}

/** An expected event; the teller is the one that `opened` seats at the counter. */
export function happens(body: EventBody, at: CounterId | null = null, rule: string | null = null): Expected {
  return { body, counter: at, rule, teller: at === null ? null : `teller-${at}` };
}

/** A branch in which these steps have happened; a command among them that is refused fails the test. */
export function given(...steps: readonly Step[]): Given {
  return advance({ state: emptyState(), now: START, events: [] }, steps);
}

/** A branch that goes on. */
export function and(past: Pick<Given, 'state' | 'now' | 'events'>, ...steps: readonly Step[]): Given {
  return advance(past, steps);
}

function advance(past: Pick<Given, 'state' | 'now' | 'events'>, steps: readonly Step[]): Given {
  const { state } = past;
  let { now } = past;
  const events = [...past.events];
  for (const step of steps) {
    if ('later' in step) now += step.later;
    else {
      const happened = 'answer' in step ? [step] : accepted(decideFrozen(state, step, now));
      for (const event of happened) evolve(state, event);
      events.push(...happened);
    }
  }
  const reached = { state, now, events };
  return { ...reached, when: (command) => asked(reached, command) };
}

function accepted(decision: Decision): readonly QueueEvent[] {
  expect(decision.answer.kind, JSON.stringify(decision.answer)).not.toBe('refused');
  return decision.kind === 'decided' ? decision.events : [];
}

function asked(past: Pick<Given, 'state' | 'now' | 'events'>, command: Command): When {
  const decision = decideFrozen(past.state, command, past.now);
  const check = (expected: Decision): Given => {
    expect(decision).toStrictEqual(expected);
    return advance(past, decision.kind === 'decided' ? decision.events : []);
  };
  const decided = (answer: Answer, expected: readonly Expected[]): Decision => ({
    kind: 'decided',
    events: expected.map((event, index) => ({
      ...event.body,
      at: past.now,
      actor: command.actor,
      counter: event.counter,
      teller: event.teller,
      rule: event.rule,
      command: command.id,
      answer: index === expected.length - 1 ? answer : null,
    })),
    answer,
  });
  return {
    thenHappens: (answer, ...expected) => check(decided(answer, expected)),
    thenRefused(refusal) {
      const at = 'counter' in command ? command.counter : null;
      const teller = at === null ? null : (past.state.counters.get(at)?.teller ?? null);
      const body: EventBody = { type: 'refused', asked: command.type, refusal };
      const expected = command.id === null ? [] : [{ body, counter: at, rule: null, teller }];
      return check(decided({ kind: 'refused', refusal }, expected));
    },
    thenRepeated: (answer) => check({ kind: 'repeated', answer }),
  };
}

/** Decides on a frozen copy, twice: the same decision, and nothing that is written. */
export function decideFrozen(state: Readonly<QueueState>, command: Command, now: Instant): Decision {
  const copy = freeze(restore(snapshot(state)));
  const decision = decide(copy, command, now);
  expect(decide(copy, command, now)).toStrictEqual(decision);
  expect(decide(state, command, now)).toStrictEqual(decision);
  return decision;
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if (value instanceof Map) {
    for (const [key, item] of value) {
      freeze(key);
      freeze(item);
    }
  }
  for (const name of ['set', 'delete', 'clear'] as const) {
    if (name in value) Object.defineProperty(value, name, { value: () => expect.fail(`decide wrote: ${name}`) });
  }
  for (const item of Object.values(value)) freeze(item);
  return Object.freeze(value);
}
