import type { Reply } from '../branch/port.ts';
import type { PadScreen } from '../devices/kinds.ts';
import type { Command } from '../queue/commands.ts';
import type { Rules } from '../queue/rules.ts';
import type { CounterView } from '../views/counter.ts';
import type { Entry } from './keypad-entry.ts';
import { wayText } from './keypad-visit.ts';
import { faultText, refusalText, screen } from './replies.ts';

/** What the second line says to the answer to a command; null when the first line says it: who is called now. */
export function replyText(reply: Reply, rules: Pick<Rules, 'counters'> | null, command: Command): string | null {
  switch (reply.kind) {
    case 'called':
      return null;
    case 'standing':
      return 'NOBODY WAITS';
    case 'done':
      if (command.type === 'mark-papers' && command.isReady !== null) {
        return `${reply.label} ${command.isReady ? 'READY' : 'MISSING'}`;
      }
      if (reply.isSeated) return `${reply.label} SITS DOWN`;
      if (reply.visit) return `${reply.label} NOW ${reply.visit.at}/${reply.visit.of}`;
      return reply.label === null ? 'OK' : `OK ${reply.label}`;
    case 'issued':
      return `ISSUED ${reply.label}`;
    case 'refused':
      return refusalText(reply.refusal, rules);
    case 'fault':
      return faultText(reply);
  }
}

/**
 * The two lines of a pad, 16 characters each: the counter's customer or state, and what is typed, else the answer to
 * the last press, else what is to be known of the customer, else how many wait.
 *
 * @param view null when the rules do not know the counter
 * @param message the answer to the last press while it stands
 * @param waiting how many wait for the counter
 * @param summary what the teller has to know of the customer; null: nothing
 */
export function padScreen(
  view: CounterView | null,
  entry: Entry,
  message: string | null,
  waiting: number,
  summary: string | null = null,
): PadScreen {
  if (entry.kind === 'choice') return screen(choices(entry.labels, 0), choices(entry.labels, 2) || 'CLEAR = NONE');
  if (!view) return screen('NO COUNTER', entryText(entry) ?? message ?? 'CHECK SETTINGS');
  const rest = summary ?? (view.state === 'open' ? `${waiting} WAITING` : 'PAUSE KEY OPENS');
  return screen(stateText(view), entryText(entry) ?? message ?? rest);
}

function stateText({ ticket, state, isStanding }: CounterView): string {
  if (ticket) return `${ticket.label} ${ticket.status.toUpperCase()}`;
  return isStanding ? 'NEXT COMES' : state.toUpperCase();
}

/** Two choices from a place on: `1=A012 2=B012`. */
function choices(labels: readonly string[], from: number): string {
  return labels
    .slice(from, from + 2)
    .map((label, index) => `${from + index + 1}=${label}`)
    .join(' ');
}

function entryText(entry: Exclude<Entry, { kind: 'choice' }>): string | null {
  switch (entry.kind) {
    case 'none':
      return null;
    case 'number':
      return `CALL ${entry.digits}_`;
    case 'transfer':
      return wayText(entry.digits);
    case 'refer':
      return `REASON ${entry.digits}_`;
    case 'profile':
      return `PROFILE ${entry.digits}_`;
  }
}
