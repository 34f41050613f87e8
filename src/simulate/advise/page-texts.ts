import type { Duration } from '../../queue/rules.ts';
import type { PageLanguage } from '../page-texts.ts';
import { parseTarget, type Target } from './target.ts';

/** What the page of an advice says. */
export interface AdvicePageTexts {
  readonly language: PageLanguage;
  readonly title: (scenario: string) => string;
  readonly days: (count: number, seed: number, plans: number) => string;
  /** @param service its name; null: of all */
  readonly target: (target: Target, service: string | null) => string;
  readonly and: string;
  /** Between two of a list. */
  readonly comma: string;
  readonly advised: (targets: string) => string;
  readonly unreachable: (targets: string) => string;
  /** Nobody comes whom they count. */
  readonly forNobody: (targets: string) => string;
  readonly nothingToOpen: string;
  /** @param services for which others come */
  readonly othersCome: (services: string) => string;
  /** In place of a share. */
  readonly nobody: string;
  readonly overload: (services: string, brings: number, has: number) => string;
  readonly noOverload: string;
  readonly askForLess: string;
  readonly plans: string;
  readonly rules: string;
  readonly hours: string;
  readonly open: string;
  readonly openSays: string;
  readonly best: (rules: string) => string;
  readonly other: (rules: string) => string;
  readonly which: string;
  readonly counters: string;
  readonly none: string;
  readonly time: string;
  readonly table: string;
  readonly less: string;
  readonly lessSays: string;
  readonly left: string;
  readonly next: string;
  readonly elsewhere: (days: number) => string;
  readonly tooFew: string;
  /** @param there what the targets come to on other days */
  readonly openedMore: (hours: string, rules: string, there: string) => string;
  readonly leftOut: (services: string) => string;
  readonly lessNote: string;
  readonly notes: readonly string[];
}

const EN: AdvicePageTexts = {
  language: 'en',
  title: (scenario) => `Which counters to open: ${scenario}`,
  days: (count, seed, plans) =>
    `${plans} plans, each played on ${count === 1 ? 'the same day' : `the same ${count} days`}, seed ${seed}.`,
  target: ({ share, within }, service) =>
    `${service === null ? '' : `${service}: `}${percentOf(share)} within ${within === null ? 'target' : timeIn(within, ['\u00a0h', '\u00a0min', '\u00a0s'])}`,
  and: ' and ',
  comma: ', ',
  advised: (targets) => `Fewest counter hours that keep ${targets}`,
  unreachable: (targets) => `${targets}: not kept, even with all counters open all day`,
  forNobody: (targets) => `${targets}: nobody comes whom this counts`,
  nothingToOpen: 'There is nothing to open.',
  othersCome: (services) => `Nothing has to be open for it. Customers come for ${services}: give a target for them.`,
  nobody: 'nobody comes',
  overload: (services, brings, has) =>
    `There is too much work: ${services} bring ${brings.toFixed(1)} counter hours to counters that have ${has.toFixed(1)}.`,
  noOverload:
    'There is time enough over the day: it is missing where many come at once, or where few counters serve a service.',
  askForLess: 'Ask for less, add counters, or have more counters serve what waits.',
  plans: 'Plans',
  rules: 'Rules',
  hours: 'Counter hours',
  open: 'Open counters',
  openSays: 'Number of open counters over the day, one line for each plan',
  best: (rules) => `Advised: ${rules}`,
  other: (rules) => `Next best: ${rules}`,
  which: 'Which counters',
  counters: 'Counters',
  none: 'none',
  time: 'Time',
  table: 'Table',
  less: 'With one counter less',
  lessSays:
    'Share of customers in time with one counter less in a slot, one mark for each target, with its 95 % interval',
  left: 'Counters left',
  next: 'Other plans',
  elsewhere: (days) => `the same, on ${days} other days`,
  tooFew:
    'On other days than those on which it was found the plan misses the target, and not even all counters open all day would keep it there: ask for less, add counters, or play more days to know better.',
  openedMore: (hours, rules, there) =>
    `On the days searched alone ${hours} counter hours would do (${rules}); on the others they come to ${there}: more counters are open, so that both are kept.`,
  leftOut: (services) =>
    `In some slots nobody serves ${services}: give a target for each that is to be served all day.`,
  lessNote: 'With one counter less: the counter that is missed least is closed in that slot, on the other days.',
  notes: [
    'In the last slot counters stay until the hall is empty.',
    '± is half of the 95 % interval over the days. A plan is chosen because it suits its days: what it is worth, other days say.',
  ],
};

const ZH: AdvicePageTexts = {
  language: 'zh-CN',
  title: (scenario) => `窗口开放建议：${scenario}`,
  days: (count, seed, plans) => `共${plans}个方案，各在同样的${count}天上模拟，随机种子${seed}。`,
  target: ({ share, within }, service) =>
    `${service === null ? '' : `${service}：`}${percentOf(share)}在${within === null ? '各业务目标时间' : timeIn(within, ['小时', '分钟', '秒'])}内叫到`,
  and: '，且',
  comma: '、',
  advised: (targets) => `达到目标所需窗口小时最少的方案（${targets}）`,
  unreachable: (targets) => `全天开放所有窗口仍达不到目标（${targets}）`,
  forNobody: (targets) => `没有客户计入该目标（${targets}）`,
  nothingToOpen: '没有客户到来，无需开放窗口。',
  othersCome: (services) => `无需为此开放窗口。有客户来办理${services}：请为其设定目标。`,
  nobody: '无客户',
  overload: (services, brings, has) =>
    `工作量过大：${services}需要${brings.toFixed(1)}窗口小时，而能办理的窗口只有${has.toFixed(1)}小时。`,
  noOverload: '全天时间足够，但在客户集中到来时，或能办理某业务的窗口少时不足。',
  askForLess: '请降低目标、增加窗口，或让更多窗口办理等候的业务。',
  plans: '方案',
  rules: '规则',
  hours: '窗口小时',
  open: '开放窗口数',
  openSays: '全天开放的窗口数，每个方案一条线',
  best: (rules) => `建议：${rules}`,
  other: (rules) => `次优：${rules}`,
  which: '开放哪些窗口',
  counters: '窗口',
  none: '无',
  time: '时间',
  table: '数据表',
  less: '少开一个窗口时',
  lessSays: '某时段少开一个窗口时按时叫号的客户比例，每个目标一个点，并标出95%置信区间',
  left: '剩余窗口数',
  next: '其他方案',
  elsewhere: (days) => `同一目标，另外${days}天`,
  tooFew:
    '该方案在寻找时所用的日子之外达不到目标，全天开放所有窗口也达不到：请降低目标、增加窗口，或增加模拟天数以确认。',
  openedMore: (hours, rules, there) =>
    `仅就寻找时所用的日子，${hours}窗口小时即可（${rules}）；在另外的日子只达到${there}，因此增开窗口，使两者都达到目标。`,
  leftOut: (services) => `部分时段没有窗口办理${services}：需要全天办理的业务，请各设一个目标。`,
  lessNote: '少开一个窗口：在该时段关闭影响最小的窗口，按另外的日子计算。',
  notes: [
    '最后一个时段的窗口开放到大厅无人为止。',
    '±为各天95%置信区间的一半。方案是按这些天选出的，实际效果以另外的天数为准。',
  ],
};

/** No line ends between a number and its sign. */
function percentOf(share: number): string {
  return `${Math.round(share * 1e8) / 1e6}\u00a0%`;
}

/** In the largest unit that holds it whole. */
function timeIn(time: Duration, [hours, minutes, seconds]: readonly [string, string, string]): string {
  if (time % 3_600_000 === 0 && time > 0) return `${time / 3_600_000}${hours}`;
  return time % 60_000 === 0 ? `${time / 60_000}${minutes}` : `${time / 1_000}${seconds}`;
}

/**
 * A target in the language of the page, as it was asked for in the words of the command line.
 *
 * @param nameOf the name of a service
 */
export function targetText(asked: string, { target }: AdvicePageTexts, nameOf: (service: string) => string): string {
  const [service = ''] = asked.split(':');
  const read = parseTarget(asked, [service.trim()]);
  if (read.kind !== 'ok') return asked;
  return target(read.target, read.target.service === null ? null : nameOf(read.target.service));
}

/** The texts of a language. */
export function advicePageTexts(language: PageLanguage): AdvicePageTexts {
  return language === 'zh-CN' ? ZH : EN;
}
