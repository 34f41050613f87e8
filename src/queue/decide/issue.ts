import { peopleAhead } from '../ahead.ts';
import type { CommandOf } from '../commands.ts';
import { nextNumber } from '../numbering.ts';
import type { Instant } from '../rules.ts';
import { recognized } from './change-segment.ts';
import { accept, draft, type Outcome, refuse } from './outcome.ts';
import { callToRequest } from './request.ts';
import type { Situation } from './situation.ts';

/**
 * A number for a customer. Told on a screen it may be called at once, and is when a counter's request stands;
 * on paper it waits for the printer.
 *
 * @param booked an appointment that was kept: the place in the queue counts from there
 */
export function issue(situation: Situation, command: CommandOf<'issue'>, booked: Instant | null = null): Outcome {
  const { state, index, now } = situation;
  const { service, segment, language, handover } = command;
  const rules = index.services.get(service);
  if (!rules) return refuse({ code: 'unknown-service', service });
  if (!index.segments.has(segment)) return refuse({ code: 'unknown-segment', segment });
  if (!state.day) return refuse({ code: 'no-day' });
  if (!rules.isIssuing) return refuse({ code: 'service-not-issuing', service });
  const numbered = nextNumber(state, rules);
  if (!numbered) return refuse({ code: 'numbers-exhausted', service });

  const id = state.lastTicket + 1;
  const place = booked ?? now;
  const arrival = { id, label: numbered.label, service, segment, waitingSince: now, queuedAt: place };
  const calls = handover === 'screen' ? callToRequest(situation, arrival, new Set()) : [];
  const ahead = calls.length > 0 ? 0 : peopleAhead(state, index, { id, service, segment, queuedAt: place }, now);
  const own = booked === null ? {} : { booked };
  const body = { ticket: id, ...numbered, service, segment, language, handover, ahead, ...own } as const;
  const issued = draft({ type: 'issued', ...body });
  const told = recognized(situation, { id, label: numbered.label, service, segment });
  return accept([issued, ...told, ...calls], { kind: 'issued', ticket: id, label: numbered.label, ahead });
}
