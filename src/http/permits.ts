import { ANSWERS_KEPT } from '../queue/rules.ts';

/**
 * Requests under way of one client. The queue remembers as many answers of a source: what a client has under way when its
 * connection breaks, it may all ask again.
 */
export const CLIENT_AT_ONCE = ANSWERS_KEPT;
/** Requests under way of all clients together. */
export const ALL_AT_ONCE = 32;

/** Leave to have a request under way. */
export type Permit =
  | { readonly kind: 'granted'; release(): void }
  /** This client, or all together, have as many under way as they may. */
  | { readonly kind: 'client-busy' }
  | { readonly kind: 'all-busy' };

/** Counts the requests that are under way. */
export interface Permits {
  /** What is granted is released once. */
  take(client: string): Permit;
}

/** Starts to count. */
export function openPermits(): Permits {
  const underWay = new Map<string, number>();
  let taken = 0;
  const change = (client: string, by: 1 | -1): void => {
    taken += by;
    underWay.set(client, (underWay.get(client) ?? 0) + by);
  };
  return {
    take(client) {
      if ((underWay.get(client) ?? 0) >= CLIENT_AT_ONCE) return { kind: 'client-busy' };
      if (taken >= ALL_AT_ONCE) return { kind: 'all-busy' };
      change(client, 1);
      return { kind: 'granted', release: () => change(client, -1) };
    },
  };
}
