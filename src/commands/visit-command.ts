import { unreachable } from '../errors.ts';
import type { Command, CommandOf } from '../queue/commands.ts';
import type { Destination } from '../queue/commands-visit.ts';
import { MINUTE } from '../queue/durations.ts';
import type { CommandBody, ParsedBody } from './schema.ts';

type VisitName =
  | 'transfer'
  | 'refer'
  | 'take-over'
  | 'handoff'
  | 'finish'
  | 'add-service'
  | 'drop-service'
  | 'mark-papers'
  | 'mark-bulk'
  | 'set-needs';

/** A command for a visit of several services, counters or tellers, as a client asks for it. */
export type VisitCommand = Extract<ParsedBody, { readonly name: VisitName }>;

/** What a client asked for, as the queue knows it. */
export function visitCommand(asked: VisitCommand, head: Pick<Command, 'id' | 'actor'>): Command {
  switch (asked.name) {
    case 'transfer': {
      const { counter, place, minutes } = asked.body;
      const how = { ...(place ? { place } : {}), ...(minutes === undefined ? {} : { after: minutes * MINUTE }) };
      return { type: 'transfer', counter, ...destinationOf(asked.body), ...how, ...head };
    }
    case 'refer': {
      const { counter, reason } = asked.body;
      return { type: 'refer', counter, reason, ...destinationOf(asked.body), ...head };
    }
    case 'take-over':
      return { type: 'take-over', counter: asked.body.counter, from: asked.body.from, ...head };
    case 'handoff':
      return { type: 'handoff', counter: asked.body.counter, ...head };
    case 'finish':
      return { type: 'finish', counter: asked.body.counter, isWhole: asked.body.whole ?? false, ...head };
    case 'add-service':
    case 'drop-service': {
      const { label, service, counter = null } = asked.body;
      return { type: asked.name, ticket: { label }, service, counter, ...head };
    }
    case 'mark-papers': {
      const { label, ready, counter = null } = asked.body;
      return { type: 'mark-papers', ticket: { label }, isReady: ready, counter, ...head };
    }
    case 'mark-bulk': {
      const { label, size, counter = null } = asked.body;
      return { type: 'mark-bulk', ticket: { label }, size, counter, ...head };
    }
    case 'set-needs': {
      const { label, needs, pager = null } = asked.body;
      return { type: 'set-needs', ticket: { label }, needs, pager, ...head };
    }
    default:
      return unreachable(asked, 'commands');
  }
}

/** What a number is asked with for a customer who takes long or needs something. */
export function careOf({
  bulk,
  needs,
  pager,
}: Pick<CommandBody<'issue'>, 'bulk' | 'needs' | 'pager'>): Pick<CommandOf<'issue'>, 'bulk' | 'needs' | 'pager'> {
  return {
    ...(bulk === undefined ? {} : { bulk }),
    ...(needs === undefined ? {} : { needs }),
    ...(pager === undefined ? {} : { pager }),
  };
}

function destinationOf({
  service,
  toCounter,
  toTeller,
}: {
  readonly service?: string | undefined;
  readonly toCounter?: string | undefined;
  readonly toTeller?: string | undefined;
}): Destination {
  return {
    ...(service === undefined ? {} : { service }),
    ...(toCounter === undefined ? {} : { toCounter }),
    ...(toTeller === undefined ? {} : { toTeller }),
  };
}
