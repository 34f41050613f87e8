import { unreachable } from '../errors.ts';
import type { BookedHours } from '../queue/booked-hours.ts';
import type { ClientActor, Command } from '../queue/commands.ts';
import { MINUTE } from '../queue/durations.ts';
import type { AdviceFor } from '../views/advice.ts';
import type { Person } from './people.ts';
import type { PrinterDoor } from './printer-door.ts';
import type { ParsedBody } from './schema.ts';
import { careOf, type VisitCommand, visitCommand } from './visit-command.ts';

/** What a command leaves out. */
export interface CommandDefaults {
  readonly segment: string;
  readonly language: string;
  /** IANA zone of the branch: in which customers are told times. */
  readonly zone: string;
  /** For whom programs may speak; left out: for nobody. */
  readonly people?: readonly Person[];
  /** What a customer is told with a number; left out: nothing. */
  readonly adviceFor?: AdviceFor;
  /** How the branch stands at a wall time that somebody wants to book; null, and left out: nothing has hours. */
  readonly hoursAt?: (service: string, time: number) => BookedHours | null;
  /** Left out: the branch has no printers. */
  readonly printers?: PrinterDoor;
}

/** Who asks, and under which name the answer is remembered. */
export type CommandHead = Pick<Command, 'id' | 'actor'>;
/** Which program asks, before it is known for whom. */
export type ClientHead = Pick<Command, 'id'> & { readonly actor: ClientActor };

/** A command that the queue decides. */
export type QueueCommand = Exclude<ParsedBody, { readonly name: 'replay' | 'ack' | 'test-print' }>;

type ArrivalName = 'issue' | 'take-machine' | 'book' | 'cancel-appointment' | 'check-in';
type ArrivalCommand = Extract<QueueCommand, { readonly name: ArrivalName }>;
type CounterCommand = Exclude<QueueCommand, ArrivalCommand | VisitCommand>;

/** What a client asked for, as the queue knows it. */
export function queueCommand(asked: QueueCommand, head: CommandHead, defaults: CommandDefaults): Command {
  switch (asked.name) {
    case 'issue':
    case 'take-machine':
    case 'book':
    case 'cancel-appointment':
    case 'check-in':
      return arrivalCommand(asked, head, defaults);
    case 'transfer':
    case 'refer':
    case 'take-over':
    case 'handoff':
    case 'finish':
    case 'add-service':
    case 'drop-service':
    case 'mark-papers':
    case 'mark-bulk':
    case 'set-needs':
      return visitCommand(asked, head);
    default:
      return counterCommand(asked, head);
  }
}

function arrivalCommand(asked: ArrivalCommand, head: CommandHead, defaults: CommandDefaults): Command {
  switch (asked.name) {
    case 'issue': {
      const { service, services, segment = defaults.segment, language = defaults.language } = asked.body;
      const { handover, insists } = asked.body;
      const more = { ...(services ? { more: services } : {}), ...(insists ? { insists } : {}) };
      return { type: 'issue', service, segment, language, handover, ...more, ...careOf(asked.body), ...head };
    }
    case 'take-machine': {
      const { service, machine } = asked.body;
      return { type: 'take-machine', service, machine, how: 'chosen', ...head };
    }
    case 'book': {
      const { reference, service, segment = defaults.segment } = asked.body;
      const time = Date.parse(asked.body.time);
      const hours = defaults.hoursAt?.(service, time) ?? null;
      return { type: 'book', reference, service, segment, time, ...(hours ? { hours } : {}), ...head };
    }
    case 'cancel-appointment':
      return { type: 'cancel-appointment', reference: asked.body.reference, ...head };
    case 'check-in': {
      const { reference, language = defaults.language, handover, insists } = asked.body;
      const { service } = asked.body;
      const late = { ...(insists ? { insists } : {}), ...(service === undefined ? {} : { service }) };
      return { type: 'check-in', reference, language, handover, ...late, ...careOf(asked.body), ...head };
    }
    default:
      return unreachable(asked, 'commands');
  }
}

function counterCommand(asked: CounterCommand, head: CommandHead): Command {
  switch (asked.name) {
    case 'open-counter': {
      const { counter, teller = null, profile = null } = asked.body;
      return { type: 'open-counter', counter, teller, profile, ...head };
    }
    case 'switch-profile':
      return { type: 'switch-profile', counter: asked.body.counter, profile: asked.body.profile ?? null, ...head };
    case 'call-ticket': {
      const { counter, label } = asked.body;
      return { type: 'call-ticket', counter, ticket: { label }, ...head };
    }
    case 'park': {
      const { counter, pool = null, minutes } = asked.body;
      return { type: 'park', counter, pool, returnAfter: minutes === undefined ? null : minutes * MINUTE, ...head };
    }
    case 'unpark':
    case 'return-late': {
      const { label, counter = null } = asked.body;
      return { type: asked.name, ticket: { label }, counter, ...head };
    }
    case 'change-segment': {
      const { label, segment, reason } = asked.body;
      return { type: 'change-segment', ticket: { label }, segment, reason, ...head };
    }
    case 'reprint': {
      const { label, kiosk } = asked.body;
      return { type: 'reprint', ticket: { label }, ...(kiosk === undefined ? {} : { kiosk }), ...head };
    }
    case 'set-hall': {
      const { state, until } = asked.body;
      return { type: 'set-hall', state, ...(until === undefined ? {} : { until: Date.parse(until) }), ...head };
    }
    case 'rate': {
      const { score, label, counter = null } = asked.body;
      return { type: 'rate', counter, ticket: label === undefined ? null : { label }, score, ...head };
    }
    case 'acknowledge-alert': {
      const { alert, person = null } = asked.body;
      return { type: 'acknowledge-alert', alert, person, of: null, ...head };
    }
    case 'call-next':
    case 'panic':
    case 'recall':
    case 'pause-counter':
    case 'close-counter':
      return { type: asked.name, counter: asked.body.counter, ...head };
    default:
      return unreachable(asked, 'commands');
  }
}
