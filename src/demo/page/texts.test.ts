import { describe, expect, it } from 'vitest';
import { EVENT_DATA } from '../../mqtt/schema/events.ts';
import { firstLanguage, named, TEXTS } from './texts.ts';

describe('the languages of the front panel', () => {
  it('begins with the language that was chosen, else the one of the browser', () => {
    expect(firstLanguage(() => 'en', ['zh-CN'])).toBe('en');
    expect(firstLanguage(() => null, ['zh-Hans-CN', 'en'])).toBe('zh-CN');
    expect(firstLanguage(() => 'fr', ['fr'])).toBe('en');
    const forbidden = (): string => {
      throw new DOMException('storage is forbidden');
    };
    expect(firstLanguage(forbidden, ['zh'])).toBe('zh-CN');
  });

  it('has a name in both for every event that is published', () => {
    for (const { eventNames } of Object.values(TEXTS)) {
      expect(Object.keys(EVENT_DATA).filter((type) => eventNames[type] === undefined)).toEqual([]);
    }
  });

  it('names a thing that has no name in the language by the one that it has', () => {
    expect(named({ 'zh-CN': '现金' }, 'en')).toBe('现金');
    expect(named({}, 'en')).toBe('');
  });
});
