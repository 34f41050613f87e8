import { type Needs, signalsOf } from '../care.ts';
import type { EventBodyOf } from '../events.ts';
import type { PlayedLine } from '../lines.ts';
import { passedOver } from '../passes.ts';
import type { CounterId, Instant, Place, SegmentId, ServiceId, TicketLabel } from '../rules.ts';
import type { Ticket } from '../state.ts';
import type { Visit } from '../visit.ts';
import { type Draft, draft } from './outcome.ts';
import type { Situation } from './situation.ts';

/** A ticket that may be called. */
export interface Callable extends Place {
  readonly label: TicketLabel;
  readonly service: ServiceId;
  readonly segment: SegmentId;
  readonly waitingSince: Instant;
  /** For whom it waits, if for somebody. */
  readonly visit?: Visit | null;
  readonly needs?: Needs | null;
}

/** How it came to be called: what differs from call to call. */
type How = Pick<EventBodyOf<'called'>, 'how' | 'score' | 'turns'>;

/** The call of a ticket to a counter, by a rule where one chose it. */
export function called(
  { state, index, now }: Situation,
  ticket: Callable,
  counter: CounterId,
  how: How,
  rule: string | null,
): Draft {
  const { id, label, service, waitingSince } = ticket;
  const passed = passedOver(state, index, index.traits.traitsOf(ticket), ticket);
  // Who came before the booked time waits for nothing yet.
  const waited = Math.max(0, now - waitingSince);
  const { isBack } = index.counters.get(counter)?.rules ?? {};
  const { score, turns } = how;
  const body = {
    type: 'called',
    ticket: id,
    label,
    service,
    waited,
    passedOver: passed,
    how: how.how,
    score,
    turns,
  } as const;
  // Nobody comes to the back office: nothing has to be seen or felt in the hall.
  if (isBack) return draft({ ...body, isBack }, counter, rule);
  return draft(ticket.needs ? { ...body, ...signalsOf(ticket) } : body, counter, rule);
}

/** Looks up how often the first of each line was passed over. */
export function lookBack({ state, index }: Situation, lines: readonly PlayedLine<Ticket>[]): void {
  for (const line of lines) {
    if (line.first) line.passedOver = passedOver(state, index, line.traits, line.first);
  }
}
