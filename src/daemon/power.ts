import { type Clock, type Millis, minutes, seconds, type Timer } from '../clock.ts';
import type { UpsConfig } from '../config/config.ts';
import type { ButtonPanel, DeviceHealth } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { Listening } from '../mqtt/mqtt.ts';

/** A contact that closed before the daemon was there to see it says nothing of now. */
const STALE_AFTER: Millis = seconds(20);
/** A message that waited at the broker may be as old as the cut before: the monitor has so long to say otherwise. */
const OLD_WORD_STANDS: Millis = seconds(60);
/** Who was down for a signal and is back, with the power still there, is not sent down again by the same one for so long. */
const BACK_FOR: Millis = minutes(60);

/** What the signal of the UPS is waited for with. */
export interface PowerParts {
  /** Null: this machine has none that speaks. */
  readonly ups: UpsConfig | null;
  readonly clock: Clock;
  readonly log: Log;
  /** The branch has just been down for the UPS, and the power stayed. */
  readonly isBack: boolean;
}

/** The signal of the UPS. */
export interface Power {
  /** Resolves, once, when the battery is nearly empty: with who said so. Never when nobody says it. */
  readonly low: Promise<string>;
  /** The topic to listen on, when the signal comes by MQTT. */
  readonly listen: Listening | null;
  /** The panel whose contact it is, when it comes by one. To be called again when devices were opened anew. */
  watch(panelOf: (device: string) => ButtonPanel | undefined): void;
  /** A device reports itself: a contact may stand closed without having been seen to close. */
  hear(health: DeviceHealth): void;
  /** What stands in the way of the next signal, or a signal that is not obeyed, for the status line; null otherwise. */
  trouble(): string | null;
  /** Nobody waits any more. */
  stop(): void;
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

/** Waits for the signal of the UPS. */
export function openPower(parts: PowerParts): Power {
  const { ups } = parts;
  let say = (_by: string): void => {};
  const low = new Promise<string>((resolve) => {
    say = resolve;
  });
  if (ups?.kind === 'panel') return { low, listen: null, ...contact(ups, parts, say) };
  const nothing = { watch() {}, hear() {}, trouble: () => null, stop() {} };
  return { low, listen: null, ...nothing, ...(ups ? topic(ups, parts, say) : {}) };
}

/** Until when a signal that stands is not obeyed. */
function mercy({ clock, isBack }: PowerParts): { isOn(): boolean; end(): void } {
  let until = isBack ? clock.monotonic() + BACK_FOR : Number.NEGATIVE_INFINITY;
  return {
    isOn: () => clock.monotonic() < until,
    end() {
      until = Number.NEGATIVE_INFINITY;
    },
  };
}

type PanelUps = UpsConfig & { readonly kind: 'panel' };

/**
 * A contact that closes ends the branch. One that is found closed does so once: the machine may have come up on the last
 * of the battery. When the branch was down for it and the power is still there, the contact sticks or the battery is
 * being charged: the branch runs, and says that it will not see the next signal.
 */
function contact(ups: PanelUps, parts: PowerParts, say: (by: string) => void): Omit<Power, 'low' | 'listen'> {
  const { log } = parts;
  const fields = { code: 'branch/ups-contact', device: ups.panel, contact: ups.button };
  const spared = mercy(parts);
  let panel: ButtonPanel | undefined;
  let isHeld = false;
  return {
    watch(panelOf) {
      panel = panelOf(ups.panel);
      panel?.onPress((press) => {
        press.acknowledge();
        const { key, ageMs = 0 } = press;
        if (key !== ups.button) return;
        if (ageMs <= STALE_AFTER) say(`${ups.panel}, contact ${key}`);
        else log.warn({ device: ups.panel, ageMs }, 'a signal of the UPS from before the start is ignored');
      });
    },
    hear({ device, state, conditions }) {
      if (device !== ups.panel || state !== 'running') return;
      const was = isHeld;
      const held = conditions.includes('key-held') ? (panel?.held?.() ?? null) : [];
      // A panel that cannot tell which of its contacts it is may mean this one.
      isHeld = held === null || held.includes(ups.button);
      if (isHeld && !was) {
        const isSure = held !== null;
        if (isSure && !spared.isOn()) say(`${ups.panel}, contact ${ups.button}, closed without being seen to close`);
        else log.warn(fields, isSure ? STILL_CLOSED : ONE_CLOSED);
      }
      if (!was || isHeld) return;
      spared.end();
      log.info(fields, 'the contacts of the UPS are open again: a signal of the UPS is obeyed');
    },
    trouble: () => (isHeld ? 'UPS contact closed: battery may be low' : null),
    stop() {},
  };
}

const LOOK_AT_IT = 'look at the UPS; when it is well, at its relay and the wires of its contacts';
const STILL_CLOSED = `the contact of the UPS is still closed after the branch was down for it: the battery may still be nearly empty, and no new signal can come until it opens; next: ${LOOK_AT_IT}`;
const ONE_CLOSED = `a contact of the panel of the UPS is closed, and the panel cannot tell which: the battery may be nearly empty, and no new signal can come until it opens; next: ${LOOK_AT_IT}`;

type TopicUps = UpsConfig & { readonly kind: 'topic' };

/**
 * A message ends the branch. One that waited at the broker does so once, and unless the monitor says otherwise within a
 * minute: it may be from now, or from the cut that ended the daemon before this one. What the branch was down for a moment
 * ago, with the power still there, is not obeyed again at once: a monitor that hangs would keep the branch closed.
 */
function topic(
  ups: TopicUps,
  parts: PowerParts,
  say: (by: string) => void,
): Pick<Power, 'listen' | 'trouble' | 'stop'> {
  const { clock, log } = parts;
  const fields = { code: 'branch/ups-word', topic: ups.topic };
  const spared = mercy(parts);
  let old: Timer | null = null;
  let isIgnored = false;
  const otherwise = (): void => {
    if (isIgnored || old) log.info(fields, 'the UPS no longer says "battery low"');
    isIgnored = false;
    old?.cancel();
    old = null;
    spared.end();
  };
  const ignore = (): void => {
    if (!isIgnored) log.warn(fields, STILL_LOW);
    isIgnored = true;
  };
  const wait = (by: string): void => {
    if (old) return;
    log.warn(fields, OLD_WORD);
    old = clock.after(OLD_WORD_STANDS, () => say(by));
  };
  return {
    listen: {
      topic: ups.topic,
      what: 'signals of the UPS',
      onMessage({ payload, isRetained }) {
        const message = Buffer.from(payload).toString();
        const by = `MQTT ${ups.topic}: ${message.slice(0, 80)}`;
        if (!isLow(message, ups.low)) otherwise();
        else if (spared.isOn()) ignore();
        else if (isRetained) wait(by);
        else say(by);
      },
    },
    trouble: () => (isIgnored || old ? 'UPS says battery low' : null),
    stop: () => old?.cancel(),
  };
}

const STILL_LOW =
  'the UPS still says "battery low" after the branch was down for it: it is not obeyed for an hour; next: look at the UPS and its monitor';
const OLD_WORD = `the last word of the UPS is "battery low", and may be an old one: the branch stops for it, once, unless the UPS says otherwise within ${OLD_WORD_STANDS / 1_000} s; next: look at the UPS and its monitor`;
