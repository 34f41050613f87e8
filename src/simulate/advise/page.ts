import { escaped, figure, headline } from '../../views/html-page.ts';
import { percent, timeOfDay } from '../formats.ts';
import type { Figure } from '../intervals.ts';
import { nameIn, nameOfId } from '../names.ts';
import { legend, shareChart, stepsChart } from '../page-charts.ts';
import { htmlPage, htmlTable } from '../page-parts.ts';
import type { PageLanguage } from '../page-texts.ts';
import type { AdviceResult, PlanResult } from './advice-schema.ts';
import { type AdvicePageTexts, advicePageTexts, targetText } from './page-texts.ts';
import { isForNobody, ofSome } from './result.ts';

/** Other plans that are drawn beside the best: more lines are not told apart. */
const DRAWN = 2;

/** An advice as one page that needs nothing else. */
export function advicePage(result: AdviceResult, language: PageLanguage): string {
  const t = advicePageTexts(language);
  const { scenario, services, counters, best, isReachable, judged } = result;
  const serviceName = (id: string): string => nameOfId(services, id, language);
  const counterName = (id: string): string => nameOfId(counters, id, language);
  const told: Told = {
    t,
    serviceName,
    counterName,
    targets: best.targets.map(({ target }) => targetText(target, t, serviceName)),
  };
  const title = t.title(nameIn(scenario.names, language) ?? '');
  const targets = told.targets.join(t.and);
  const body = [
    headline(title),
    `<p class="quiet">${escaped(t.days(scenario.replications, scenario.seed, judged))}</p>`,
    ...(isReachable && isForNobody(result) ? nobodyPart(result, targets, told) : plansPart(result, targets, told)),
  ];
  return htmlPage(title, language, body);
}

/** Neither hours nor shares say anything where nobody comes. */
function nobodyPart({ best }: AdviceResult, targets: string, { t, serviceName }: Told): readonly string[] {
  const others = best.leftOut.map(serviceName).join(t.comma);
  const what = others === '' ? t.nothingToOpen : t.othersCome(others);
  return [`<h2>${escaped(t.forNobody(targets))}</h2>`, `<p>${escaped(what)}</p>`];
}

function plansPart(result: AdviceResult, targets: string, told: Told): readonly string[] {
  const { t } = told;
  const { best, isReachable, less } = result;
  const notes = less.length > 0 ? [t.lessNote, ...t.notes] : t.notes;
  return [
    `<h2>${escaped(isReachable ? t.advised(targets) : t.unreachable(targets))}</h2>`,
    ...(isReachable ? [planTable(t.plans, [best], told)] : outOfReach(result, told)),
    ...othersSay(result, t).map((text) => `<p>${escaped(text)}</p>`),
    ...(isReachable ? [...leftOutPart(result, told), ...openPart(result, told)] : []),
    ...(less.length > 0 ? [lessFigure(result, told)] : []),
    ...(result.next.length > 0
      ? [`<section><h2>${escaped(t.next)}</h2>${planTable(t.next, [best, ...result.next], told)}</section>`]
      : []),
    `<footer>${notes.map((note) => `<p>${escaped(note)}</p>`).join('')}</footer>`,
  ];
}

/** What the parts of the page share. */
interface Told {
  readonly t: AdvicePageTexts;
  /** In the words of the page, in their order. */
  readonly targets: readonly string[];
  readonly serviceName: (id: string) => string;
  readonly counterName: (id: string) => string;
}

/** What the days said on which none was searched. */
function othersSay({ best, searched }: AdviceResult, t: AdvicePageTexts): readonly string[] {
  if (!searched) return best.onOtherDays?.isKept === false ? [t.tooFew] : [];
  const there = ofSome(searched.onOtherDays?.targets ?? [])
    .map((each) => kept(each, t))
    .join(t.comma);
  return [t.openedMore(searched.counterHours.toFixed(1), nameOf(searched, t), there)];
}

function outOfReach({ best, overload }: AdviceResult, told: Told): readonly string[] {
  const { t, serviceName } = told;
  const why = overload
    ? t.overload(overload.services.map(serviceName).join(t.comma), overload.brings, overload.has)
    : t.noOverload;
  return [planTable(t.plans, [best], told), `<p>${escaped(why)}</p>`, `<p>${escaped(t.askForLess)}</p>`];
}

function planTable(caption: string, plans: readonly PlanResult[], { t, targets }: Told): string {
  const days = plans[0]?.onOtherDays?.days;
  const shares = targets.flatMap((target) => (days === undefined ? [target] : [target, t.elsewhere(days)]));
  // The best stands before others that may follow the same rules.
  const called = (plan: PlanResult, place: number): string => {
    if (plans.length === 1) return nameOf(plan, t);
    return place === 0 ? t.best(nameOf(plan, t)) : t.other(nameOf(plan, t));
  };
  const rows = plans.map((plan, place) => [
    called(plan, place),
    plan.counterHours.toFixed(1),
    ...plan.targets.flatMap((target, index) => {
      const elsewhere = plan.onOtherDays?.targets[index];
      return elsewhere ? [kept(target, t), kept(elsewhere, t)] : [kept(target, t)];
    }),
  ]);
  return htmlTable(caption, [[t.rules, t.hours, ...shares], ...rows]);
}

/** Whom the targets do not speak of, and the plan does not serve. */
function leftOutPart({ best }: AdviceResult, { t, serviceName }: Told): readonly string[] {
  if (best.leftOut.length === 0) return [];
  return [`<p>${escaped(t.leftOut(best.leftOut.map(serviceName).join(t.comma)))}</p>`];
}

/** How many counters are open when, and which. */
function openPart({ best, next }: AdviceResult, { t, counterName }: Told): readonly string[] {
  const plans = [best, ...next.slice(0, DRAWN)];
  const names = plans.map((plan, index) => (index === 0 ? t.best(nameOf(plan, t)) : t.other(nameOf(plan, t))));
  const [first] = best.slots;
  const time = { from: first?.from ?? 0, every: (first?.to ?? 0) - (first?.from ?? 0) };
  const counts = plans.map(({ slots }) =>
    slots.map(({ counters }): Figure => ({ mean: counters.length, plusMinus: null })),
  );
  const rows = best.slots.map(({ from, to }, slot) => [
    `${timeOfDay(from)}–${timeOfDay(to)}`,
    ...plans.map(({ slots }) => String(slots[slot]?.counters.length ?? 0)),
  ]);
  const table = htmlTable(t.open, [[t.time, ...names], ...rows]);
  const which = best.slots.map(({ from, to, counters }) => [
    `${timeOfDay(from)}–${timeOfDay(to)}`,
    counters.map(counterName).join(t.comma) || t.none,
  ]);
  return [
    figure(t.open, stepsChart(counts, time, t.openSays), legend(names, 'line'), t.table, table),
    `<section class="texts"><h2>${escaped(t.which)}</h2>${htmlTable(t.which, [[t.time, t.counters], ...which])}</section>`,
  ];
}

/** What each target comes to with one counter less. */
function lessFigure({ best, less }: AdviceResult, { t, targets }: Told): string {
  const spans = less.map((each) => {
    const slot = best.slots.find(({ from }) => from === each.from);
    return `${timeOfDay(each.from)}–${timeOfDay(slot?.to ?? each.from)}`;
  });
  const rows = less.map((each, index) => ({
    name: spans[index] ?? '',
    figures: each.targets.map(
      ({ share, plusMinus, customers }): Figure => ({ mean: customers === 0 ? null : share, plusMinus }),
    ),
  }));
  const table = htmlTable(t.less, [
    [t.time, t.left, ...targets],
    ...less.map((each, index) => [
      spans[index] ?? '',
      String(each.counters),
      ...each.targets.map((target) => kept(target, t)),
    ]),
  ]);
  return figure(t.less, shareChart(rows, t.lessSays), legend(targets, 'mark'), t.table, table);
}

function kept({ share, plusMinus, customers }: PlanResult['targets'][number], { nobody }: AdvicePageTexts): string {
  return customers === 0 ? nobody : percent({ mean: share, plusMinus });
}

function nameOf({ names, rules }: PlanResult, { language }: AdvicePageTexts): string {
  return nameIn(names, language) ?? rules;
}
