import { boardView, type SignalledCall, signalledCalls } from '../views/board.ts';
import { wallTimeOf } from './events-body.ts';
import type { Painted, StateSources } from './state-views.ts';

/** What the hall sees and feels: neither who somebody is nor what for. */

type Sources = Pick<StateSources, 'branch'>;

/** For the screens. */
export function paintBoard({ branch }: Sources): Painted<'board'> {
  const windows = boardView(branch.committed).map(({ counter, number, state, ticket }) => {
    const calledAt = ticket && wallTimeOf(branch, ticket.calledAt);
    const shown = ticket && { label: ticket.label, status: ticket.status, calledAt, recalls: ticket.recalls };
    return { counter, number, state, ticket: shown };
  });
  return { windows };
}

/** For lamps and the base of the pagers. */
export function paintSignals({ branch }: Sources): Painted<'signals'> {
  const calls = signalledCalls(branch.committed);
  const told = ({ view: { counter, number }, ticket: { calledAt, recalls } }: SignalledCall) => {
    return { counter, number, calledAt: wallTimeOf(branch, calledAt), recalls };
  };
  return {
    flash: calls.filter(({ flash }) => flash).map(told),
    pagers: calls.flatMap((call) => (call.pager === undefined ? [] : [{ pager: call.pager, ...told(call) }])),
  };
}
