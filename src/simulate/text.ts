import { clock, hours, minutes, number, percent } from './formats.ts';
import { nameIn, nameOfId } from './names.ts';
import type { GroupResult, RulesResult, SimulationResult } from './result-schema.ts';
import { TOLD_HEAD, toldRows } from './text-told.ts';

/** The result as a table for a terminal, in English. */
export function resultText({ scenario, rules }: SimulationResult): string {
  const { names, about, replications, seed, sources, steady } = scenario;
  const one = steady ? 'run' : 'day';
  const days = replications === 1 ? `one ${one}` : `${replications} ${one}s`;
  return [
    `${nameIn(names, 'en') ?? ''}: ${days}, seed ${seed}`,
    ...[nameIn(about, 'en')].filter((each) => each !== undefined),
    '',
    ...resultTables({ scenario, rules }),
    ...(sources.length === 0 ? [] : ['', 'Sources', ...sources.map((source) => `  ${source}`)]),
    '',
    replications === 1
      ? 'Times in minutes.'
      : `Times in minutes. ± is half of the 95 % interval of the mean over the ${one}s.`,
  ].join('\n');
}

/** The rules beside each other, and then each by customers and counters. */
export function resultTables({ scenario, rules }: Pick<SimulationResult, 'scenario' | 'rules'>): readonly string[] {
  const told = toldRows(TOLD_HEAD, rules, nameOf);
  return [
    ...comparison(rules),
    ...(told.length === 0 ? [] : ['', ...table(told)]),
    ...rules.flatMap((each) => ['', ...details(each, scenario)]),
  ];
}

function comparison(rules: readonly RulesResult[]): readonly string[] {
  const head = ['rules', 'mean wait', 'P90', 'longest', 'in target', 'passed over', 'most in hall', 'left', 'ends'];
  const rows = rules.map((each, index) => {
    const [all] = each.groups;
    const isFirst = index === 0;
    return [
      nameOf(each),
      minutes(all?.wait.mean),
      minutes(all?.wait.p90),
      minutes(all?.wait.max),
      percent(all?.withinTarget),
      number(all?.passedOver.max),
      number(each.hall.most),
      number(all?.walkedOut),
      clock(each.endsAt),
      ...(rules.length === 1 ? [] : [isFirst ? '' : minutes(each.meanWaitAgainstFirst)]),
    ];
  });
  return table([rules.length === 1 ? head : [...head, 'wait against first'], ...rows]);
}

function details(rules: RulesResult, scenario: SimulationResult['scenario']): readonly string[] {
  const head = [
    '',
    'customers',
    'served',
    'wait',
    'P50',
    'P90',
    'P95',
    'max',
    'in target',
    'visit',
    'left',
    'passed over',
  ];
  const groups = rules.groups.map((group) => [
    groupLabel(group, scenario),
    number(group.customers),
    number(group.served),
    minutes(group.wait.mean),
    minutes(group.wait.p50),
    minutes(group.wait.p90),
    minutes(group.wait.p95),
    minutes(group.wait.max),
    percent(group.withinTarget),
    minutes(group.visit.mean),
    number(group.walkedOut),
    number(group.passedOver.mean),
  ]);
  const counters = rules.counters.map(({ counter, use, open, served }) => [
    nameOfId(scenario.counters, counter, 'en'),
    percent(use),
    hours(open),
    number(served),
  ]);
  const [all] = rules.groups;
  const others = (['refused', 'diverted', 'unserved'] as const).filter((key) => (all?.[key].mean ?? 0) > 0);
  return [
    `${nameOf(rules)}: ${[`no-shows ${number(rules.noShows)}`, ...others.map((key) => `${key} ${number(all?.[key])}`)].join(', ')}`,
    ...table([head, ...groups]),
    '',
    ...table([['counter', 'in use', 'hours open', 'served'], ...counters]),
  ];
}

/** Whom a row is about. */
function groupLabel({ service, segment }: GroupResult, { services, segments }: SimulationResult['scenario']): string {
  const parts = [
    ...(service === null ? [] : [nameOfId(services, service, 'en')]),
    ...(segment === null ? [] : [nameOfId(segments, segment, 'en')]),
  ];
  return parts.length === 0 ? 'all' : parts.join(', ');
}

function nameOf({ names, id }: RulesResult): string {
  return nameIn(names, 'en') ?? id;
}

/** Rows in columns: the first to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
