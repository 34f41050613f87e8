import { escaped, figure, headline } from '../views/html-page.ts';
import { clock, hours, minutes, number, percent, timeOfDay } from './formats.ts';
import type { Figure } from './intervals.ts';
import { nameIn, nameOfId } from './names.ts';
import { barChart, dotChart, hallChart, legend } from './page-charts.ts';
import { htmlPage, htmlTable } from './page-parts.ts';
import { type PageLanguage, type PageTexts, pageTexts } from './page-texts.ts';
import type { GroupResult, RulesResult, SimulationResult } from './result-schema.ts';
import { toldRows } from './text-told.ts';

/** What is said besides of days that were not drawn by chance. */
export interface Remarks {
  readonly title: string;
  readonly texts: readonly string[];
}

/** How much was played. */
function playedText({ replications, seed, date, steady }: SimulationResult['scenario'], t: PageTexts): string {
  if (!steady) return t.days(replications, seed, date);
  const inHours = (time: number): number => Math.round(time / 36) / 100;
  return t.runs(replications, seed, inHours(steady.lasts), inHours(steady.warmUp));
}

/**
 * The result as one page that needs nothing else: charts, each with its table, and figures by service and segment.
 *
 * @param remarks in place of how many days were drawn
 */
export function pageOf(result: SimulationResult, language: PageLanguage, remarks: Remarks | null = null): string {
  const { scenario, rules } = result;
  const t = pageTexts(language, scenario.steady !== null);
  const title = nameIn(scenario.names, t.language) ?? '';
  const body = [
    headline(title),
    `<p>${escaped(nameIn(scenario.about, t.language) ?? '')}</p>`,
    ...(remarks ? [] : [`<p class="quiet">${escaped(playedText(scenario, t))}</p>`]),
    `<h2>${escaped(t.compared)}</h2>`,
    ...notOverNotes(result, t),
    compared(rules, t),
    ...(remarks ? [remarksOf(remarks)] : []),
    hallFigure(rules, t),
    waitFigure(result, t),
    counterFigure(result, t),
    toldPart(rules, t),
    ...rules.map((each) => `<h2>${escaped(t.groups(nameOf(each, t)))}</h2>${groupTable(each, scenario, t)}`),
    footer(result, t),
  ];
  return htmlPage(title, language, body);
}

function remarksOf({ title, texts }: Remarks): string {
  return `<h2>${escaped(title)}</h2><ul>${texts.map((text) => `<li>${escaped(text)}</li>`).join('')}</ul>`;
}

/** Figures that say little are said to, before they are read. */
function notOverNotes({ scenario, rules }: SimulationResult, t: PageTexts): readonly string[] {
  return rules.flatMap((each) => {
    if (!each.notOver) return [];
    const names = each.notOver.services.map((id) => nameOfId(scenario.services, id, t.language)).join(t.listed);
    const some = t.someOf(each.notOver.days, scenario.replications);
    const text = t.notOver(nameOf(each, t), each.notOver, names, some);
    return [`<p class="warn">${escaped(text)}</p>`];
  });
}

function compared(rules: readonly RulesResult[], t: PageTexts): string {
  const head = [t.rules, t.wait, 'P90', t.longest, t.inTarget, t.passedOver, t.most, t.left, t.noShows, t.ends];
  const rows = rules.map((each, index) => {
    const [all] = each.groups;
    const { wait, withinTarget, passedOver, walkedOut } = all ?? NOBODY;
    const figures = [
      minutes(wait.mean),
      minutes(wait.p90),
      minutes(wait.max),
      percent(withinTarget),
      number(passedOver.max),
    ];
    const hall = [number(each.hall.most), number(walkedOut), number(each.noShows), clock(each.endsAt)];
    const against = rules.length === 1 ? [] : [index === 0 ? '' : minutes(each.meanWaitAgainstFirst)];
    return [nameOf(each, t), ...figures, ...hall, ...against];
  });
  return htmlTable(t.compared, [rules.length === 1 ? head : [...head, t.against], ...rows]);
}

function hallFigure(rules: readonly RulesResult[], t: PageTexts): string {
  const length = Math.max(0, ...rules.map(({ hall }) => hall.people.length));
  const { from = 0, every = 0 } = rules[0]?.hall ?? {};
  const rows = Array.from({ length }, (_, step) => [
    timeOfDay(from + step * every),
    ...rules.map(({ hall }) => number(hall.people[step] ?? NOTHING)),
  ]);
  const table = htmlTable(t.inHall, [[t.time, ...rules.map((each) => nameOf(each, t))], ...rows]);
  return figure(t.inHall, hallChart(rules, t.inHallSays), legend(namesOf(rules, t), 'line'), t.table, table);
}

function waitFigure({ scenario, rules }: SimulationResult, t: PageTexts): string {
  const [first] = rules;
  const groups = (first?.groups ?? []).filter(({ segment }) => segment === null);
  const rows = groups.map((group) => ({
    name: groupLabel(group, scenario, t),
    figures: rules.map(
      ({ groups: all }) =>
        all.find((each) => each.service === group.service && each.segment === null)?.wait.mean ?? NOTHING,
    ),
  }));
  const head = [t.wait, ...rules.map((each) => nameOf(each, t))];
  const table = htmlTable(t.waits, [
    head,
    ...rows.map(({ name, figures }) => [name, ...figures.map((each) => minutes(each))]),
  ]);
  return figure(t.waits, dotChart(rows, t.waitsSays, 1 / 60), legend(namesOf(rules, t), 'mark'), t.table, table);
}

function counterFigure({ scenario, rules }: SimulationResult, t: PageTexts): string {
  const name = (id: string): string => nameOfId(scenario.counters, id, t.language);
  const ids = [...new Set(rules.flatMap(({ counters }) => counters.map(({ counter }) => counter)))];
  const of = (rule: RulesResult, id: string) => rule.counters.find(({ counter }) => counter === id);
  const rows = ids.map((id) => ({ name: name(id), figures: rules.map((rule) => of(rule, id)?.use ?? NOTHING) }));
  const head = [
    t.counter,
    ...rules.flatMap((rule) => [t.use, t.open, t.served].map((each) => `${nameOf(rule, t)}: ${each}`)),
  ];
  const cells = (id: string): string[] =>
    rules.flatMap((rule) => {
      const { use = NOTHING, open = NOTHING, served = NOTHING } = of(rule, id) ?? {};
      return [percent(use), hours(open), number(served)];
    });
  const table = htmlTable(t.counters, [head, ...ids.map((id) => [name(id), ...cells(id)])]);
  return figure(t.counters, barChart(rows, t.countersSays), legend(namesOf(rules, t), 'bar'), t.table, table);
}

/** How true the waits were that customers were told; nothing where nobody was. */
function toldPart(rules: readonly RulesResult[], t: PageTexts): string {
  const rows = toldRows(t.toldHead, rules, (each) => nameOf(each, t));
  if (rows.length === 0) return '';
  return `<section><h2>${escaped(t.told)}</h2>${htmlTable(t.told, rows)}<p class="quiet">${escaped(t.toldSays)}</p></section>`;
}

function groupTable({ groups, ...rules }: RulesResult, scenario: SimulationResult['scenario'], t: PageTexts): string {
  const isSome = (key: 'refused' | 'diverted' | 'unserved'): boolean =>
    groups.some((group) => (group[key].mean ?? 0) > 0);
  const others = (['refused', 'diverted', 'unserved'] as const).filter(isSome);
  const head = [
    t.whom,
    t.customers,
    t.served,
    t.wait,
    'P50',
    'P90',
    'P95',
    t.longest,
    t.inTarget,
    t.visit,
    t.left,
    t.passedOver,
  ];
  const rows = groups.map((group) => {
    const { wait } = group;
    const waits = [wait.mean, wait.p50, wait.p90, wait.p95, wait.max].map((each) => minutes(each));
    return [
      groupLabel(group, scenario, t),
      number(group.customers),
      number(group.served),
      ...waits,
      percent(group.withinTarget),
      minutes(group.visit.mean),
      number(group.walkedOut),
      number(group.passedOver.mean),
      ...others.map((key) => number(group[key])),
    ];
  });
  return htmlTable(t.groups(nameOf(rules, t)), [[...head, ...others.map((key) => t[key])], ...rows]);
}

function footer({ scenario }: SimulationResult, t: PageTexts): string {
  const notes = scenario.replications === 1 ? t.notes : [t.oneOfMany, ...t.notes];
  const sources = scenario.sources.map((source) => `<li>${escaped(source)}</li>`);
  const list = sources.length === 0 ? '' : `<p><b>${escaped(t.sources)}</b></p><ul>${sources.join('')}</ul>`;
  return `<footer>${notes.map((note) => `<p>${escaped(note)}</p>`).join('')}${list}</footer>`;
}

function groupLabel({ service, segment }: GroupResult, scenario: SimulationResult['scenario'], t: PageTexts): string {
  const parts = [
    ...(service === null ? [] : [nameOfId(scenario.services, service, t.language)]),
    ...(segment === null ? [] : [nameOfId(scenario.segments, segment, t.language)]),
  ];
  return parts.length === 0 ? t.all : parts.join(' · ');
}

function namesOf(rules: readonly RulesResult[], t: PageTexts): readonly string[] {
  return rules.map((each) => nameOf(each, t));
}

function nameOf({ names, id }: Pick<RulesResult, 'names' | 'id'>, t: PageTexts): string {
  return nameIn(names, t.language) ?? id;
}

const NOTHING: Figure = { mean: null, plusMinus: null };
const TIMES = { mean: NOTHING, p50: NOTHING, p90: NOTHING, p95: NOTHING, max: NOTHING };
const NOBODY = {
  wait: TIMES,
  withinTarget: NOTHING,
  passedOver: { mean: NOTHING, max: NOTHING },
  walkedOut: NOTHING,
};
