import { percent, timeOfDay } from '../formats.ts';
import { nameIn, nameOfId } from '../names.ts';
import { table } from '../text.ts';
import type { AdviceResult, PlanResult } from './advice-schema.ts';
import { isForNobody, ofSome } from './result.ts';

/** An advice as tables for a terminal, in English. */
export function adviceText(result: AdviceResult): string {
  const { scenario, isReachable, judged, best } = result;
  const days = scenario.replications === 1 ? 'one day' : `${scenario.replications} days`;
  const head = `${nameIn(scenario.names, 'en')}: ${days}, seed ${scenario.seed}, ${judged} plans played`;
  if (!isReachable) return [head, '', ...outOfReach(result)].join('\n');
  if (isForNobody(result)) return [head, '', ...forNobody(result)].join('\n');
  return [
    head,
    '',
    `Fewest counter hours that keep ${best.targets.map(({ target }) => target).join(' and ')}: ${hours(best)}, ${nameOf(best)}`,
    ...best.targets.map((each, place) => `  ${each.target}: ${kept(each)}${elsewhere(best, place)}`),
    ...othersSay(result),
    '',
    ...table([
      ['from', 'to', 'open', 'one less'],
      ...best.slots.map(({ from, to, counters }) => [
        timeOfDay(from),
        timeOfDay(to),
        String(counters.length),
        oneLess(result, from),
      ]),
    ]),
    '',
    ...best.slots.map(
      ({ from, counters }) =>
        `${timeOfDay(from)}  ${counters.map((id) => nameOfId(result.counters, id, 'en')).join(', ') || 'none'}`,
    ),
    '',
    ...leftOutText(result),
    ...nextText(result),
    'One less: what the targets come to on the other days with one counter less in that slot, the one that is missed least. In',
    'the last slot counters stay until the hall is empty. ± is half of the 95 % interval over the days.',
  ].join('\n');
}

/** Neither hours nor shares say anything here. */
function forNobody({ best, services }: AdviceResult): readonly string[] {
  if (best.leftOut.length === 0) return ['Nobody comes: there is nothing to open.'];
  const asked = best.targets.map(({ target }) => target).join(' and ');
  const others = best.leftOut.map((id) => nameOfId(services, id, 'en')).join(', ');
  return [
    `Nobody comes whom ${asked} counts, so that nothing has to be open for it.`,
    `Customers come for ${others}: give a target for them.`,
  ];
}

function outOfReach({ best, overload, services }: AdviceResult): readonly string[] {
  return [
    'The target cannot be kept: with all counters open all day, under the best of the rules,',
    ...best.targets.map((each) => `  ${each.target}: ${kept(each)} (${nameOf(best)}, ${hours(best)})`),
    ...(overload
      ? [
          `There is too much work: ${overload.services.map((id) => nameOfId(services, id, 'en')).join(', ')} bring ${overload.brings.toFixed(1)} counter hours to counters that have ${overload.has.toFixed(1)}.`,
        ]
      : [
          'There is time enough over the day: it is missing where many come at once, or where few counters serve a service.',
        ]),
    'Ask for less, add counters to the scenario, or have more counters serve what waits.',
  ];
}

function elsewhere({ onOtherDays }: PlanResult, place: number): string {
  const there = onOtherDays?.targets[place];
  return there ? `; on ${onOtherDays.days} other days ${kept(there)}` : '';
}

/** What the days said on which none was searched. */
function othersSay({ best, searched, scenario }: AdviceResult): readonly string[] {
  if (searched) {
    const there = ofSome(searched.onOtherDays?.targets ?? [])
      .map(kept)
      .join(', ');
    return [
      `  On the days searched alone ${hours(searched)} would do, ${nameOf(searched)}; on the others they come to ${there}: more are open, so that both are kept.`,
    ];
  }
  if (best.onOtherDays?.isKept !== false) return [];
  return [
    '  On other days that is too few, and not even all counters open all day would do: ask for less, add counters, or play',
    `  more days to know better (--replications ${2 * scenario.replications}).`,
  ];
}

/** Whom the targets do not speak of, and the plan does not serve. */
function leftOutText({ best, services }: AdviceResult): readonly string[] {
  if (best.leftOut.length === 0) return [];
  const names = best.leftOut.map((id) => nameOfId(services, id, 'en')).join(', ');
  return [`In some slots nobody serves ${names}: give a target for each that is to be served all day.`, ''];
}

function oneLess({ less }: AdviceResult, from: number): string {
  const found = less.find((each) => each.from === from);
  return found ? found.targets.map(kept).join(', ') : '–';
}

function nextText({ next }: AdviceResult): readonly string[] {
  if (next.length === 0) return [];
  const rows = next.map((plan) => [
    nameOf(plan),
    hours(plan),
    plan.slots.map(({ counters }) => counters.length).join(' '),
    plan.targets.map(kept).join(', '),
    plan.onOtherDays?.targets.map(kept).join(', ') ?? '–',
  ]);
  return [...table([['next best', 'hours', 'open, by slot', 'kept', 'on other days'], ...rows]), ''];
}

function kept({ share, plusMinus, customers }: PlanResult['targets'][number]): string {
  return customers === 0 ? 'nobody comes' : percent({ mean: share, plusMinus });
}

function hours({ counterHours }: PlanResult): string {
  return `${counterHours.toFixed(1)} h`;
}

function nameOf({ names, rules }: PlanResult): string {
  return nameIn(names, 'en') ?? rules;
}
