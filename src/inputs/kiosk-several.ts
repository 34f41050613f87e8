import type { Clock, Millis, Timer } from '../clock.ts';
import type { Press } from '../devices/kinds.ts';
import type { KioskButton } from './kiosk.ts';
import type { Choice } from './kiosk-questions.ts';

/** A press on a button that gives a number. */
export interface Chosen {
  readonly event: Press<number>;
  readonly button: KioskButton;
}

export interface GatherParts {
  readonly clock: Clock;
  /** How long a press waits for further ones; 0: not at all. */
  readonly within: Millis;
  /** Services on one ticket. */
  most(): number;
  isOver(): boolean;
  /** One customer has chosen, one press for each service, the first one first. */
  done(chosen: readonly Chosen[]): void;
  /** These services are chosen, and there may be more. */
  chosen(chosen: readonly Chosen[]): void;
  /** A press that only said that the choice is over. */
  again(press: Chosen): void;
}

/** Presses of one customer that become one ticket. */
export interface Gathering {
  /** @param isLast whoever presses it chooses no more: the choice is over at once */
  take(press: Chosen, isLast?: boolean): void;
  /** Forgets what was chosen: the panel still has the presses. */
  stop(): void;
}

/** A panel sends no further press before it is told that it got through with this one: that it is chosen, and no more. */
function settled({ event, button }: Chosen): Chosen {
  event.acknowledge();
  return { button, event: { ...event, acknowledge() {} } };
}

/**
 * Gathers what one customer chooses: the choice is over so long after the last press, when a button is pressed again, and when
 * no further service may be on the ticket. Buttons that differ in segment or language count as the first one pressed.
 */
export function gatherPresses(parts: GatherParts): Gathering {
  let chosen: Chosen[] = [];
  let timer: Timer | null = null;
  const finish = (): void => {
    timer?.cancel();
    const all = chosen;
    chosen = [];
    if (!parts.isOver() && all.length > 0) parts.done(all);
  };
  return {
    take(press, isLast = false) {
      const isAgain = chosen.some(({ button }) => button.service === press.button.service);
      const isOver = isLast || isAgain || parts.within === 0 || chosen.length + 1 >= parts.most();
      if (isAgain) parts.again(press);
      else chosen.push(isOver ? press : settled(press));
      if (isOver) {
        finish();
        return;
      }
      parts.chosen(chosen);
      timer?.cancel();
      timer = parts.clock.after(parts.within, finish);
    },
    stop() {
      timer?.cancel();
      chosen = [];
    },
  };
}

/** The press that answers a question about several services stands for all of them. */
export function answeredWith(event: Press<number>, [first, ...others]: Choice): readonly Chosen[] {
  const settledBefore = { ...event, acknowledge() {} };
  return [{ event, button: first }, ...others.map((button) => ({ event: settledBefore, button }))];
}
