// @ts-check
// What a life keeps as the state after a record, and in whose name: `life.mjs` writes it, the judge knows what it must be.

/** Sum of the program that keeps states. */
export const PROGRAM = 'cuts';

/**
 * @param {number} seq
 * @returns {{ readonly lastTicket: number, readonly tickets: readonly string[] }} some hundred bytes or some pages
 */
export function stateAfter(seq) {
  return {
    lastTicket: seq,
    tickets: Array.from({ length: 20 + ((seq * 37) % 700) }, (_, index) => `A${seq}-${index}`),
  };
}
