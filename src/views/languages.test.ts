import { expect, it } from 'vitest';
import { customerLanguage } from './languages.ts';

it.each([
  ['zh-CN', 'zh-CN'],
  ['zh-Hant-HK', 'zh-CN'],
  ['ZH', 'zh-CN'],
  ['en', 'en'],
  ['en-GB', 'en'],
  // Somebody from abroad reads English sooner than Chinese.
  ['ja', 'en'],
  ['zha', 'en'],
])('a customer of %s reads %s', (tag, language) => {
  expect(customerLanguage(tag)).toBe(language);
});
