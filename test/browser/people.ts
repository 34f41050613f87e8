/** What people at the kiosk and at the pads do on the real demo: the discreet choice, a pager, *undo*, a new roll. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../stand/demo.ts';
import type { FrontPanel } from './front-panel.ts';
import type { LobbyHands } from './lobby-hands.ts';
import type { LobbyRoom } from './panel-room.ts';

/** Serves accounts and transfers, by the longest wait. */
const COUNTER = 6;
/** Serves cash. */
const CASH = 1;
const CARE = { heart: 'I may not wait long', ear: 'I do not hear well', eye: 'I do not see well' };

/**
 * Tests it by hands on the page, as the first in a branch: the page is in English, and no drawer is open. After it B001, A501 and A001
 * to A005 are given, counter 6 is open with nobody at it, and so is the lobby manager's drawer.
 *
 * @param openRoom asked for when these tests begin
 */
export function peopleAreTested(openRoom: () => LobbyRoom): void {
  describe('people at the kiosk and at the pads', () => {
    let demo: Demo;
    let panel: FrontPanel;
    let lobby: LobbyHands;
    let page: Page;

    beforeAll(async () => {
      ({ demo, front: panel, page, lobby } = openRoom());
      for (const counter of [COUNTER, CASH]) {
        await panel.key(counter, 'Pause/open');
        await panel.padSays(counter, 'OPEN');
      }
    });

    const takes = async (service: string, label: string): Promise<void> => {
      await panel.press(service);
      await panel.printed(label);
    };
    const key = async (counter: number, name: string, says: string): Promise<void> => {
      await panel.key(counter, name);
      await panel.padSays(counter, says);
    };
    const slipText = async (): Promise<string> => (await page.locator('.slip:first-child p').textContent()) ?? '';
    /** Presses a sign of the discreet choice, which answers with its lamp, and the screen with what it tells everybody. */
    const chooses = async (sign: string): Promise<void> => {
      await page.getByRole('button', { name: `${sign} lamp on`, exact: true }).click();
      await page.getByRole('button', { name: `${sign} lamp blink`, exact: true }).waitFor();
      await page.locator('.kiosk .lcd', { hasText: '请选择业务' }).waitFor();
    };

    // First of all: a number that was given stands at the kiosk for seconds.
    test('a new roll is put in, and a test slip shows what customers get', async () => {
      const drawer = page.getByRole('button', { name: 'Lobby manager' });
      await drawer.click();
      await lobby.tab('Alerts');
      await demo.post('/act', { device: 'printer1', action: 'paper out' });
      const printer = lobby.row('printer=printer1');
      await printer.filter({ hasText: 'no paper' }).waitFor();
      await lobby.row('alert=paper-out').waitFor();
      await page.locator('.kiosk .lcd', { hasText: '请咨询工作人员' }).waitFor();
      await lobby.press('New roll: printer1');
      await lobby.row('alert=paper-out').waitFor({ state: 'detached' });
      await panel.kioskIsReady();
      await lobby.press('Test slip: printer1');
      await lobby.answered('done');
      await panel.printed('PAPER OK');
      await drawer.click();
    });

    test('a wrong next that is undone puts the customer back in the same place', async () => {
      await takes('Open or close an account', 'B001');
      await takes('Personal transfer', 'A501');
      await key(COUNTER, 'Next', 'B001 CALLED');
      await key(COUNTER, 'Undo', 'OK B001');
      await panel.padSays(COUNTER, 'OPEN');
      // Not behind the transfer that came later.
      await key(COUNTER, 'Next', 'B001 CALLED');
    });

    test('a wrong finish that is undone has the customer at the window again', async () => {
      await key(COUNTER, 'Start', 'B001 SERVING');
      await key(COUNTER, 'Finish', 'OPEN');
      await key(COUNTER, 'Undo', 'OK B001');
      await panel.padSays(COUNTER, 'B001 SERVING');
      await key(COUNTER, 'Next', 'A501 CALLED');
    });

    test('a wrong no-show that is undone has the number called as before, on the display too', async () => {
      await panel.shows(COUNTER, 'A501');
      await key(COUNTER, 'No-show', 'OPEN');
      await panel.shows(COUNTER, '----');
      await key(COUNTER, 'Undo', 'OK A501');
      await panel.padSays(COUNTER, 'A501 CALLED');
      await panel.shows(COUNTER, 'A501');
      await key(COUNTER, 'Finish', 'OPEN');
    });

    test('who may not wait says so discreetly, and is called before who came first; nothing in the hall says why', async () => {
      await takes('Personal cash', 'A001');
      const usual = await slipText();
      await chooses(CARE.heart);
      await takes('Personal cash', 'A002');
      const slip = await slipText();
      // The same words but for numbers, times and the code.
      const words = (text: string): string =>
        text
          .replace(/\[lobbyd.*\]/, '')
          .replace(/即将叫到您的号码|预计等候.*/g, '')
          .replace(/[\d:–-]+/g, '#');
      expect(words(slip)).toBe(words(usual));
      expect(slip).not.toMatch(/爱心|优先|care|priority/i);
      await key(CASH, 'Next', 'A002 CALLED');
      await panel.shows(CASH, 'A002');
      await key(CASH, 'Finish', 'OPEN');
      await key(CASH, 'Next', 'A001 CALLED');
      await key(CASH, 'Finish', 'OPEN');
    });

    test('who does not hear gets a pager from the lobby, and the teller reads it', async () => {
      await page.getByRole('button', { name: 'Lobby manager' }).click();
      await lobby.tab('Alerts');
      await page.getByText('Nobody waits for a pager').waitFor();
      await chooses(CARE.ear);
      await takes('Personal cash', 'A003');
      const card = lobby.row('pager=A003');
      await card.filter({ hasText: 'Personal cash' }).waitFor();
      await card.getByRole('combobox', { name: 'Pager: A003' }).selectOption('2');
      await lobby.press('Hand it out: A003');
      await lobby.answered('A003 done');
      await card.waitFor({ state: 'detached' });
      await key(CASH, 'Next', 'A003 CALLED');
      await panel.padSays(CASH, 'FLASH PAGER');
      await key(CASH, 'Finish', 'OPEN');
    });

    test('who does not see well gets a large slip', async () => {
      await chooses(CARE.eye);
      await panel.press('Personal cash');
      await panel.printed('A005');
      // One language, few lines.
      expect(await slipText()).not.toMatch(/Personal cash/);
      await key(CASH, 'Pause/open', 'PAUSED');
      expect(panel.outside).toEqual([]);
      expect(panel.wrong).toEqual([]);
    });
  });
}
