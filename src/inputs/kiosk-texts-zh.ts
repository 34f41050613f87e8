import { cellsOf, notInFont } from '../devices/hanzi.ts';
import type { PadScreen, PrintTrouble } from '../devices/kinds.ts';
import { MINUTE } from '../queue/durations.ts';
import type { GuidanceRefusal } from '../queue/refusals-guidance.ts';
import { type HoursRefusal, isAboutHours } from '../queue/refusals-hours.ts';
import type { Rules } from '../queue/rules.ts';
import { type ToldWait, toldWait } from '../views/estimate.ts';
import { machineName } from '../views/guidance.ts';
import { opensInHanzi, type TimesOfBranch } from '../views/hours-texts.ts';
import { isSameLanguage } from '../views/languages.ts';
import { refusalInChinese } from './kiosk-refusals-zh.ts';
import { type ByLanguage, type KioskTexts, WIDTH } from './kiosk-texts.ts';
import { ofVisit } from './kiosk-texts-en.ts';
import { evenly, formScreen, hanziLines } from './kiosk-wrap.ts';
import { isWorthAnotherPress, screen } from './replies.ts';

const ASK_STAFF = '请咨询工作人员';
const PRESS_A_BUTTON = '请按键取号';
const TAKE_A_NUMBER = '请取号';
const PRESS_AGAIN = '仍要取号请再按一次';

/** Chinese, for screens with Hanzi. */
export const CHINESE: KioskTexts = {
  welcome: screen('欢迎光临', PRESS_A_BUTTON),
  noTickets: screen('暂不发号', ASK_STAFF),
  lockedOut: screen('请稍候', '每人限取一个号'),
  chooseService: screen('请选择业务', PRESS_A_BUTTON),
  oneAtATime: screen('请逐个取号', '请再按一次'),
  oneMoment: screen('系统正在重启', '请稍候'),
  thanks: screen('谢谢', ''),
  cardRead: screen('已读卡', PRESS_A_BUTTON),
  cardNotRead: screen('未读到卡', '请重新刷卡'),
  cardSpent: screen('此卡今日已达上限', ASK_STAFF),
  codeNotKnown: screen('无法识别此码', ASK_STAFF),
  slipOfAnotherDay: screen('不是今日的号票', '请重新取号'),
  papersAsked: screen('材料备齐了吗？', '备齐请按“是”'),
  papersReady: screen('谢谢', '材料已备齐'),
  nothingAsked: screen('现在无需确认', PRESS_A_BUTTON),
  rate: (scale) => screen('请为服务评分', `1=最差${evenly(` ${scale}=`)}最好`),
  trouble: (trouble) => screen(TROUBLES[trouble], ASK_STAFF),
  number: (answer, rules) => screen(`号码 ${answer.label}${ofVisit(answer)}`, prospect(answer, rules)),
  notPrinted: (label) => screen(`${label} 未打印`, ASK_STAFF),
  perhapsPrinted: (label) => screen(`号码 ${label}`, '没出纸请问工作人员'),
  chosen: (count) => screen(`已选${evenly(count)}项`, '再按同一键完成'),
  haveReady: (count, of, form) => formScreen('请备齐', `${count}/${of}`, form, (text) => hanziLines(text, WIDTH)),
  isOver: (label) => screen(`${label} 已结束`, '请重新取号'),
  waits: (label) => screen(`${label} 等候中`, '请留意叫号'),
  toWindow: (label, window) => screen(`${label} 请到${evenly(window)}号窗口`, '请前往办理'),
  tooEarly,
  hours,
  machine,
  toMachine: (id, rules) => screen('请前往', nameOf(id, rules, WIDTH)),
  refusal: (refusal, _rules, returning = false) =>
    screen(isAboutHours(refusal) ? whyShut(refusal) : refusalInChinese(refusal), returning ? TAKE_A_NUMBER : ASK_STAFF),
  fault: (reply) => screen(isWorthAnotherPress(reply) ? '系统忙，请再按一次' : '系统故障', ASK_STAFF),
  ofBank,
  lines: (text) => hanziLines(text, WIDTH),
};

const TROUBLES: Readonly<Record<PrintTrouble, string>> = {
  'paper-out': '打印纸已用完',
  'cover-open': '打印机盖未关',
  fault: '打印机故障',
  gone: '打印机无连接',
};

function prospect(
  { ahead, estimate }: Parameters<KioskTexts['number']>[0],
  rules: Pick<Rules, 'estimates'> | null,
): string {
  if (ahead === 0) return '下一位就是您';
  const told = toldWait(estimate, rules);
  const before = `前面${evenly(ahead)}人`;
  if (!told) return before;
  const time = waitOf(told);
  const both = `${before} ${time}`;
  return cellsOf(both) <= WIDTH ? both : time;
}

function waitOf(told: ToldWait): string {
  switch (told.kind) {
    case 'soon':
      return '很快到您';
    case 'range':
      return `约${evenly(`${told.from}-${told.to}`)}分`;
    case 'over':
      return `超${evenly(told.minutes)}分钟`;
  }
}

function tooEarly(wait: number): PadScreen {
  const minutes = Math.ceil(wait / MINUTE);
  const back = minutes < 100 ? `${evenly(minutes)}分钟` : `${evenly(Math.ceil(minutes / 60))}小时`;
  return screen('未到预约时间', `请${back}后再来`);
}

function hours(refusal: HoursRefusal, times: TimesOfBranch): PadScreen {
  switch (refusal.code) {
    case 'hall-evacuated':
      return screen(whyShut(refusal), '请走安全出口');
    case 'hall-out-of-order':
      return screen(whyShut(refusal), '稍后恢复');
    case 'not-open-yet':
    case 'branch-closed':
    case 'branch-break':
    case 'service-closed':
      return screen(whyShut(refusal), refusal.opens === null ? ASK_STAFF : opensInHanzi(refusal.opens, times));
    case 'no-time-left':
    case 'capacity-reached':
      return screen(whyShut(refusal), '请改日再来');
    case 'confirm-needed':
      return screen(whyShut(refusal), PRESS_AGAIN);
  }
}

function whyShut(refusal: HoursRefusal): string {
  switch (refusal.code) {
    case 'hall-evacuated':
      return '请立即离开';
    case 'hall-out-of-order':
      return '系统暂停服务';
    case 'not-open-yet':
      return '尚未营业';
    case 'branch-closed':
      return '今日营业已结束';
    case 'branch-break':
      return '现在休息';
    case 'service-closed':
      return '该业务现在不办理';
    case 'no-time-left':
      return '即将停止营业';
    case 'capacity-reached':
      return refusal.of === 'service' ? '该业务今日号码已发完' : '今日号码已发完';
    case 'confirm-needed':
      return refusal.reason === 'waiting' ? `前面${evenly(Math.min(refusal.waiting, 999))}人等候` : '今日可能办理不上';
  }
}

function machine(refusal: GuidanceRefusal, rules: Pick<Rules, 'machines'> | null, hasYes: boolean): PadScreen {
  switch (refusal.code) {
    case 'machine-better': {
      const name = nameOf(refusal.machine, rules, WIDTH - cellsOf('请用'));
      return screen(`请用${name}`, hasYes ? '按是前往，再按取号' : PRESS_AGAIN);
    }
    case 'unknown-machine':
    case 'not-at-machine':
    case 'machine-not-usable':
      return screen('设备现在不能使用', TAKE_A_NUMBER);
  }
}

/** What customers call a machine; one without a name that such a screen can show is known by its id. */
function nameOf(id: string, rules: Pick<Rules, 'machines'> | null, width: number): string {
  const name = machineName(rules, id, 'zh-CN');
  const shown = notInFont(name) === null ? name : id.toUpperCase();
  return [...shown].reduce((kept, character) => (cellsOf(kept + character) <= width ? kept + character : kept), '');
}

function ofBank(texts: ByLanguage): string | null {
  const own = Object.entries(texts).filter(([tag]) => isSameLanguage(tag, 'zh-CN'));
  const all = [...own.map(([, text]) => text), ...Object.values(texts)];
  return all.find((text) => notInFont(text) === null) ?? null;
}
