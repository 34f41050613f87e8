import { type Clock, type Millis, seconds, type Timer } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { type Arrivals, arrivalsOf, nextArrival } from './arrivals.ts';
import type { HeardEvent } from './mqtt-tap.ts';
import type { ActEnd } from './stage.ts';
import { type PadSight, tellerStep } from './teller.ts';

export interface TrafficParts {
  readonly config: Config;
  /** Runs with branch time. */
  readonly clock: Clock;
  /** Numbers in [0, 1). */
  chance(): number;
  /** What a person sees at a device. */
  view(device: string): unknown;
  act(device: string, action: string): Promise<ActEnd>;
  /** What the hall hears. */
  onEvent(listener: (event: HeardEvent) => void): () => void;
}

/** What a teller is about to do. */
interface Desk {
  /** What the pad showed when it was chosen. */
  readonly line1: string;
  readonly keys: readonly string[];
  readonly due: Millis;
  /** Chosen anew from then on, also while the pad shows the same. */
  readonly until: Millis;
  /** First line of the pad at the last recall. */
  readonly recalled: string | null;
}

const NOTHING_PLANNED: Desk = { line1: '', keys: [], due: 0, until: 0, recalled: null };
/** How often tellers look at their pads. */
const LOOK_EVERY: Millis = seconds(2);
/** A press that changed nothing for so long was one of those that change nothing. */
const ANSWERED_WITHIN: Millis = seconds(20);

function pressed(desk: Desk, now: Millis): Desk {
  const recalled = desk.keys.includes('recall') ? desk.line1 : desk.recalled;
  return { ...desk, keys: [], due: Number.POSITIVE_INFINITY, until: now + ANSWERED_WITHIN, recalled };
}

/** Customers whose wait is remembered. */
const CALLED_MOST = 64;

/** Sends customers to the kiosks and tellers to the keypads; they press what people press, and see what people see. */
export function startTraffic(parts: TrafficParts): () => void {
  const hall = new People(parts);
  return () => hall.stop();
}

class People {
  readonly #parts: TrafficParts;
  readonly #timers = new Map<string, Timer>();
  readonly #waited = new Map<string, Millis>();
  readonly #unsubscribe: () => void;
  #isStopped = false;

  constructor(parts: TrafficParts) {
    this.#parts = parts;
    this.#unsubscribe = parts.onEvent((event) => this.#hear(event));
    for (const arrivals of arrivalsOf(parts.config)) this.#expect(arrivals);
    for (const { keypad } of parts.config.counters) if (keypad !== null) this.#work(keypad, NOTHING_PLANNED);
  }

  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    for (const timer of this.#timers.values()) timer.cancel();
  }

  #hear({ type, data: { label, waited } }: HeardEvent): void {
    if (type !== 'ticket-called' || typeof label !== 'string' || typeof waited !== 'number') return;
    this.#waited.set(label, waited);
    const [oldest] = this.#waited.keys();
    if (this.#waited.size > CALLED_MOST && oldest !== undefined) this.#waited.delete(oldest);
  }

  #after(who: string, delay: Millis, run: () => void): void {
    if (!this.#isStopped) this.#timers.set(who, this.#parts.clock.after(delay, run));
  }

  #expect(arrivals: Arrivals): void {
    const { clock, chance } = this.#parts;
    const { panel, button, every } = arrivals;
    this.#after(`${panel} ${button}`, nextArrival(every, clock.monotonic(), chance), () => {
      // Whoever finds the lamp dark asks the staff, and is not seen at the kiosk.
      if (isLit(this.#parts.view(panel), button)) void this.#parts.act(panel, `press ${button}`);
      this.#expect(arrivals);
    });
  }

  /** Looks at the pad, and does what is due while it shows what the step was chosen for. */
  #work(keypad: string, desk: Desk): void {
    this.#after(keypad, LOOK_EVERY, () => {
      const now = this.#parts.clock.monotonic();
      const sight = this.#sight(keypad, desk);
      const isOld = desk.line1 !== sight.line1 || now >= desk.until;
      if (isOld) this.#work(keypad, this.#planned(sight, desk, now));
      else if (now < desk.due) this.#work(keypad, desk);
      else void this.#press(keypad, desk.keys).then(() => this.#work(keypad, pressed(desk, now)));
    });
  }

  #planned(sight: PadSight, { recalled }: Desk, now: Millis): Desk {
    const { after, keys } = tellerStep(sight, this.#parts.chance, this.#parts.config.services.length);
    const until = keys.length === 0 ? now + after : Number.POSITIVE_INFINITY;
    return { line1: sight.line1, keys, due: now + after, until, recalled };
  }

  async #press(keypad: string, keys: readonly string[]): Promise<void> {
    for (const key of keys) if (!this.#isStopped) await this.#parts.act(keypad, `press ${key}`);
  }

  #sight(keypad: string, { recalled }: Desk): PadSight {
    const view = this.#parts.view(keypad);
    const [line1, line2] = [textOf(view, 'line1'), textOf(view, 'line2')];
    const label = line1.split(' ')[0] ?? '';
    const waited = this.#waited.get(label) ?? 0;
    return { line1, line2, standardTime: this.#standardTime(label), waited, isRecalled: recalled === line1 };
  }

  #standardTime(label: string): Millis {
    const number = Number(/\d+$/.exec(label)?.[0]);
    const service = this.#parts.config.services.find(({ rules: { numbers } }) => {
      return label.startsWith(numbers.prefix) && number >= numbers.first && number <= numbers.last;
    });
    return service?.rules.standardTime ?? 0;
  }
}

function isLit(view: unknown, button: number): boolean {
  if (typeof view !== 'object' || view === null || !('lamps' in view) || !Array.isArray(view.lamps)) return false;
  // A panel on pins lights its lamps by voltage, and may have none.
  const lamp: unknown = view.lamps[button - 1];
  return lamp === 'on' || lamp === true || lamp === null;
}

function textOf(view: unknown, key: 'line1' | 'line2'): string {
  const value =
    typeof view === 'object' && view !== null ? (view as Readonly<Record<string, unknown>>)[key] : undefined;
  return typeof value === 'string' ? value.trim() : '';
}
