import { AT_WINDOW, type OwnChoice, type Setting } from '../../stage.ts';
import { FRAME } from './words.ts';

type TurnsOf = (times: readonly string[], parts: readonly string[]) => string;

/** `cash 2 : account 1`. */
const turnsOf: TurnsOf = (times, parts) => times.map((count, place) => `${parts[place] ?? ''} ${count}`).join(' : ');

/** What the rows say of rules that the files can be made to say otherwise. */
export const WORDS = {
  'zh-CN': {
    titles: {
      several: '一号多项业务',
      'card-limit': '每卡每日取号',
      turns: (profile: string) => `轮转比例（${profile}）`,
      exponent: (profile: string) => `得分的指数（${profile}）`,
      review: (step: string) => `两段办理（${step}）`,
    },
    texts: {
      several: (choice: string) => (choice === '0' ? '不可，每键一号' : `${choice} 秒内可再按其他业务`),
      'card-limit': (choice: string) => (choice === '0' ? '不限' : `最多 ${choice} 个`),
      turns: (choice: string, parts: readonly string[]) => turnsOf(choice.split(':'), parts),
      exponent: (choice: string) => ({ 0: '0：最短业务优先', 1: '1：累积优先' })[choice] ?? `${choice}：最近超时者优先`,
      review: (choice: string, number: number | string) =>
        choice === AT_WINDOW ? '受理窗口自己做' : `后台复核：${FRAME['zh-CN'].window(number)}`,
    },
    own: '窗口只为谁',
    ownCounter: '专属窗口',
    owns: (names: string): Readonly<Record<OwnChoice, string>> => ({
      begun: '演示初始',
      alone: `只办${names}`,
      'helps-idle': `${names}，空闲时帮助他人`,
      'helps-late': `${names}，帮助等候超过 1 分钟者`,
    }),
  },
  en: {
    titles: {
      several: 'Several services on one number',
      'card-limit': 'Numbers of one card a day',
      turns: (profile: string) => `Calls in turns (${profile})`,
      exponent: (profile: string) => `Exponent of the score (${profile})`,
      review: (step: string) => `Two stages: who does ${step}`,
    },
    texts: {
      several: (choice: string) => (choice === '0' ? 'no: each button a number' : `more buttons within ${choice} s`),
      'card-limit': (choice: string) => (choice === '0' ? 'as many as it likes' : `at most ${choice}`),
      turns: (choice: string, parts: readonly string[]) => turnsOf(choice.split(':'), parts),
      exponent: (choice: string) =>
        ({ 0: '0: shortest service first', 1: '1: accumulating priority' })[choice] ??
        `${choice}: most of its target used`,
      review: (choice: string, number: number | string) =>
        choice === AT_WINDOW ? 'the window itself' : `the back office, ${FRAME.en.window(number)}`,
    },
    own: 'Whom a counter is there for',
    ownCounter: 'Counter of its own people',
    owns: (names: string): Readonly<Record<OwnChoice, string>> => ({
      begun: 'as the demo began',
      alone: `${names} alone`,
      'helps-idle': `${names}; helps others when idle`,
      'helps-late': `${names}; helps whoever waits over 1 min`,
    }),
  },
};

type Words = (typeof WORDS)['en'];

/** What a rule is called. */
export function titleOf(setting: Setting, [profile = '', step = '']: readonly string[], { titles }: Words): string {
  switch (setting) {
    case 'several':
    case 'card-limit':
      return titles[setting];
    case 'turns':
    case 'exponent':
      return titles[setting](profile);
    case 'review':
      return titles.review(step);
  }
}

/**
 * What the files say of a rule.
 *
 * @param numberOf what people call a counter
 */
export function choiceText(
  { setting, about: [, ...parts] }: { readonly setting: Setting; readonly about: readonly string[] },
  choice: string,
  { texts }: Words,
  numberOf: (counter: string) => number | string,
): string {
  switch (setting) {
    case 'several':
    case 'card-limit':
    case 'exponent':
      return texts[setting](choice);
    case 'turns':
      return texts.turns(choice, parts);
    case 'review':
      return texts.review(choice, numberOf(choice));
  }
}
