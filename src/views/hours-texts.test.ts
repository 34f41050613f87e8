import { describe, expect, it } from 'vitest';
import type { HoursRefusal } from '../queue/refusals-hours.ts';
import { customerText, customerTexts } from './hours-texts.ts';

/** Monday, 30 November 2026, 08:00 in Shanghai. */
const NOW = Date.UTC(2026, 10, 30, 0);
const HOUR = 3_600_000;
const TIMES = { zone: 'Asia/Shanghai', now: NOW };
const opens = (hours: number) => ({ service: 'cash', opens: NOW + hours * HOUR });

describe('why there is no number, in the language of the customer', () => {
  it.each<[HoursRefusal, string, string]>([
    [{ code: 'not-open-yet', ...opens(1) }, '尚未营业，09:00 开始营业', 'We are not open yet. We open at 09:00.'],
    [
      { code: 'branch-closed', ...opens(25) },
      '今日营业已结束，下次营业时间：12月1日周二 09:00',
      'We are closed. We open again at Tue 1 Dec 09:00.',
    ],
    [{ code: 'hall-evacuated' }, '请立即从出口离开', 'Please leave the building now by the exits.'],
    [{ code: 'branch-break', ...opens(5) }, '现在休息，13:00 恢复营业', 'We have a break until 13:00.'],
    [
      { code: 'service-closed', ...opens(2) },
      '该业务现在不办理，10:00 起办理',
      'This service is closed now. It opens at 10:00.',
    ],
    [
      { code: 'no-time-left', service: 'cash', closes: NOW + HOUR, estimate: 1 },
      '09:00 停止营业，此前已无法办理，请改日再来',
      'We close at 09:00: there is no time left for you before that. Please come another day.',
    ],
    [
      { code: 'capacity-reached', service: 'cash', of: 'service', limit: 9 },
      '该业务今日号码已发完',
      'All numbers of this service are given out for today.',
    ],
    [
      { code: 'confirm-needed', service: 'cash', reason: 'waiting', waiting: 21, estimate: 30.1 * 60_000 },
      '前面有 21 人等候，最长约 31 分钟，仍要取号吗？',
      '21 people are waiting, up to about 31 minutes. Do you want a number all the same?',
    ],
  ])('%o', (refusal, zh, en) => {
    expect(customerTexts(refusal, TIMES)).toEqual({ 'zh-CN': zh, en });
    expect(customerText(refusal, 'en-GB', TIMES)).toBe(en);
    expect(customerText(refusal, 'zh', TIMES)).toBe(zh);
  });

  it('says nothing of a time that nobody knows', () => {
    const refusal = { code: 'branch-closed', service: 'cash', opens: null } as const;
    expect(customerTexts(refusal, { ...TIMES, now: null })).toEqual({
      'zh-CN': '今日营业已结束',
      en: 'We are closed.',
    });
  });
});
