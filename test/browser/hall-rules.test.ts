/** Rules of the hall that are changed in the files while the branch works: another ticket is called, on the real demo, twelve times as fast. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../tools.ts';
import type { LobbyHands } from './lobby-hands.ts';
import { openRulesHall, type RulesHall, type RulesHands } from './rules-hands.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat', 'mosquitto');
/** Serves accounts, which are complex, and transfers, which are simple; by the longest wait. */
const COUNTER = 6;
/** The client manager. */
const CONSULTS = 9;

describe.skipIf(isSkipped)('the rules of the hall', () => {
  let hall: RulesHall;
  let panel: RulesHall['panel'];
  let lobby: LobbyHands;
  let page: Page;
  let hands: RulesHands;
  /** Counted within a minute: meanwhile the other rules are tried. */
  let referred: string;

  beforeAll(async () => {
    hall = await openRulesHall(COUNTER);
    ({ panel, lobby, hands } = hall);
    ({ page } = panel);
  }, 120_000);
  afterAll(() => hall?.close(), 30_000);

  const follows = (when: string, says: string): Promise<void> =>
    lobby.writes('Another profile by itself', 'follows', says, `counter${COUNTER}`, 'simple-first', when);
  const follower = async (text: string): Promise<void> => {
    await lobby.tab('Calling');
    await lobby.row(`counter=counter${COUNTER}`).filter({ hasText: text }).waitFor();
  };

  test('a customer is handed to the client manager with a reason, who calls the same number', async () => {
    referred = await hands.account();
    await hands.calls(referred);
    await lobby.tab('Visits');
    await lobby.press(`Refer: ${referred}`);
    await lobby.answered(`${referred} done`);
    await panel.padSays(COUNTER, 'OPEN');
    await lobby.tab('Guidance');
    await lobby.row(`referred=${referred}`).filter({ hasText: 'Large deposit' }).waitFor();
    await panel.key(CONSULTS, 'Pause/open');
    await panel.padSays(CONSULTS, 'OPEN');
    await panel.key(CONSULTS, 'Next');
    await panel.padSays(CONSULTS, `${referred} CALLED`);
    await panel.key(CONSULTS, 'Finish');
    await panel.padSays(CONSULTS, 'OPEN');
    await panel.key(CONSULTS, 'Pause/open');
    await panel.padSays(CONSULTS, 'PAUSED');
  });

  test('a crowd switches the profile of a counter, until it is less of a crowd than that', async () => {
    await follows('crowd', 'counter 6: simple-first, while more than 3 wait');
    const [b1, a1] = [await hands.account(), await hands.transfer()];
    await follower('longest-wait');
    await hands.serves(b1);
    const [b2, a2, a3] = [await hands.account(), await hands.transfer(), await hands.transfer()];
    await follower('switch crowd');
    // Three are no crowd to begin with, and one that is not over: the account came before the second transfer.
    await hands.serves(a1, a2);
    await follower('configured');
    await hands.serves(b2, a3);
  });

  test('somebody who waits long switches it by time alone', async () => {
    await follows('long-wait', 'while somebody has waited more than 2 min');
    const [b1, a1] = [await hands.account(), await hands.transfer()];
    await follower('switch long-wait');
    await hands.serves(a1, b1);
    await follower('configured');
  });

  test('the schedule switches it from its time on', async () => {
    await follows('from-now', 'by the schedule, from now on');
    await follower('schedule');
    const [b1, a1, a2] = [await hands.account(), await hands.transfer(), await hands.transfer()];
    await hands.serves(a1);
    await follows('never', 'never');
    await follower('configured');
    await hands.serves(b1, a2);
  });

  test('whoever was passed over as often as the profile allows goes next', async () => {
    const profile = 'Calling rules of a counter';
    await lobby.writes(profile, 'profile', 'simple-first', `counter${COUNTER}`, 'simple-first');
    const [b1, a1, a2, a3] = [
      await hands.account(),
      await hands.transfer(),
      await hands.transfer(),
      await hands.transfer(),
    ];
    await hands.serves(a1, a2, a3);
    const a4 = await hands.transfer();
    await lobby.writes(
      'Passed over at most',
      'pass-over',
      'simple-first: passed over 2×: goes next',
      'simple-first',
      '2',
    );
    await hands.serves(b1);
    await lobby.tab('Calling');
    await lobby.row(`call=${b1}`).filter({ hasText: 'passed over too often' }).waitFor();
    await hands.serves(a4);
    await lobby.writes(profile, 'profile', 'longest-wait', `counter${COUNTER}`, 'longest-wait');
  });

  test('a parked customer comes back by itself, to the place of the arrival', async () => {
    const a1 = await hands.transfer();
    await hands.calls(a1);
    await hands.frees('Park');
    await hands.serves(await hands.transfer());
    await lobby.tab('Park');
    await lobby.press(`Back to its queue: ${a1}`);
    await lobby.writes('Parked tickets return', 'park-return', 'after 1 min', '60');
    await hands.calls(a1);
    await hands.frees('Park');
    await lobby.tab('Park');
    await lobby.row(`parked=${a1}`).waitFor();
    const a3 = await hands.transfer();
    // Five seconds here; by the rule of before it were five minutes.
    await panel.padSays(COUNTER, '2 WAITING');
    await lobby.row(`parked=${a1}`).waitFor({ state: 'detached' });
    await hands.serves(a1, a3);
  });

  test('a pad with one button says by a quick next that nobody came, and who comes late is called', async () => {
    const [a1, a2] = [await hands.transfer(), await hands.transfer()];
    await hands.calls(a1);
    await hands.callsAtOnce(a2);
    await hands.frees('Finish');
    await lobby.tab('Late return');
    await page.getByText('Nobody was a no-show today').waitFor();
    const button = ['Keypad with one button', 'one-button'] as const;
    await lobby.writes(...button, 'counter 6: Next within 5 min of a call: no-show', `counter${COUNTER}`, '300');
    const [a3, a4] = [await hands.transfer(), await hands.transfer()];
    await hands.calls(a3);
    await hands.callsAtOnce(a4);
    await hands.frees('Finish');
    await lobby.tab('Late return');
    await lobby.row(`missed=${a3}`).waitFor();
    await lobby.press(`Has come: ${a3}`);
    await hands.serves(a3);
    await lobby.writes(...button, 'counter 6: Next always ends the visit', `counter${COUNTER}`, 'off');
  });

  test('who was missed comes back within so many numbers or minutes, and not later', async () => {
    const late = ['Late return', 'late-return'] as const;
    const misses = async (): Promise<string> => {
      const label = await hands.transfer();
      await hands.calls(label);
      await hands.frees('No-show');
      return label;
    };
    const comes = async (label: string): Promise<void> => {
      await lobby.tab('Late return');
      await page.getByRole('textbox', { name: 'Number' }).fill(label);
      const other = page.getByRole('region', { name: 'Another number' });
      await other.getByRole('button', { name: `Has come: ${label}` }).click();
    };
    const inTime = await misses();
    await hands.serves(await hands.transfer(), await hands.transfer());
    await comes(inTime);
    await lobby.answered(`${inTime} done`);
    await hands.serves(inTime);
    const tooLate = await misses();
    await lobby.writes(...late, 'within 1 number', '1/0');
    await hands.serves(await hands.transfer(), await hands.transfer());
    await comes(tooLate);
    await lobby.answered('could have come back is over (2 called since)');
    await hands.serves(await hands.transfer());
    await lobby.writes(...late, 'within 1 min', '0/60');
    const slow = await misses();
    await lobby.tab('Late return');
    const over = /missed for [1-9]\d* min, 0 called since/;
    await lobby.row(`missed=${slow}`).filter({ hasText: over }).waitFor();
    await comes(slow);
    await lobby.answered('could have come back is over (0 called since)');
  });

  test('who still waits at closing is served, has no number any more, or keeps it', async () => {
    const hallIs = (text: string): Promise<void> => page.locator('.hall-state', { hasText: text }).waitFor();
    const hours = (choice: string, says: string): Promise<void> => lobby.writes('Opening hours', 'hours', says, choice);
    const closing = (choice: string, says: string): Promise<void> =>
      lobby.writes('Who still waits at closing', 'at-closing', says, choice);
    const overnight = async (): Promise<void> => {
      await hallIs('Closed');
      await panel.padSays(COUNTER, 'CLOSED');
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
      await panel.key(COUNTER, 'Start');
      await panel.padSays(COUNTER, `${label} SERVING`);
      await hands.frees('Finish');
      return label;
    };
    const a1 = await served();
    await pad('HOW WAS SERVICE?');
    await lobby.press('Mark 4: counter 6');
    await lobby.row(`rated=${a1}`).filter({ hasText: '4 of 5' }).waitFor();
    await time('1 min after the service', '60');
    const a2 = await served();
    await pad('HOW WAS SERVICE?');
    await pad('(dark)');
    await lobby.press('Mark 5: counter 6');
    await pad('TOO LATE, SORRY');
    await time('nobody is asked', '0');
    const a3 = await served();
    await pad('(dark)');
    await lobby.press('Mark 5: counter 6');
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

  test('a customer who was handed to the client manager is counted for the window', async () => {
    await lobby.tab('Guidance');
    await lobby.row(`referrals=counter${COUNTER}`).filter({ hasText: '1 today' }).waitFor();
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
