import { type Signals, signalsOf } from '../queue/care.ts';
import type { QueueState } from '../queue/state.ts';
import { type CounterView, counterView } from './counter.ts';

/** A call that has to be seen or felt as well. */
export interface SignalledCall extends Signals {
  readonly view: CounterView;
  readonly ticket: NonNullable<CounterView['ticket']>;
}

/** The windows of the hall in the order of the rules, as everybody may see them. */
export function boardView(state: Readonly<QueueState>): readonly CounterView[] {
  return (state.rules?.counters ?? []).flatMap(({ id }) => {
    const view = counterView(state, id);
    return view && !view.isBack ? [view] : [];
  });
}

/** Customers who are called now and do not hear it. */
export function signalledCalls(state: Readonly<QueueState>): readonly SignalledCall[] {
  const calls: SignalledCall[] = [];
  for (const counter of state.counters.values()) {
    const called = counter.ticket === null ? undefined : state.tickets.get(counter.ticket);
    if (called?.status !== 'called' || !called.needs) continue;
    const view = counterView(state, counter.id);
    if (view?.ticket) calls.push({ view, ticket: view.ticket, ...signalsOf(called) });
  }
  return calls.sort((a, b) => a.view.number - b.view.number);
}
