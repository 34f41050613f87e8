import type { Duration, Rules } from '../queue/rules.ts';
import { waitsFrom } from './customers.ts';
import type { DayRecord } from './record.ts';
import type { CustomerKind, Scenario } from './scenario.ts';
import { scoreOf, type ToldFigures, type Truth } from './told.ts';

/** What one day came to, as numbers by name: what is averaged over days. Times in ms. */

/** Times of some customers. NaN where there is nobody. */
export interface Times {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly max: number;
}

/** Some of the customers of a day. */
export interface GroupFigures {
  readonly customers: number;
  readonly served: number;
  readonly walkedOut: number;
  readonly unserved: number;
  readonly refused: number;
  readonly diverted: number;
  /** From the number to the first call, of those who came when they were called. */
  readonly wait: Times;
  /** From the number to the end, of those who were served. */
  readonly visit: Times;
  /** Share of those who were called within the target of their service. */
  readonly withinTarget: number;
  /** How many later arrivals were called before, on average and at most. */
  readonly passedOver: { readonly mean: number; readonly max: number };
  /** How well they were told how long they would wait. */
  readonly told: ToldFigures;
}

/** Which customers: null stands for all. */
export interface GroupKey {
  readonly service: string | null;
  readonly segment: string | null;
}

/** One day under one set of rules. */
export interface DayFigures {
  readonly groups: ReadonlyMap<string, GroupFigures>;
  /** Share of the open time in which somebody is at the window, hours open, customers served. */
  readonly counters: ReadonlyMap<string, { readonly use: number; readonly open: Duration; readonly served: number }>;
  /** Mean number in each step of the picture. */
  readonly inHall: readonly number[];
  readonly waiting: readonly number[];
  readonly most: number;
  readonly noShows: number;
  readonly endsAt: number;
  /** Time that all customers together spent in the hall, ms. */
  readonly spent: number;
  /** It was given up while somebody was still there. */
  readonly isLeftAlone: boolean;
}

/** The name of a group. */
export function groupName({ service, segment }: GroupKey): string {
  return JSON.stringify([service, segment]);
}

/** The group of a name. */
export function groupOf(name: string): GroupKey {
  const [service = null, segment = null] = JSON.parse(name) as (string | null)[];
  return { service, segment };
}

/** The groups of a scenario: all, each service, each segment, and each kind of customer; those that say nothing new are left out. */
export function groupsOf(scenario: Scenario): readonly GroupKey[] {
  const kinds = new Map(scenario.arrivals.flatMap(({ of }) => of.map((kind) => [groupName(kind), kind] as const)));
  const all = [...kinds.values()];
  const services = [...new Set(all.map(({ service }) => service))];
  const segments = [...new Set(all.map(({ segment }) => segment))];
  // Customers of one service who are all of one segment are a group already.
  const mixed = all.filter((kind) =>
    all.some((each) => each.service === kind.service && each.segment !== kind.segment),
  );
  return [
    { service: null, segment: null },
    ...(services.length > 1 ? services.map((service) => ({ service, segment: null })) : []),
    ...(segments.length > 1 ? segments.map((segment) => ({ service: null, segment })) : []),
    ...(services.length > 1 && segments.length > 1 ? mixed.map(({ service, segment }) => ({ service, segment })) : []),
  ];
}

/** Works out what a day came to. */
export function figuresOf(scenario: Scenario, rules: Rules, record: DayRecord): DayFigures {
  const { begins, steady } = scenario;
  const from = begins + (steady?.warmUp ?? 0);
  const places: number[] = [];
  for (const [place, { at }] of record.customers.entries()) if (at >= from) places.push(place);
  const targets = new Map(rules.services.map(({ id, targetWait }) => [id, targetWait]));
  const groups = groupsOf(scenario).map((key) => {
    const isAll = key.service === null && key.segment === null;
    const mine = isAll ? places : places.filter((place) => isIn(key, record.customers[place]));
    return [groupName(key), groupFigures(record, mine, targets)] as const;
  });
  const [inHall, waiting] = [new Picture(from, scenario), new Picture(from, scenario)];
  for (const [place, { at }] of record.customers.entries()) {
    const left = record.leftAt[place] ?? Number.NaN;
    if (Number.isNaN(left)) continue;
    const called = record.calledAt[place] ?? Number.NaN;
    inHall.add(at, left);
    waiting.add(at, Number.isNaN(called) ? left : called);
  }
  return {
    groups: new Map(groups),
    counters: new Map(
      [...record.counters].map(([id, { open, busy, served }]) => [
        id,
        { use: open > 0 ? busy / open : 0, open, served },
      ]),
    ),
    inHall: inHall.means(),
    waiting: waiting.means(),
    most: mostIn(record),
    noShows: record.noShows,
    endsAt: record.endedAt,
    spent: inHall.sum,
    isLeftAlone: record.isLeftAlone,
  };
}

function isIn({ service, segment }: GroupKey, customer: CustomerKind | undefined): boolean {
  if (!customer) return false;
  return (service === null || service === customer.service) && (segment === null || segment === customer.segment);
}

function groupFigures(
  record: DayRecord,
  places: readonly number[],
  targets: ReadonlyMap<string, Duration>,
): GroupFigures {
  const count = { served: 0, 'walked-out': 0, expired: 0, refused: 0, diverted: 0, expected: 0, waiting: 0, called: 0 };
  const [waits, visits]: [number[], number[]] = [[], []];
  let [within, passed, mostPassed] = [0, 0, 0];
  for (const place of places) {
    const fate = record.fates[place] ?? 'expected';
    count[fate] += 1;
    const customer = record.customers[place];
    const { at = 0, service = '' } = customer ?? {};
    const called = record.calledAt[place] ?? Number.NaN;
    if (Number.isNaN(called)) continue;
    const wait = Math.max(0, called - (customer ? waitsFrom(customer) : at));
    waits.push(wait);
    if (wait <= (targets.get(service) ?? 0)) within += 1;
    const over = record.passedOver[place] ?? 0;
    passed += over;
    mostPassed = Math.max(mostPassed, over);
    if (fate === 'served') visits.push((record.leftAt[place] ?? at) - at);
  }
  return {
    customers: places.length,
    served: count.served,
    walkedOut: count['walked-out'],
    unserved: count.expired,
    refused: count.refused,
    diverted: count.diverted,
    wait: timesOf(waits),
    visit: timesOf(visits),
    withinTarget: within / waits.length,
    passedOver: { mean: passed / waits.length, max: mostPassed },
    told: scoreOf(truthsOf(record, places)),
  };
}

/** What customers were told beside their first calls; nobody who was never called. */
function truthsOf({ told, firstCallAt, customers }: DayRecord, places: readonly number[]): readonly Truth[] {
  const truths: Truth[] = [];
  if (told.size === 0) return truths;
  for (const place of places) {
    const said = told.get(place);
    const waited = (firstCallAt[place] ?? Number.NaN) - (customers[place]?.at ?? 0);
    if (said && !Number.isNaN(waited)) truths.push({ told: said, waited });
  }
  return truths;
}

/** Quantiles by nearest rank: each is a time that somebody had. */
function timesOf(values: readonly number[]): Times {
  const sorted = new Float64Array(values).sort();
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  const sum = sorted.reduce((all, each) => all + each, 0);
  return { mean: sum / sorted.length, p50: at(0.5), p90: at(0.9), p95: at(0.95), max: at(1) };
}

/** How many are there on average in each step from an instant on. */
class Picture {
  readonly #from: number;
  readonly #to: number;
  readonly #step: number;
  readonly #sums: number[] = [];
  sum = 0;

  constructor(from: number, { step, steady, begins }: Scenario) {
    this.#from = from;
    this.#to = steady ? begins + steady.lasts : Number.POSITIVE_INFINITY;
    this.#step = step;
  }

  add(since: number, until: number): void {
    const [start, end] = [Math.max(since, this.#from) - this.#from, Math.min(until, this.#to) - this.#from];
    if (!(end > start)) return;
    this.sum += end - start;
    for (let index = Math.floor(start / this.#step); index * this.#step < end; index += 1) {
      const part = Math.min(end, (index + 1) * this.#step) - Math.max(start, index * this.#step);
      while (this.#sums.length <= index) this.#sums.push(0);
      this.#sums[index] = (this.#sums[index] ?? 0) + part;
    }
  }

  means(): readonly number[] {
    return this.#sums.map((each) => each / this.#step);
  }
}

function mostIn({ customers, leftAt, fates }: DayRecord): number {
  // Times are whole ms. Who is there until the end meets those who come in its last moment, and who leaves in the moment of
  // coming is there in that moment.
  const stays = leftAt.map((left, place) => {
    const until = fates[place] === 'expired' ? left + 0.5 : left;
    return Math.max(until, (customers[place]?.at ?? 0) + 0.5);
  });
  const ends = stays.filter((at) => !Number.isNaN(at)).sort();
  let [most, gone, come] = [0, 0, 0];
  for (const [place, { at }] of customers.entries()) {
    if (Number.isNaN(leftAt[place] ?? Number.NaN)) continue;
    come += 1;
    while ((ends[gone] ?? Number.POSITIVE_INFINITY) <= at) gone += 1;
    most = Math.max(most, come - gone);
  }
  return most;
}
