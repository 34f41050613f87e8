import { nearest } from '../config/problems.ts';
import type { CounterId, CounterRules, Rules } from '../queue/rules.ts';
import type { Change } from '../simulate/what-if/change.ts';
import type { RecordedDay } from '../simulate/what-if/what-if.ts';

/** What is asked to be otherwise. */
interface Asked {
  readonly profile: string | null;
  readonly counters: number;
  readonly like: CounterId | null;
}

/** What is to be otherwise, or why that cannot be. */
export type Meant =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'wrong'; readonly code: string; readonly what: string; readonly next: string };

/**
 * What of a day is to be otherwise.
 *
 * @param rules in force on that day
 */
export function changeOf(asked: Asked, day: RecordedDay, rules: Rules): Meant {
  const { profile, counters, like } = asked;
  const profiles = rules.profiles.map(({ id }) => id);
  const ids = rules.counters.map(({ id }) => id);
  if (profile !== null && !profiles.includes(profile)) {
    const what = `--profile ${profile}: no rules of that day have this profile`;
    return wrong(
      'cli/unknown-profile',
      what,
      `give a profile of that day: ${nearest(profile, profiles, 'none is there')}`,
    );
  }
  if (counters !== 0 && like !== null && !ids.includes(like)) {
    const what = `--like ${like}: there was no such counter on that day`;
    return wrong('cli/unknown-counter', what, `give a counter of that day: ${nearest(like, ids, 'none is there')}`);
  }
  if (counters < 0) return lessOf(asked, day, rules);
  return { kind: 'change', change: { profile, extras: extrasOf(asked, day, rules), gone: [] } };
}

function wrong(code: string, what: string, next: string): Meant {
  return { kind: 'wrong', code, what, next };
}

function extrasOf({ counters, like }: Asked, day: RecordedDay, { counters: known }: Rules): Change['extras'] {
  const most = [...servedAt(day)].reduce((best: readonly [CounterId, number] | null, each) => {
    return best && best[1] >= each[1] ? best : each;
  }, null);
  const model = like ?? most?.[0] ?? known[0]?.id ?? '';
  const taken = new Set(known.map(({ id }) => id));
  const extras = [];
  for (let number = 1; extras.length < counters; number += 1) {
    const id = `${model}+${number}`;
    if (!taken.has(id)) extras.push({ id, like: model });
  }
  return extras;
}

/** The counters that are not there: those that served least, as far as others do all that they do. */
function lessOf({ profile, counters, like }: Asked, day: RecordedDay, rules: Rules): Meant {
  const served = servedAt(day);
  const least = [...served.keys()].sort((a, b) => (served.get(a) ?? 0) - (served.get(b) ?? 0));
  const gone: CounterId[] = [];
  if (like !== null) {
    const alone = doneOnlyBy(rules, [like]);
    if (alone.length > 0) {
      const what = `--like ${like}: no other counter does ${alone.join(', ')}`;
      return wrong('cli/only-counter', what, 'name a counter whose services others do too');
    }
    gone.push(like);
  }
  for (const id of least) {
    const more = [...gone, id];
    if (gone.length < -counters && !gone.includes(id) && doneOnlyBy(rules, more).length === 0) gone.push(id);
  }
  if (gone.length === -counters) return { kind: 'change', change: { profile, extras: [], gone } };
  const what = `--counters ${counters}: only ${gone.length} of the counters that served on that day can be left out, others have services of their own`;
  return wrong('cli/only-counter', what, gone.length === 0 ? 'leave --counters out' : `give -${gone.length} at most`);
}

/** Services and steps that nobody does but these counters. */
function doneOnlyBy({ counters }: Rules, ids: readonly CounterId[]): readonly string[] {
  const doneBy = ({ services, steps = [] }: CounterRules): readonly string[] => [
    ...services,
    ...steps.map(({ step }) => step),
  ];
  const others = new Set(counters.flatMap((each) => (ids.includes(each.id) ? [] : doneBy(each))));
  const own = counters.flatMap((each) => (ids.includes(each.id) ? doneBy(each) : []));
  return [...new Set(own)].filter((each) => !others.has(each));
}

/** Visits that ended at each counter, in the order in which the first ended there. */
function servedAt({ events }: RecordedDay): ReadonlyMap<CounterId, number> {
  const served = new Map<CounterId, number>();
  for (const { type, counter } of events) {
    if (type === 'finished' && counter !== null) served.set(counter, (served.get(counter) ?? 0) + 1);
  }
  return served;
}
