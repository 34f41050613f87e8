import { type Millis, ms, type Timer } from '../../src/clock.ts';
import type { DriverContext, LinkReport, PinsDevice, PinsLink } from '../../src/devices/driver.ts';
import type { ButtonPanel, LampState, Press } from '../../src/devices/kinds.ts';
import { randomNonce } from '../../src/devices/line-unit/nonce.ts';
import type { ButtonChange, Pins, Standing } from '../../src/devices/wire/gpio.ts';
import { buttonChanged, type Session, startSession, stuckButtons, type Timing } from './session.ts';
import type { PanelGpioSettings } from './settings.ts';

/** Half the period of a blinking lamp, and how often held buttons are looked for. */
export const BEAT: Millis = ms(250);
/** Beats after which every lamp is set again, whatever somebody else made of it. */
const REPAINT_BEATS = 20;

/** Kiosk buttons and lamps on pins: interprets {@link buttonChanged}. */
export class PanelGpio implements PinsDevice<'panel'> {
  readonly port: ButtonPanel;
  readonly #context: DriverContext;
  readonly #timing: Timing;
  /** Which button each lamp of the wish belongs to, from 0. */
  readonly #lampButtons: readonly number[];
  /** Tells presses of this daemon from those of the next: nobody sends a press of this panel twice. */
  readonly #nonce: string;
  #presses = 0;
  #listener: ((press: Press<number>) => void) | null = null;
  #wanted: readonly LampState[] = [];
  #lit: (boolean | null)[] = [];
  #pins: Pins | null = null;
  #session: Session = [];
  #beats = 0;
  #beat: Timer | null = null;

  constructor(settings: PanelGpioSettings, context: DriverContext, makeNonce: () => string = randomNonce) {
    this.#context = context;
    this.#timing = { lockOut: ms(settings.lockOutMs), heldAfter: ms(settings.heldAfterMs) };
    this.#lampButtons = settings.buttons.flatMap(({ lamp }, index) => (lamp ? [index] : []));
    this.#nonce = makeNonce();
    this.port = {
      onPress: (listener) => {
        this.#listener = listener;
      },
      showLamps: (lamps) => {
        this.#wanted = lamps.slice(0, settings.buttons.length);
        this.#paint();
      },
      // The panel has no text.
      showText() {},
      held: () => this.#stuck(),
    };
  }

  begin(pins: Pins, standing: readonly Standing[], report: LinkReport): PinsLink {
    this.#pins = pins;
    this.#lit = [];
    this.#session = startSession(standing, this.#context.clock.monotonic());
    report.identified(pins.name);
    this.#look();
    this.#paint();
    this.#keepTime();
    return {
      onButton: (button, change) => this.#changed(button, change),
      end: () => this.#end(),
    };
  }

  async close(): Promise<void> {
    this.#listener = null;
    this.#end();
  }

  #end(): void {
    this.#pins = null;
    this.#session = [];
    this.#beat?.cancel();
    this.#beat = null;
  }

  #keepTime(): void {
    this.#beat?.cancel();
    this.#beat = this.#context.clock.after(BEAT, () => {
      this.#beats += 1;
      if (this.#beats % REPAINT_BEATS === 0) this.#lit = [];
      this.#look();
      this.#paint();
      // A lamp that could not be set has ended this life.
      if (this.#pins) this.#keepTime();
    });
  }

  #changed(button: number, change: ButtonChange): void {
    const { session, isPress } = buttonChanged(
      this.#session,
      button,
      change,
      this.#context.clock.monotonic(),
      this.#timing,
    );
    this.#session = session;
    this.#look();
    if (!isPress) return;
    this.#presses += 1;
    // Nothing keeps a press that nobody takes: the pin has no memory.
    this.#listener?.({ key: button + 1, id: `${this.#nonce}-${this.#presses}`, acknowledge() {} });
  }

  #stuck(): readonly number[] {
    return stuckButtons(this.#session, this.#context.clock.monotonic(), this.#timing);
  }

  #look(): void {
    const stuck = this.#stuck();
    const detail = `button ${stuck.join(', ')}`;
    this.#context.condition('key-held', stuck.length > 0, stuck.length > 0 ? detail : undefined);
  }

  /** Sets the lamps that are not as they should be. */
  #paint(): void {
    for (const [lamp, button] of this.#lampButtons.entries()) {
      const wanted = this.#wanted[button] ?? 'off';
      const isLit = wanted === 'on' || (wanted === 'blink' && this.#beats % 2 === 0);
      if (this.#lit[lamp] === isLit) continue;
      this.#lit[lamp] = isLit;
      this.#pins?.setLamp(lamp, isLit);
    }
  }
}
