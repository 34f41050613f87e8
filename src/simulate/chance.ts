import type { Duration } from '../queue/rules.ts';

/** Numbers from 0 to below 1. */
export type Chance = () => number;

/**
 * A stream of chance of its own for each purpose: what one purpose draws never moves what another draws, so that rules
 * that are compared see the same customers. The same names give the same numbers on every machine (sfc32).
 */
export function chanceOf(...names: readonly (string | number)[]): Chance {
  const next = hashOf(names.join('/'));
  let [a, b, c, counter] = [next(), next(), next(), 1];
  const roll = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) roll();
  return roll;
}

/** Whole numbers of 32 bits from a text (xmur3). */
function hashOf(text: string): () => number {
  let hash = 1_779_033_703 ^ text.length;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 3_432_918_353);
    hash = (hash << 13) | (hash >>> 19);
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
    hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909);
    hash ^= hash >>> 16;
    return hash | 0;
  };
}

/** How long something takes. Times in ms. */
export type Spread =
  | { readonly kind: 'fixed'; readonly mean: Duration }
  | { readonly kind: 'exponential'; readonly mean: Duration }
  /** `variation`: standard deviation by mean. */
  | { readonly kind: 'lognormal'; readonly mean: Duration; readonly variation: number }
  | { readonly kind: 'empirical'; readonly values: readonly Duration[] };

/** Draws a time, whole ms, at least one. */
export function draw(spread: Spread, chance: Chance): Duration {
  switch (spread.kind) {
    case 'fixed':
      return spread.mean;
    case 'exponential':
      return whole(-spread.mean * Math.log(1 - chance()));
    case 'lognormal': {
      const square = Math.log(1 + spread.variation ** 2);
      return whole(spread.mean * Math.exp(Math.sqrt(square) * normal(chance) - square / 2));
    }
    case 'empirical':
      return spread.values[Math.floor(chance() * spread.values.length)] ?? 1;
  }
}

/** Mean of what is drawn, ms. */
export function meanOf(spread: Spread): number {
  if (spread.kind !== 'empirical') return spread.mean;
  return spread.values.reduce((sum, each) => sum + each, 0) / spread.values.length;
}

function whole(value: number): Duration {
  return Math.max(1, Math.round(value));
}

function normal(chance: Chance): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance()));
  return radius * Math.cos(2 * Math.PI * chance());
}
