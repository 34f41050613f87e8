import { ms, sleep } from '../../src/clock.ts';
import { clock } from './bell.ts';
import type { Chance } from './chance.ts';
import type { Hall } from './hall.ts';

/** Customers and tellers who press whatever comes to their minds. */
export interface Traffic {
  /** Presses that the kiosk's panel took. */
  readonly presses: number;
  /** Keys that pads took. */
  readonly keys: number;
  /** No more presses; resolves when the last was made. */
  stop(): Promise<void>;
}

const KEYS = ['next', 'next', 'next', 'start', 'finish', 'finish', 'recall', 'no-show', 'undo'] as const;
/** Longest pause between two presses, ms. */
const PAUSE = 90;

/** One press or key. */
function pressOnce(hall: Hall, chance: Chance): 'press' | 'key' | 'refused' {
  if (chance.is(0.25)) {
    const before = hall.views.panel.refused;
    hall.act('panel1', `press ${1 + chance.below(4)}`);
    return hall.views.panel.refused === before ? 'press' : 'refused';
  }
  const pad = 1 + chance.below(3);
  const before = hall.views.pad(pad).refused;
  const key = (name: string): void => hall.act(`keypad${pad}`, `press ${name}`);
  if (chance.is(0.06)) key('pause');
  else if (chance.is(0.08)) for (const name of ['transfer', `${1 + chance.below(3)}`, 'enter']) key(name);
  else if (chance.is(0.05)) for (const name of [`${1 + chance.below(9)}`, 'enter']) key(name);
  else key(chance.of(KEYS));
  return hall.views.pad(pad).refused === before ? 'key' : 'refused';
}

/** Starts traffic that goes on until it is stopped, whatever happens to the daemon. */
export function startTraffic(hall: Hall, chance: Chance): Traffic {
  let isStopped = false;
  const counts = { presses: 0, keys: 0 };
  const run = async (): Promise<void> => {
    while (!isStopped) {
      const end = pressOnce(hall, chance);
      if (end === 'press') counts.presses += 1;
      if (end === 'key') counts.keys += 1;
      await sleep(clock, ms(chance.below(PAUSE)));
    }
  };
  const running = run();
  return {
    get presses() {
      return counts.presses;
    },
    get keys() {
      return counts.keys;
    },
    stop() {
      isStopped = true;
      return running;
    },
  };
}
