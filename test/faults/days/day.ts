import { createHash } from 'node:crypto';
import type { PadView } from '../../../devices/keypad-line/emulator.ts';
import { partText, type Slip } from '../../../devices/printer-escpos/slip.ts';
import { type Millis, minutes, seconds } from '../../../src/clock.ts';
import { memoryStore } from '../../../src/journal/memory.ts';
import { openStand, type Stand } from '../../branch/stand.ts';
import type { Injected } from '../../oracle/alarms.ts';
import { startOfDay } from '../../oracle/business-day.ts';
import { type Evidence, judge } from '../../oracle/oracle.ts';
import { chance } from '../../stand/chance.ts';
import { type BranchKind, branchOf, kindOf } from './branch-kind.ts';
import { type DayBroker, dayBroker } from './broker.ts';
import { type DayLog, dayLog } from './log.ts';
import { DISK_FAULT, type Make } from './mishaps.ts';
import { type How, nthStore } from './nth-store.ts';
import { NOBODY, type People, type Surroundings, startPeople } from './people.ts';
import { type Played, playMishaps } from './plan.ts';
import { printerWatch } from './printer-watch.ts';
import { restOf, retained } from './rest.ts';
import { signsOf } from './signs-seen.ts';
import { type SlotName, unitsOf } from './slots.ts';
import { worldClock } from './world-clock.ts';

export interface DayWishes {
  readonly seed: number;
  /** Customers; 300 when left out. */
  readonly customers?: number;
  /** Things that go wrong; 12 when left out. */
  readonly mishaps?: number;
  /** All of them of this kind; what chance draws when left out. */
  readonly only?: Make;
  /** Customers come for so long, ms; 6.5 hours when left out. */
  readonly openFor?: Millis;
  /** Whether a digest is made of it. */
  readonly isDigested?: boolean;
  /** The branch; that of the seed when left out. */
  readonly kind?: BranchKind;
  /** The use of the disk that goes wrong. */
  readonly nth?: { readonly n: number; readonly how: How };
}

/** How a day went. */
export interface DayEnd {
  readonly seed: number;
  /** What the judge says, one sentence each; empty when all is well. */
  readonly wrong: readonly string[];
  /** Whether the disk was used so often, and that use went wrong. */
  readonly hasNth: boolean;
  readonly isWrongNth: boolean;
  /** SHA-1 of all that the branch left behind and anybody saw, with its time: equal for two runs of one day; where it was asked for. */
  readonly digest: string | null;
  readonly figures: {
    readonly records: number;
    readonly timers: number;
    readonly mishaps: readonly string[];
  };
}

const OPEN_FOR: Millis = minutes(390);
/** The longest that a branch may need to be right again once nothing is wrong any more. */
const PATIENCE: Millis = minutes(5);
/** A sign whose memory was set up in noise is dark until that is done again, here in its slot of every minute or the next one. */
const SIGNS_SET_UP: Millis = seconds(135);
/** Nothing new for so long is rest: longer than any pause between two tries. */
const REST: Millis = seconds(16);

/** Those of the bank standard. */
const NUMBERS = {
  cash: { prefix: 'A', digits: 3, first: 1, last: 299, skip: [4] },
  account: { prefix: 'B', digits: 3, first: 1, last: 199, skip: [] },
} as const;
const SLOTS = Object.keys(unitsOf(0)) as SlotName[];
const SHANGHAI: Millis = minutes(8 * 60);
/** Those who press within this of another share the screen of the kiosk. */
const CROWD: Millis = seconds(25);

/** What went wrong all day where one use of the disk did. */
const NTH: Injected = { ...DISK_FAULT, what: 'a use of the disk goes wrong', from: 0, to: Number.POSITIVE_INFINITY };

/** Simulates one day and judges it. The same seed gives the same day. */
export async function runDay(wishes: DayWishes): Promise<DayEnd> {
  const {
    seed,
    customers = 300,
    mishaps = 12,
    openFor = OPEN_FOR,
    kind = kindOf(seed, openFor),
    nth,
    isDigested = false,
    only,
  } = wishes;
  const clock = worldClock(['bus1'], ['bus2']);
  const luck = chance(seed);
  const log = dayLog(clock);
  const broker = dayBroker(clock, luck, 'bank/v1/small/main');
  const states: string[] = [];
  if (isDigested) broker.onState = (thing, payload) => states.push(`${clock.monotonic()} ${thing} ${payload}`);
  let cut = (): void => {};
  const watch = printerWatch(() => clock.wake('printer1'));
  const disk = nthStore(memoryStore({ clock }), { n: 0, how: 'fails', ...nth, cut: () => cut() });
  const stand = await openStand({
    ...{
      config: watch.watched(branchOf(kind)),
      seed,
      clock,
      deviceClock: (slot: string) => clock.devices(slot),
      connector: broker,
      log: log.log,
    },
    ...{ store: disk.store, chunkSize: 256 },
  });
  cut = () => stand.kill();
  const around: Surroundings = { stand, clock, broker, watch, chance: luck, counters: kind.counters };
  let people: People = NOBODY;
  const played = await playMishaps(around, mishaps, only ?? null, openFor, () => {
    people = startPeople(around, customers, openFor);
  });
  // Before the rest: in it nobody starts a controller again whose current goes.
  const uses = disk.mend();
  people.goHome();
  await comeToRest(around, people);
  const injected = nth ? [...played.injected, NTH] : played.injected;
  const evidence = await evidenceOf(around, people, { ...played, injected }, log, kind);
  const screen = { ...evidence.screen, turnedAwayAt: log.unprintedAt };
  const signs = signsOf(stand, kind.counters, clock.monotonic());
  const wrong = judge({ ...evidence, screen, signs, rest: restOf(around, people) });
  const records = stand.store.head().seq;
  await stand.close();
  return {
    ...{ seed, wrong, hasNth: nth === undefined || uses >= nth.n, isWrongNth: disk.wentWrong() },
    digest: isDigested ? digestOf([evidence, stand.happenings, states]) : null,
    figures: { records, timers: clock.timers(), mishaps: played.injected.map(({ what }) => what) },
  };
}

function digestOf(what: unknown): string {
  return createHash('sha1').update(JSON.stringify(what)).digest('hex');
}

/** Lets time pass until each sign was set up again, and nothing happens any more. */
async function comeToRest({ stand, clock, broker, counters }: Surroundings, people: People): Promise<void> {
  clock.wake('bus2', SIGNS_SET_UP);
  await clock.advance(SIGNS_SET_UP);
  const until = clock.monotonic() + PATIENCE;
  let restSince = clock.monotonic();
  let before = '';
  // While it is set up again a sign is dark.
  const signs = (): string =>
    numbersTo(counters)
      .map((number) => signOf(stand, number))
      .join();
  const areQuiet = (): boolean => SLOTS.every((slot) => clock.isQuiet(slot));
  while (clock.monotonic() < until && clock.monotonic() - restSince < REST) {
    clock.wake(null, seconds(2));
    await clock.advance(seconds(1));
    const now = `${stand.store.head().seq} ${broker.messages.length} ${stand.slips.length} ${people.isAnswered()} ${areQuiet()} ${signs()}`;
    if (now !== before || !areQuiet() || !people.isAnswered()) restSince = clock.monotonic();
    before = now;
  }
}

async function evidenceOf(
  { stand, broker }: Surroundings,
  people: People,
  played: Played,
  log: DayLog,
  kind: BranchKind,
) {
  const { injected, outages, writtenAt } = played;
  const trouble = [...outages, ...injected.filter(({ devices }) => devices.includes('journal'))];
  const inTrouble = people.presses.filter((at) =>
    trouble.some(({ from, to }) => at >= from - seconds(25) && at <= to + seconds(25)),
  );
  const crowded = kind.whenPrinterNotReady === 'screen' ? crowdedAt(people.presses, injected) : [];
  const apart = crowded.filter((at) => !inTrouble.includes(at));
  const atEach = <T>(look: (number: number) => T): Record<string, T> =>
    Object.fromEntries(numbersTo(kind.counters).map((number) => [`counter${number}`, look(number)]));
  return {
    journal: (await stand.journal()).map((record) => JSON.stringify(record)),
    messages: broker.messages,
    delivery: broker.delivery,
    ...paperOf(stand, injected),
    told: [...stand.told, ...people.told],
    called: people.called,
    presses: people.presses.length,
    turnedAway: log.turnedAway() + inTrouble.length + apart.length,
    displays: atEach((number) => signOf(stand, number)),
    pads: atEach((number) => stand.view<PadView>(`keypad${number}`).line1),
    retained: atEach((number) => retainedLabel(broker, `counter${number}`)),
    alarms: { injected, outages, writtenAt, complaints: log.complaints },
    numbers: NUMBERS,
    days: { startsAt: startOfDay(kind.dayStartsAt), zone: SHANGHAI },
    screen: {
      ...{ policy: kind.whenPrinterNotReady, told: stand.told, turnedAway: log.unprintedAt.length },
      ...{ printer: 'printer1', panel: 'panel1' },
    },
  };
}

function numbersTo(counters: number): readonly number[] {
  return Array.from({ length: counters }, (_, index) => index + 1);
}

function signOf(stand: Stand, number: number): string {
  return stand.view<{ text: string }>(`display${number}`).text;
}

/** Presses that may have been told to come again: without paper each number needs its turn on the screen. */
function crowdedAt(presses: readonly Millis[], injected: readonly Injected[]): readonly Millis[] {
  const unprinted = injected.filter(({ devices }) => devices.includes('printer1'));
  return presses.filter(
    (at, index) =>
      unprinted.some(({ from, to }) => at >= from && at <= to + seconds(45)) &&
      presses.some((other, place) => place !== index && other <= at && at - other < CROWD),
  );
}

function retainedLabel(broker: DayBroker, counter: string): string | null {
  return retained<{ ticket: { label: string } | null }>(broker, `counter/${counter}`)?.ticket?.label ?? null;
}

/** Slips in order; of those that came out in noise, and of the first after it, only what can be read counts. */
function paperOf(stand: Stand, injected: readonly Injected[]): Pick<Evidence, 'slips' | 'smudged'> {
  const noises = injected.filter(({ isSmudging }) => isSmudging === true);
  const cutAt = stand.happenings.filter(({ what }) => what === 'slip').map(({ at }) => at);
  const isSmudged = stand.slips.map((_slip, index) => {
    const [before = 0, at = 0] = [cutAt[index - 1], cutAt[index]];
    return noises.some(({ from, to }) => at >= from && before <= to);
  });
  const clean = stand.slips.filter((_slip, index) => isSmudged[index] !== true);
  const usual = clean.map(({ parts }) => parts.length).sort((one, other) => one - other)[clean.length >> 1] ?? 1;
  const smudged = stand.slips
    .filter((slip, index) => isSmudged[index] === true && slip.end !== 'torn')
    .map((slip) => ({ labels: labelsOn(slip), tickets: Math.max(1, Math.round(slip.parts.length / usual)) }));
  return { slips: clean.map(labelOf).filter((label) => label !== ''), smudged };
}

function labelsOn(slip: Slip): readonly string[] {
  return slip.parts.map((part) => partText(part).trim()).filter((line) => /^[A-Z]\d{3}$/.test(line));
}

/** The number on a slip that came out whole, '' where there is none. */
function labelOf(slip: Slip): string {
  const lines = slip.parts.map((part) => partText(part).trim());
  if (slip.end === 'torn' || lines.some((line) => line.includes('VOID'))) return '';
  return labelsOn(slip).join(' and ');
}
