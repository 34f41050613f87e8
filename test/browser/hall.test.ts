/** The hall by hand, on the real demo: what the lobby manager asks for, everybody in the hall sees. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_MAY_TAKE } from '../stand/demo.ts';
import { lacks } from '../tools.ts';
import type { FrontPanel } from './front-panel.ts';
import type { LobbyHands } from './lobby-hands.ts';
import { openPanelRoom, type PanelRoom } from './panel-room.ts';
import { printsFast } from './station-hands.ts';
import { variantOf } from './variant.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat', 'mosquitto');
/** Whoever presses a fourth time within a minute waits for a moment; the last button says yes to what the kiosk asks. */
const KIOSK = [
  'printer: printer1\n',
  `printer: printer1
    lockOut: { presses: 3, within: 60s, for: 8s }
    yesButton: 12
    papersWithin: 15s
`,
] as const;
const LAST_BUTTON = [
  '      - { button: 12, service: personal-account, segment: ordinary, language: en }\n',
  '',
] as const;

describe.skipIf(isSkipped)('the hall by hand', () => {
  let panel: FrontPanel;
  let lobby: LobbyHands;
  let page: Page;
  let room: PanelRoom;

  beforeAll(async () => {
    room = await openPanelRoom({ variant: variantOf([KIOSK, LAST_BUTTON]) });
    ({ panel, page, lobby } = room);
    await printsFast(room.demo);
    await page.getByRole('button', { name: 'Lobby manager' }).click();
    await lobby.tab('Hall');
  }, DEMO_MAY_TAKE);

  afterAll(async () => {
    await room?.close();
  }, 30_000);

  const hallIs = (text: string): Promise<void> => page.locator('.hall-state', { hasText: text }).waitFor();
  const kioskSays = (text: string): Promise<void> => page.locator('.kiosk .lcd', { hasText: text }).waitFor();
  const litServices = (): Promise<number> => page.locator('.service.on').count();

  test('a branch that cannot open on time stays shut, says when it opens, and opens by one press', async () => {
    await page.getByRole('combobox', { name: 'Expected to open' }).selectOption('20');
    await lobby.press('Not open yet: hall');
    await hallIs('Not open yet');
    await lobby.row('hall=now').filter({ hasText: 'by hand' }).waitFor();
    await lobby
      .row('hall=opens')
      .filter({ hasText: /told:.*\d\d:\d\d/ })
      .waitFor();
    await kioskSays('尚未营业');
    expect(await litServices()).toBe(0);
    await lobby.press('Open again: hall');
    await hallIs('Open');
    await lobby.row('hall=opens').waitFor({ state: 'detached' });
    await kioskSays('请按键取号');
  });

  test('an evacuation asks once more; whoever leaves the question leaves the hall as it was', async () => {
    for (const label of ['A501', 'A502']) {
      await panel.press('Personal transfer');
      await panel.printed(label);
    }
    await panel.key(1, 'Pause/open');
    await panel.padSays(1, 'OPEN');
    await panel.key(1, 'Next');
    await panel.shows(1, 'A501');
    await hallIs('Open');
    await lobby.press('Evacuate …: hall');
    const question = page.getByRole('dialog', { name: 'Evacuate the branch?' });
    await question.waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    // By key, and first on the answer that empties no branch; the drawer behind has stayed.
    await page.keyboard.press('Enter');
    await question.waitFor();
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'hidden' });
    await lobby.row('hall=now').filter({ hasText: 'Open' }).waitFor();
    await panel.shows(1, 'A501');
  });

  test('evacuated: displays, kiosk and pads send people out; opened again, the same customer is there and the next is called', async () => {
    await lobby.press('Evacuate …: hall');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await lobby.answered('Evacuate now');
    await hallIs('Evacuation');
    await lobby.row('hall=now').filter({ hasText: 'by hand' }).waitFor();
    await panel.shows(1, 'EXIT');
    await panel.shows(9, 'EXIT');
    await kioskSays('请走安全出口');
    expect(await litServices()).toBe(0);
    for (const key of ['Next', 'Recall', 'No-show']) {
      await panel.key(1, key);
      await panel.padSays(1, 'LEAVE BUILDING');
      await panel.padSays(1, 'A501 CALLED');
      // Or the next press, and the opening after the last, would not wait for the answer.
      await panel.key(1, 'Clear');
      await panel.padSaysNoMore(1, 'LEAVE BUILDING');
    }
    await lobby.press('Open again: hall');
    await hallIs('Open');
    await panel.shows(1, 'A501');
    await kioskSays('请按键取号');
    await panel.key(1, 'Start');
    await panel.padSays(1, 'A501 SERVING');
    await panel.key(1, 'Finish');
    await panel.padSays(1, 'OPEN');
    await panel.key(1, 'Next');
    await panel.shows(1, 'A502');
  });

  test('out of order stops the kiosk and the calls; a break only the kiosk; what stands already is refused in words', async () => {
    await lobby.press('Out of order: hall');
    await hallIs('Out of order');
    await kioskSays('系统暂停服务');
    await panel.key(1, 'Recall');
    await panel.padSays(1, 'OUT OF ORDER');
    await panel.shows(1, 'A502');
    await lobby.press('Out of order: hall');
    await lobby.answered('the hall is set so already');
    await lobby.press('Not open yet: hall');
    await lobby.answered('numbers have been issued today: the branch has opened');
    await lobby.press('Open again: hall');
    await hallIs('Open');
    await lobby.press('Break: hall');
    await hallIs('Break');
    await kioskSays('现在休息');
    await panel.key(1, 'Recall');
    await panel.padSays(1, 'OK A502');
    await lobby.press('Close early: hall');
    await hallIs('Closing');
    await kioskSays('今日营业已结束');
    await lobby.press('Open again: hall');
    await hallIs('Open');
    await kioskSays('请按键取号');
  });

  test('one teller, one counter: the pad and the drawer name the other one', async () => {
    await lobby.tab('Counters');
    const counter = page.getByRole('combobox', { name: 'Counter', exact: true });
    await counter.selectOption('counter2');
    await lobby.press('Open: counter 2');
    await panel.padSays(2, 'OPEN');
    await panel.key(2, 'Pause/open');
    await panel.padSays(2, 'PAUSED');
    await lobby.row('window=counter2').filter({ hasText: 'by a person' }).waitFor();
    await counter.selectOption('counter3');
    await lobby.press('Open: counter 3');
    await panel.padSays(3, 'OPEN');
    await panel.key(2, 'Pause/open');
    await panel.padSays(2, 'YOU: WINDOW 3');
    await counter.selectOption('counter4');
    await lobby.press('Open: counter 4');
    await lobby.answered('the teller sits at another counter already: pause or close that one first (counter 3)');
    await lobby.row('window=counter4').filter({ hasText: 'closed' }).waitFor();
  });

  test('the kiosk asks for papers, and who has them says yes', async () => {
    await panel.press('Mobile and online banking');
    await panel.printed('B501');
    await page.getByRole('button', { name: 'Yes lamp blink', exact: true }).click();
    await kioskSays('材料已备齐');
    await lobby.tab('Guidance');
    await lobby.row('papers=B501').filter({ hasText: 'papers ready' }).waitFor();
  });

  test('who presses again and again waits, and the kiosk says so; then it gives numbers again', async () => {
    const locked = page.locator('.kiosk .lcd', { hasText: /每人限取一个号|ONE NUMBER EACH/ });
    const isLocked = (): Promise<boolean> => locked.isVisible();
    let presses = 0;
    while (!(await isLocked())) {
      presses += 1;
      expect(presses).toBeLessThanOrEqual(4);
      const label = `B50${presses + 1}`;
      await page.getByRole('button', { name: /^Mobile and online banking/ }).click();
      const isPrinted = (): Promise<boolean> => page.locator('.slip:first-child', { hasText: label }).isVisible();
      await expect.poll(async () => (await isPrinted()) || (await isLocked()), { timeout: 60_000 }).toBe(true);
    }
    await kioskSays('请稍候');
    expect(await litServices()).toBe(0);
    expect(await page.locator('.slip', { hasText: `B50${presses + 1}` }).count()).toBe(0);
    await panel.kioskIsReady();
    await panel.press('Mobile and online banking');
    await panel.printed(`B50${presses + 1}`);
  });

  test('the state of the hall reads in Chinese as well, and nothing was asked from elsewhere', async () => {
    await lobby.tab('Hall');
    await page.getByRole('button', { name: '中文' }).click();
    await hallIs('营业中');
    await lobby.press('休息: 大厅');
    await hallIs('休息');
    await lobby.row('hall=now').filter({ hasText: '人工设定' }).waitFor();
    expect(panel.outside).toEqual([]);
    expect(panel.wrong).toEqual([]);
  });
});
