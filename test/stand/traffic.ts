import { ms, sleep } from '../../src/clock.ts';
import { clock } from './bell.ts';
import type { Chance } from './chance.ts';
import type { Consumer, HeardEvent } from './consumer.ts';
import type { Hall } from './hall.ts';
import type { Scene } from './scene.ts';

/** Customers and tellers who press whatever comes to their minds. */
export interface Traffic {
  /** Presses that the kiosk's panel took. */
  readonly presses: number;
  /** Keys that pads took. */
  readonly keys: number;
  /** Labels that the tablet was told. */
  readonly told: readonly string[];
  /** No more presses; resolves when the last was made. */
  stop(): Promise<void>;
}

const KEYS = ['next', 'next', 'next', 'start', 'finish', 'finish', 'recall', 'no-show', 'undo'] as const;
/** Longest pause between two presses, ms. */
const PAUSE = 90;
/** Customers who wait for their slip, and send the next one home: a printer whose daemon dies all the time is slower than they are. */
const SLIPS_TO_COME = 30;

/** After these nobody waits for a slip any more. */
const SLIP_ENDS = /\.(print-(ended|failed|unknown)|ticket-(started|finished|no-show|cancelled))$/;

/** Customers who wait for their slip, as the events tell. */
function slipsToCome({ messages }: Consumer): () => number {
  const waiting = new Set<string>();
  let looked = 0;
  return () => {
    for (const message of messages.slice(looked)) {
      const { type, subject, data } = JSON.parse(message) as HeardEvent;
      if (type === 'lobbyd.ticket-issued' && data.handover === 'paper') waiting.add(subject);
      else if (SLIP_ENDS.test(type)) waiting.delete(subject);
    }
    looked = messages.length;
    return waiting.size;
  };
}

/** One press or key. */
function pressOnce(hall: Hall, chance: Chance, isRoom: boolean): 'press' | 'key' | 'refused' {
  if (isRoom && chance.is(0.1)) {
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

/** After which a tablet asks again, with the same id. */
const ASK_AGAIN = ms(700);

/** A tablet that takes numbers and calls, one at a time, and asks with the same id until it is answered. */
async function askOnce(reader: Consumer, hall: Hall, chance: Chance, id: string): Promise<string | null> {
  const isIssue = chance.is(0.6);
  const service = chance.of(['cash', 'account', 'wealth']);
  const counter = `counter${1 + chance.below(3)}`;
  for (;;) {
    const heard = reader.answers.length;
    reader.command(isIssue ? 'issue' : 'call-next', isIssue ? { id, service } : { id, counter });
    const find = () => reader.answers.slice(heard).find((each) => each.id === id);
    const answer = await hall.until(`answer to ${id}`, find, ASK_AGAIN).catch(() => null);
    // A problem is no answer: it may be over when it is asked again.
    if (answer?.problem) await sleep(clock, ASK_AGAIN);
    if (answer?.result) return isIssue ? String(answer.result.label) : null;
  }
}

/**
 * Starts traffic that goes on until it is stopped, whatever happens to the daemon.
 *
 * @param tablet name of the tablet; a second traffic in one scene needs another
 */
export function startTraffic({ hall, reader }: Scene, chance: Chance, tablet = 'tablet'): Traffic {
  let isStopped = false;
  const toCome = slipsToCome(reader);
  const counts = { presses: 0, keys: 0 };
  const told: string[] = [];
  const runTablet = async (): Promise<void> => {
    for (let count = 1; !isStopped; count += 1) {
      const label = await askOnce(reader, hall, chance, `${tablet}-${count}`);
      if (label !== null) told.push(label);
      await sleep(clock, ms(chance.below(4 * PAUSE)));
    }
  };
  const run = async (): Promise<void> => {
    while (!isStopped) {
      const end = pressOnce(hall, chance, toCome() < SLIPS_TO_COME);
      if (end === 'press') counts.presses += 1;
      if (end === 'key') counts.keys += 1;
      await sleep(clock, ms(chance.below(PAUSE)));
    }
  };
  const running = Promise.all([run(), runTablet()]);
  return {
    told,
    get presses() {
      return counts.presses;
    },
    get keys() {
      return counts.keys;
    },
    async stop() {
      isStopped = true;
      await running;
    },
  };
}
