import { messageOf } from '../../errors.ts';
import type { ButtonChange, Pins, PinsListener } from './gpio.ts';
import type { CloseReason } from './wire.ts';

/** What one way to the pins does for {@link pinsLife}. */
export interface PinsWays {
  readonly name: string;
  /** Throws when it cannot. */
  setLamp(lamp: number, isLit: boolean): void;
  /** Lets go of everything; no step may keep the next from being tried. Called once. */
  release(): void;
}

/** One life of pins, as a backend drives it. */
export interface PinsLife {
  readonly pins: Pins;
  changed(button: number, change: ButtonChange): void;
  /** The pins are gone; the first call counts. */
  broken(detail: string): void;
}

/** The rules that every set of pins keeps: one end, one shared close, no callback after it. */
export function pinsLife(ways: PinsWays, listener: PinsListener): PinsLife {
  let closed: Promise<void> | null = null;
  const release = async (reason: CloseReason): Promise<void> => {
    ways.release();
    // Whoever broke it is in the middle of something: the end comes in a turn of its own.
    await Promise.resolve();
    listener.onClosed(reason);
  };
  const end = (reason: CloseReason): Promise<void> => {
    closed ??= release(reason);
    return closed;
  };
  const broken = (detail: string): void => void end({ kind: 'pulled', detail });
  return {
    pins: {
      name: ways.name,
      setLamp(lamp, isLit) {
        if (closed) return;
        try {
          ways.setLamp(lamp, isLit);
        } catch (caught) {
          broken(messageOf(caught));
        }
      },
      close: () => end({ kind: 'ours' }),
    },
    changed(button, change) {
      if (!closed) listener.onButton(button, change);
    },
    broken,
  };
}
