import type { NotOver } from './result-schema.ts';

/** Languages of the page. */
export const PAGE_LANGUAGES = ['zh-CN', 'en'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** What the page says of a day; a long run has no days. */
interface Spans {
  readonly inHallSays: string;
  /** So many of so many that were played; nothing where it is all of them. */
  readonly someOf: (some: number, of: number) => string;
  readonly oneOfMany: string;
}

/** What the page says. */
export interface PageTexts extends Spans {
  /** What it says of a long run instead. */
  readonly longRun: Spans;
  readonly language: PageLanguage;
  readonly days: (count: number, seed: number, date: string) => string;
  /** In place of days: a long time at the same rates; both times in hours. */
  readonly runs: (count: number, seed: number, lasts: number, warmUp: number) => string;
  readonly compared: string;
  readonly rules: string;
  readonly inHall: string;
  readonly waits: string;
  readonly waitsSays: string;
  readonly counters: string;
  readonly countersSays: string;
  readonly groups: (rules: string) => string;
  /**
   * @param services their names
   * @param some on how many of those that were played
   */
  readonly notOver: (rules: string, left: NotOver, services: string, some: string) => string;
  readonly listed: string;
  readonly table: string;
  readonly time: string;
  readonly people: string;
  readonly whom: string;
  readonly all: string;
  readonly customers: string;
  readonly served: string;
  readonly wait: string;
  readonly longest: string;
  readonly inTarget: string;
  readonly visit: string;
  readonly left: string;
  readonly noShows: string;
  readonly passedOver: string;
  readonly most: string;
  readonly ends: string;
  readonly against: string;
  readonly refused: string;
  readonly diverted: string;
  readonly unserved: string;
  readonly counter: string;
  readonly use: string;
  readonly open: string;
  readonly told: string;
  readonly toldHead: readonly string[];
  readonly toldSays: string;
  readonly sources: string;
  readonly notes: readonly string[];
}

const EN: PageTexts = {
  language: 'en',
  days: (count, seed, date) =>
    `${count === 1 ? 'One day' : `${count} days`} under each set of rules, seed ${seed}, as on ${date}.`,
  runs: (count, seed, lasts, warmUp) =>
    `${count === 1 ? 'One run' : `${count} runs`} of ${lasts} h under each set of rules, seed ${seed}` +
    (warmUp === 0 ? '.' : `; who came in the first ${warmUp} h is not counted.`),
  compared: 'Rules compared',
  rules: 'Rules',
  inHall: 'People in the hall',
  inHallSays: 'Mean number of people in the hall over the day, one line for each set of rules',
  waits: 'Mean wait by service',
  waitsSays:
    'Mean wait in minutes of the customers of each service, one dot for each set of rules, with its 95 % interval',
  counters: 'Use of the counters',
  countersSays: 'Share of its open time in which somebody is at a counter, one bar for each set of rules',
  groups: (rules) => `By service and segment: ${rules}`,
  notOver: (rules, { unserved, customers }, services, some) =>
    `Not over under ${rules}: ${some}${unserved} of ${customers} customers for ${services} still waited two days after the last had come. Of a queue that never empties figures say little.`,
  listed: ', ',
  table: 'Table',
  time: 'Time',
  people: 'people',
  whom: 'Customers of',
  all: 'All',
  customers: 'Customers',
  served: 'Served',
  wait: 'Wait, min',
  longest: 'Longest, min',
  inTarget: 'Within target',
  visit: 'Visit, min',
  left: 'Left',
  noShows: 'Called in vain',
  passedOver: 'Passed over',
  most: 'Most in hall',
  ends: 'Last one leaves',
  against: 'Wait against first, min',
  refused: 'Got no number',
  diverted: 'Went to a machine',
  unserved: 'Unserved',
  counter: 'Counter',
  use: 'In use',
  open: 'Hours open',
  told: 'Waits that were told',
  toldHead: [
    'Rules',
    'Customers told',
    'Between P10 and P90',
    'Earlier',
    'Later',
    'Bias, min',
    'RMSE, min',
    'Pinball loss, min',
    'Rule of thumb: bias, min',
    'RMSE, min',
    'Pinball loss, min',
  ],
  toldSays:
    'The range on the ticket is to hold eight of ten waits. Bias: true wait less P50. Pinball loss: what the range costs that is off, the lower the better. Rule of thumb: people ahead × true mean service time / open counters. Who was told that there was no wait, and had none, is left out.',
  sources: 'Sources',
  notes: [
    'Waits count from the number to the first call, of those who came when they were called; visits from the number to the end. P50, P90 and P95, in minutes: half, nine of ten, nineteen of twenty are not longer.',
    'Passed over: later arrivals that were called before, on average; in the comparison, of the customer who was passed over most.',
    'All rules have the same customers: the difference against the first has an interval of its own, narrower than those of its two parts.',
  ],
  someOf: (some, of) => (some === of ? '' : `on ${some} of ${of} days `),
  oneOfMany: '± is half of the 95 % interval of the mean over the days.',
  longRun: {
    inHallSays: 'Mean number of people in the hall over the long run, one line for each set of rules',
    someOf: (some, of) => (some === of ? '' : `in ${some} of ${of} runs `),
    oneOfMany: '± is half of the 95 % interval of the mean over the runs.',
  },
};

const ZH: PageTexts = {
  language: 'zh-CN',
  days: (count, seed, date) => `每种规则各模拟${count}天，随机种子${seed}，按${date}的营业时间。`,
  runs: (count, seed, lasts, warmUp) =>
    `每种规则各模拟${count}次，每次${lasts}小时，随机种子${seed}${warmUp === 0 ? '。' : `；最初${warmUp}小时内到来的客户不计入。`}`,
  compared: '规则比较',
  rules: '规则',
  inHall: '大厅人数',
  inHallSays: '全天大厅平均人数，每种规则一条线',
  waits: '各业务平均等待',
  waitsSays: '各业务客户的平均等待时间（分钟），每种规则一个点，并标出95%置信区间',
  counters: '窗口利用率',
  countersSays: '窗口开放时间中有客户的比例，每种规则一个条形',
  groups: (rules) => `按业务和客群：${rules}`,
  notOver: (rules, { unserved, customers }, services, some) =>
    `按“${rules}”未能结束：${some}最后一位客户到来两天后，办理${services}的${customers}位客户中仍有${unserved}位在等候。队伍不会排空时，各项数字参考意义不大。`,
  listed: '、',
  table: '数据表',
  time: '时间',
  people: '人',
  whom: '客户',
  all: '全部',
  customers: '客户数',
  served: '已办理',
  wait: '等待（分）',
  longest: '最长（分）',
  inTarget: '达标比例',
  visit: '在店时间（分）',
  left: '中途离开',
  noShows: '过号',
  passedOver: '被越过次数',
  most: '大厅最多人数',
  ends: '最后一位离开',
  against: '等待之差（分，比第一种）',
  refused: '未取到号',
  diverted: '转至自助机',
  unserved: '未办理',
  counter: '窗口',
  use: '利用率',
  open: '开放小时',
  told: '预计等候是否准确',
  toldHead: [
    '规则',
    '被告知的客户',
    'P10至P90之内',
    '更早',
    '更晚',
    '偏差（分）',
    '均方根误差（分）',
    '分位损失（分）',
    '简单算法：偏差（分）',
    '均方根误差（分）',
    '分位损失（分）',
  ],
  toldSays:
    '票上的范围应包含十分之八的实际等待。偏差：实际等待减P50。分位损失：范围不准的代价，越低越好。简单算法：前面人数×真实平均办理时间÷开放窗口数。被告知无需等待且确实未等待的客户不计。',
  sources: '数据来源',
  notes: [
    '等待：从取号到首次叫号，只计应答的客户；在店时间：从取号到办结。P50、P90、P95（分）：一半、十分之九、二十分之十九的客户不超过该值。',
    '被越过次数：比自己晚到却先被叫号的人数，取平均；规则比较表中为被越过最多的客户。',
    '各规则面对同一批客户，因此与第一种规则之差有自己的置信区间，比两者各自的区间更窄。',
  ],
  someOf: (some, of) => (some === of ? '' : `${of}天中有${some}天，`),
  oneOfMany: '±为各天平均值95%置信区间的一半。',
  longRun: {
    inHallSays: '长期运行中大厅平均人数，每种规则一条线',
    someOf: (some, of) => (some === of ? '' : `${of}次中有${some}次，`),
    oneOfMany: '±为各次平均值95%置信区间的一半。',
  },
};

/** The texts of a language, of days or of a long run. */
export function pageTexts(language: PageLanguage, isLongRun = false): PageTexts {
  const texts = language === 'zh-CN' ? ZH : EN;
  return isLongRun ? { ...texts, ...texts.longRun } : texts;
}
