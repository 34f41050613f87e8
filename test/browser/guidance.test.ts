/** Guidance on the real demo: a machine that may be used changes what the kiosk says; papers change who is called. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_MAY_TAKE } from '../stand/demo.ts';
import { lacks } from '../tools.ts';
import type { LobbyHands } from './lobby-hands.ts';
import { type LobbyRoom, openLobbyRoom } from './panel-room.ts';
import { variantOf } from './variant.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat', 'mosquitto');
/** Opens and closes accounts; by the longest wait, which here prefers papers that are ready. */
const COUNTER = 6;
const READY_FIRST = [
  '  - { id: longest-wait, kind: longest-wait, cap: 45min }\n',
  `  - id: longest-wait
    kind: longest-wait
    cap: 45min
    conditions: [{ id: papers, of: { papers: ready }, waiting: { above: 0 } }]
`,
] as const;

describe.skipIf(isSkipped)('guidance', () => {
  let panel: LobbyRoom['panel'];
  let lobby: LobbyHands;
  let page: Page;
  let room: LobbyRoom;

  beforeAll(async () => {
    room = await openLobbyRoom({ variant: variantOf([], [READY_FIRST]) });
    ({ panel, page, lobby } = room);
    await page.getByRole('button', { name: 'Lobby manager' }).click();
    await lobby.tab('Guidance');
  }, DEMO_MAY_TAKE);

  afterAll(async () => {
    await room?.close();
  }, 30_000);

  const machineIs = (text: string): Promise<void> => lobby.row('machine=machine1').filter({ hasText: text }).waitFor();
  const counted = (asked: number, took: number, refused: number): Promise<void> =>
    lobby
      .row('diverted="personal-cash machine1"')
      .filter({ hasText: `${asked} asked · ${took} took the machine · ${refused} took a number` })
      .waitFor();
  const takesCash = async (label: string): Promise<void> => {
    await panel.press('Personal cash');
    await panel.printed(label);
  };
  const kioskSays = (text: string): Promise<void> => page.locator('.kiosk .lcd', { hasText: text }).waitFor();
  const insists = (): Promise<void> =>
    page.getByRole('button', { name: 'Personal cash lamp blink', exact: true }).click();

  test('nobody is sent to a machine that is out of use, however many wait', async () => {
    await machineIs('out of use');
    // Nobody has a four.
    for (const label of ['A001', 'A002', 'A003', 'A005']) await takesCash(label);
    await page.getByText('Nobody was asked yet today').waitFor();
  });

  test('a machine that says it may be used is offered at the kiosk instead of a number; who insists gets one', async () => {
    await lobby.press('In use: Machine 1');
    await machineIs('in use, 0 stand there');
    await machineIs('customers are offered it');
    await lobby.row('forms=personal-cash').filter({ hasText: 'now also at Machine 1' }).waitFor();
    await panel.press('Personal cash');
    await kioskSays('请用智能柜台');
    expect(await page.locator('.slip', { hasText: 'A006' }).count()).toBe(0);
    await insists();
    await panel.printed('A006');
    await counted(1, 0, 1);
  });

  test('who says nothing has gone to the machine, and is counted', async () => {
    await panel.press('Personal cash');
    await kioskSays('仍要取号请再按一次');
    await counted(2, 1, 1);
    expect(await page.locator('.slip', { hasText: 'A007' }).count()).toBe(0);
  });

  test('a customer at a tablet is asked the same', async () => {
    await lobby.press('Number: Personal cash');
    await lobby.row('offer=machine1').waitFor();
    await lobby.press('Goes to the machine: Machine 1');
    await counted(3, 2, 1);
    await lobby.press('Number: Personal cash');
    await lobby.press('Wants a number: Personal cash');
    await lobby.answered('issued A007');
    await counted(4, 2, 2);
  });

  test('with a queue before it, or out of use again, everybody gets a number at once', async () => {
    const queue = page.getByRole('combobox', { name: 'People at the machine: Machine 1' });
    await queue.selectOption('3');
    await machineIs('nobody is sent there');
    await takesCash('A008');
    await queue.selectOption('2');
    await machineIs('customers are offered it');
    await lobby.press('In use: Machine 1');
    await machineIs('out of use');
    await takesCash('A009');
    await counted(4, 2, 2);
  });

  test('who is meant by the messages of the bank stands beside them', async () => {
    await lobby.row('message=deposit-rates').filter({ hasText: 'Time deposits' }).waitFor();
    await lobby.row('message=lounge').filter({ hasText: 'Gold · Private alone, on their own slip' }).waitFor();
  });

  test('papers that are ready go before who came first, where the profile says so', async () => {
    for (const label of ['B001', 'B002']) {
      await panel.press('Open or close an account');
      await panel.printed(label);
    }
    await page.getByRole('combobox', { name: 'Number' }).fill('b002');
    await lobby.press('Ready: B002');
    await lobby.row('papers=B002').filter({ hasText: 'papers ready' }).waitFor();
    await panel.key(COUNTER, 'Pause/open');
    await panel.padSays(COUNTER, 'OPEN');
    await panel.key(COUNTER, 'Next');
    await panel.padSays(COUNTER, 'B002 CALLED');
    await lobby.tab('Calling');
    await lobby.row('call=B002').filter({ hasText: 'condition papers' }).waitFor();
    expect(panel.outside).toEqual([]);
    expect(panel.wrong).toEqual([]);
  });
});
