/** Rules of the hall that are changed in the files while the branch works: another ticket is called, on the real demo, twelve times as fast. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_MAY_TAKE } from '../stand/demo.ts';
import { lacks } from '../tools.ts';
import { closingIsTested } from './hall-closing.ts';
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

  beforeAll(async () => {
    hall = await openRulesHall(COUNTER);
    ({ panel, lobby, hands } = hall);
    ({ page } = panel);
  }, DEMO_MAY_TAKE);
  afterAll(() => hall?.close(), 30_000);

  const follows = (when: string, says: string): Promise<void> =>
    lobby.writes('Another profile by itself', 'follows', says, `counter${COUNTER}`, 'simple-first', when);
  const follower = async (text: string): Promise<void> => {
    await lobby.tab('Calling');
    await lobby.row(`counter=counter${COUNTER}`).filter({ hasText: text }).waitFor();
  };

  test('a customer is handed to the client manager with a reason, who calls the same number', async () => {
    // Counted within a minute of the branch: meanwhile other rules are tried.
    const referred = await hands.account();
    await hands.calls(referred);
    await lobby.tab('Visits');
    await lobby.press(`Refer: ${referred}`);
    await lobby.answered(`${referred} done`);
    await panel.padSays(COUNTER, 'OPEN');
    await lobby.tab('Guidance');
    await lobby.row(`referred=${referred}`).filter({ hasText: 'Large deposit' }).waitFor();
    await hands.consults(CONSULTS, referred);
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
    await lobby.tab('Late return');
    const slow = await misses();
    await lobby.row(`missed=${slow}`).waitFor();
    // After that the row may be gone as well.
    await lobby.row(`missed=${slow}`).filter({ hasText: 'missed for 0 min' }).waitFor({ state: 'detached' });
    await comes(slow);
    await lobby.answered('could have come back is over (0 called since)');
  });

  test('at the end the referral is counted for the window, and the files are as the demo began', async () => {
    await lobby.tab('Guidance');
    await lobby.row(`referrals=counter${COUNTER}`).filter({ hasText: '1 today' }).waitFor();
    await lobby.tab('Rules now');
    await lobby.press('Files as the demo began: Changes of the files');
    await lobby.row('in-force=late-return').filter({ hasText: '10 min' }).waitFor();
    expect(panel.outside).toEqual([]);
    expect(panel.wrong).toEqual([]);
  });

  // A demo costs as much as several of these tests: it is opened once for all.
  closingIsTested(COUNTER, () => hall);
});
