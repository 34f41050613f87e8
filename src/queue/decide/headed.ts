import type { Actor, CommandId } from '../commands.ts';
import type { Answer, EventBodyOf, EventHead, EventType, QueueEvent } from '../events.ts';
import type { Instant, TellerId } from '../rules.ts';
import type { Draft } from './outcome.ts';

/** Of the command that an event comes from. */
export interface Cause {
  readonly at: Instant;
  readonly actor: Actor;
  readonly command: CommandId | null;
}

/**
 * The event of a draft. The body comes first, then the head: journals are read by people too. What happens for every customer
 * is written name by name: copying takes ten times as long as all of it, and this is done for every event.
 *
 * @param teller at the counter of the draft
 * @param answer of the command, where the event is its last
 */
export function headed(draft: Draft, cause: Cause, teller: TellerId | null, answer: Answer | null): QueueEvent {
  const { body } = draft;
  switch (body.type) {
    case 'issued':
      return isPlainIssue(body)
        ? issuedEvent(body, draft, cause, teller, answer)
        : copied(draft, cause, teller, answer);
    case 'called':
      return isPlainCall(body) ? calledEvent(body, draft, cause, teller, answer) : copied(draft, cause, teller, answer);
    case 'finished':
      return body.step === undefined
        ? finishedEvent(body, draft, cause, teller, answer)
        : copied(draft, cause, teller, answer);
    case 'request-stands':
      return standsEvent(body, draft, cause, teller, answer);
    default:
      return copied(draft, cause, teller, answer);
  }
}

function copied(
  { body, counter, rule }: Draft,
  { at, actor, command }: Cause,
  teller: TellerId | null,
  answer: Answer | null,
): QueueEvent {
  // Assigned to an empty object: names that are added to what a spread has copied cost the engine forty times as much.
  return Object.assign({}, body, { at, actor, counter, teller, rule, command, answer } satisfies EventHead);
}

/** True; does not compile once a body has a field that is not named here: it would be lost. */
type Names<T extends EventType, K extends keyof EventBodyOf<T>> = [Exclude<keyof EventBodyOf<T>, K>] extends [never]
  ? true
  : never;
type Rare = 'booked' | 'more' | 'insisted' | 'declined' | 'unasked' | 'bulk' | 'needs';
const areAllNamed: Names<
  'issued',
  'type' | 'ticket' | 'number' | 'label' | 'service' | 'segment' | 'language' | 'handover' | 'ahead' | 'estimate' | Rare
> &
  Names<
    'called',
    | 'type'
    | 'ticket'
    | 'label'
    | 'service'
    | 'waited'
    | 'passedOver'
    | 'how'
    | 'score'
    | 'turns'
    | 'isBack'
    | 'flash'
    | 'pager'
  > &
  Names<'finished', 'type' | 'ticket' | 'label' | 'service' | 'served' | 'step'> &
  Names<'request-stands', 'type' | 'until'> = true;

function isPlainIssue({ booked, more, insisted, declined, unasked, bulk, needs }: EventBodyOf<'issued'>): boolean {
  const isUnquestioned = insisted === undefined && declined === undefined && unasked === undefined;
  return areAllNamed && isUnquestioned && booked === undefined && more === undefined && bulk === undefined && !needs;
}

function isPlainCall({ isBack, flash, pager }: EventBodyOf<'called'>): boolean {
  return isBack === undefined && flash === undefined && pager === undefined;
}

function issuedEvent(
  { type, ticket, number, label, service, segment, language, handover, ahead, estimate }: EventBodyOf<'issued'>,
  { counter, rule }: Draft,
  { at, actor, command }: Cause,
  teller: TellerId | null,
  answer: Answer | null,
): QueueEvent {
  // biome-ignore format: the two differ by one name
  return estimate
    ? { type, ticket, number, label, service, segment, language, handover, ahead, estimate, at, actor, counter, teller, rule, command, answer }
    : { type, ticket, number, label, service, segment, language, handover, ahead, at, actor, counter, teller, rule, command, answer };
}

function calledEvent(
  { type, ticket, label, service, waited, passedOver, how, score, turns }: EventBodyOf<'called'>,
  { counter, rule }: Draft,
  { at, actor, command }: Cause,
  teller: TellerId | null,
  answer: Answer | null,
): QueueEvent {
  return {
    type,
    ticket,
    label,
    service,
    waited,
    passedOver,
    how,
    score,
    turns,
    at,
    actor,
    counter,
    teller,
    rule,
    command,
    answer,
  };
}

function finishedEvent(
  { type, ticket, label, service, served }: EventBodyOf<'finished'>,
  { counter, rule }: Draft,
  { at, actor, command }: Cause,
  teller: TellerId | null,
  answer: Answer | null,
): QueueEvent {
  return { type, ticket, label, service, served, at, actor, counter, teller, rule, command, answer };
}

function standsEvent(
  { type, until }: EventBodyOf<'request-stands'>,
  { counter, rule }: Draft,
  { at, actor, command }: Cause,
  teller: TellerId | null,
  answer: Answer | null,
): QueueEvent {
  return { type, until, at, actor, counter, teller, rule, command, answer };
}
