import { wallText } from '../journal/wall-text.ts';
import type { EndStatus, OpenStatus } from '../queue/state.ts';
import type { Call, CallBefore, Explanation, Moment } from './explain.ts';

/** Languages in which calls are explained. */
export const EXPLAIN_LANGUAGES = ['zh-CN', 'en'] as const;
export type ExplainLanguage = (typeof EXPLAIN_LANGUAGES)[number];

/** The words of one language. */
interface Words {
  readonly rules: Readonly<Record<string, string>>;
  /** Rules with a name of their own, by what stands before it. */
  readonly named: Readonly<Record<string, (name: string) => string>>;
  readonly chosen: string;
  /** The window helps others than its own; `rule`: how it chose among them. */
  helps(rule: string): string;
  readonly ends: Readonly<Record<EndStatus, string>>;
  /** How it stands while it is live. */
  readonly stands: Readonly<Record<OpenStatus, string>>;
  came(ticket: Explanation, when: string): string;
  before(all: number, later: number): string;
  nobodyBefore: string;
  window(number: string, profile: string): string;
  earlier: string;
  later: string;
  score(theirs: number, own: number | null, label: string): string;
  called(label: string, when: string, window: string, waited: string): string;
  /** Between the call and its reasons, and between two of these. */
  readonly marks: { readonly reasons: string; readonly and: string };
  passedOver(times: number): string;
  readonly takenBack: string;
  ended(how: string, when: string): string;
  wait(minutes: number, seconds: number): string;
}

const EN: Words = {
  rules: {
    cap: 'had waited as long as the profile lets anybody wait',
    'pass-over': 'had been passed over as often as the profile allows',
    'longest-wait': 'had waited longest',
    score: 'had the highest score',
    'simple-first/simple': 'simple work goes first',
    'simple-first/freed': 'no simple work waited: the window was free for complex work',
    'complex-first/complex': 'complex work goes first',
    'complex-first/freed': 'no complex work waited: the window was free for simple work',
    'cycle/rest': 'nobody of the cycle waited',
    request: 'the window was waiting for the next customer',
    'pool/counter': 'waited for this window',
    'pool/teller': 'waited for this teller',
    'pool/step': 'waited for the next step of the service',
  },
  named: {
    condition: (name) => `the condition "${name}" held`,
    cycle: (name) => `it was the turn of "${name}" in the cycle`,
  },
  chosen: 'the teller chose this number',
  helps: (rule) => `the window helped others than its own: ${rule}`,
  ends: {
    finished: 'was served to the end',
    'no-show': 'did not come when called',
    cancelled: 'was given up',
    withdrawn: 'was withdrawn: the slip was not printed',
    expired: 'expired at the end of its day',
  },
  stands: {
    waiting: 'It still waits.',
    called: 'It is called.',
    serving: 'It is being served.',
    parked: 'It is parked.',
  },
  came: ({ label, service, segment, ahead }, when) =>
    `${label} (${service}, ${segment}) came at ${when}, with ${ahead} ahead.`,
  before: (all, later) =>
    `Before it ${all} were called at windows that serve it: ${all - later} who came earlier, ${later} who came later.`,
  nobodyBefore: 'Nobody was called before it at windows that serve it.',
  window: (number, profile) => `window ${number} (${profile})`,
  earlier: 'came earlier',
  later: 'CAME LATER',
  score: (theirs, own, label) => `score ${theirs}${own === null ? '' : `, ${label} had ${own}`}`,
  called: (label, when, window, waited) => `${label} was called at ${when} to ${window} after ${waited}`,
  passedOver: (times) => `${times} who came later were called before it`,
  takenBack: 'the call was taken back',
  marks: { reasons: ': ', and: '; ' },
  ended: (how, when) => `It ${how} at ${when}.`,
  wait: (minutes, seconds) => (minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds} s`),
};

const ZH: Words = {
  rules: {
    cap: '等候已达该规则允许的上限',
    'pass-over': '被后到者越过的次数已达上限',
    'longest-wait': '等候时间最长',
    score: '得分最高',
    'simple-first/simple': '简单业务优先',
    'simple-first/freed': '没有简单业务等候，窗口转办复杂业务',
    'complex-first/complex': '复杂业务优先',
    'complex-first/freed': '没有复杂业务等候，窗口转办简单业务',
    'cycle/rest': '轮转中的各类都无人等候',
    request: '窗口正在等下一位客户',
    'pool/counter': '等候本窗口',
    'pool/teller': '等候本柜员',
    'pool/step': '等候业务的下一环节',
  },
  named: {
    condition: (name) => `条件“${name}”成立`,
    cycle: (name) => `轮到“${name}”`,
  },
  chosen: '柜员指定呼叫此号',
  helps: (rule) => `专属窗口协助其他客户：${rule}`,
  ends: {
    finished: '办理完毕',
    'no-show': '呼叫未到',
    cancelled: '已取消',
    withdrawn: '未打印成功，已作废',
    expired: '营业日结束，已失效',
  },
  stands: { waiting: '仍在等候。', called: '正在呼叫。', serving: '正在办理。', parked: '暂时搁置。' },
  came: ({ label, service, segment, ahead }, when) =>
    `${label}（${service}，${segment}）于 ${when} 取号，前面有 ${ahead} 人。`,
  before: (all, later) =>
    `在可办理该业务的窗口，先于它被呼叫的有 ${all} 人：先到 ${all - later} 人，后到 ${later} 人。`,
  nobodyBefore: '在可办理该业务的窗口，没有人先于它被呼叫。',
  window: (number, profile) => `${number} 号窗口（${profile}）`,
  earlier: '先到',
  later: '后到',
  score: (theirs, own, label) => `得分 ${theirs}${own === null ? '' : `，${label} 当时为 ${own}`}`,
  called: (label, when, window, waited) => `${label} 于 ${when} 被呼叫到 ${window}，等候 ${waited}`,
  passedOver: (times) => `有 ${times} 位后到者先于它被呼叫`,
  takenBack: '该次呼叫已撤销',
  marks: { reasons: '：', and: '；' },
  ended: (how, when) => `${when} ${how}。`,
  wait: (minutes, seconds) => (minutes === 0 ? `${seconds} 秒` : `${minutes} 分 ${seconds} 秒`),
};

const WORDS: Readonly<Record<ExplainLanguage, Words>> = { 'zh-CN': ZH, en: EN };

/**
 * An explanation in the words of a lobby manager, line by line.
 *
 * @param zone IANA time zone of the times; undefined: the machine's
 */
export function explainText(told: Explanation, language: ExplainLanguage, zone?: string): string {
  const words = WORDS[language];
  const wall = wallText(zone);
  const when = ({ wall: at, isTrusted }: Moment): string => `${wall(at)}${isTrusted ? '' : '?'}`;
  const later = told.before.filter(({ isLater }) => isLater).length;
  return [
    words.came(told, when(told.issued)),
    told.before.length === 0 ? words.nobodyBefore : words.before(told.before.length, later),
    ...told.before.map((call) => beforeText(words, call, told.label, when(call.moment))),
    ...told.calls.map((call) => callText(words, call, when(call.moment))),
    told.now.moment ? words.ended(words.ends[told.now.status], when(told.now.moment)) : words.stands[told.now.status],
  ].join('\n');
}

function beforeText(words: Words, call: CallBefore, label: string, when: string): string {
  const score = call.score === null ? [] : [words.score(call.score, call.ownScore, label)];
  const parts = [
    when,
    call.label,
    words.window(call.counter, call.profile),
    call.isLater ? words.later : words.earlier,
    ruleText(words, call),
    ...score,
  ];
  return `  ${parts.join('  ')}`;
}

function callText(words: Words, call: Call, when: string): string {
  const window = words.window(call.counter, call.profile);
  const seconds = Math.round(call.waited / 1_000);
  const line = words.called(call.label, when, window, words.wait(Math.floor(seconds / 60), seconds % 60));
  const details = [
    ruleText(words, call),
    ...(call.score === null ? [] : [words.score(call.score, null, call.label)]),
    ...(call.passedOver === 0 ? [] : [words.passedOver(call.passedOver)]),
    ...(call.isTakenBack ? [words.takenBack] : []),
  ];
  return `${line}${words.marks.reasons}${details.join(words.marks.and)}`;
}

/** Before the rule by which a counter calls others than its own. */
const HELPS = 'helps/';

function ruleText({ rules, named, chosen, helps }: Words, { rule, how }: Call): string {
  if (how === 'chosen' || rule === null) return chosen;
  const isHelp = rule.startsWith(HELPS);
  const own = isHelp ? rule.slice(HELPS.length) : rule;
  const [kind = '', name = ''] = own.split('/');
  const text = rules[own] ?? named[kind]?.(name) ?? own;
  return isHelp ? helps(text) : text;
}
