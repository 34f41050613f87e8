import type { Reply } from '../branch/port.ts';
import type { Clock, Millis, Timer } from '../clock.ts';
import type { Rules, ServiceId, TicketId } from '../queue/rules.ts';
import type { MachineId } from '../queue/rules-guidance.ts';
import type { KioskButton } from './kiosk.ts';

/** A press that was answered. */
export interface Pressed {
  /** Id of the press. */
  readonly press: string;
  /** What it asked for; the first one says in which language. */
  readonly chosen: Choice;
}

/** Buttons of one customer for one number, the first one first. */
export type Choice = readonly [KioskButton, ...KioskButton[]];

/** What stands at a kiosk until somebody answers it or its time is over. */
type Standing =
  /** Whether a number is worth the wait: any of its buttons once more says yes. */
  | { readonly kind: 'confirm'; readonly chosen: Choice }
  /** A machine: the same button once more says no, and wants the number. */
  | ({ readonly kind: 'machine'; readonly chosen: Choice; readonly language: string } & Offer)
  /** Whether the papers are ready. */
  | { readonly kind: 'papers'; readonly ticket: TicketId; readonly language: string };

/** A machine that a customer was offered. */
export interface Offer {
  readonly service: ServiceId;
  readonly machine: MachineId;
  /** Id of the press that it was the answer to. */
  readonly press: string;
}

/** What the button that says yes is about. */
export type YesTo = Exclude<Standing, { readonly kind: 'confirm' }>;

/** The questions of a kiosk: one stands at most. */
export interface Questions {
  /** Buttons that would answer what stands. */
  asked(): readonly number[];
  /** What is chosen already, if this button for numbers answers what stands; null: it does not. */
  answered(button: number): Choice | null;
  /** Somebody chooses something else: nothing stands. */
  end(): void;
  /** A button for numbers is pressed, which ends what stands. Whether it insists on a number. */
  insists(button: number): boolean;
  /** The button that says yes is pressed: what it says yes to; null: to nothing. */
  yes(): YesTo | null;
  /** An answer came to a press: it asks, or nothing stands. */
  came(pressed: Pressed, reply: Reply, rules: Rules | null): void;
  stop(): void;
}

export interface QuestionsParts {
  readonly clock: Clock;
  /** Number of the button that says yes; null: there is none. */
  readonly yesButton: number | null;
  /** How long the kiosk asks for papers; 0: not at all. */
  readonly papersWithin: Millis;
  /** Whether services have forms to be ready with. */
  hasForms(services: readonly ServiceId[]): boolean;
  /** One is over by time. */
  changed(): void;
  /** Nobody insisted on a number in time, at a kiosk where nobody can say yes: the customer has gone to the machine. */
  silent(offer: Offer): void;
}

/** No question stands yet. */
export function openQuestions(parts: QuestionsParts): Questions {
  const { clock, yesButton, changed } = parts;
  let standing: { readonly what: Standing; readonly until: Millis } | null = null;
  let timer: Timer | null = null;
  const now = (): Standing | null => (standing && clock.monotonic() < standing.until ? standing.what : null);
  const end = (): void => {
    timer?.cancel();
    standing = null;
  };
  const over = (): void => {
    const what = standing?.what;
    standing = null;
    if (what?.kind === 'machine' && yesButton === null) parts.silent(what);
    changed();
  };
  return {
    asked: () => buttonsOf(now(), yesButton),
    answered: (button) => answeredBy(now(), button),
    end,
    insists(button) {
      const what = now();
      end();
      return answeredBy(what, button) !== null;
    },
    yes() {
      const what = now();
      if (!what || what.kind === 'confirm') return null;
      end();
      return what;
    },
    came(pressed, reply, rules) {
      end();
      const asks = askedBy(parts, pressed, reply, rules);
      if (!asks) return;
      standing = { what: asks.what, until: clock.monotonic() + asks.within };
      timer = clock.after(asks.within, over);
    },
    stop: end,
  };
}

function answeredBy(what: Standing | null, button: number): Choice | null {
  if (!what || what.kind === 'papers') return null;
  return what.chosen.some((each) => each.button === button) ? what.chosen : null;
}

function buttonsOf(what: Standing | null, yesButton: number | null): readonly number[] {
  if (!what) return [];
  const own = what.kind === 'papers' ? [] : what.chosen.map(({ button }) => button);
  return yesButton === null || what.kind === 'confirm' ? own : [...own, yesButton];
}

function askedBy(
  { yesButton, papersWithin, hasForms }: QuestionsParts,
  { press, chosen }: Pressed,
  reply: Reply,
  rules: Rules | null,
): { readonly what: Standing; readonly within: Millis } | null {
  const [{ language }] = chosen;
  if (reply.kind === 'issued') {
    const services = chosen.map(({ service }) => service);
    const isAsked = yesButton !== null && papersWithin > 0 && hasForms(services);
    return isAsked ? { what: { kind: 'papers', ticket: reply.ticket, language }, within: papersWithin } : null;
  }
  if (reply.kind !== 'refused') return null;
  const within = rules?.limits?.insistWithin ?? 0;
  const { refusal } = reply;
  if (refusal.code === 'confirm-needed') return { what: { kind: 'confirm', chosen }, within };
  if (refusal.code !== 'machine-better') return null;
  const { service, machine } = refusal;
  return { what: { kind: 'machine', chosen, service, machine, press, language }, within };
}
