import type { PageLanguage } from '../page-texts.ts';
import type { Limits } from './limits.ts';

type Say = (limits: Limits, share: string) => readonly string[];

const EN: Say = (limits, share) => {
  const { calls, repeated, tickets, imputed, walkedOut, noShows, moved, chosen, undone, refused, diverted, unread } =
    limits;
  return [
    `Under the day's own rules this program repeats ${repeated} of ${calls} calls: same ticket, same counter, same moment.`,
    `${imputed} of ${tickets} tickets (${share}) are imputed: their time at a window was not recorded, and is the day's mean of their service.`,
    `${walkedOut} gave up before they were called: how long their business takes and how long they would have waited is not known (censored). They leave when they left; called before, they are served for an imputed time.`,
    `${noShows} calls were answered by nobody: whoever did not come when called does not come here either, whenever the call is.`,
    `${moved} are served at another counter than they were: they keep their own service time, whoever serves them.`,
    ...some(chosen, `${chosen} calls were by hand: the teller chooses the same customer while that one waits.`),
    ...some(undone, `${undone} presses were taken back: away from the record they are as if they had not been.`),
    ...some(refused, `${refused} got no number, and get none here: who they were is not recorded.`),
    ...some(diverted, `${diverted} went to a machine, and go there here.`),
    ...some(unread, `${unread} things that were done cannot be read out of the record, and are not done here.`),
    'Nobody comes who did not come, nobody stays away because the hall is full, and a teller is as quick as on that day.',
  ];
};

const ZH: Say = (limits, share) => {
  const { calls, repeated, tickets, imputed, walkedOut, noShows, moved, chosen, undone, refused, diverted, unread } =
    limits;
  return [
    `按当天自身的规则重放，${calls}次叫号中有${repeated}次完全一致：同一号码、同一窗口、同一时刻。`,
    `${tickets}个号码中有${imputed}个（${share}）为推算：没有办理时长的记录，取当天该业务的平均值。`,
    `${walkedOut}位客户在叫号前离开：其业务时长和本可等待的时长未知（删失）。到原时刻仍离开；若提前被叫到，按推算时长办理。`,
    `${noShows}次叫号无人应答：当时叫号未到的客户，在此无论何时叫号也不会到。`,
    `${moved}位客户在别的窗口办理：无论由谁办理，都保持本人的办理时长。`,
    ...some(chosen, `${chosen}次为柜员指定叫号：只要该客户仍在等待，仍叫该客户。`),
    ...some(undone, `${undone}次操作被撤销：偏离记录后视为未发生。`),
    ...some(refused, `${refused}人未取到号，在此也没有号：记录中没有其身份。`),
    ...some(diverted, `${diverted}位客户去了自助设备，在此也一样。`),
    ...some(unread, `${unread}项操作无法从记录中读出，在此未重做。`),
    '不会有别的客户到来，也没有人因厅内拥挤而不来；柜员的快慢与当天相同。',
  ];
};

const SAY: { readonly [L in PageLanguage]: Say } = { en: EN, 'zh-CN': ZH };

/** What these texts are about. */
export const LIMITS_TITLE: { readonly [L in PageLanguage]: string } = { en: 'What is not known', 'zh-CN': '未知之处' };

/** What a what-if does not know, in words. */
export function limitsTexts(limits: Limits, language: PageLanguage): readonly string[] {
  const { tickets, imputed } = limits;
  return SAY[language](limits, `${tickets === 0 ? 0 : ((100 * imputed) / tickets).toFixed(1)} %`);
}

function some(count: number, text: string): readonly string[] {
  return count === 0 ? [] : [text];
}
