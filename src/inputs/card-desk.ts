import type { Branch } from '../branch/port.ts';
import type { CardBook, CardReader } from '../devices/kinds.ts';

export interface CardDeskParts {
  readonly branch: Pick<Branch, 'committed' | 'onCommitted'>;
  /** By the configuration in force. */
  cards(): { readonly prefixes: CardBook['prefixes']; readonly limit: number | null };
  /** So many random bytes. */
  random(bytes: number): Uint8Array;
}

/** A ticket that a card is about to draw. */
export interface Draw {
  /** The ticket is issued. */
  issued(ticket: number): void;
  /** There was none. */
  inVain(): void;
}

/**
 * What is known of today's cards at all kiosks of the branch: how many tickets each has drawn, by its token. The key that
 * tokens are made of is random, stands in memory alone, and is another one on the next business day and after a restart:
 * then the counts begin anew.
 */
export interface CardDesk {
  /** Has a reader look cards up in today's book, from now on and whenever it is another one; returns the end of that. */
  serve(reader: CardReader): () => void;
  /** Whether a card has drawn as many tickets today as it may. */
  isSpent(token: string): boolean;
  /** Counts a ticket that the card is about to draw. */
  draw(token: string): Draw;
  stop(): void;
}

/** Bytes of the key: as many as the hash gives. */
const KEY = 32;
/** Tickets whose slip is still under way; the oldest is forgotten first. */
const SLIPS_WATCHED = 64;

/** Opens the desk; nobody has drawn anything yet. */
export function openCardDesk({ branch, cards, random }: CardDeskParts): CardDesk {
  const readers = new Set<CardReader>();
  const drawn = new Map<string, number>();
  const slips = new Map<number, string>();
  let { day } = branch.committed;
  let key = random(KEY);
  const count = (token: string, by: 1 | -1): void => {
    const left = (drawn.get(token) ?? 0) + by;
    if (left > 0) drawn.set(token, left);
    else drawn.delete(token);
  };
  const tell = (reader: CardReader): void => reader.lookUpIn({ prefixes: cards().prefixes, key });
  const anew = (): void => {
    key.fill(0);
    key = random(KEY);
    drawn.clear();
    slips.clear();
    for (const reader of readers) tell(reader);
  };
  const unsubscribe = branch.onCommitted((batch) => {
    // A day is never changed in place.
    if (branch.committed.day !== day) {
      ({ day } = branch.committed);
      anew();
    }
    for (const { event } of batch) {
      if (event.type !== 'print-failed' && event.type !== 'print-ended') continue;
      const token = slips.get(event.ticket);
      slips.delete(event.ticket);
      // A ticket that nobody got is none.
      if (token !== undefined && event.type === 'print-failed') count(token, -1);
    }
  });
  const watch = (ticket: number, token: string): void => {
    slips.set(ticket, token);
    const [oldest] = slips.keys();
    if (slips.size > SLIPS_WATCHED && oldest !== undefined) slips.delete(oldest);
  };
  return {
    serve(reader) {
      readers.add(reader);
      tell(reader);
      return () => readers.delete(reader);
    },
    isSpent: (token) => (drawn.get(token) ?? 0) >= (cards().limit ?? Number.POSITIVE_INFINITY),
    draw(token) {
      const today = key;
      count(token, 1);
      return {
        issued(ticket) {
          if (key === today) watch(ticket, token);
        },
        inVain() {
          if (key === today) count(token, -1);
        },
      };
    },
    stop: unsubscribe,
  };
}
