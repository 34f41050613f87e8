import type { Timer } from '../../src/clock.ts';
import type { DriverContext, Link, LinkReport, WireDevice } from '../../src/devices/driver.ts';
import type { CardBook, CardRead, CardReader } from '../../src/devices/kinds.ts';
import { conditionReporter } from '../../src/devices/line-protocol/conditions.ts';
import { afterAnswer, CLEAN } from '../../src/devices/line-protocol/quality.ts';
import { randomNonce } from '../../src/devices/line-unit/nonce.ts';
import type { Wire } from '../../src/devices/wire/wire.ts';
import { SILENCE, type Swipe, TrackEar } from './protocol.ts';
import type { CardLineSettings } from './settings.ts';

/** A card reader that sends what it reads and is never asked: it runs as long as its wire is open. */
export class CardLine implements WireDevice<'card'> {
  readonly port: CardReader;
  readonly #context: DriverContext;
  readonly #report: ReturnType<typeof conditionReporter>;
  readonly #ear: TrackEar;
  /** Tells cards of this daemon from those of the next. */
  readonly #nonce: string;
  #quality = CLEAN;
  #cards = 0;
  #book: CardBook | null = null;
  #listener: ((read: CardRead) => void) | null = null;
  #silence: Timer | null = null;

  constructor(settings: CardLineSettings, context: DriverContext, makeNonce: () => string = randomNonce) {
    this.#context = context;
    this.#report = conditionReporter(context);
    this.#ear = new TrackEar(settings.check === 'lrc');
    this.#nonce = makeNonce();
    this.port = {
      onCard: (listener) => {
        this.#listener = listener;
      },
      lookUpIn: (book) => {
        this.#book = book;
      },
    };
  }

  begin(_wire: Wire, report: LinkReport): Link {
    report.identified('listens; a reader says nothing of itself');
    return {
      onBytes: (bytes) => {
        this.#tell(this.#ear.take(bytes, this.#book, this.#context.clock.monotonic()));
        this.#awaitSilence();
      },
      end: () => this.#end(),
    };
  }

  async close(): Promise<void> {
    this.#listener = null;
    this.#book = null;
    this.#end();
  }

  #end(): void {
    this.#silence?.cancel();
    this.#silence = null;
    this.#ear.quiet();
  }

  /** A swipe that breaks off is told, and nothing of it is left. */
  #awaitSilence(): void {
    this.#silence?.cancel();
    this.#silence = this.#ear.isListening
      ? this.#context.clock.after(SILENCE, () => this.#tell(this.#ear.quiet()))
      : null;
  }

  #tell(swipes: readonly Swipe[]): void {
    for (const swipe of swipes) {
      this.#quality = afterAnswer(this.#quality, swipe.kind === 'card');
      this.#report('garbled', this.#quality.isGarbled);
      if (swipe.kind === 'unreadable') {
        this.#context.log.info({ device: this.#context.device, why: swipe.why }, 'a card could not be read');
        this.#listener?.({ kind: 'unreadable' });
        continue;
      }
      this.#cards += 1;
      const { segment, token } = swipe;
      this.#listener?.({ kind: 'card', id: `${this.#nonce}-${this.#cards}`, segment, token });
    }
  }
}
