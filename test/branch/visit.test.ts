import { afterEach, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/clock.ts';
import { smallBranchUnder } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, signsAreLit, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(async () => {
  await expectReplaysEqual(stand);
  await stand.pass(seconds(15));
  await signsAreLit(stand);
  expectDevicesRight(stand);
  expectRetainedRight(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

const STEPS =
  '[{ id: receive, standard: 4min }, { id: review, standard: 6min, doneBy: others }, { id: return, standard: 2min }]';
const REASONS = 'referralReasons:\n  - { id: complaint, names: { zh-CN: 投诉, en: Complaint } }\n';
const BACK =
  '  - { id: back1, number: 9, services: [], profile: longest-wait, isBack: true, steps: [{ step: review }], keypad: keypad3 }\n';

/** Accounts are opened in three steps, the second in the back office, which has the keypad 3. */
async function open(kiosk = ''): Promise<void> {
  const config = smallBranchUnder(
    [
      ['    standardTime: 15min\n', `    standardTime: 15min\n    steps: ${STEPS}\n`],
      ['rules:\n', `${REASONS}rules:\n`],
    ],
    ['kiosks:\n', `${BACK}kiosks:\n`],
    ['    panel: panel1\n', `    panel: panel1\n${kiosk}`],
    [
      '  - { id: keypad2,',
      '  - { id: keypad3, driver: keypad-line, bus: bus1, settings: { address: 3 } }\n  - { id: keypad2,',
    ],
  );
  stand = await openStand({ config });
  await stand.start();
  await stand.pass(seconds(3));
  for (const keypad of ['keypad1', 'keypad2', 'keypad3']) await press(keypad, 'pause');
}

async function press(keypad: string, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await stand.act(keypad, `press ${key}`);
    await stand.pass(seconds(2));
  }
}

/** What the last event of a type told on MQTT. */
function told(type: string) {
  const all = stand.messages().map((text) => JSON.parse(text));
  return all.findLast((message) => message.type === `lobbyd.${type}`)?.data;
}

it('settlement in two stages: received, reviewed in the back while the customer sits, and back at the same window', async () => {
  await open();
  await stand.act('panel1', 'press 2');
  await stand.pass(seconds(5));
  await press('keypad1', 'next', 'start');
  await stand.pass(minutes(3));
  await stand.act('keypad1', 'press transfer');
  await stand.pass(seconds(1));
  await stand.act('keypad1', 'press enter');
  await stand.pass(seconds(2));
  expect(stand.view('keypad1')).toMatchObject({ line1: 'OPEN', line2: 'B001 SITS DOWN' });
  expect(stand.view('display1')).toMatchObject({ text: 'SIT' });
  expect(told('ticket-handed-off')).toMatchObject({
    step: { step: 'receive', standard: minutes(4) },
    to: 'review',
    isSeated: true,
    text: 'Please take a seat. Your number will be called again.',
  });
  expect(stand.view('keypad3')).toMatchObject({ line1: 'OPEN', line2: '1 WAITING' });
  await stand.pass(minutes(1));
  expect(stand.view('display1')).toMatchObject({ text: '----' });

  const shownBefore = stand.happenings.length;
  await press('keypad3', 'next');
  expect(stand.view('keypad3')).toMatchObject({ line1: 'B001 SERVING', line2: 'STEP 2/3' });
  expect(told('ticket-called')).toMatchObject({ label: 'B001', counter: 'back1', isInHall: false });
  expect(stand.retained().get('counter/back1')).toMatchObject({
    isBack: true,
    ticket: {
      label: 'B001',
      service: 'account',
      language: 'en',
      step: { step: 'review', at: 2, of: 3 },
      seenAt: ['counter1'],
    },
  });
  await stand.pass(minutes(5));
  const signs = stand.happenings.slice(shownBefore).filter(({ device }) => device.startsWith('display'));
  expect(signs.filter(({ text }) => text.includes('B001'))).toEqual([]);

  await press('keypad3', 'finish');
  expect(stand.view('keypad1')).toMatchObject({ line1: 'OPEN', line2: '1 WAITING' });
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(5));
  await press('keypad1', 'next');
  expect(stand.view('display1')).toMatchObject({ text: 'B001' });
  expect(stand.view('keypad1')).toMatchObject({ line1: 'B001 CALLED', line2: 'STEP 3/3' });
  expect(told('ticket-called')).toMatchObject({
    label: 'B001',
    counter: 'counter1',
    isInHall: true,
    rule: 'pool/counter',
  });
  await press('keypad1', 'start', 'finish');
  expect(told('ticket-finished')).toMatchObject({ step: { step: 'return', standard: minutes(2) } });
});

it('two buttons give one number for two services, and the second window knows what the first was told', async () => {
  await open('    severalWithin: 4s\n');
  await stand.act('panel1', 'press 2');
  await stand.pass(seconds(1));
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(9));
  expect(told('ticket-issued')).toMatchObject({ label: 'B001', service: 'account', more: ['cash'] });
  await press('keypad1', 'next', 'start');
  expect(stand.view('keypad1')).toMatchObject({ line1: 'B001 SERVING' });
  await stand.pass(seconds(3));
  expect(stand.view('keypad1')).toMatchObject({ line2: '1/2' });
  await press('keypad1', 'finish');
  expect(stand.view('keypad1')).toMatchObject({ line1: 'B001 SERVING', line2: 'B001 NOW 2/2' });
  await press('keypad1', 'transfer', '0', '2', 'transfer', '1', 'enter');
  expect(stand.view('keypad1')).toMatchObject({ line1: 'OPEN', line2: 'OK B001' });
  await press('keypad2', 'next');
  expect(stand.view('keypad2')).toMatchObject({ line1: 'B001 CALLED', line2: '2/2 REASON 1' });
  expect(stand.retained().get('counter/counter2')).toMatchObject({
    ticket: { referral: { reason: 'complaint', names: { 'zh-CN': '投诉', en: 'Complaint' }, counter: 'counter1' } },
  });
  await press('keypad2', 'undo');
  await press('keypad2', 'next', 'finish');
  const [slip] = stand.slips;
  expect(JSON.stringify(slip)).toContain('1/2');
});
