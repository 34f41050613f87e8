import type { Timer } from '../../src/clock.ts';
import type { DriverContext, Link, LinkReport, WireDevice } from '../../src/devices/driver.ts';
import type { ButtonPanel, LampState, PanelText, Press } from '../../src/devices/kinds.ts';
import { conditionReporter } from '../../src/devices/line-protocol/conditions.ts';
import { pressId, type WirePress } from '../../src/devices/line-protocol/messages.ts';
import type { Wire } from '../../src/devices/wire/wire.ts';
import { buttonOf, panelFaces } from './protocol.ts';
import { type Effect, type Input, isSameFaces, next, type Session, startSession, TICK } from './session.ts';
import type { PanelLineSettings } from './settings.ts';

interface Life {
  readonly wire: Wire;
  readonly report: LinkReport;
}

/** A button panel on a wire of its own: interprets {@link next}. */
export class PanelLine implements WireDevice<'panel'> {
  readonly port: ButtonPanel;
  readonly #settings: PanelLineSettings;
  readonly #context: DriverContext;
  readonly #report: ReturnType<typeof conditionReporter>;
  #session: Session;
  #listener: ((press: Press<number>) => void) | null = null;
  #lamps: readonly LampState[] = [];
  #text: PanelText = { line1: '', line2: '' };
  #life: Life | null = null;
  #ticking: Timer | null = null;

  constructor(settings: PanelLineSettings, context: DriverContext) {
    this.#settings = settings;
    this.#context = context;
    this.#report = conditionReporter(context);
    this.#session = startSession(settings.address);
    this.port = {
      onPress: (listener) => {
        this.#listener = listener;
      },
      showLamps: (lamps) => {
        this.#lamps = lamps.slice(0, settings.buttons);
        this.#show();
      },
      showText: (text) => {
        this.#text = text;
        this.#show();
      },
      // The panel tells that a button is down, not which: among one there is no doubt.
      ...(settings.buttons === 1 ? { held: () => (this.#session.isKeyHeld ? [1] : []) } : {}),
    };
  }

  begin(wire: Wire, report: LinkReport): Link {
    this.#life = { wire, report };
    this.#feed({ kind: 'begin', at: this.#now() });
    this.#tick();
    return {
      onBytes: (bytes) => this.#feed({ kind: 'bytes', at: this.#now(), bytes, isListening: this.#listener !== null }),
      end: () => this.#end(),
    };
  }

  async close(): Promise<void> {
    this.#listener = null;
    this.#end();
  }

  #end(): void {
    this.#life = null;
    this.#ticking?.cancel();
    this.#ticking = null;
    this.#feed({ kind: 'end' });
  }

  #tick(): void {
    this.#ticking?.cancel();
    this.#ticking = this.#context.clock.after(TICK, () => {
      this.#tick();
      this.#feed({ kind: 'tick', at: this.#now() });
    });
  }

  #show(): void {
    const faces = panelFaces(this.#lamps, this.#text);
    // After every commit each kiosk says what it shows, which is most often what it showed before.
    if (!isSameFaces(faces, this.#session.faces)) this.#feed({ kind: 'face', at: this.#now(), faces });
  }

  #now(): number {
    return this.#context.clock.monotonic();
  }

  #feed(input: Input): void {
    const { session, effects } = next(this.#session, input);
    this.#session = session;
    this.#report('key-held', session.isKeyHeld);
    this.#report('garbled', session.quality.isGarbled);
    if (session.phase !== 'off') this.#report('wrong-device', session.isStrange);
    if (session.phase === 'running') {
      this.#report('no-hanzi', this.#settings.script === 'hanzi' && !session.showsHanzi);
    }
    for (const effect of effects) this.#do(effect);
  }

  #do(effect: Effect): void {
    switch (effect.kind) {
      case 'send':
        void this.#send(effect.bytes);
        return;
      case 'press':
        this.#handOn(effect.press);
        return;
      case 'late':
        this.#context.log.warn(
          { device: this.#context.device, press: pressId(effect.press) },
          'a press older than one dealt with was passed over; if the panel was restarted, its firmware must draw a new boot nonce',
        );
        return;
      case 'identified':
        this.#life?.report.identified(effect.detail);
        return;
      case 'lost':
        this.#life?.report.lost(effect.reason);
    }
  }

  async #send(bytes: Uint8Array): Promise<void> {
    const life = this.#life;
    const end = await life?.wire.write(bytes);
    if (end?.kind === 'full' && this.#life === life) life?.report.lost('the wire takes no more bytes');
  }

  #handOn(press: WirePress): void {
    const key = buttonOf(press.key, this.#settings.buttons);
    const acknowledge = (): void => this.#feed({ kind: 'dealt', at: this.#now(), press });
    if (key !== null) {
      this.#listener?.({ key, id: pressId(press), ageMs: press.ageMs, acknowledge });
      return;
    }
    const { device, log } = this.#context;
    log.warn({ device, button: press.key }, 'the panel sent a button beyond the number of buttons in its settings');
    acknowledge();
  }
}
