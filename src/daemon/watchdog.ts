import { type Clock, type Millis, ms, seconds, type Timer } from '../clock.ts';
import type { Log } from '../devices/log.ts';
import type { ServiceManager } from './service-manager.ts';

/** A supervisor whose timer should have run a while ago. */
export interface Late {
  /** Of the device or the bus. */
  readonly name: string;
  readonly by: Millis;
}

/** No limit is so short that the program does nothing but tell that it lives. */
export const PULSE_APART: Millis = ms(50);

/** What the watchdog looks at, while the event loop turns: one that does not turn does not look. */
export interface PulseFacts {
  /** The journal's thread answers, or is inside a commit that is younger than {@link COMMIT_MAY_TAKE}. */
  readonly isJournalAlive: boolean;
  /** How late the supervisors of devices are; those that are on time may be left out. */
  readonly late: readonly Late[];
}

/** What systemd gets. */
export type Pulse =
  | { readonly kind: 'beat' }
  /** Nothing: it restarts the daemon when that goes on. */
  | { readonly kind: 'withheld'; readonly why: readonly string[] };

/** A card that needs this long for one commit does not come back by itself. */
export const COMMIT_MAY_TAKE: Millis = seconds(30);
/** A supervisor that is later than this stands still: a loaded machine is late by a fraction of it. */
export const SUPERVISOR_MAY_LAG: Millis = seconds(10);

/**
 * Whether the program is alive. Pure. A disk that is full, read-only or broken answers, and is no reason: a restart
 * would not mend it. A device that is away is none either.
 */
export function pulseOf({ isJournalAlive, late }: PulseFacts): Pulse {
  const why = [
    ...(isJournalAlive ? [] : [`the journal's thread has not answered for ${COMMIT_MAY_TAKE / 1_000} s`]),
    ...late
      .filter(({ by }) => by > SUPERVISOR_MAY_LAG)
      .map(({ name, by }) => `the supervisor of ${name} stands still for ${Math.round(by / 1_000)} s`),
  ];
  return why.length === 0 ? { kind: 'beat' } : { kind: 'withheld', why };
}

/**
 * How often systemd is to be told that the program lives: a third of its limit, so that two may get lost, but
 * not more often than every {@link PULSE_APART}.
 *
 * @param environment `WATCHDOG_USEC`, and `WATCHDOG_PID` when it is meant for one process alone
 * @returns null when nobody watches this process
 */
export function pulseEvery(environment: Readonly<Record<string, string | undefined>>, pid: number): Millis | null {
  const { WATCHDOG_USEC: limit, WATCHDOG_PID: watched } = environment;
  if (limit === undefined || !/^[1-9]\d{0,14}$/.test(limit)) return null;
  if (watched !== undefined && watched !== `${pid}`) return null;
  return Math.max(PULSE_APART, Number(limit) / 3_000);
}

export interface WatchdogParts {
  readonly manager: ServiceManager;
  readonly clock: Clock;
  readonly log: Log;
  /** From {@link pulseEvery}. */
  readonly every: Millis;
  /**
   * Takes the facts.
   *
   * @param grace how late this very look is: a process that was stopped for a while finds everything late by so much,
   * and is alive again
   */
  look(grace: Millis): PulseFacts;
}

/**
 * Feeds the watchdog of systemd for as long as the program is alive.
 *
 * @returns a function that stops it
 */
export function keepWatchdog({ manager, clock, log, every, look }: WatchdogParts): () => void {
  let timer: Timer | null = null;
  let isWithheld = false;
  const beat = (due: Millis): void => {
    const now = clock.monotonic();
    const pulse = pulseOf(look(Math.max(0, now - due)));
    if (pulse.kind === 'beat') {
      if (isWithheld) log.info({}, 'the watchdog is fed again');
      manager.tell({ WATCHDOG: '1' });
    } else if (!isWithheld) {
      const next = 'next: nothing, systemd restarts the daemon and the hall goes on; report this with the log';
      log.error({ code: 'branch/watchdog', why: pulse.why }, `watchdog not fed: ${pulse.why.join('; ')}; ${next}`);
    }
    isWithheld = pulse.kind === 'withheld';
    timer = clock.after(every, () => beat(now + every));
  };
  beat(clock.monotonic());
  return () => timer?.cancel();
}
