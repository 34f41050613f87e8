import { type Millis, minutes } from '../clock.ts';
import type { Config } from '../config/config.ts';

/** Customers of one button of a kiosk. */
export interface Arrivals {
  readonly panel: string;
  readonly button: number;
  /** Mean time between two of them, ms. */
  readonly every: Millis;
}

/** Part of the counters' time that customers ask for: queues form, and go again. */
const LOAD = 0.8;
/** One in eight presses a further button of the same service: another language, priority care. */
const ELSEWHERE = 1 / 8;
/** How much more come in the busiest time than on average, and how long from one to the next. */
const SWING = 0.5;
const TIDE: Millis = minutes(90);

/**
 * Who comes for what, so that the counters of this branch are busy and not overrun: each counter's time, shared among
 * the services that customers can ask for there, divided by how long a service takes.
 */
export function arrivalsOf(config: Config): readonly Arrivals[] {
  const buttons = config.kiosks.flatMap(({ panel, buttons: all }) => all.map((button) => ({ panel, ...button })));
  const asked = new Set(buttons.map(({ service }) => service));
  return config.services.flatMap(({ rules }) => {
    const [first, ...others] = buttons.filter(({ service }) => service === rules.id);
    const counters = config.counters.filter(({ rules: { services } }) => services.includes(rules.id));
    const shares = counters.map(({ rules: { services } }) => 1 / services.filter((id) => asked.has(id)).length);
    const busy = shares.reduce((sum, share) => sum + share, 0) * LOAD;
    if (!first || busy === 0) return [];
    const every = rules.standardTime / busy;
    const own = others.length === 0 ? 1 : 1 - ELSEWHERE;
    return [
      { panel: first.panel, button: first.button, every: every / own },
      ...others.map(({ panel, button }) => ({ panel, button, every: (every * others.length) / ELSEWHERE })),
    ];
  });
}

/**
 * Time until the next customer: as chance has it, and with the tide of the day.
 *
 * @param at branch time, ms
 */
export function nextArrival(every: Millis, at: Millis, chance: () => number): Millis {
  const tide = 1 + SWING * Math.sin((2 * Math.PI * at) / TIDE);
  return (-Math.log(1 - chance()) * every) / tide;
}
