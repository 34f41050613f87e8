import { type Millis, minutes, seconds } from '../clock.ts';

/** What a teller sees on the pad, and knows of the customer who stands there. */
export interface PadSight {
  readonly line1: string;
  readonly line2: string;
  /** How long this service takes, ms; of the number that the pad shows. */
  readonly standardTime: Millis;
  /** How long that customer had waited when called, ms. */
  readonly waited: Millis;
  /** The customer was called once more already. */
  readonly isRecalled: boolean;
}

/** What a teller is about to do: wait, then press. */
export interface TellerStep {
  readonly after: Millis;
  /** Keys in order; none: look again. */
  readonly keys: readonly string[];
}

/** Looks at a pad that tells nothing to do. */
const LOOK_AGAIN: Millis = seconds(5);
/** A pad without its line, or one that waits for the disk. */
const HELD_UP: Millis = seconds(10);
const PATIENCE: Millis = minutes(30);

/** Chances: that nobody comes, nor at the second call, that it is another service's business, that the teller needs a break. */
const [STAYS_AWAY, GONE_FOR_GOOD, TURNED, BREAK] = [0.07, 0.8, 0.04, 0.03];

/**
 * What a teller does next, from what the pad shows. Pure but for the chance that is given.
 *
 * @param chance numbers in [0, 1)
 * @param services how many services the keypad can transfer to
 */
export function tellerStep(sight: PadSight, chance: () => number, services: number): TellerStep {
  const { line1, line2 } = sight;
  if (line2 === 'WAIT' || line1 === 'NO LINE') return { after: HELD_UP, keys: [] };
  if (line1 === 'CLOSED') return { after: between(chance, 5, 90), keys: ['pause'] };
  if (line1 === 'PAUSED') return { after: between(chance, 180, 420), keys: ['pause'] };
  if (line1 === 'OPEN') {
    return chance() < BREAK
      ? { after: between(chance, 5, 15), keys: ['pause'] }
      : { after: between(chance, 5, 20), keys: ['next'] };
  }
  if (line1.endsWith(' CALLED')) return called(sight, chance);
  if (line1.endsWith(' SERVING')) return serving(sight, chance, services);
  return { after: LOOK_AGAIN, keys: [] };
}

function called({ waited, isRecalled }: PadSight, chance: () => number): TellerStep {
  const isTooLong = chance() < Math.min(0.6, Math.max(0, waited / PATIENCE - 1));
  const isGone = isTooLong || chance() < (isRecalled ? GONE_FOR_GOOD : STAYS_AWAY);
  if (!isGone) return { after: between(chance, 8, 25), keys: ['start'] };
  return { after: between(chance, 25, 40), keys: [isRecalled ? 'no-show' : 'recall'] };
}

function serving({ standardTime }: PadSight, chance: () => number, services: number): TellerStep {
  // A gamma of shape 3: few are very short, some take long.
  const share = -Math.log((1 - chance()) * (1 - chance()) * (1 - chance())) / 3;
  const after = Math.max(seconds(20), standardTime * share);
  if (services === 0 || chance() >= TURNED) return { after, keys: ['finish'] };
  const to = 1 + Math.floor(chance() * services);
  return { after: after / 3, keys: ['transfer', ...String(to), 'enter'] };
}

function between(chance: () => number, least: number, most: number): Millis {
  return seconds(least + (most - least) * chance());
}
