import { afterEach, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/clock.ts';
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

/** A short Monday with a break; the clock opens the second window; who waits at closing is held over. */
const HOURS: Edit = [
  'kiosks:\n',
  `hours:
  week:
    - { days: [mon], open: ["09:00-09:04", "09:06-09:12"] }
    - { days: [tue], open: ["09:00-10:00"] }
kiosks:
`,
];
const BY_CLOCK: Edit = [
  'display: display2, keypad: keypad2 }',
  'display: display2, keypad: keypad2, opens: by-schedule }',
];
const RULES: Edit = [
  '  endedKept: 500\n',
  '  endedKept: 500\n  hours: { lastTickets: 2min, lastTicketBy: none, atClosing: park }\n',
];

/** Monday, 5 January 2026, in Shanghai. */
const at = (hour: number, minute: number, second = 0): number => Date.UTC(2026, 0, 5, hour - 8, minute, second);

async function until(wall: number): Promise<void> {
  await stand.pass(wall - stand.clock.wall());
}

async function press(keypad: string, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await stand.act(keypad, `press ${key}`);
    await stand.pass(seconds(2));
  }
}

async function asked(body: object): Promise<unknown> {
  const before = stand.broker.sentTo('/res/').length;
  const topic = 'bank/v1/small/main';
  stand.broker.current.receive(`${topic}/cmd/issue`, { id: 'app-1', replyTo: `${topic}/res/app`, ...body });
  await stand.pass(seconds(1));
  const [answer] = stand.broker.sentTo('/res/').slice(before);
  return JSON.parse(answer?.payload ?? 'null')?.result;
}

it('a whole day: not open yet, open, a break, the last tickets, closing, closed, and the next morning', async () => {
  stand = await openStand({ config: smallBranchUnder([RULES], HOURS, BY_CLOCK), start: at(8, 58) });
  await stand.start();
  await stand.pass(seconds(5));
  const face = () => stand.view<{ lamps: readonly string[]; line1: string; line2: string }>('panel1');
  const hall = () => stand.retained().get('hall');
  expect(face()).toMatchObject({ lamps: ['off', 'off', 'off', 'off'], line1: 'NOT OPEN YET', line2: 'OPENS 09:00' });
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(2));
  expect(stand.slips).toEqual([]);

  await until(at(9, 0, 5));
  expect(face()).toMatchObject({ lamps: ['on', 'on', 'off', 'off'], line1: 'WELCOME' });
  expect(hall()).toMatchObject({
    phase: 'open',
    isByClock: true,
    next: { phase: 'break', at: '2026-01-05T01:04:00.000Z' },
  });
  expect(stand.view('display1')).toMatchObject({ text: '' });
  expect(stand.view('display2')).toMatchObject({ text: '----' });
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(5));
  await press('keypad2', 'next');
  expect(stand.view('display2')).toMatchObject({ text: 'A001' });

  await until(at(9, 4, 5));
  expect(face()).toMatchObject({ line1: 'BREAK', line2: 'OPENS 09:06' });
  // Its hours have a break as well, but a customer is at the window.
  expect(stand.view('display2')).toMatchObject({ text: 'A001' });
  await until(at(9, 6, 5));
  // The second window is busy: nine of ten would be called in nine minutes, and six are left.
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(2));
  expect(face()).toMatchObject({
    lamps: ['blink', 'on', 'off', 'off'],
    line1: 'MAY BE TOO LATE',
    line2: 'YES: PRESS AGAIN',
  });
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(5));
  expect(stand.slips).toHaveLength(2);
  expect(stand.slips.map((slip) => textOf(slip).join().includes('营业结束前可能无法办理'))).toEqual([false, true]);
  await until(at(9, 10, 5));
  expect(hall()).toMatchObject({ phase: 'last-tickets' });

  await until(at(9, 12, 5));
  expect(hall()).toMatchObject({ phase: 'closing', opens: '2026-01-06T01:00:00.000Z' });
  expect(face()).toMatchObject({ line1: 'WE ARE CLOSED', line2: 'OPENS TUE 09:00' });
  expect(stand.retained().get('queue/cash')).toMatchObject({
    waiting: 0,
    isIssuing: false,
    whyNot: 'branch-closed',
    opens: '2026-01-06T01:00:00.000Z',
    texts: { en: 'We are closed. We open again at Tue 6 Jan 09:00.' },
    today: { issued: 2, refused: 1, asked: 1, insisted: 1 },
  });
  expect(await asked({ service: 'cash', language: 'zh-CN', insists: true })).toEqual({
    kind: 'refused',
    code: 'branch-closed',
    about: { service: 'cash', opens: '2026-01-06T01:00:00.000Z' },
    text: '今日营业已结束，下次营业时间：1月6日周二 09:00',
  });
  await press('keypad2', 'finish');
  expect(hall()).toMatchObject({ phase: 'closed' });
  await stand.pass(seconds(31));
  expect(stand.view('display2')).toMatchObject({ text: '' });

  await stand.stop();
  await stand.clock.advance(at(8, 59) + minutes(24 * 60) - stand.clock.wall());
  await stand.start();
  await stand.pass(seconds(5));
  expect(face()).toMatchObject({ line1: 'NOT OPEN YET', line2: 'OPENS 09:00' });
  await until(at(9, 0, 5) + minutes(24 * 60));
  expect(hall()).toMatchObject({ phase: 'open' });
  await press('keypad2', 'next');
  expect(stand.view('display2')).toMatchObject({ text: 'A002' });
  const types = (await stand.events()).map(({ type }) => type);
  expect(types.filter((type) => ['held-over', 'unparked', 'expired'].includes(type))).toEqual([
    'held-over',
    'unparked',
  ]);
});

it('a time in a break, after closing or on a closed day is not booked, and the customer is told why in either language', async () => {
  stand = await openStand({ config: smallBranchUnder([RULES], HOURS, BY_CLOCK), start: at(8, 58) });
  await stand.start();
  await stand.pass(seconds(5));
  const book = async (time: string, language?: string): Promise<unknown> => {
    const before = stand.broker.sentTo('/res/').length;
    const body = { reference: 'R-1', service: 'cash', time, ...(language ? { language } : {}) };
    stand.broker.current.receive('bank/v1/small/main/cmd/book', {
      id: `book-${before}`,
      replyTo: 'bank/v1/small/main/res/app',
      ...body,
    });
    await stand.pass(seconds(1));
    return JSON.parse(stand.broker.sentTo('/res/')[before]?.payload ?? 'null')?.result;
  };
  const refused = { kind: 'refused', code: 'appointment-outside-hours' };
  const inBreak = '2026-01-05T09:05:00+08:00';
  expect(await book(inBreak)).toMatchObject({
    ...refused,
    about: { service: 'cash', why: 'break', opens: '2026-01-05T01:06:00.000Z' },
    text: '该时间休息，09:06 恢复营业，请另选时间',
  });
  expect(await book(inBreak, 'en')).toMatchObject({
    text: 'We have a break then, until 09:06. Please choose another time.',
  });
  expect(await book('2026-01-05T09:30:00+08:00', 'en')).toMatchObject({
    ...refused,
    text: 'We are closed then, and open at Tue 6 Jan 09:00. Please choose another time.',
  });
  expect(await book('2026-01-07T09:30:00+08:00')).toMatchObject({
    ...refused,
    text: '该时间不营业，1月12日周一 09:00 开始营业，请另选时间',
  });
  expect(await book('2026-01-06T09:30:00+08:00')).toMatchObject({ kind: 'done' });
});
