import type { Reply } from '../branch/port.ts';
import type { PadScreen, PrintTrouble } from '../devices/kinds.ts';
import type { Answer } from '../queue/events.ts';
import type { Refusal } from '../queue/refusals.ts';
import type { GuidanceRefusal } from '../queue/refusals-guidance.ts';
import type { HoursRefusal } from '../queue/refusals-hours.ts';
import type { Rules } from '../queue/rules.ts';
import type { MachineId } from '../queue/rules-guidance.ts';
import type { TimesOfBranch } from '../views/hours-texts.ts';

/** Cells of a line of a kiosk's screen: one for a Latin letter, two for a Hanzi. */
export const WIDTH = 20;

/** A text of the bank in several languages: BCP 47 tag → text. */
export type ByLanguage = Readonly<Record<string, string>>;

type Issued = Extract<Answer, { readonly kind: 'issued' }>;
type Fault = Extract<Reply, { readonly kind: 'fault' }>;

/** Everything that a kiosk says to customers, in one language; each fits both lines whatever it is about. */
export interface KioskTexts {
  readonly welcome: PadScreen;
  readonly noTickets: PadScreen;
  /** One person has pressed too often. */
  readonly lockedOut: PadScreen;
  /** Something is chosen that nobody else has to know: as true of whoever has chosen nothing. */
  readonly chooseService: PadScreen;
  readonly oneAtATime: PadScreen;
  /** The daemon is stopping: the press is answered by the next one. */
  readonly oneMoment: PadScreen;
  readonly thanks: PadScreen;
  readonly cardRead: PadScreen;
  readonly cardNotRead: PadScreen;
  /** The card has drawn as many tickets today as it may. */
  readonly cardSpent: PadScreen;
  readonly codeNotKnown: PadScreen;
  readonly slipOfAnotherDay: PadScreen;
  readonly papersAsked: PadScreen;
  readonly papersReady: PadScreen;
  /** The button that says yes, while there is nothing to say yes to. */
  readonly nothingAsked: PadScreen;
  /** Asks for a mark, 1 to `scale`. */
  readonly rate: (scale: number) => PadScreen;
  readonly trouble: (trouble: PrintTrouble) => PadScreen;
  /** The number, and the wait as far as it fits. */
  readonly number: (answer: Issued, rules: Pick<Rules, 'estimates'> | null) => PadScreen;
  /** The slip did not come out. */
  readonly notPrinted: (label: string) => PadScreen;
  /** Nobody knows whether the slip came out. */
  readonly perhapsPrinted: (label: string) => PadScreen;
  /** So many services are chosen, and there may be more. */
  readonly chosen: (count: number) => PadScreen;
  /** One of `of` things to have ready. */
  readonly haveReady: (count: number, of: number, form: string) => PadScreen;
  readonly isOver: (label: string) => PadScreen;
  readonly waits: (label: string) => PadScreen;
  readonly toWindow: (label: string, window: number) => PadScreen;
  /** The appointment begins in so many ms. */
  readonly tooEarly: (wait: number) => PadScreen;
  /** Why there is no number now, and when there will be one; or how to say yes. */
  readonly hours: (refusal: HoursRefusal, times: TimesOfBranch) => PadScreen;
  /** Which machine does it now, and how to get a number all the same. */
  readonly machine: (refusal: GuidanceRefusal, rules: Pick<Rules, 'machines'> | null, hasYes: boolean) => PadScreen;
  readonly toMachine: (machine: MachineId, rules: Pick<Rules, 'machines'> | null) => PadScreen;
  /** Any other refusal; `returning`: of somebody who has come back with a slip. */
  readonly refusal: (refusal: Refusal, rules: Pick<Rules, 'counters'> | null, returning?: boolean) => PadScreen;
  readonly fault: (reply: Fault) => PadScreen;
  /** A text of the bank as such a screen can show it; null: in none of its languages. */
  readonly ofBank: (texts: ByLanguage) => string | null;
  /** A text in pieces, one for each line. */
  readonly lines: (text: string) => readonly string[];
}

/** Something that a kiosk says, in whichever language. */
export type Saying = (texts: KioskTexts) => PadScreen;
