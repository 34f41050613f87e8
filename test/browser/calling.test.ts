/** Rules of calling, changed in the files by the page while the branch works: each change has another ticket called. Four times as fast. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_MAY_TAKE } from '../stand/demo.ts';
import { lacks } from '../tools.ts';
import type { LobbyHands } from './lobby-hands.ts';
import { type LobbyRoom, openLobbyRoom } from './panel-room.ts';
import { variantOf } from './variant.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat', 'mosquitto');
/** As long as without haste. */
const UNDO = ['undoWindow: 30s', 'undoWindow: 2min'] as const;
/** Serve cash, transfers and cards, all of them simple. */
const [QUICK, SCORED] = [2, 3];
/** Serves accounts, which are complex, and cards, which are simple; simple first. */
const CARDS = 5;
/** Serves accounts and transfers, by the longest wait. */
const ACCOUNTS = 6;
/** Both serve settlements; the second may become the back office. */
const [SETTLES, REVIEWS] = [7, 8];
const SERVICE = {
  cash: 'Personal cash',
  transfer: 'Personal transfer',
  account: 'Open or close an account',
  card: 'Card loss and renewal',
  settlement: 'Corporate settlement Corporate',
};
type Service = keyof typeof SERVICE;

describe.skipIf(isSkipped)('rules of calling', () => {
  let panel: LobbyRoom['panel'];
  let lobby: LobbyHands;
  let page: Page;
  let room: LobbyRoom;

  beforeAll(async () => {
    room = await openLobbyRoom({ variant: variantOf([], [UNDO]), words: ['--speed', '4'] });
    ({ panel, page, lobby } = room);
    for (const counter of [QUICK, SCORED, CARDS, ACCOUNTS, SETTLES, REVIEWS]) await key(counter, 'Pause/open', 'OPEN');
    await page.getByRole('button', { name: 'Lobby manager' }).click();
    await lobby.tab('Rules now');
  }, DEMO_MAY_TAKE);

  afterAll(async () => {
    await room?.close();
  }, 30_000);

  const key = async (counter: number, name: string, says: string): Promise<void> => {
    await panel.key(counter, name);
    await panel.padSays(counter, says);
  };
  const kioskText = (text: string | RegExp): Locator => page.locator('.kiosk .lcd', { hasText: text });
  const kioskSays = (text: string | RegExp): Promise<void> => kioskText(text).waitFor();
  const takes = async (service: Service, label: string): Promise<void> => {
    await panel.press(SERVICE[service]);
    await panel.printed(label);
  };
  const swipes = (card: 'Gold' | 'Private'): Promise<void> =>
    page.locator('.cards').getByRole('button', { name: card, exact: true }).click();
  const takesByCard = async (card: 'Gold' | 'Private', service: Service, label: string): Promise<void> => {
    // What the last card left there says nothing of this one.
    await kioskText('已读卡').waitFor({ state: 'detached' });
    await swipes(card);
    await kioskSays('已读卡');
    await takes(service, label);
  };
  const finishes = (counter: number): Promise<void> => key(counter, 'Finish', 'OPEN');
  /** One after the other, each of whom leaves at once. */
  const calls = async (counter: number, ...labels: readonly string[]): Promise<void> => {
    for (const label of labels) {
      await key(counter, 'Next', `${label} CALLED`);
      await finishes(counter);
    }
  };
  const writes = (about: string, thing: string, text: string): Promise<void> => lobby.writes(about, thing, text, text);
  const follows = (number: number, profile: string): Promise<void> =>
    lobby.writes('Calling rules of a counter', 'profile', profile, `counter${number}`, profile);
  const own = (text: string): Promise<void> =>
    lobby.writes('Whom a counter is there for', 'own', text, `counter${CARDS}`, text);
  /** What the lobby reads of the last calls. */
  const calledBy = async (...calls: readonly (readonly [label: string, rule: string])[]): Promise<void> => {
    await lobby.tab('Calling');
    for (const [label, rule] of calls) await lobby.row(`call=${label}`).filter({ hasText: rule }).first().waitFor();
    await lobby.tab('Rules now');
  };

  test('in turns: two of cash, then one of accounts; with one of each the account goes a call earlier', async () => {
    for (const label of ['A001', 'A002', 'A003']) await takes('cash', label);
    await takes('card', 'B201');
    await calls(QUICK, 'A001', 'A002', 'A003', 'B201');
    // Nobody has a four.
    for (const label of ['A005', 'A006', 'A007']) await takes('cash', label);
    await takes('card', 'B202');
    await follows(QUICK, 'turns');
    await calls(QUICK, 'A005', 'A006', 'B202');
    await takes('cash', 'A008');
    await takes('card', 'B203');
    await writes('Calls in turns (turns)', 'turns', 'cash 1 : account 1 : settlement 1');
    await calls(QUICK, 'A007', 'B203', 'A008');
    await calledBy(['A007', 'turn of cash'], ['B203', 'turn of account']);
  });

  test('the exponent of the score: the shortest service, accumulating priority, most of the target used', async () => {
    const exponent = (text: string): Promise<void> => writes('Exponent of the score (balanced)', 'exponent', text);
    const wouldCall = async (label: string): Promise<void> => {
      await key(SCORED, 'Next', `${label} CALLED`);
      await key(SCORED, 'Undo', `OK ${label}`);
    };
    await takes('cash', 'A009');
    await takesByCard('Gold', 'cash', 'A010');
    await takesByCard('Private', 'card', 'B204');
    await wouldCall('B204');
    await follows(SCORED, 'balanced');
    await wouldCall('A010');
    await exponent('0: shortest service first');
    await wouldCall('A009');
    await exponent('20: most of its target used');
    await calls(SCORED, 'B204', 'A010', 'A009');
  });

  test('simple first, then freed to the complex, and the reverse', async () => {
    await takes('account', 'B001');
    await takes('transfer', 'A501');
    await calls(ACCOUNTS, 'B001', 'A501');
    await takes('account', 'B002');
    await takes('transfer', 'A502');
    await follows(ACCOUNTS, 'simple-first');
    await calls(ACCOUNTS, 'A502', 'B002');
    await takes('transfer', 'A503');
    await takes('account', 'B003');
    await follows(ACCOUNTS, 'complex-first');
    await calls(ACCOUNTS, 'B003', 'A503');
    await calledBy(
      ['A502', 'simple first'],
      ['B002', 'freed: no simple work'],
      ['B003', 'complex first'],
      ['A503', 'freed: no complex work'],
    );
  });

  test('a card that has drawn its numbers of the day gives no place before others any more', async () => {
    await takes('transfer', 'A504');
    await takesByCard('Gold', 'transfer', 'A505');
    await calls(ACCOUNTS, 'A505', 'A504');
    await writes('Numbers of one card a day', 'card-limit', 'at most 1');
    await takes('transfer', 'A506');
    await swipes('Gold');
    await kioskSays('此卡今日');
    await panel.kioskIsReady();
    await takes('transfer', 'A507');
    await calls(ACCOUNTS, 'A506', 'A507');
    await writes('Numbers of one card a day', 'card-limit', 'at most 5');
  });

  test('a counter with people of its own calls them before others, waits for them alone, and helps by rule', async () => {
    await takes('card', 'B205');
    await takesByCard('Private', 'account', 'B005');
    await calls(CARDS, 'B205');
    await takes('card', 'B206');
    await own('Gold, Private alone');
    await calls(CARDS, 'B005');
    await key(CARDS, 'Next', 'NEXT COMES');
    await own('Gold, Private; helps others when idle');
    await panel.padSays(CARDS, 'B206 CALLED');
    await finishes(CARDS);
    await takes('card', 'B207');
    await calls(CARDS, 'B207');
    await calledBy(['B207', 'helps: simple first']);
    await takes('card', 'B208');
    await own('Gold, Private; helps whoever waits over 1 min');
    await key(CARDS, 'Next', 'NEXT COMES');
  });

  test('several services on one number: the same customer again, not who came before for the second service', async () => {
    const several = 'Several services on one number';
    const chooses = (service: Service, lamp: string): Promise<void> =>
      page.getByRole('button', { name: `${SERVICE[service]} lamp ${lamp}`, exact: true }).click();
    await takes('transfer', 'A508');
    await takes('account', 'B006');
    await takes('transfer', 'A509');
    await calls(ACCOUNTS, 'B006', 'A508', 'A509');
    await takes('transfer', 'A510');
    await writes(several, 'several', 'more buttons within 10 s');
    await chooses('account', 'on');
    await kioskSays(/已选\s*1项.*再按同一键完成/);
    await chooses('transfer', 'on');
    await kioskSays(/已选\s*2项/);
    // Its lamp says that it is chosen; pressed after the ten seconds it would be another number.
    await chooses('transfer', 'blink');
    await panel.printed('B007');
    await page.locator('.slip:first-child', { hasText: '1/2' }).waitFor();
    await key(ACCOUNTS, 'Next', 'B007 CALLED');
    await key(ACCOUNTS, 'Start', 'B007 SERVING');
    await key(ACCOUNTS, 'Next', '2/2');
    await panel.padSays(ACCOUNTS, 'B007 SERVING');
    await key(ACCOUNTS, 'Finish', 'OPEN');
    await calls(ACCOUNTS, 'A510');
    await writes(several, 'several', 'no: each button a number');
  });

  test('a settlement in two stages: the customer sits down, and the same counter calls the same one first', async () => {
    const receives = async (number: string, label: string): Promise<void> => {
      await key(SETTLES, number, `CALL ${number}_`);
      await key(SETTLES, 'Enter', `${label} CALLED`);
      await key(SETTLES, 'Start', `${label} SERVING`);
      // In the place of the answer to *start*, and gone with the one to *enter*.
      await key(SETTLES, 'Transfer', 'TO SERVICE _');
      await panel.key(SETTLES, 'Enter');
      await panel.padSaysNoMore(SETTLES, 'TO SERVICE _');
    };
    for (const label of ['C001', 'C002', 'C003']) await takes('settlement', label);
    await receives('2', 'C002');
    await panel.padSays(SETTLES, 'C002 SERVING OK C002');
    await key(SETTLES, 'Next', 'C001 CALLED');
    await finishes(SETTLES);
    await takes('settlement', 'C005');
    await writes('Two stages: who does review', 'review', `the back office, counter ${REVIEWS}`);
    await receives('5', 'C005');
    await panel.padSays(SETTLES, 'C005 SITS DOWN');
    await panel.shows(SETTLES, 'SIT');
    await key(REVIEWS, 'Next', 'C005');
    await lobby.tab('Visits');
    await lobby.row('visit=C005').filter({ hasText: 'step 2 of 3: review' }).waitFor();
    await finishes(REVIEWS);
    await key(SETTLES, 'Next', 'C005 CALLED');
    await panel.shows(SETTLES, 'C005');
    await lobby.row('visit=C005').filter({ hasText: 'step 3 of 3: return' }).waitFor();
    await finishes(SETTLES);
    await calls(SETTLES, 'C003');
    await calledBy(['C005', 'waited for this window']);
  });

  test('who waits long enough is helped without another press, and at the end the files are as the demo began', async () => {
    await panel.padSays(CARDS, 'B208 CALLED');
    await lobby.press('Files as the demo began: Changes of the files');
    await lobby.row('in-force=exponent').filter({ hasText: '1: accumulating priority' }).waitFor();
    await lobby.row('in-force=own').filter({ hasText: 'as the demo began' }).waitFor();
    expect(panel.outside).toEqual([]);
    expect(panel.wrong).toEqual([]);
  });
});
