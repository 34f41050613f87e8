import type { AtClosing, FollowsWhen } from '../../stage.ts';
import { CROWD, LONG_WAIT, SHORT_WAIT } from '../../stage.ts';

const zhSpan = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} 分钟` : `${seconds} 秒`);
const enSpan = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);

/** What the rules of the hall say of themselves in the section of the files. */
export const WORDS = {
  'zh-CN': {
    rules: '大厅规则的取值',
    follows: '自动改用叫号规则',
    followsCounter: '改用规则的窗口',
    followsProfile: '改用的规则',
    followsWhen: '何时改用',
    when: {
      never: '从不',
      'from-now': '按时刻表，从现在起',
      crowd: `等候超过 ${CROWD} 人时，少于 ${CROWD} 人为止`,
      'long-wait': `有人等候超过 ${zhSpan(LONG_WAIT)}时，无人超过 ${zhSpan(SHORT_WAIT)}为止`,
    } satisfies Record<FollowsWhen, string>,
    passOver: '越过次数上限',
    passOverProfile: '有此上限的规则',
    most: (most: number | null) => (most === null ? '不限' : `被越过 ${most} 次即优先`),
    park: '挂起的号自动回队',
    returns: (seconds: number) => (seconds === 0 ? '不自动回队' : `${zhSpan(seconds)}后`),
    oneButton: '单键键盘',
    oneButtonCounter: '单键键盘的窗口',
    within: (seconds: number | null) =>
      seconds === null ? '“下一位”总是办结' : `呼叫后 ${zhSpan(seconds)}内按“下一位”即过号`,
    late: '过号后可回来',
    inTime: (numbers: number, seconds: number) =>
      [numbers > 0 ? `又叫 ${numbers} 个号以内` : '', seconds > 0 ? `${zhSpan(seconds)}以内` : '']
        .filter((text) => text !== '')
        .join('，或 ') || '不可',
    closing: '打烊时仍在等候的客户',
    atClosing: { serve: '办完为止', park: '保留到下次开门', expire: '号码作废' } satisfies Record<AtClosing, string>,
    rating: '评价时限',
    marksFor: (seconds: number) => (seconds === 0 ? '不请客户评价' : `办结后 ${zhSpan(seconds)}内`),
    queue: '队列过长告警',
    above: (above: number | null) => (above === null ? '关闭' : `超过 ${above} 人`),
    longest: (waiting: number) => `现在最多 ${waiting} 人`,
  },
  en: {
    rules: 'Rules of the hall, and values to try',
    follows: 'Another profile by itself',
    followsCounter: 'Counter that changes its profile',
    followsProfile: 'Profile that it changes to',
    followsWhen: 'When it changes',
    when: {
      never: 'never',
      'from-now': 'by the schedule, from now on',
      crowd: `while more than ${CROWD} wait, until fewer than ${CROWD} do`,
      'long-wait': `while somebody has waited more than ${enSpan(LONG_WAIT)}, until nobody has ${enSpan(SHORT_WAIT)}`,
    } satisfies Record<FollowsWhen, string>,
    passOver: 'Passed over at most',
    passOverProfile: 'Profile with this bound',
    most: (most: number | null) => (most === null ? 'no bound' : `passed over ${most}×: goes next`),
    park: 'Parked tickets return',
    returns: (seconds: number) => (seconds === 0 ? 'not by themselves' : `after ${enSpan(seconds)}`),
    oneButton: 'Keypad with one button',
    oneButtonCounter: 'Counter with such a keypad',
    within: (seconds: number | null) =>
      seconds === null ? 'Next always ends the visit' : `Next within ${enSpan(seconds)} of a call: no-show`,
    late: 'Late return',
    inTime: (numbers: number, seconds: number) =>
      [
        numbers > 0 ? `within ${numbers} ${numbers === 1 ? 'number' : 'numbers'}` : '',
        seconds > 0 ? `within ${enSpan(seconds)}` : '',
      ]
        .filter((text) => text !== '')
        .join(' or ') || 'never',
    closing: 'Who still waits at closing',
    atClosing: { serve: 'is served', park: 'is held over', expire: 'has no number any more' } satisfies Record<
      AtClosing,
      string
    >,
    rating: 'Time for a mark',
    marksFor: (seconds: number) => (seconds === 0 ? 'nobody is asked' : `${enSpan(seconds)} after the service`),
    queue: 'Alert of a long queue',
    above: (above: number | null) => (above === null ? 'off' : `more than ${above} wait`),
    longest: (waiting: number) => `${waiting} wait in the longest`,
  },
};
