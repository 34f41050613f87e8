/** Rules of the end of a day, of marks and of alerts, changed in the files while the branch works: on a demo that others have opened. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LobbyHands } from './lobby-hands.ts';
import type { RulesHall, RulesHands } from './rules-hands.ts';

/**
 * Tests them at an open counter where nobody is.
 *
 * @param counter serves transfers, and has the keypad for marks
 * @param hall asked for when these tests begin
 */
export function closingIsTested(counter: number, hall: () => RulesHall): void {
  describe('the rules of closing, of marks and of long queues', () => {
    let panel: RulesHall['panel'];
    let lobby: LobbyHands;
    let page: Page;
    let hands: RulesHands;

    beforeAll(() => {
      ({ panel, lobby, hands } = hall());
      ({ page } = panel);
    });

    test('who still waits at closing is served, has no number any more, or keeps it', async () => {
      const hallIs = (text: string): Promise<void> => page.locator('.hall-state', { hasText: text }).waitFor();
      const hours = (choice: string, says: string): Promise<void> =>
        lobby.writes('Opening hours', 'hours', says, choice);
      const closing = (choice: string, says: string): Promise<void> =>
        lobby.writes('Who still waits at closing', 'at-closing', says, choice);
      const overnight = async (): Promise<void> => {
        await hallIs('Closed');
        await panel.padSays(counter, 'CLOSED');
        await hours('always', 'always open');
        await hallIs('Open');
        await hands.opens();
      };
      const a1 = await hands.transfer();
      await hours('closed', 'closed by now');
      await hallIs('Closing');
      await hands.serves(a1);
      await overnight();
      await closing('expire', 'has no number any more');
      await hands.transfer();
      await hours('closed', 'closed by now');
      await overnight();
      await hands.serves(await hands.transfer());
      await closing('park', 'is held over');
      const held = await hands.transfer();
      await hours('closed', 'closed by now');
      await overnight();
      await hands.serves(held, await hands.transfer());
    });

    test('a mark is asked for as long as the rule says, at the keypad in front of the window', async () => {
      const time = (says: string, seconds: string): Promise<void> =>
        lobby.writes('Time for a mark', 'rating', says, seconds);
      const pad = async (text: string): Promise<void> => {
        await lobby.tab('Marks and standards');
        await lobby.row('pad=marks1').filter({ hasText: text }).waitFor();
      };
      const served = async (): Promise<string> => {
        const label = await hands.transfer();
        await hands.calls(label);
        await panel.key(counter, 'Start');
        await panel.padSays(counter, `${label} SERVING`);
        await hands.frees('Finish');
        return label;
      };
      const a1 = await served();
      await pad('HOW WAS SERVICE?');
      await lobby.press(`Mark 4: counter ${counter}`);
      await lobby.row(`rated=${a1}`).filter({ hasText: '4 of 5' }).waitFor();
      await time('1 min after the service', '60');
      const a2 = await served();
      await pad('HOW WAS SERVICE?');
      await pad('(dark)');
      await lobby.press(`Mark 5: counter ${counter}`);
      await pad('TOO LATE, SORRY');
      await time('nobody is asked', '0');
      const a3 = await served();
      await pad('(dark)');
      await lobby.press(`Mark 5: counter ${counter}`);
      await pad('NOTHING TO RATE');
      for (const label of [a2, a3]) expect(await lobby.row(`rated=${label}`).count()).toBe(0);
    });

    test('a queue longer than the rule says is an alert, which somebody takes, and which is over when it is shorter', async () => {
      const alert = lobby.row('alert=queue-long');
      const labels = [await hands.transfer(), await hands.transfer(), await hands.transfer()];
      await lobby.tab('Alerts');
      expect(await alert.count()).toBe(0);
      await lobby.writes('Alert of a long queue', 'queue-long', 'more than 2 wait · 3 wait in the longest', '2');
      await lobby.tab('Alerts');
      await alert.filter({ hasText: `${labels.join(' ')}` }).waitFor();
      await alert.getByRole('button', { name: /^I take it: long queue / }).click();
      await alert.filter({ hasText: 'taken care of' }).waitFor();
      const [a1 = '', ...others] = labels;
      await hands.serves(a1);
      // Two are not fewer than two.
      await alert.filter({ hasText: others.join(' ') }).waitFor();
      await hands.calls(others[0] ?? '');
      await alert.waitFor({ state: 'detached' });
      await hands.frees('Finish');
      await hands.serves(...others.slice(1));
    });

    test('and at the end the files are as the demo began', async () => {
      await lobby.tab('Rules now');
      await lobby.press('Files as the demo began: Changes of the files');
      await lobby.row('in-force=queue-long').filter({ hasText: 'more than 20 wait' }).waitFor();
      await lobby.row('in-force=rating').filter({ hasText: '10 min after the service' }).waitFor();
      expect(panel.outside).toEqual([]);
      expect(panel.wrong).toEqual([]);
    });
  });
}
