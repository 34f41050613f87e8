import { type Millis, ms, seconds } from '../clock.ts';
import { seededRandom } from './wire/seeded.ts';

/** How long to wait between tries. */
export interface BackoffOptions {
  /** The first delay, before jitter. */
  readonly first: Millis;
  /** Delays double up to this one, before jitter. */
  readonly cap: Millis;
  /** Share of a delay (0–1) that chance adds or takes, also after the cap: devices of one hub do not retry in step. */
  readonly jitter: number;
  /** Same seed, same delays. */
  readonly seed: number;
}

/**
 * From 0.2 s on, doubled up to 2.5 s, ± 20 %. The longest wait (3 s) and the time to identify a device together stay
 * under the 5 s within which a device must be right again after its cable is back.
 */
export const DEVICE_BACKOFF: Omit<BackoffOptions, 'seed'> = { first: ms(200), cap: seconds(2.5), jitter: 0.2 };

/**
 * The delay before one try; the same arguments give the same delay.
 *
 * @param attempt 0 for the first try after a failure
 */
export function backoffDelay(options: BackoffOptions, attempt: number): Millis {
  const steps = Math.min(attempt, 30);
  const delay = Math.min(options.cap, options.first * 2 ** steps);
  const chance = seededRandom(options.seed + Math.imul(attempt + 1, 0x9e3779b1))();
  return delay * (1 + options.jitter * (2 * chance - 1));
}

/** The delays before the first, second, third … try. Never ends. */
export function* backoff(options: BackoffOptions): Generator<Millis, never> {
  for (let attempt = 0; ; attempt += 1) yield backoffDelay(options, attempt);
}
