/** A kiosk whose panel shows Hanzi, and the same with Latin letters alone: a day of two customers, by what they read. */
import { afterEach, describe, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import { smallBranchUnder } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(async () => {
  await expectReplaysEqual(stand);
  expectDevicesRight(stand);
  expectRetainedRight(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

const PANEL = 'settings: { buttons: 4, baud: 9600 }';
const HANZI: Edit = [PANEL, 'settings: { buttons: 4, baud: 9600, script: hanzi }'];
const LATIN: Edit = [PANEL, 'settings: { buttons: 4, baud: 9600, script: latin }'];
const YES: Edit = ['    whenPrinterNotReady: refuse\n', '    yesButton: 4\n    papersWithin: 15s\n'];

const reads = (): string => {
  const { line1, line2 } = stand.view<{ line1: string; line2: string }>('panel1');
  return `${line1}|${line2}`;
};
/** What stands there after each of these times. */
const readAfter = async (...times: readonly number[]): Promise<readonly string[]> => {
  const seen: string[] = [];
  for (const time of times) {
    await stand.pass(seconds(time));
    seen.push(reads());
  }
  return seen;
};
const press = async (button: number): Promise<string> => {
  await stand.act('panel1', `press ${button}`);
  await stand.pass(seconds(1));
  return reads();
};
const open = async (script: Edit): Promise<void> => {
  stand = await openStand({ config: smallBranchUnder([], script, YES) });
  await stand.start();
};

describe('on a panel that shows Hanzi', () => {
  it('whoever comes is greeted in Chinese and in English, and reads each answer in the language of the button', async () => {
    await open(HANZI);
    expect(await readAfter(3, 5, 5)).toEqual(['欢迎光临|请按键取号', 'WELCOME|PRESS A BUTTON', '欢迎光临|请按键取号']);
    expect(await press(1)).toBe('号码 A001|下一位就是您');
    expect(await readAfter(3, 3)).toEqual(['请备齐 1/1|银行卡', '材料备齐了吗？|备齐请按“是”']);
    expect(await press(4)).toBe('谢谢|材料已备齐');
    expect(await press(2)).toMatch(/^NUMBER B001\|/);
    expect(['欢迎光临|请按键取号', 'WELCOME|PRESS A BUTTON']).toEqual(
      expect.arrayContaining([...(await readAfter(20))]),
    );
  });

  it('the reason why there is no number is told in Chinese and in English, and to whoever presses in theirs', async () => {
    await open(HANZI);
    await stand.pass(seconds(3));
    await stand.act('printer1', 'paper out');
    await stand.pass(seconds(3));
    expect(new Set(await readAfter(5, 5))).toEqual(
      new Set(['打印纸已用完|请咨询工作人员', 'OUT OF PAPER|PLEASE ASK STAFF']),
    );
    expect(await press(1)).toBe('打印纸已用完|请咨询工作人员');
    expect(await press(2)).toBe('OUT OF PAPER|PLEASE ASK STAFF');
  });

  it('everybody is shown the way out in both', async () => {
    await open(HANZI);
    await stand.pass(seconds(3));
    const topic = 'bank/v1/small/main';
    const order = (id: string, state: string): void => {
      stand.broker.current.receive(`${topic}/cmd/set-hall`, { id, replyTo: `${topic}/res/tablet`, state });
    };
    order('hall-1', 'evacuation');
    expect(new Set(await readAfter(1, 5))).toEqual(
      new Set(['请立即离开|请走安全出口', 'LEAVE BUILDING|USE THE EXITS']),
    );
    order('hall-2', 'open');
    expect(await readAfter(1)).toEqual(['欢迎光临|请按键取号']);
  });
});

it('on a panel with Latin letters everybody reads English, and nothing is told in turn', async () => {
  await open(LATIN);
  expect(await readAfter(3, 5, 5)).toEqual(Array.from({ length: 3 }, () => 'WELCOME|PRESS A BUTTON'));
  expect(await press(1)).toBe('NUMBER A001|YOU ARE NEXT');
  expect(await readAfter(3)).toEqual(['HAVE READY 1/1|BANK CARD']);
});
