import type { RefusalCode } from '../queue/refusals.ts';
import type { Words } from './stage.ts';

/** Why the branch did not do it, in Chinese; in English it says so itself. */
const CHINESE: Readonly<Record<RefusalCode, string>> = {
  'services-limit': '一个号的业务数已到上限',
  'service-twice': '此业务已在此号中',
  'service-not-pending': '此业务不在待办之列',
  'no-destination': '没有说明转到哪里',
  'same-counter': '客户已在该窗口',
  'back-counter': '后台窗口不直接叫号',
  'teller-away': '该柜员不在窗口',
  'unknown-reason': '没有此转介原因',
  'no-steps': '此业务不分步骤',
  'last-step': '已是最后一步',
  'step-unattended': '下一步没有窗口办理',
  'waits-for-other': '此号在等指定的窗口或柜员',
  'no-rating': '本网点不收评价',
  'no-such-mark': '没有此分数',
  'nothing-to-rate': '没有可评价的业务',
  'rating-too-late': '已过评价时间',
  'already-rated': '此业务已评价',
  'bulk-size': '单据份数不在范围内',
  'pager-taken': '此呼叫器在别的客户手中',
  'no-such-alert': '没有此提醒',
  'already-acknowledged': '此提醒已有人确认',
  'no-panic-key': '本网点未启用求助键',
  'hall-evacuated': '正在疏散，暂停取号和叫号',
  'hall-out-of-order': '系统暂停服务，稍后恢复',
  'hall-already': '大厅已是此状态',
  'hall-shut': '网点未在营业',
  'hall-has-opened': '今日已发号，网点已开门',
  'hall-no-until': '该时间不可用',
  'teller-elsewhere': '该柜员已在另一窗口营业，请先暂停或关闭那个窗口',
  'not-open-yet': '网点尚未开门',
  'branch-closed': '网点已停止营业',
  'branch-break': '网点休息中',
  'service-closed': '此业务现在不办理',
  'no-time-left': '打烊前已来不及办理',
  'capacity-reached': '今天的号已发完',
  'confirm-needed': '等候较久，请确认是否取号',
  'machine-better': '可到自助机具办理，请确认是否仍要取号',
  'unknown-machine': '没有此机具',
  'not-at-machine': '此机具不办理该业务',
  'machine-not-usable': '此机具现在不能使用',
  'no-rules': '网点规则尚未生效',
  'no-day': '营业日尚未开始',
  'unknown-service': '本网点不办理此业务',
  'unknown-segment': '没有此客户类别',
  'unknown-counter': '没有此窗口',
  'unknown-profile': '没有此叫号规则',
  'profile-already': '窗口已按此规则叫号',
  'unknown-ticket': '没有此号',
  'service-not-issuing': '此业务现在不发号',
  'numbers-exhausted': '此业务的号已用完',
  'counter-closed': '窗口已关闭',
  'counter-paused': '窗口已暂停',
  'counter-already': '窗口已是此状态',
  'counter-busy': '窗口有客户',
  'no-open-ticket': '窗口没有客户',
  'wrong-status': '此号现在的状态不允许这样做',
  'other-counter': '此号在别的窗口',
  'not-served-here': '该窗口不办理此业务',
  'not-callable-yet': '此号正在打印',
  'recall-limit': '重呼次数已到上限',
  'nothing-to-undo': '没有可撤销的操作',
  'undo-too-late': '已过撤销时间',
  'undo-overtaken': '此号已被别的窗口呼叫',
  'same-service': '此号已在该业务排队',
  'no-late-return': '本网点过号须重新取号',
  'return-too-late': '过号太久，请重新取号',
  'return-limit': '此号已恢复过，请重新取号',
  'number-taken': '此号已发给别人',
  'no-appointments': '本网点没有预约',
  'unknown-appointment': '没有此预约',
  'reference-taken': '此预约号已被占用',
  'appointments-full': '预约已满',
  'appointment-past': '预约时间已过',
  'appointment-outside-hours': '该时间不办理',
  'appointment-service-gone': '预约的业务已不办理，请改办其他业务',
  'check-in-early': '还没到签到时间',
  'no-parking': '本网点不设挂起',
  'pool-full': '挂起的号已满',
  'parked-elsewhere': '此号挂起在别的窗口',
  'no-upgrades': '本网点不升级客户类别',
  'unknown-upgrade-reason': '没有此升级原因',
  'segment-already': '客户已是此类别',
  'no-higher-segment': '此类别不比现在的高',
  'other-segment': '该窗口不接待此类客户',
  'no-slip': '此号未打印小票，无需补打',
  'copy-in-hand': '此号正在补打',
  'no-copy': '此号没有在补打',
  'wrong-print-state': '与打印状态不符',
  'day-not-after': '营业日已经开始',
};

/** Problems of the way to the branch, by the first part of their code. */
const WAYS: ReadonlyMap<string, string> = new Map([
  ['command', '指令有误'],
  ['http', '指令未被接受'],
  ['journal', '磁盘有故障，指令未执行'],
  ['branch', '守护进程正在停止'],
]);

const NO_ANSWER: Words = { 'zh-CN': 'lobbyd 没有应答', en: 'lobbyd does not answer' };

/** Milliseconds of a minute. */
const MINUTE = 60_000;

/** Nobody answered, or not as lobbyd does. */
export const noAnswer = (): Words => NO_ANSWER;

/**
 * Why a command was not done, in both languages.
 *
 * @param detail what the branch said of it, English
 * @param about what a refusal names: `wait` in ms, `called`, `limit`, `label`
 */
export function refusalWords(code: string, detail: string, about: Readonly<Record<string, string | number>>): Words {
  const [way = ''] = code.split('/');
  const chinese = Object.hasOwn(CHINESE, code) ? CHINESE[code as RefusalCode] : (WAYS.get(way) ?? '网点规则不允许');
  const { chinese: more, english } = detailsOf(about);
  return {
    'zh-CN': more === '' ? chinese : `${chinese}（${more}）`,
    en: english === '' ? detail : `${detail} (${english})`,
  };
}

function detailsOf({ wait, called, limit }: Readonly<Record<string, string | number>>) {
  if (typeof wait === 'number') {
    const minutes = Math.ceil(wait / MINUTE);
    return { chinese: `还有 ${minutes} 分钟`, english: `in ${minutes} min` };
  }
  if (typeof called === 'number') return { chinese: `之后已叫 ${called} 个号`, english: `${called} called since` };
  if (typeof limit === 'number') return { chinese: `上限 ${limit}`, english: `the limit is ${limit}` };
  return { chinese: '', english: '' };
}
