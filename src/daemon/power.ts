import { type Millis, seconds } from '../clock.ts';
import type { UpsConfig } from '../config/config.ts';
import type { ButtonPanel, DeviceHealth } from '../devices/kinds.ts';
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
  /** A device reports itself: a contact that stays closed cannot give a signal. */
  hear(health: DeviceHealth): void;
  /** Why the next signal would not come, for the status line; null while it would. */
  trouble(): string | null;
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
  const held = heldContact(ups, log);
  return {
    low,
    hear: held.hear,
    trouble: held.trouble,
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
 * A contact that closes ends the branch. One that is found closed was closed before: the branch has been down for it and
 * is back, or another contact of the panel is stuck. Stopping again would keep the branch away for good with a relay that
 * is broken; so it runs, and says what it cannot see.
 */
function heldContact(ups: UpsConfig | null, log: Log): Pick<Power, 'hear' | 'trouble'> {
  let isHeld = false;
  return {
    hear({ device, state, conditions }) {
      if (ups?.kind !== 'panel' || device !== ups.panel || state !== 'running') return;
      const was = isHeld;
      isHeld = conditions.includes('key-held');
      const fields = { code: 'branch/ups-contact', device, contact: ups.button };
      if (isHeld && !was)
        log.warn(
          fields,
          'a contact of the UPS is closed since before the start: the battery may still be nearly empty, and no new signal can come until it opens; next: look at the UPS; when it is well, at its relay and the wires of its contacts',
        );
      if (was && !isHeld) log.info(fields, 'the contacts of the UPS are open again: a signal of the UPS is obeyed');
    },
    trouble: () => (isHeld ? 'UPS contact closed: battery may be low' : null),
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
