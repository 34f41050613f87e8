import { describe, expect, it } from 'vitest';
import { addTicket, callTicket } from '../branch/port.fake.ts';
import { ms, seconds } from '../clock.ts';
import { kioskStand, presses } from './kiosk-stand.fake.ts';
import { RESTING_TURN } from './notices.ts';

const BOTH = { languages: ['zh-CN', 'en'] };

/** What stands on the screen now, and after each further turn. */
async function turns(kiosk: ReturnType<typeof kioskStand>, count: number): Promise<readonly string[]> {
  const seen = [kiosk.text];
  for (let turn = 0; turn < count; turn += 1) {
    await kiosk.clock.advance(RESTING_TURN);
    seen.push(kiosk.text);
  }
  return seen;
}

describe('a kiosk whose screen has Hanzi', () => {
  it('greets in the languages of the branch in turn, the first one first', async () => {
    const [chinese, english] = ['欢迎光临 / 请按键取号', 'WELCOME / PRESS A BUTTON'];
    expect(await turns(kioskStand(BOTH), 3)).toEqual([chinese, english, chinese, english]);
    expect(await turns(kioskStand({ languages: ['en', 'zh-CN'] }), 1)).toEqual([english, chinese]);
    expect(await turns(kioskStand({ languages: ['zh-CN'] }), 2)).toEqual([chinese, chinese, chinese]);
    // Whoever reads neither reads English: a language that lobbyd does not speak is no further turn.
    expect(await turns(kioskStand({ languages: ['zh-CN', 'ja', 'ko'] }), 2)).toEqual([chinese, english, chinese]);
  });

  it('answers in the language of the button, and greets anew from the first language', async () => {
    const kiosk = kioskStand(BOTH);
    await kiosk.clock.advance(RESTING_TURN);
    kiosk.press(1);
    await kiosk.clock.advance(ms(50));
    expect(kiosk.text).toBe('号码 A001 / 下一位就是您');
    kiosk.press(4);
    await kiosk.clock.advance(ms(50));
    expect(kiosk.text).toBe('NUMBER A002 / 1 BEFORE YOU');
    await kiosk.clock.advance(seconds(6));
    expect(kiosk.text).toBe('欢迎光临 / 请按键取号');
  });

  it('says why there is no number, to whoever pressed', async () => {
    const kiosk = kioskStand(BOTH);
    const refusal = { code: 'numbers-exhausted', service: 'cash' } as const;
    kiosk.branch.reply = () => ({ kind: 'refused', refusal });
    await presses(kiosk, 2);
    expect(kiosk.text).toBe('号码已发完 / 请咨询工作人员');
    await presses(kiosk, 4);
    expect(kiosk.text).toBe('NUMBERS USED UP / PLEASE ASK STAFF');
  });

  it('tells of its printer in turn while it rests, and in the language of the button to whoever presses', async () => {
    const kiosk = kioskStand(BOTH);
    kiosk.printer('paper-out');
    expect(await turns(kiosk, 1)).toEqual(['打印纸已用完 / 请咨询工作人员', 'OUT OF PAPER / PLEASE ASK STAFF']);
    await presses(kiosk, 1);
    expect(kiosk.text).toBe('打印纸已用完 / 请咨询工作人员');
  });

  it('tells what to have ready in the language of the button, and asks in it whether it is', async () => {
    const kiosk = kioskStand({ ...BOTH, hasForms: true, yesButton: 6, papersWithin: seconds(30) });
    kiosk.branch.reply = ({ type }) =>
      type === 'issue' ? { kind: 'issued', ticket: 1, label: 'A001', ahead: 0 } : { kind: 'done', label: null };
    await presses(kiosk, 2);
    const seen: string[] = [];
    for (let page = 0; page < 4; page += 1) {
      await kiosk.clock.advance(seconds(3));
      seen.push(kiosk.text);
    }
    // What has no Chinese is told as it is.
    expect(seen).toEqual([
      '请备齐 1/3 / 身份证',
      '请备齐 2/3 / 存款凭条',
      '请备齐 3/3 / Form 12',
      '材料备齐了吗？ / 备齐请按“是”',
    ]);
    await presses(kiosk, 6);
    expect(kiosk.text).toBe('谢谢 / 材料已备齐');
    await presses(kiosk, 4);
    await kiosk.clock.advance(seconds(3));
    expect(kiosk.text).toBe('HIGHER RATES FOR / THREE YEARS');
  });

  it('answers a slip in the language of its ticket, and a code that it does not know in all', async () => {
    const kiosk = kioskStand(BOTH);
    const ticket = addTicket(kiosk.branch.committed, 'A001', 'account');
    callTicket(kiosk.branch.committed, ticket, 'c1', 0);
    for (const [language, text] of [
      ['zh-CN', 'A001 请到 1号窗口 / 请前往办理'],
      ['en', 'A001 TO WINDOW 1 / PLEASE GO THERE'],
      ['ja', 'A001 TO WINDOW 1 / PLEASE GO THERE'],
    ] as const) {
      kiosk.branch.committed.tickets.set(ticket.id, { ...ticket, language });
      kiosk.show('2026-01-05 A001');
      await kiosk.clock.advance(seconds(3));
      expect(kiosk.text).toBe(text);
    }
    kiosk.show('unknown');
    await kiosk.clock.advance(0);
    expect(kiosk.text).toBe('无法识别此码 / 请咨询工作人员');
    await kiosk.clock.advance(seconds(3));
    expect(kiosk.text).toBe('CODE NOT KNOWN / PLEASE ASK STAFF');
  });

  it('tells of a slip that did not come in the language of its ticket', async () => {
    const kiosk = kioskStand(BOTH);
    const about = { service: 'account', segment: 'ordinary', handover: 'paper', ahead: 0, number: 7 } as const;
    const ticket = { ticket: 7, label: 'A007' };
    const actor = { kind: 'kiosk', device: 'kiosk1' } as const;
    kiosk.branch.commit({ type: 'issued', ...about, ...ticket, language: 'zh-CN', actor });
    kiosk.branch.commit({ type: 'print-failed', device: 'printer', reason: 'paper-out', ...ticket });
    expect(kiosk.text).toBe('A007 未打印 / 请咨询工作人员');
  });

  it('turns to whoever has swiped a card or chosen something in all languages: nobody knows yet which is theirs', async () => {
    const kiosk = kioskStand({ ...BOTH, cards: { limit: null } });
    kiosk.card('t1');
    await kiosk.clock.advance(0);
    expect(kiosk.text).toBe('已读卡 / 请按键取号');
    await kiosk.clock.advance(seconds(3));
    expect(kiosk.text).toBe('CARD READ / PRESS A BUTTON');
  });

  it('has everybody leave the building in turn, and nothing else is told', async () => {
    const kiosk = kioskStand(BOTH);
    await presses(kiosk, 1);
    const { committed } = kiosk.branch;
    committed.hall = { ...committed.hall, byHand: { state: 'evacuation', since: committed.lastAt, before: 'open' } };
    kiosk.branch.commit();
    const [chinese, english] = ['请立即离开 / 请走安全出口', 'LEAVE BUILDING / USE THE EXITS'];
    expect(await turns(kiosk, 2)).toEqual([chinese, english, chinese]);
  });
});
