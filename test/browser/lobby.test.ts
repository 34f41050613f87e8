/** The lobby manager's drawer on the real demo: what is changed there, the hall does. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_MAY_TAKE } from '../stand/demo.ts';
import { lacks } from '../tools.ts';
import { lobbyHands } from './lobby-hands.ts';
import { type LobbyRoom, openLobbyRoom } from './panel-room.ts';
import { peopleAreTested } from './people.ts';

const isSkipped = lacks('chromium', 'Noto Sans CJK', 'socat', 'mosquitto');
/** Serves accounts, which are complex, and transfers, which are simple; by the longest wait. */
const COUNTER = 6;
/** Opened for a while. */
const OTHER = 7;

describe.skipIf(isSkipped)('people and the lobby manager', () => {
  let panel: LobbyRoom['panel'];
  let page: Page;
  let room: LobbyRoom;

  beforeAll(async () => {
    room = await openLobbyRoom();
    ({ panel, page } = room);
  }, DEMO_MAY_TAKE);

  afterAll(async () => {
    await room?.close();
  }, 30_000);

  // They open the drawer.
  peopleAreTested(() => room);

  const tab = (name: string): Promise<void> => lobbyHands(page).tab(name);
  const row = (what: string): Locator => lobbyHands(page).row(what);
  const press = (name: string): Promise<void> => lobbyHands(page).press(name);
  const answered = (text: string): Promise<void> => lobbyHands(page).answered(text);
  const takesNumber = async (service: string, label: string): Promise<void> => {
    await panel.press(service);
    await panel.printed(label);
  };
  /** *Next* on a pad with nobody at the window: whom it calls. */
  const calls = async (label: string): Promise<void> => {
    await panel.key(COUNTER, 'Next');
    await panel.padSays(COUNTER, `${label} CALLED`);
  };
  const finishes = async (): Promise<void> => {
    await panel.key(COUNTER, 'Finish');
    await panel.padSays(COUNTER, 'OPEN');
  };

  test('has a counter follow another profile, and it calls another ticket than before; the drawer says by which rule', async () => {
    await takesNumber('Open or close an account', 'B002');
    await takesNumber('Personal transfer', 'A502');
    await calls('B002');
    await finishes();
    await calls('A502');
    await finishes();
    await takesNumber('Open or close an account', 'B003');
    await takesNumber('Personal transfer', 'A503');
    await tab('Calling');
    const counter6 = row(`counter=counter${COUNTER}`);
    await counter6.filter({ hasText: 'configured' }).waitFor();
    await counter6.getByRole('combobox').selectOption('simple-first');
    await press(`Switch: counter ${COUNTER}, simple-first`);
    await answered('done');
    await counter6.filter({ hasText: 'by a person' }).waitFor();
    // The same hall as before: an account that came first, and a transfer.
    await calls('A503');
    await row('call=A503').filter({ hasText: 'simple first' }).waitFor();
    await row('call=B002').filter({ hasText: 'longest wait' }).waitFor();
  });

  test('hears why a number was not called first, in the words of lobbyd explain', async () => {
    await tab('Why before me?');
    await page
      .getByRole('textbox', { name: 'Number' })
      .or(page.getByRole('combobox', { name: 'Number' }))
      .fill('b003');
    await press('Why?');
    const told = page.locator('.why pre');
    await told.filter({ hasText: 'A503' }).waitFor();
    expect(await told.textContent()).toMatch(
      /A503 {2}window 6 \(simple-first\) {2}CAME LATER {2}simple work goes first/,
    );
  });

  test('sees who did not come, and whose slip the kiosk reads waits again', async () => {
    await panel.key(COUNTER, 'No-show');
    await panel.padSays(COUNTER, 'OPEN');
    await tab('Late return');
    await row('missed=A503').waitFor();
    await press('Show it to the kiosk: A503');
    await page.locator('.kiosk .lcd', { hasText: 'A503 等候中' }).waitFor();
    await row('missed=A503').waitFor({ state: 'detached' });
    await press('Show it to the kiosk: A502');
    await page.locator('.kiosk .lcd', { hasText: 'A502 已结束' }).waitFor();
    await calls('A503');
  });

  test('parks the customer at a window and sends it back to its queue', async () => {
    await tab('Park');
    await press('Park: A503');
    await panel.padSays(COUNTER, 'OPEN');
    await row('parked=A503')
      .filter({ hasText: `for counter ${COUNTER}` })
      .waitFor();
    // Nobody calls it by *next*.
    await calls('B003');
    await finishes();
    await press('Back to its queue: A503');
    await row('parked=A503').waitFor({ state: 'detached' });
    await calls('A503');
    await finishes();
  });

  test('books a time; who checks in for it is called before who came later than that time', async () => {
    await tab('Appointments');
    await page.getByRole('combobox', { name: 'Service', exact: true }).selectOption('personal-account');
    await page.getByRole('combobox', { name: 'When' }).selectOption('0');
    await press('Book: R-1001');
    await row('appointment=R-1001').waitFor();
    // Nobody has a four.
    await takesNumber('Open or close an account', 'B005');
    await press('Check in: R-1001');
    await answered('issued B006, 0 ahead');
    await panel.printed('B006');
    await calls('B006');
    await press('Book: R-1002');
    await press('Cancel: R-1002');
    await row('appointment=R-1002').waitFor({ state: 'detached' });
    await finishes();
  });

  test('has who booked check in for another service, at the booked place', async () => {
    await page.getByRole('combobox', { name: 'Service', exact: true }).selectOption('personal-account');
    await page.getByRole('combobox', { name: 'When' }).selectOption('0');
    await press('Book: R-1003');
    await row('appointment=R-1003').waitFor();
    await takesNumber('Personal transfer', 'A504');
    await page.getByRole('combobox', { name: 'Service at check-in: R-1003' }).selectOption('personal-transfer');
    await press('Check in: R-1003');
    await answered('issued A505, 0 ahead');
    await panel.printed('A505');
    await row('appointment=R-1003').waitFor({ state: 'detached' });
    await calls('A505');
    await finishes();
    await calls('A504');
    await finishes();
  });

  test('raises a customer with a reason: the number stays, and is called before who came first', async () => {
    await calls('B005');
    await finishes();
    await takesNumber('Open or close an account', 'B007');
    await takesNumber('Open or close an account', 'B008');
    await tab('Recognition');
    await page.getByRole('combobox', { name: 'Number' }).fill('b008');
    await page.getByRole('combobox', { name: 'Becomes' }).selectOption('gold');
    await press('Raise: B008');
    await answered('B008 done');
    await row('recognised=B008').filter({ hasText: 'Gold' }).waitFor();
    await calls('B008');
    await finishes();
    await calls('B007');
  });

  test('sends the customer at a window on to another service, before who waits there, and marks the papers', async () => {
    await takesNumber('Personal transfer', 'A506');
    await tab('Visits');
    const customer = row('visit=B007');
    await customer.getByRole('combobox', { name: 'Slips' }).selectOption('30');
    await press('Mark bulk: B007');
    await answered('B007 done');
    await panel.padSays(COUNTER, '30 SLIPS');
    await customer.getByRole('combobox', { name: 'Needs' }).selectOption('flash');
    await press('Note needs: B007');
    await panel.padSays(COUNTER, 'FLASH 30 SLIPS');
    await press('Papers ready: B007');
    await customer.filter({ hasText: 'papers ready' }).waitFor();
    await customer.getByRole('combobox', { name: 'Where to' }).selectOption('service personal-transfer');
    await customer.getByRole('combobox', { name: 'Place' }).selectOption('first');
    await press('Send: B007');
    await customer.waitFor({ state: 'detached' });
    await panel.padSays(COUNTER, 'OPEN');
    // The transfer came to its queue before.
    await calls('B007');
    await finishes();
  });

  test('sees how many wait, how long who comes now will wait, and that numbers are issued', async () => {
    await tab('Waits');
    const transfers = row('queue=personal-transfer');
    await transfers.filter({ hasText: '1 waiting' }).waitFor();
    await transfers.filter({ hasText: /who comes now waits \d+ to \d+ min/ }).waitFor();
    await calls('A506');
    await transfers.filter({ hasText: '0 waiting' }).waitFor();
    await finishes();
  });

  test('is told that a teller calls for help, until somebody takes it', async () => {
    await tab('Alerts');
    await press('Help: counter 6');
    const alert = row('alert=panic').filter({ hasText: 'counter 6' });
    await alert.getByRole('button', { name: /^I take it: / }).click();
    await alert.waitFor({ state: 'detached' });
  });

  test('sees the mark that a customer gave for the service that has just ended', async () => {
    await tab('Marks and standards');
    await page.getByRole('combobox', { name: 'Rate' }).selectOption(`counter${COUNTER}`);
    await page.getByRole('combobox', { name: 'Mark' }).selectOption('4');
    await press(`Rate: counter ${COUNTER}`);
    await row('rated=A506').filter({ hasText: '4 of 5' }).waitFor();
    await row('standard=all').waitFor();
  });

  test('has a lost slip printed again, and a customer go on at another window', async () => {
    await takesNumber('Open or close an account', 'B009');
    await tab('Visits');
    const number = { name: 'Number of the lost slip' };
    await page.getByRole('textbox', number).or(page.getByRole('combobox', number)).fill('b009');
    await press('Print a copy: B009');
    await answered('B009 done');
    await panel.printed('Copy 1');
    await calls('B009');
    await panel.key(OTHER, 'Pause/open');
    await panel.padSays(OTHER, 'OPEN');
    await press('Take over: B009');
    await panel.padSays(OTHER, 'B009 CALLED');
    await panel.padSays(COUNTER, 'PAUSED');
    await panel.key(OTHER, 'Finish');
    await panel.padSays(OTHER, 'OPEN');
    await panel.key(COUNTER, 'Pause/open');
    await panel.padSays(COUNTER, 'OPEN');
  });

  test('is told in words why lobbyd refuses, in the language of the page', async () => {
    await tab('Late return');
    await page.getByRole('textbox', { name: 'Number' }).fill('A999');
    await press('Has come: A999');
    await answered('no live ticket is called so');
    await page.getByRole('button', { name: '中文' }).click();
    await page.locator('.lobby-answer', { hasText: '没有此号' }).waitFor();
    expect(panel.outside).toEqual([]);
    expect(panel.wrong).toEqual([]);
  });
});
