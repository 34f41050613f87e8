import type { CommandEnd, CommandResult, Words } from '../../stage.ts';
import { type Language, useTexts } from '../texts.ts';

/** The texts of a section in the language that the person reads; both languages have the same. */
export function useWords<T extends object>(words: { readonly [L in Language]: T }): T {
  return words[useTexts().language];
}

/** From so many minutes on people think in hours. */
const LONG = 120;

/** What the frame itself says. */
export const FRAME = {
  'zh-CN': {
    sections: '大厅规则',
    answer: 'lobbyd 的回答',
    answers: '大堂经理的操作经 HTTP 交给 lobbyd，回答显示在这里',
    noDemo: '演示程序没有应答',
    window: (number: number | string) => `${number} 号窗口`,
    minutes: (count: number) => (count < LONG ? `${count} 分钟` : `${Math.floor(count / 60)} 小时 ${count % 60} 分钟`),
    nobody: '无',
  },
  en: {
    sections: 'Rules of the hall',
    answer: 'What lobbyd answered',
    answers: 'What the lobby manager asks of lobbyd goes over HTTP; the answer stands here',
    noDemo: 'the demo does not answer',
    window: (number: number | string) => `counter ${number}`,
    minutes: (count: number) => (count < LONG ? `${count} min` : `${Math.floor(count / 60)} h ${count % 60} min`),
    nobody: 'none',
  },
};

type WindowOf = (counter: string) => number | string;

/** What lobbyd did, or why not and at which window, in both languages. */
export function endWords(end: CommandEnd, windowOf: WindowOf): Words {
  if (end.kind === 'done') return resultWords(end.result, windowOf);
  const { why, about, code } = end;
  if (code !== 'teller-elsewhere' || about.counter === undefined) return why;
  const window = windowOf(`${about.counter}`);
  return {
    'zh-CN': `${why['zh-CN']}（${FRAME['zh-CN'].window(window)}）`,
    en: `${why.en} (${FRAME.en.window(window)})`,
  };
}

function resultWords(result: CommandResult, windowOf: WindowOf): Words {
  switch (result.kind) {
    case 'issued': {
      const { label, ahead } = result;
      return { 'zh-CN': `已发 ${label}，前面 ${ahead} 人`, en: `issued ${label}, ${ahead} ahead` };
    }
    case 'called': {
      const window = windowOf(result.counter);
      return { 'zh-CN': `${result.label} 请到 ${window} 号窗口`, en: `called ${result.label} to counter ${window}` };
    }
    case 'standing':
      return { 'zh-CN': '无人等候，来人即叫', en: 'nobody waits, the next to come is called' };
    case 'done':
      return result.label === null ? DONE : { 'zh-CN': `${result.label} 已办`, en: `${result.label} done` };
    case 'refused':
    case 'replaying':
    case 'confirmed':
    case 'testing':
      return DONE;
  }
}

const DONE: Words = { 'zh-CN': '已办', en: 'done' };
