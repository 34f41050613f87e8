import type { CounterId, CounterRules } from '../queue/rules.ts';

/** Names by id, each by language tag. */
export type NamesById = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What counters are called: by the number that the voice and the displays say. */
export function counterNames(counters: readonly Pick<CounterRules, 'id' | 'number' | 'isBack'>[]): NamesById {
  return Object.fromEntries(
    counters.map(({ id, number, isBack }): readonly [CounterId, NamesById[string]] => [
      id,
      isBack === true
        ? { en: `Back office ${number}`, 'zh-CN': `后台${number}` }
        : { en: `Counter ${number}`, 'zh-CN': `${number}号窗口` },
    ]),
  );
}
