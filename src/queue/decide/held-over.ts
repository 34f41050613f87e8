import { hallInstants } from '../hall.ts';
import { opensAgainToday, type Turn } from '../instants.ts';
import type { RuleIndex } from '../rule-index.ts';
import type { CounterId, ServiceId } from '../rules.ts';
import { type AtClosing, PLAIN_HOURS } from '../rules-hours.ts';
import type { Ticket } from '../state.ts';
import { HOURS } from './counter.ts';
import { type Draft, draft } from './outcome.ts';
import { backToQueue } from './park.ts';
import type { Situation } from './situation.ts';

/**
 * What becomes of who still waits when a business day is over that had opening hours.
 *
 * @param opensAgain whether the next day has hours: else nobody would bring back who is held over, and they wait on
 */
export function endOfDay({ state, index }: Situation, opensAgain: boolean): Draft[] {
  return [...allWaiting(state)]
    .sort((a, b) => a.id - b.id)
    .flatMap((ticket) => {
      if (fateOf(index, ticket.service) !== 'park') return [expired(ticket, HOURS)];
      return opensAgain ? [heldOver(ticket)] : [];
    });
}

/**
 * Who was held over waits again, the oldest ticket first, and is called where a request stands.
 *
 * @param taken counters whose request ends within this command; those that get a ticket are added
 * @param isTime whether it is time for a ticket; left out: for all
 */
export function heldOverAgain(
  situation: Situation,
  taken: Set<CounterId> = new Set(),
  isTime: (ticket: Ticket) => boolean = () => true,
): Draft[] {
  const held = [...situation.state.parked.values()].filter((ticket) => ticket.parked?.isHeldOver && isTime(ticket));
  return held
    .sort((a, b) => a.id - b.id)
    .flatMap((ticket) => backToQueue(situation, ticket, { reason: 'opened', counter: null }, taken));
}

/** In the queues, and in the pools of windows, tellers and steps. */
export function allWaiting({ waiting, pooled }: Situation['state']): readonly Ticket[] {
  return [...waiting.values(), ...pooled.values()].flat();
}

/** What closing time makes of who waits for a service. */
export function fateOf({ services, rules }: RuleIndex, service: ServiceId): AtClosing {
  return services.get(service)?.atClosing ?? (rules.hours ?? PLAIN_HOURS).atClosing;
}

/** Whether a service closes for the last time on this day: else it has a break. */
export function isLastOfDay({ state, now }: Situation, turn: Extract<Turn, { readonly what: 'service' }>): boolean {
  return !turn.isOpen && !opensAgainToday(hallInstants(state), turn.service, now);
}

/** It waits in no queue until the branch opens again. */
export function heldOver({ id, label, service }: Ticket): Draft {
  return draft({ type: 'held-over', ticket: id, label, service }, null, HOURS);
}

/** Over, with nobody having come of it. */
export function expired({ id, label, service }: Ticket, rule: string | null): Draft {
  return draft({ type: 'expired', ticket: id, label, service }, null, rule);
}
