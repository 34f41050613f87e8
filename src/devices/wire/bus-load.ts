import { type Millis, ms, seconds } from '../../clock.ts';
import { POLLING } from './bus-polling.ts';
import { characterTime, frameGap } from './line-time.ts';
import type { LineSettings } from './wire.ts';

/** One exchange of a unit's daily work, as long as it gets. */
export interface LoadExchange {
  /** Bytes to the unit. */
  readonly sent: number;
  /** Bytes of its answer; 0: it does not answer. */
  readonly answered: number;
  /** Pause between question and answer at most; 0 where nobody answers. */
  readonly turnRound: Millis;
  /** Silence that the wire needs after it. */
  readonly pause: Millis;
}

/** What a unit asks of its bus. */
export interface UnitLoad {
  /** Asked, with nothing new; null: it is not polled. */
  readonly quiet: LoadExchange | null;
  /** Asked, with news; null: it is not polled. */
  readonly news: LoadExchange | null;
  /** Given something to show: the longest such frame. */
  readonly show: LoadExchange;
}

/** The poll cycle that a bus of a branch should keep: a teller who waits longer presses again. */
export const POLL_CYCLE_MOST: Millis = seconds(2);

/** Time of one exchange on the wire, the silence before the next included. */
function exchangeTime({ sent, answered, turnRound, pause }: LoadExchange, line: LineSettings): Millis {
  const silence = answered > 0 ? Math.max(pause, frameGap(line)) : pause;
  return (sent + answered) * characterTime(line) + turnRound + silence;
}

function sum(exchanges: readonly (LoadExchange | null)[], line: LineSettings): Millis {
  return exchanges.reduce((total, exchange) => total + (exchange ? exchangeTime(exchange, line) : 0), 0);
}

/**
 * The poll cycle of a bus at worst, ms: the time in which each of its units is asked once, has news, and is shown
 * something, all of them at once, after a question that the press just missed, and the bus waits once for an answer, which a
 * sign has first. Within it the answer to a press stands on its
 * keypad, whatever the others do (`bus-schedule.ts`); a dead unit adds its time-out now and then.
 */
export function pollCycle(units: readonly UnitLoad[], line: LineSettings): Millis {
  const missed = units.flatMap(({ quiet }) => (quiet ? [POLLING.idleEvery + exchangeTime(quiet, line)] : []));
  return (
    Math.max(0, ...missed) +
    (missed.length > 0 ? POLLING.answerWithin + longestOnSign(units, line) : 0) +
    sum(
      units.flatMap(({ news, show }) => [news, show]),
      line,
    )
  );
}

function longestOnSign(units: readonly UnitLoad[], line: LineSettings): Millis {
  return Math.max(0, ...units.map(({ quiet, show }) => (quiet ? 0 : exchangeTime(show, line))));
}

/** Time in which each unit of a bus is asked once while nobody has news, ms: how long a press waits until it is heard. */
export function quietRound(units: readonly UnitLoad[], line: LineSettings): Millis {
  const round = sum(
    units.map(({ quiet }) => quiet),
    line,
  );
  return round > 0 ? Math.max(round, POLLING.idleEvery) : ms(0);
}
