import { type Millis, seconds } from '../clock.ts';
import type { UpsConfig } from '../config/config.ts';
import type { ButtonPanel } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { Listening } from '../mqtt/mqtt.ts';

/** A contact that closed before the daemon was there to see it says nothing of now. */
const STALE_AFTER: Millis = seconds(20);

/** The signal of the UPS. */
export interface Power {
  /** Resolves, once, when the battery is nearly empty: with who said so. Never when nobody says it. */
  readonly low: Promise<string>;
  /** The topic to listen on, when the signal comes by MQTT. */
  readonly listen: Listening | null;
  /** The panel whose contact it is, when it comes by one. */
  watch(panelOf: (device: string) => ButtonPanel | undefined): void;
}

/**
 * Whether a message says that the battery is nearly empty: all words of `low` are among its words. `OB LB` is found in
 * NUT's `OB DISCHRG LB` as well as in JSON around it, but not in `ALBERT`.
 */
export function isLow(message: string, low: string): boolean {
  const words = new Set(wordsOf(message));
  const wanted = wordsOf(low);
  return wanted.length > 0 && wanted.every((word) => words.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Waits for the signal of the UPS.
 *
 * @param ups null: this machine has none that speaks
 */
export function openPower(ups: UpsConfig | null, log: Log): Power {
  let say = (_by: string): void => {};
  const low = new Promise<string>((resolve) => {
    say = resolve;
  });
  return {
    low,
    listen: ups?.kind === 'topic' ? listening(ups, say, log) : null,
    watch(panelOf) {
      if (ups?.kind !== 'panel') return;
      panelOf(ups.panel)?.onPress((press) => {
        press.acknowledge();
        const { key, ageMs = 0 } = press;
        if (key !== ups.button) return;
        if (ageMs <= STALE_AFTER) say(`${ups.panel}, contact ${key}`);
        else log.warn({ device: ups.panel, ageMs }, 'a signal of the UPS from before the start is ignored');
      });
    },
  };
}

/**
 * A message that waited at the broker is most likely from the power cut that ended the daemon before this one: obeyed, it
 * would keep the branch from ever starting again.
 */
function listening(
  { topic, low }: UpsConfig & { readonly kind: 'topic' },
  say: (by: string) => void,
  log: Log,
): Listening {
  return {
    topic,
    what: 'signals of the UPS',
    onMessage({ payload, isRetained }) {
      const message = Buffer.from(payload).toString();
      if (!isLow(message, low)) return;
      if (isRetained)
        log.warn(
          { topic },
          'the last word of the UPS is "battery low", but an old one: it is ignored until it comes anew',
        );
      else say(`MQTT ${topic}: ${message.slice(0, 80)}`);
    },
  };
}
