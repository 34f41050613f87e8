import type { DriverContext, Link, LinkReport, WireDevice } from '../../src/devices/driver.ts';
import type { CodeReader } from '../../src/devices/kinds.ts';
import type { Wire } from '../../src/devices/wire/wire.ts';
import { DAMAGED_IN_A_ROW, ended, next, type Session, START } from './session.ts';
import type { ReaderLineSettings } from './settings.ts';

/** A scanner on a wire of its own, which speaks and is never spoken to: interprets {@link next}. */
export class ReaderLine implements WireDevice<'reader'> {
  readonly port: CodeReader;
  readonly #settings: ReaderLineSettings;
  readonly #context: DriverContext;
  #session: Session = START;
  #listener: ((code: string) => void) | null = null;

  constructor(settings: ReaderLineSettings, context: DriverContext) {
    this.#settings = settings;
    this.#context = context;
    this.port = {
      onCode: (listener) => {
        this.#listener = listener;
      },
    };
  }

  begin(_wire: Wire, report: LinkReport): Link {
    // It cannot be asked: an open port is all that can be known of it.
    report.identified('a scanner, which says nothing of itself');
    return {
      onBytes: (bytes) => this.#heard(bytes),
      end: () => {
        this.#session = ended(this.#session);
      },
    };
  }

  async close(): Promise<void> {
    this.#listener = null;
  }

  #heard(bytes: Uint8Array): void {
    const { clock, condition } = this.#context;
    const { session, codes } = next(this.#session, bytes, clock.monotonic(), this.#settings.sameWithin);
    const [was, is] = [this.#session, session].map(({ damaged }) => damaged >= DAMAGED_IN_A_ROW);
    this.#session = session;
    if (was !== is) condition('garbled', is === true, 'codes come that cannot be read: speed, framing, cable');
    for (const code of codes) this.#listener?.(code);
  }
}
