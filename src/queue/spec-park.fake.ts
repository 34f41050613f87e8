/** Words for the tests of parking: C001 for cash, called and parked at counter 1. */
import { ask, type Expected, given, happens, issued, later, MINUTE, opened, PLAIN } from './spec.ts';

export const ticket = { ticket: 1, label: 'C001', service: 'cash' } as const;

/** The counter asks for the next customer. */
export function next(counter = '1') {
  return ask({ type: 'call-next', counter });
}

/** Counter 1 sets its customer aside; null: as the rules say. */
export function park(pool: 'counter' | 'teller' | 'branch' | null = null, returnAfter: number | null = null) {
  return ask({ type: 'park', counter: '1', pool, returnAfter });
}

/** The counter calls C001 by its label. */
export function choose(counter: string) {
  return ask({ type: 'call-ticket', counter, ticket: { label: 'C001' } });
}

/** C001 is back in its queue. */
export function unparked(reason: 'time' | 'asked' | 'closed' | 'rules', at: string | null = null): Expected {
  return happens({ type: 'unparked', ...ticket, reason }, at, reason === 'rules' ? 'rules' : null);
}

/** C001 is called to a counter. */
export function calledTo(counter: string, how: 'request' | 'chosen'): Expected {
  return happens(
    { type: 'called', ...ticket, waited: 0, how, ...PLAIN },
    counter,
    how === 'request' ? 'request' : null,
  );
}

/** C001 is called at counter 1 and parked there a minute later. */
export function parkedAt(pool: 'counter' | 'teller' | 'branch', ...counters: readonly string[]) {
  return given(...opened(['1', ...counters]), issued('cash'), next(), later(MINUTE), park(pool));
}
