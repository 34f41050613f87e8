import { afterEach, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import { smallBranchUnder } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, verdict } from './evidence.ts';
import { openStand, type Stand, textOf } from './stand.ts';

let stand: Stand;
afterEach(async () => {
  await expectReplaysEqual(stand);
  expectDevicesRight(stand);
  expectRetainedRight(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
  await stand.close();
});

/** Cash may be had at a machine as soon as one waits; the bank has a word for everybody and one for nobody here. */
const STANDARD: readonly Edit[] = [
  ['    standardTime: 4min\n', '    standardTime: 4min\n    diversion: { segments: [ordinary], fromWaiting: 1 }\n'],
  [
    'rules:\n',
    `messages:
  - { id: deposit, texts: { zh-CN: 存款新品, en: New deposits }, services: [cash] }
  - { id: loans, texts: { zh-CN: 贷款新品, en: New loans }, services: [wealth] }
rules:
`,
  ],
];
const MACHINE: Edit = [
  'kiosks:\n',
  `machines:
  - { id: machine1, names: { zh-CN: 智能柜台, en: Machine 1 }, services: [cash], topic: hall/machine1, queueBelow: 2 }
kiosks:
`,
];
const YES: Edit = ['    whenPrinterNotReady: refuse\n', '    yesButton: 4\n    papersWithin: 15s\n'];

const face = () => stand.view<{ lamps: readonly string[]; line1: string; line2: string }>('panel1');
const says = async (body: object | string): Promise<void> => {
  stand.broker.current.receive('hall/machine1', body, { isRetained: true });
  await stand.pass(seconds(2));
};
const press = async (button: number): Promise<void> => {
  await stand.act('panel1', `press ${button}`);
  await stand.pass(seconds(2));
};

it('a customer insists on a number, and another goes to the machine; then it is full, ill, and the broker away', async () => {
  stand = await openStand({ config: smallBranchUnder(STANDARD, MACHINE) });
  await stand.start();
  await stand.pass(seconds(5));
  await says({ usable: true, queue: 0 });
  await press(1);
  expect(face()).toMatchObject({ line1: 'NUMBER A001' });
  await stand.pass(seconds(10));
  await press(1);
  expect(face()).toMatchObject({ lamps: ['blink', 'on', 'off', 'off'], line1: 'USE MACHINE 1' });
  await press(1);
  await stand.pass(seconds(8));
  expect(stand.slips.map((slip) => textOf(slip).join().includes('智能柜台也可办理'))).toEqual([false, true]);
  for (const slip of stand.slips) expect(textOf(slip).join()).toContain('存款新品');
  for (const slip of stand.slips) expect(textOf(slip).join()).not.toContain('贷款新品');
  await press(1);
  await stand.pass(seconds(12));
  expect(stand.slips).toHaveLength(2);
  expect(stand.retained().get('diversion')).toMatchObject({
    machines: [{ machine: 'machine1', isUsable: true, isOffered: true, queue: 0 }],
    today: [{ service: 'cash', machine: 'machine1', offered: 2, taken: 1, refused: 1 }],
  });
  expect(stand.retained().get('guidance/cash')).toMatchObject({
    forms: [{ 'zh-CN': '银行卡', en: 'Bank card' }],
    messages: [{ id: 'deposit' }],
    machines: [{ machine: 'machine1' }],
  });

  await says({ usable: true, queue: 2 });
  expect(stand.retained().get('guidance/cash')).toMatchObject({ machines: [] });
  await press(1);
  expect(face()).toMatchObject({ line1: 'NUMBER A003' });
  await says({ usable: true, queue: 0 });
  await says('');
  await press(1);
  expect(face()).toMatchObject({ line1: 'NUMBER A005' });
  await says({ usable: true });
  stand.broker.current.drop();
  await stand.pass(seconds(5));
  await press(1);
  expect(face()).toMatchObject({ line1: 'NUMBER A006' });
});

it('a restart forgets what the machine has said, and counts on', async () => {
  stand = await openStand({ config: smallBranchUnder(STANDARD, MACHINE, YES) });
  await stand.start();
  await stand.pass(seconds(5));
  await says({ usable: true, queue: 0 });
  await press(1);
  await stand.pass(seconds(16));
  await press(1);
  await press(4);
  expect(face()).toMatchObject({ line1: 'PLEASE GO TO', line2: 'MACHINE 1' });
  await stand.stop();
  await stand.start();
  await stand.pass(seconds(5));
  await press(1);
  expect(face()).toMatchObject({ line1: 'NUMBER A002' });
  expect(stand.retained().get('diversion')).toMatchObject({ today: [{ offered: 1, taken: 1, refused: 0 }] });
});

it('the kiosk tells what to have ready, and who has it says so; an app is told the same', async () => {
  stand = await openStand({ config: smallBranchUnder(STANDARD, MACHINE, YES) });
  await stand.start();
  await stand.pass(seconds(5));
  await press(1);
  expect(face()).toMatchObject({ lamps: ['on', 'on', 'off', 'blink'], line1: 'NUMBER A001' });
  await stand.pass(seconds(2));
  expect(face()).toMatchObject({ line1: 'HAVE READY 1/1', line2: 'BANK CARD' });
  await stand.pass(seconds(3));
  expect(face()).toMatchObject({ line1: 'PAPERS READY?', line2: 'PRESS YES' });
  await press(4);
  expect(face()).toMatchObject({ line1: 'THANK YOU', line2: 'PAPERS ARE READY' });
  for (const key of ['pause', 'next']) {
    await stand.act('keypad1', `press ${key}`);
    await stand.pass(seconds(2));
  }
  await stand.pass(seconds(2));
  expect(stand.retained().get('counter/counter1')).toMatchObject({ ticket: { label: 'A001', papersReady: true } });

  const topic = 'bank/v1/small/main';
  const app = { id: 'app-1', replyTo: `${topic}/res/app`, service: 'cash', language: 'en' };
  stand.broker.current.receive(`${topic}/cmd/issue`, app);
  await stand.pass(seconds(1));
  const answer = JSON.parse(stand.broker.sentTo('/res/').at(-1)?.payload ?? 'null');
  expect(answer?.result).toMatchObject({ kind: 'issued', forms: ['Bank card'], messages: ['New deposits'] });
});
