/** The files of the branch, changed by the page while it works: hours, limits, calling rules, and what is refused. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_MAY_TAKE } from '../stand/demo.ts';
import { lacks } from '../tools.ts';
import type { FrontPanel } from './front-panel.ts';
import type { LobbyHands } from './lobby-hands.ts';
import { openPanelRoom, type PanelRoom } from './panel-room.ts';
import { printsFast } from './station-hands.ts';
import { dayStartsAt, variantOf } from './variant.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat', 'mosquitto');
/** Serves accounts, which are complex, and transfers, which are simple; by the longest wait. */
const COUNTER = 6;
/** Two that serve cash. */
const [CASH, OTHER_CASH] = [1, 2];

describe.skipIf(isSkipped)('the files of the branch', () => {
  let panel: FrontPanel;
  let lobby: LobbyHands;
  let page: Page;
  let room: PanelRoom;

  beforeAll(async () => {
    room = await openPanelRoom({ variant: variantOf([['dayStartsAt: "03:00"', `dayStartsAt: "${dayStartsAt()}"`]]) });
    ({ panel, page, lobby } = room);
    await printsFast(room.demo);
    await page.getByRole('button', { name: 'Lobby manager' }).click();
    await lobby.tab('Rules now');
  }, DEMO_MAY_TAKE);

  afterAll(async () => {
    await room?.close();
  }, 30_000);

  const kioskSays = (text: string | RegExp): Promise<void> => page.locator('.kiosk .lcd', { hasText: text }).waitFor();
  const hallIs = (text: string): Promise<void> => page.locator('.hall-state', { hasText: text }).waitFor();
  const takes = async (service: string, label: string): Promise<void> => {
    await panel.press(service);
    await panel.printed(label);
  };
  const opens = async (counter: number): Promise<void> => {
    await panel.key(counter, 'Pause/open');
    await panel.padSays(counter, 'OPEN');
  };
  const calls = async (label: string): Promise<void> => {
    await panel.key(COUNTER, 'Next');
    await panel.padSays(COUNTER, `${label} CALLED`);
  };
  const finishes = async (): Promise<void> => {
    await panel.key(COUNTER, 'Finish');
    await panel.padSays(COUNTER, 'OPEN');
  };
  /** Writes a change; what it is about, as the page calls it. */
  const writes = async (about: string, ...picks: readonly (readonly [string, string])[]): Promise<void> => {
    for (const [name, value] of picks) {
      await page.getByRole('combobox', { name, exact: true }).selectOption(value);
    }
    await lobby.press(`Write and reload: ${about}`);
  };
  const inForce = (thing: string, text: string): Promise<void> =>
    lobby.row(`in-force=${thing}`).filter({ hasText: text }).waitFor();
  const refused = (text: RegExp): Promise<void> =>
    page
      .locator('.rows', { has: page.locator('[data-reload="not-in-force"]') })
      .filter({ hasText: text })
      .waitFor();
  const hoursAre = (choice: string): Promise<void> => writes('Opening hours', ['Opening hours', choice]);

  test('hours of the file close the branch, and the kiosk says so; without hours it issues again', async () => {
    await hoursAre('file');
    await inForce('hours', 'Mon–Fri 09:00-17:00 · Sat, Sun 09:30-16:30');
    await hoursAre('opens-soon');
    await hallIs('Not open yet');
    await kioskSays(/尚未营业.*\d\d:\d\d\s+开始办理/);
    await hoursAre('closes-soon');
    await hallIs('Last tickets');
    await inForce('hours', 'then Closing');
    await hoursAre('break-soon');
    await hallIs('Open');
    await inForce('hours', 'then Break');
    await hoursAre('closed');
    await inForce('hours', 'closed by now');
    await hallIs('Closed');
    await kioskSays('今日营业已结束');
    expect(await page.locator('.service.on, .care-sign.on').count()).toBe(0);
    // Last of all: what is said to a press stands for seconds.
    await page.getByRole('button', { name: 'Personal cash lamp off', exact: true }).click();
    await kioskSays(/今日营业已结束.*开始办理/);
    await hoursAre('always');
    await panel.kioskIsReady();
    await takes('Personal cash', 'A001');
  });

  test('another profile in the file calls another ticket; who waits is kept', async () => {
    await opens(COUNTER);
    await takes('Open or close an account', 'B001');
    await takes('Personal transfer', 'A501');
    await calls('B001');
    await finishes();
    await calls('A501');
    await finishes();
    await takes('Open or close an account', 'B002');
    await takes('Personal transfer', 'A502');
    const profile = 'Calling rules of a counter';
    await writes(profile, ['Counter', `counter${COUNTER}`], [profile, 'simple-first']);
    await lobby.row('reload=in-force').waitFor();
    await inForce('profile', 'simple-first');
    // The same hall as before: an account that came first, and a transfer.
    await calls('A502');
    await finishes();
  });

  test('a limit in the file has the kiosk ask before a long wait; who insists gets a number', async () => {
    const ask = 'Question before a long wait';
    await takes('Personal cash', 'A002');
    await takes('Personal cash', 'A003');
    await writes(ask, [ask, '1']);
    await inForce('ask', 'when more than 1 wait');
    await panel.press('Personal cash');
    await kioskSays(/前面\s+3人等候.*仍要取号请再按一次/);
    expect(await page.locator('.slip', { hasText: 'A005' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Personal cash lamp blink', exact: true }).click();
    // Nobody has a four.
    await panel.printed('A005');
    await writes(ask, [ask, '0']);
    await inForce('ask', 'never');
    await takes('Personal cash', 'A006');
  });

  test('a wrong file is refused with file and line, and the branch goes on', async () => {
    const mistake = async (kind: string, says: RegExp): Promise<void> => {
      await writes('A wrong file', ['A wrong file', kind]);
      await refused(says);
    };
    await mistake(
      'unknown-service',
      /\/branch\.yaml:\d+:\d+: unknown service "personal-cashx".*\d+ \| .*personal-cashx/s,
    );
    await mistake('no-cap', /\/bank-standard\.yaml:\d+:\d+: key "cap" is missing/);
    await mistake('never-holds', /\/bank-standard\.yaml:\d+:\d+: the condition never holds/);
    await mistake('root-topic', /mqtt\.rootTopic can only be changed by a restart; nothing was changed/);
    await calls('B002');
    await finishes();
  });

  test('so many numbers a day, and the kiosk has none left', async () => {
    const day = 'Numbers a day';
    await writes(day, [day, '5']);
    await inForce('day', 'at most 5');
    await kioskSays('今日号码已发完');
    expect(await page.locator('.service.on').count()).toBe(0);
    await writes(day, [day, '800']);
    await panel.kioskIsReady();
    await takes('Personal cash', 'A007');
  });

  test('with one more counter open the slip promises fewer minutes, although more people wait', async () => {
    const minutes = async (label: string): Promise<number> => {
      await takes('Personal cash English ticket', label);
      const slip = await page.locator('.slip:first-child', { hasText: label }).locator('p').textContent();
      const [, most] = /Wait about \d+–(\d+) min/.exec(slip ?? '') ?? [];
      return Number(most ?? Number.NaN);
    };
    await opens(CASH);
    const withOne = await minutes('A008');
    await opens(OTHER_CASH);
    const withTwo = await minutes('A009');
    expect(withOne).toBeGreaterThan(withTwo);
    expect(withTwo).toBeGreaterThan(0);
  });

  test('and at the end the files are as the demo began', async () => {
    await lobby.press('Files as the demo began: Changes of the files');
    await inForce('day', 'as many as come');
    expect(panel.outside).toEqual([]);
    expect(panel.wrong).toEqual([]);
  });
});
