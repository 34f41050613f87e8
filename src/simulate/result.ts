import { notOverIn } from './endless.ts';
import type { DayFigures, GroupFigures, Times } from './figures.ts';
import { groupName, groupsOf } from './figures.ts';
import { type Figure, figureOf } from './intervals.ts';
import type { GroupResult, RulesResult, SimulationResult } from './result-schema.ts';
import type { Scenario } from './scenario.ts';
import type { Played } from './simulate.ts';

/** Digits after the point of what is written: microseconds, and shares of a millionth. */
const DIGITS = 1e6;
const SECOND = 1_000;
const ALL = groupName({ service: null, segment: null });

/** What the days of a scenario came to, in seconds. */
export function resultOf(scenario: Scenario, played: readonly Played[]): SimulationResult {
  const { names, about, seed, replications, date, steady } = scenario;
  const first = played[0]?.days ?? [];
  return {
    version: 1,
    scenario: {
      ...{ names: { ...names }, about: { ...about }, seed, replications, date },
      steady: steady && { lasts: steady.lasts / SECOND, warmUp: steady.warmUp / SECOND },
      sources: [...scenario.sources],
      services: copied(scenario.serviceNames),
      segments: copied(scenario.segmentNames),
      counters: copied(scenario.counterNames),
    },
    rules: played.map((each) => rulesResult(scenario, each, first)),
  };
}

function rulesResult(scenario: Scenario, { comparison, days }: Played, first: readonly DayFigures[]): RulesResult {
  const over = (of: (day: DayFigures) => number, unit = 1): Figure =>
    rounded(figureOf(days.map((day) => of(day) / unit)));
  const wait = (day: DayFigures | undefined): number => day?.groups.get(ALL)?.wait.mean ?? Number.NaN;
  const against = days.map((day, index) => (wait(day) - wait(first[index])) / SECOND);
  return {
    id: comparison.id,
    names: { ...comparison.names },
    groups: groupsOf(scenario).flatMap((key) => groupResult(key, days)),
    notOver: notOverIn(scenario, days),
    counters: comparison.rules.counters.map(({ id }) => ({
      counter: id,
      use: over(({ counters }) => counters.get(id)?.use ?? 0),
      open: over(({ counters }) => counters.get(id)?.open ?? 0, SECOND),
      served: over(({ counters }) => counters.get(id)?.served ?? 0),
    })),
    hall: hallResult(scenario, days, over),
    noShows: over(({ noShows }) => noShows),
    endsAt: over(({ endsAt }) => endsAt, SECOND),
    timeInHall: over(({ spent }) => spent, SECOND),
    meanWaitAgainstFirst: rounded(figureOf(against)),
  };
}

function hallResult(
  { begins, steady, step }: Scenario,
  days: readonly DayFigures[],
  over: (of: (day: DayFigures) => number) => Figure,
): RulesResult['hall'] {
  const length = Math.max(0, ...days.map(({ inHall }) => inHall.length));
  const steps = Array.from({ length }, (_, index) => index);
  return {
    from: (begins + (steady?.warmUp ?? 0)) / SECOND,
    every: step / SECOND,
    people: steps.map((index) => over(({ inHall }) => inHall[index] ?? 0)),
    waiting: steps.map((index) => over(({ waiting }) => waiting[index] ?? 0)),
    most: over(({ most }) => most),
  };
}

function groupResult(key: Pick<GroupResult, 'service' | 'segment'>, days: readonly DayFigures[]): GroupResult[] {
  const groups = days.flatMap((day) => day.groups.get(groupName(key)) ?? []);
  if (!groups.some(({ customers }) => customers > 0)) return [];
  const over = (of: (group: GroupFigures) => number): Figure => rounded(figureOf(groups.map(of)));
  const times = (of: (group: GroupFigures) => Times): GroupResult['wait'] => {
    const part = (name: keyof Times): Figure => over((group) => of(group)[name] / SECOND);
    return { mean: part('mean'), p50: part('p50'), p90: part('p90'), p95: part('p95'), max: part('max') };
  };
  return [
    {
      ...key,
      customers: over(({ customers }) => customers),
      served: over(({ served }) => served),
      walkedOut: over(({ walkedOut }) => walkedOut),
      unserved: over(({ unserved }) => unserved),
      refused: over(({ refused }) => refused),
      diverted: over(({ diverted }) => diverted),
      wait: times(({ wait }) => wait),
      visit: times(({ visit }) => visit),
      withinTarget: over(({ withinTarget }) => withinTarget),
      passedOver: { mean: over(({ passedOver }) => passedOver.mean), max: over(({ passedOver }) => passedOver.max) },
      told: toldResult(over),
    },
  ];
}

function toldResult(over: (of: (group: GroupFigures) => number) => Figure): GroupResult['told'] {
  const errors = (by: 'estimate' | 'plain'): GroupResult['told']['plain'] => ({
    bias: over(({ told }) => told[by].bias / SECOND),
    rmse: over(({ told }) => told[by].rmse / SECOND),
    pinball: over(({ told }) => told[by].pinball / SECOND),
  });
  return {
    of: over(({ told }) => told.of),
    inside: over(({ told }) => told.inside),
    early: over(({ told }) => told.early),
    late: over(({ told }) => told.late),
    estimate: errors('estimate'),
    plain: errors('plain'),
  };
}

function rounded({ mean, plusMinus }: Figure): Figure {
  const round = (value: number | null): number | null => (value === null ? null : Math.round(value * DIGITS) / DIGITS);
  return { mean: round(mean), plusMinus: round(plusMinus) };
}

/** Names as JSON has them. */
export function copied(names: Scenario['serviceNames']): Record<string, Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([id, texts]) => [id, { ...texts }]));
}
