/** Chance that can be played again: the same seed gives the same draws. */
export interface Chance {
  readonly seed: number;
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** True with this share of draws. */
  is(share: number): boolean;
  of<T>(choices: readonly [T, ...T[]]): T;
}

/** Mulberry32: small, and good enough to choose whom to disturb when. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const draw = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(draw() * end);
  return { seed, below, is: (share) => draw() < share, of: (choices) => choices[below(choices.length)] ?? choices[0] };
}

/** The seed that the environment gives, or a new one; said on standard error so that a failure can be played again. */
export function seedOf(what: string): number {
  const given = process.env.LOBBYD_SEED;
  const seed = given === undefined ? (crypto.getRandomValues(new Uint32Array(1))[0] ?? 1) : Number(given);
  process.stderr.write(`${what}: LOBBYD_SEED=${seed}\n`);
  return seed;
}
