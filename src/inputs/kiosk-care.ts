import type { Reply } from '../branch/port.ts';
import type { Clock, Millis, Timer } from '../clock.ts';
import { NEEDS, type Need } from '../queue/care.ts';
import type { Saying } from './kiosk-texts.ts';

/** A button at the edge of a kiosk with which a customer says what nobody else has to know. */
export interface CareButton {
  readonly button: number;
  /** Of whoever presses it; null: the service button says it, or a card. */
  readonly segment: string | null;
  readonly needs: readonly Need[];
}

/** Such buttons of a kiosk. */
export interface KioskCare {
  /** What was chosen is forgotten after this long, ms. */
  readonly within: Millis;
  readonly buttons: readonly CareButton[];
}

/** What a customer has chosen for the number that comes. */
export interface OwnChoice {
  /** Null: as the service button or a card says. */
  readonly segment: string | null;
  readonly needs: readonly Need[];
  /** What came of the press on a service button. */
  settle(reply: Reply): void;
}

/** What is chosen at a kiosk, before the button of a service is pressed. */
export interface CareChoice {
  /** Whether it is a button of these. */
  has(button: number): boolean;
  /** Chooses; once more takes it back. Of two that name a segment the later one counts. */
  press(button: number): void;
  /** Buttons that are chosen. */
  chosen(): readonly number[];
  /** A service was pressed, and more may be: what is chosen stands so much longer. */
  keep(longer: Millis): void;
  /** Uses up what is chosen, unless it comes to no ticket; null: nothing is. */
  take(): OwnChoice | null;
  /** Whoever has chosen has gone: nothing is chosen. */
  forget(): void;
  /** What the screen says while the button of a service is awaited; null: nothing of this. */
  resting(): Saying | null;
  stop(): void;
}

/** What everybody may read: it is as true of whoever has chosen nothing. */
const CHOOSE_SERVICE: Saying = (texts) => texts.chooseService;

const NEVER: CareChoice = {
  has: () => false,
  press() {},
  chosen: () => [],
  keep() {},
  take: () => null,
  forget() {},
  resting: () => null,
  stop() {},
};

/**
 * Nothing is chosen yet. What is chosen is kept in memory alone.
 *
 * @param care null: the kiosk has no such buttons
 * @param changed what is chosen is another thing
 */
export function careChoice(clock: Clock, care: KioskCare | null, changed: () => void): CareChoice {
  if (!care) return NEVER;
  const { within, buttons } = care;
  let chosen: readonly CareButton[] = [];
  let timer: Timer | null = null;
  const choose = (next: readonly CareButton[], stays: Millis): void => {
    timer?.cancel();
    timer = next.length === 0 ? null : clock.after(stays, () => choose([], within));
    chosen = next;
    changed();
  };
  return {
    has: (number) => buttons.some(({ button }) => button === number),
    press(number) {
      const pressed = buttons.find(({ button }) => button === number);
      if (pressed) choose(chosen.includes(pressed) ? without(chosen, pressed) : withButton(chosen, pressed), within);
    },
    chosen: () => chosen.map(({ button }) => button),
    keep(longer) {
      if (chosen.length > 0) choose(chosen, within + longer);
    },
    take() {
      if (chosen.length === 0) return null;
      const taken = chosen;
      choose([], within);
      const settle = (reply: Reply): void => {
        // It is asked whether it is worth the wait, or another service may still have a number.
        if (reply.kind !== 'issued' && chosen.length === 0) choose(taken, within);
      };
      return { ...summed(taken), settle };
    },
    forget() {
      if (chosen.length > 0) choose([], within);
    },
    resting: () => (chosen.length > 0 ? CHOOSE_SERVICE : null),
    stop: () => timer?.cancel(),
  };
}

function without(chosen: readonly CareButton[], button: CareButton): readonly CareButton[] {
  return chosen.filter((each) => each !== button);
}

function withButton(chosen: readonly CareButton[], button: CareButton): readonly CareButton[] {
  return [...chosen.filter(({ segment }) => segment === null || button.segment === null), button];
}

function summed(chosen: readonly CareButton[]): Pick<OwnChoice, 'segment' | 'needs'> {
  const segment = chosen.find((each) => each.segment !== null)?.segment ?? null;
  return { segment, needs: NEEDS.filter((need) => chosen.some(({ needs }) => needs.includes(need))) };
}
