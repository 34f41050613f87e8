import type { CommandOf } from '../commands.ts';
import { NO_SHOWS_THAT_PAUSE } from '../rules.ts';
import type { Counter, Ticket } from '../state.ts';
import { accept, type Draft, done, draft, type Outcome, refuse } from './outcome.ts';
import { isRefusal, openTicketOf, type Situation, whyStopped, wrongStatus } from './situation.ts';

/**
 * The called customer did not come. When it happens time after time with tickets that were called to a standing
 * request, the window is taken to be without a teller, and pauses.
 */
export function noShow(situation: Situation, command: CommandOf<'no-show'>): Outcome {
  const open = openTicketOf(situation, command.counter);
  if (isRefusal(open)) return refuse(open);
  const { counter, ticket } = open;
  // Whoever has left the building has not missed a call.
  const stopped = whyStopped(situation.state);
  if (stopped?.code === 'hall-evacuated') return refuse(stopped);
  if (ticket.status !== 'called') return refuse(wrongStatus(ticket));
  const drafts = [missed(ticket, counter, null)];
  if (isPausing(counter, ticket)) {
    drafts.push(draft({ type: 'counter-paused', reason: 'no-shows' }, counter.id, 'no-shows'));
  }
  return accept(drafts, done(ticket.label));
}

/**
 * The event that nobody came.
 *
 * @param rule `next` when a *next* soon after the call said it
 */
export function missed({ id, label, service }: Ticket, counter: Counter, rule: 'next' | null): Draft {
  return draft({ type: 'no-show', ticket: id, label, service }, counter.id, rule);
}

function isPausing(counter: Counter, ticket: Ticket): boolean {
  return counter.state === 'open' && ticket.isFromRequest && counter.noShows + 1 >= NO_SHOWS_THAT_PAUSE;
}
