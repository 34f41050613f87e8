import { expect, it } from 'vitest';
import type { NumberRefusal } from '../views/number-texts.ts';
import { publicReply } from './public-answer.ts';

const MINUTE = 60_000;

/** What a program is answered, in one language. */
function told(refusal: NumberRefusal, language: string): unknown {
  const outcome = publicReply(
    { kind: 'refused', refusal },
    { language, rules: null, zone: 'Asia/Shanghai', now: null },
  );
  return 'result' in outcome && outcome.result.kind === 'refused' ? outcome.result.text : outcome;
}

it.each<[NumberRefusal, string, string]>([
  [
    { code: 'numbers-exhausted', service: 'cash' },
    '该业务号码已发完，请咨询工作人员',
    'All numbers of this service are given out. Please ask our staff.',
  ],
  [{ code: 'services-limit', limit: 3 }, '一张号票最多办理 3 项业务', 'One number is for at most 3 services.'],
  [
    { code: 'check-in-early', reference: 'R-1', wait: 4.2 * MINUTE },
    '未到预约时间，请 5 分钟后再来',
    'It is too early for your appointment. Please come back in 5 minutes.',
  ],
  [
    { code: 'check-in-early', reference: 'R-1', wait: 100 * MINUTE },
    '未到预约时间，请 2 小时后再来',
    'It is too early for your appointment. Please come back in 2 hours.',
  ],
  [{ code: 'no-late-return' }, '过号后需重新取号', 'Your number was called before you came. Please take a new number.'],
  [
    { code: 'return-too-late', label: 'A012', called: 9 },
    'A012 过号太久，请重新取号',
    'A012 was called too long ago. Please take a new number.',
  ],
  [
    { code: 'return-limit', label: 'A012', limit: 1 },
    'A012 过号后已重新排队过，请重新取号',
    'A012 has come back to the queue before. Please take a new number.',
  ],
  [
    { code: 'number-taken', label: 'A012' },
    'A012 已失效，请重新取号',
    'A012 is not valid any more. Please take a new number.',
  ],
])('a program has words for its customer: %o', (refusal, chinese, english) => {
  expect(told(refusal, 'zh-CN')).toBe(chinese);
  expect(told(refusal, 'en-GB')).toBe(english);
  expect(told(refusal, 'fr')).toBe(english);
});
