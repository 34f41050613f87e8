import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import type { PanelView } from '../../../devices/panel-line/emulator.ts';
import { type Millis, ms, seconds } from '../../../src/clock.ts';
import type { Stand } from '../../branch/stand.ts';
import type { Chance } from '../../stand/chance.ts';
import type { DayBroker } from './broker.ts';
import type { PrinterWatch } from './printer-watch.ts';
import { slotOf } from './slots.ts';
import type { WorldClock } from './world-clock.ts';

/** What people act on and see. */
export interface Surroundings {
  readonly stand: Stand;
  readonly clock: WorldClock;
  readonly broker: DayBroker;
  readonly watch: PrinterWatch;
  readonly chance: Chance;
  readonly counters: number;
}

/** Customers, tellers and a tablet of one day. */
export interface People {
  /** When the presses were made that the kiosk's panel took, ms. */
  readonly presses: readonly Millis[];
  /** Labels that the tablet was told. */
  readonly told: readonly string[];
  /** Who was told on a pad to be called there. */
  readonly called: readonly { readonly counter: string; readonly label: string }[];
  /** Tellers go home; the tablet asks no more but for what was not answered. */
  goHome(): void;
  /** The tablet waits for no answer. */
  isAnswered(): boolean;
}

/** Before the opening. */
export const NOBODY: People = { presses: [], told: [], called: [], goHome() {}, isAnswered: () => true };

const SERVICES = ['cash', 'account'] as const;
const ASK_AGAIN: Millis = seconds(5);
/** How long a teller looks at a pad that does not answer, ms. */
const LOOK_AGAIN: Millis = seconds(2);

/**
 * Lets people come and work.
 *
 * @param customers how many come
 * @param within all of them, ms
 */
export function startPeople(around: Surroundings, customers: number, within: Millis): People {
  const { clock, chance, stand } = around;
  const tablet = openTablet(around);
  const presses: Millis[] = [];
  const desk = { isOpen: true };
  const press = (): void => {
    const before = stand.view<PanelView>('panel1').refused;
    act(around, 'panel1', `press ${chance.is(0.65) ? 1 : 2}`);
    if (stand.view<PanelView>('panel1').refused === before) presses.push(clock.monotonic());
  };
  const come = (): void => {
    if (chance.is(0.08)) tablet.issue();
    else press();
  };
  for (let left = customers; left > 0; ) {
    // A family, or a bus that has just arrived.
    const together = Math.min(left, chance.is(0.07) ? 2 + chance.below(5) : 1);
    const at = chance.below(within);
    for (let each = 0; each < together; each += 1) clock.after(at + each * chance.below(900), come);
    left -= together;
  }
  const called: { counter: string; label: string }[] = [];
  for (let number = 1; number <= around.counters; number += 1)
    new Teller(around, `keypad${number}`, `counter${number}`, desk, called, tablet).begin();
  return {
    presses,
    told: tablet.told,
    called,
    goHome() {
      desk.isOpen = false;
    },
    isAnswered: tablet.isAnswered,
  };
}

/** Somebody does something at a device. */
export function act({ stand, clock }: Surroundings, device: string, action: string): void {
  clock.wake(slotOf(device));
  void stand.act(device, action);
}

/** A device that asks over MQTT, one thing at a time, with the same id until it is answered. */
function openTablet({ broker, clock, chance }: Surroundings) {
  const told: string[] = [];
  const wishes: { readonly id: string; readonly name: string; readonly body: object }[] = [];
  let count = 0;
  const ask = (): void => {
    const [wish] = wishes;
    if (!wish) return;
    const answer = broker.answers.get(wish.id);
    if (answer && !isPassing(answer.problem?.code)) {
      if (answer.result?.kind === 'issued' && answer.result.label !== undefined) told.push(answer.result.label);
      wishes.shift();
      ask();
      return;
    }
    broker.command(wish.name, { id: wish.id, ...wish.body });
    clock.after(ASK_AGAIN, ask);
  };
  const wish = (name: string, body: object): void => {
    count += 1;
    wishes.push({ id: `t-${count}`, name, body });
    if (wishes.length === 1) ask();
  };
  return {
    told,
    issue: () => wish('issue', { service: chance.of(SERVICES) }),
    callNext: (counter: string) => wish('call-next', { counter }),
    isAnswered: () => wishes.length === 0,
  };
}

/** A fault of the branch: the same command may be sent again. */
function isPassing(code: string | undefined): boolean {
  return code !== undefined && /^(?:journal|branch|mqtt\/busy)/.test(code);
}

/** Reads the pad, thinks, presses. */
class Teller {
  readonly #around: Surroundings;
  readonly #pad: string;
  readonly #counter: string;
  readonly #desk: { readonly isOpen: boolean };
  readonly #called: { counter: string; label: string }[];
  readonly #tablet: ReturnType<typeof openTablet>;
  #seen = '';

  constructor(
    around: Surroundings,
    pad: string,
    counter: string,
    desk: { readonly isOpen: boolean },
    called: { counter: string; label: string }[],
    tablet: ReturnType<typeof openTablet>,
  ) {
    this.#around = around;
    this.#pad = pad;
    this.#counter = counter;
    this.#desk = desk;
    this.#called = called;
    this.#tablet = tablet;
  }

  begin(): void {
    this.#in(this.#around.chance.below(seconds(20)));
  }

  #in(delay: Millis): void {
    this.#around.clock.after(delay, () => this.#look());
  }

  #look(): void {
    if (!this.#desk.isOpen) return;
    const { isOnline, unacknowledged, line1 } = this.#around.stand.view<PadView>(this.#pad);
    const [, label, status] = /^([A-Z]\d{3}) (CALLED|SERVING)$/.exec(line1) ?? [];
    if (!isOnline || unacknowledged.length > 0) this.#in(LOOK_AGAIN);
    else if (label === undefined) this.#atRest(line1);
    else if (status === 'SERVING') this.#withCustomer();
    else this.#withCalled(label);
  }

  #atRest(line1: string): void {
    const { chance } = this.#around;
    const draw = chance.below(100);
    this.#seen = '';
    if (line1 === 'NEXT COMES') this.#in(seconds(3 + chance.below(10)));
    else if (line1 !== 'OPEN') this.#press(['pause'], seconds(1));
    else if (draw < 2) this.#press(['pause'], seconds(30 + chance.below(200)));
    else if (draw < 5) {
      this.#tablet.callNext(this.#counter);
      this.#in(seconds(2));
    } else if (draw < 8) this.#press([`${1 + chance.below(9)}`, 'enter'], seconds(2));
    else this.#press(draw < 13 ? ['undo'] : ['next'], seconds(2));
  }

  #withCalled(label: string): void {
    const { chance } = this.#around;
    if (this.#seen !== label) this.#called.push({ counter: this.#counter, label });
    this.#seen = label;
    const walk = seconds(4 + chance.below(25));
    this.#press([chance.is(0.78) ? 'start' : chance.of(['recall', 'no-show', 'finish', 'undo', 'recall'])], walk);
  }

  #withCustomer(): void {
    const { chance } = this.#around;
    const served = seconds(20 + chance.below(160));
    if (chance.is(0.06)) this.#press(['transfer', `${1 + chance.below(2)}`, 'enter'], served);
    else this.#press([chance.is(0.06) ? 'undo' : chance.is(0.1) ? 'next' : 'finish'], served);
  }

  /** Thinks first: what the pad shows may be another thing when the finger comes down, as in a branch. */
  #press(keys: readonly string[], after: Millis): void {
    const { clock } = this.#around;
    keys.forEach((key, index) => {
      clock.after(after + index * ms(350), () => {
        if (this.#desk.isOpen) act(this.#around, this.#pad, `press ${key}`);
      });
    });
    this.#in(after + keys.length * ms(350) + ms(900));
  }
}
