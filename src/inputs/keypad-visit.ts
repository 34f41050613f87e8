import type { Destination } from '../queue/commands-visit.ts';
import type { CounterId, ServiceId } from '../queue/rules.ts';
import { visitRulesOf } from '../queue/rules-visit.ts';
import type { QueueState } from '../queue/state.ts';

/** Where the digits after *transfer* lead, or what the pad says instead. */
export type Way = { readonly to: Destination } | { readonly say: string };

/**
 * Reads the digits after *transfer*: `3` is the third service, `03` window 3, `003` the teller who sits at window 3.
 *
 * @param services as a teller numbers them
 */
export function wayOf(state: Readonly<QueueState>, services: readonly ServiceId[], digits: string): Way {
  const number = Number(digits);
  if (!digits.startsWith('0')) {
    const service = services[number - 1];
    return service === undefined ? { say: `NO SERVICE ${number}` } : { to: { service } };
  }
  const id = windowAt(state, number);
  if (id === null) return { say: `NO WINDOW ${number}` };
  if (!digits.startsWith('00')) return { to: { toCounter: id } };
  const teller = state.counters.get(id)?.teller ?? null;
  return teller === null ? { say: `NO TELLER AT ${number}` } : { to: { toTeller: teller } };
}

/** The counter that people call by this number; null: there is none. */
export function windowAt({ rules }: Readonly<QueueState>, number: number): CounterId | null {
  return rules?.counters.find((counter) => counter.number === number)?.id ?? null;
}

/** The reason of a referral by its place in the bank standard, 1 is the first; null: there is none. */
export function reasonAt({ rules }: Readonly<QueueState>, number: number): string | null {
  return rules ? (visitRulesOf(rules).reasons[number - 1]?.id ?? null) : null;
}

/** What stands on the pad while a destination is typed. */
export function wayText(digits: string): string {
  if (digits.startsWith('00')) return `TELLER AT ${digits.slice(2)}_`;
  return digits.startsWith('0') ? `TO WINDOW ${digits.slice(1)}_` : `TO SERVICE ${digits}_`;
}
