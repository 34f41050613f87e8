import type { Problem } from '../config/problems.ts';
import type { Path } from '../config/yaml.ts';
import type { CounterRules, Rules, ServiceId } from '../queue/rules.ts';
import { type Checked, checkId, checkIds } from './checks-known.ts';
import type { CustomerKind } from './scenario.ts';
import type { ScenarioDocument } from './schema.ts';

/** Customers that one day may have at most: more would fill the memory. */
const MOST_CUSTOMERS = 2_000_000;

const WHEN = ['perSlot', 'people', 'perHour'] as const;
type Arrivals = ScenarioDocument['arrivals'][number];

/** Customers: when they come is said once and whole, and somebody is there for them. */
export function* checkArrivals(checked: Checked): Generator<Problem> {
  const { source, document, rules } = checked;
  for (const [index, arrivals] of document.arrivals.entries()) {
    const path: Path = ['arrivals', index];
    yield* checkKinds(checked, path, arrivals);
    yield* checkWhen(checked, path, arrivals);
    yield* checkMore(checked, path, arrivals);
    for (const { kind, place } of allKindsIn(arrivals, rules)) {
      if (!isComplete(rules, kind) || isServed(rules, kind)) continue;
      const what = `no counter serves "${kind.service}" for customers of "${kind.segment}"`;
      yield source.problem('error', [...path, ...place], what, 'a counter that lists it, or no such customers');
    }
  }
  const most = document.arrivals.reduce((sum, each) => sum + customersIn(each, document), 0);
  if (most <= MOST_CUSTOMERS) return;
  const what = `${Math.round(most)} customers come in one day`;
  yield source.problem('error', ['arrivals'], what, `at most ${MOST_CUSTOMERS}`, 'key');
}

/** What they come for besides, and appointments. */
function* checkMore({ source, document, rules }: Checked, path: Path, arrivals: Arrivals): Generator<Problem> {
  const most = rules.visit?.most ?? 1;
  if (arrivals.of !== undefined && arrivals.more !== undefined) {
    yield source.problem(
      'error',
      [...path, 'more'],
      'of says already who comes for what',
      'more in each of them',
      'key',
    );
  }
  for (const { kind, more, place } of kindsIn(arrivals, rules)) {
    const own = [...path, ...place.slice(0, -1), 'more'];
    yield* checkIds(source, own, rules.services, 'service');
    if (more.includes(kind.service)) {
      yield source.problem('error', own, `they come for "${kind.service}" already`, 'other services', 'key');
    }
    if (more.length + 1 > most) {
      const what = `${more.length + 1} services are more than a visit may have`;
      yield source.problem('error', own, what, `at most ${most}, as the bank standard says`, 'key');
    }
  }
  if (arrivals.appointment && document.steady) {
    const what = 'appointments are those of a day, but the scenario has none: it is steady';
    yield source.problem('error', [...path, 'appointment'], what, 'appointment, or steady', 'key');
  }
}

function* checkKinds({ source, rules }: Checked, path: Path, { service, segment, of }: Arrivals): Generator<Problem> {
  if (service === undefined && of === undefined) {
    yield source.problem('error', path, 'nobody says what they come for', 'service, or of');
  }
  if (of !== undefined && (service ?? segment) !== undefined) {
    yield source.problem(
      'error',
      [...path, 'of'],
      'service or segment says already who comes',
      'one of the two',
      'key',
    );
  }
  for (const place of [path, ...(of ?? []).map((_, index) => [...path, 'of', index])]) {
    yield* checkId(source, [...place, 'service'], rules.services, 'service');
    yield* checkId(source, [...place, 'segment'], rules.segments, 'segment');
  }
}

function* checkWhen({ source, document }: Checked, path: Path, arrivals: Arrivals): Generator<Problem> {
  const given = WHEN.filter((key) => arrivals[key] !== undefined);
  const [first, second] = given;
  if (first === undefined)
    yield source.problem('error', path, 'nobody says when they come', `one of ${WHEN.join(', ')}`);
  if (second)
    yield source.problem('error', [...path, second], `${first} says already when they come`, 'one of the two', 'key');
  if (first === 'perHour' && !document.steady) {
    yield source.problem('error', [...path, 'perHour'], 'they come for ever', 'steady, or perSlot', 'key');
  }
  if (first && first !== 'perHour' && document.steady) {
    yield source.problem('error', [...path, first], 'a steady scenario has no day', 'perHour', 'key');
  }
  for (const key of ['from', 'every'] as const) {
    if (first === 'perSlot' && arrivals[key] === undefined) {
      yield source.problem('error', path, `perSlot needs ${key}`, key === 'from' ? 'from: "09:00"' : 'every: 30min');
    }
    if (first !== 'perSlot' && arrivals[key] !== undefined) {
      yield source.problem('error', [...path, key], `${key} belongs to perSlot`, 'perSlot', 'key');
    }
  }
}

/** How many come on average. */
function customersIn({ perSlot, people, perHour, times }: Arrivals, { steady }: ScenarioDocument): number {
  const sum = (perSlot ?? []).reduce((all, each) => all + each, 0) * times;
  const listed = (people ?? []).reduce((all, { count }) => all + count, 0);
  return sum + listed + ((perHour ?? 0) * times * (steady?.lasts ?? 0)) / 3_600_000;
}

interface Kind {
  readonly kind: CustomerKind;
  readonly share: number;
  /** What they come for besides. */
  readonly more: readonly ServiceId[];
  readonly place: Path;
}

/** Kinds of customers of an entry, with the place in it that says so. */
export function kindsIn({ service, segment, of, more }: Arrivals, { segments }: Rules): readonly Kind[] {
  const first = segments[0]?.id ?? '';
  const mix = of?.map((each, index) => ({ ...each, place: ['of', index, 'service'] }));
  return (mix ?? [{ service: service ?? '', segment, share: 1, more, place: ['service'] }]).map((each) => ({
    kind: { service: each.service, segment: each.segment ?? first },
    share: each.share,
    more: each.more ?? [],
    place: each.place,
  }));
}

/** The same, and as customers of what they come for besides. */
export function allKindsIn(arrivals: Arrivals, rules: Rules): readonly Kind[] {
  return kindsIn(arrivals, rules).flatMap((each) => [
    each,
    ...each.more.map((service, index) => ({
      ...{ kind: { ...each.kind, service }, share: each.share, more: [] },
      place: [...each.place.slice(0, -1), 'more', index],
    })),
  ]);
}

/** Whether a counter is there for customers of a kind. */
export function isThereFor({ services, own, isBack }: CounterRules, { service, segment }: CustomerKind): boolean {
  if (isBack || !services.includes(service)) return false;
  return own === undefined || own.of.segments === undefined || own.of.segments.includes(segment);
}

function isServed({ counters }: Rules, kind: CustomerKind): boolean {
  return counters.some((counter) => isThereFor(counter, kind));
}

function isComplete({ services, segments }: Rules, { service, segment }: CustomerKind): boolean {
  return services.some(({ id }) => id === service) && segments.some(({ id }) => id === segment);
}
