import { afterEach, describe, expect, it } from 'vitest';
import type { PadView } from '../../devices/keypad-line/emulator.ts';
import { seconds } from '../../src/clock.ts';
import { seededRandom } from '../../src/devices/wire/seeded.ts';
import { exampleBranch, smallBranch } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, verdict } from './evidence.ts';
import { type Happening, openStand, type Stand, textOf } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

async function openBranch(...opened: string[]): Promise<void> {
  await stand.start();
  await stand.pass(seconds(3));
  for (const keypad of opened) await stand.act(keypad, 'press pause');
  await stand.pass(seconds(6));
}

const first = (from: number, is: (happening: Happening) => boolean): number => {
  const found = stand.happenings.find((happening) => happening.at >= from && is(happening));
  return (found?.at ?? Number.NaN) - from;
};
const shows = (device: string, pattern: RegExp) => (happening: Happening) =>
  happening.device === device && happening.what === 'view' && pattern.test(happening.text);
const now = (): number => stand.clock.monotonic();

/** Time between turns of a view, ms. */
function blinkedFor(device: string, label: string): number {
  const faces = stand.happenings.filter(shows(device, new RegExp(`"text":"${label}"`)));
  const begin = faces.find(({ text }) => text.includes('"isBlinking":true'));
  const end = faces.find(({ at, text }) => at > (begin?.at ?? 0) && text.includes('"isBlinking":false'));
  return (end?.at ?? Number.NaN) - (begin?.at ?? 0);
}

async function heads(from: number): Promise<string[]> {
  return (await stand.events(from)).map((event) =>
    ['label' in event ? event.label : null, event.type, event.counter, event.rule].filter(Boolean).join(' '),
  );
}

describe('a press becomes a call', () => {
  it('one customer from the button to the end of the visit, with every word of it', async () => {
    stand = await openStand({ config: smallBranch() });
    await openBranch('keypad1');
    const from = stand.store.head().seq + 1;
    expect(stand.view('display1')).toMatchObject({ text: '----', isBlinking: false });
    expect(stand.view('keypad1')).toMatchObject({ line1: 'OPEN', line2: '0 WAITING' });

    await stand.act('panel1', 'press 2');
    await stand.pass(seconds(3));
    expect(stand.view('panel1')).toMatchObject({
      line1: 'NUMBER B001',
      line2: 'YOU ARE NEXT',
      lamps: ['on', 'on', 'off', 'off'],
    });
    expect(stand.slips.map(textOf)).toEqual([
      [
        'Small Branch',
        '小支行',
        '----',
        'Accounts',
        '开户',
        'B001',
        'You are next',
        '前面无人等候',
        'Your turn comes soon',
        '即将叫到您的号码',
        'Issued 取号时间           2026-01-05 09:00',
        '----',
        'Please have ready 等候时请准备',
        '□ ID document',
        '   本人身份证',
        '----',
        'Please watch and listen for your number.',
        '请留意屏幕和广播叫号，谢谢。',
        expect.stringMatching(/^\[lobbyd:1:small:2026-01-05:B001:[0-9A-Z]{8}\]$/),
      ],
    ]);
    expect(stand.view('keypad1')).toMatchObject({ line1: 'OPEN', line2: '1 WAITING' });

    await stand.act('keypad1', 'press next');
    await stand.pass(seconds(1));
    expect(stand.view('display1')).toMatchObject({ text: 'B001', isBlinking: true });
    expect(stand.view('keypad1')).toMatchObject({ line1: 'B001 CALLED', line2: '0 WAITING', isWaiting: false });
    await stand.pass(seconds(10));
    expect(stand.view('display1')).toMatchObject({ text: 'B001', isBlinking: false });
    const blinked = blinkedFor('display1', 'B001');
    expect(blinked).toBeGreaterThan(seconds(8) - 300);
    expect(blinked).toBeLessThan(seconds(8) + 300);

    for (const key of ['recall', 'start', 'finish']) {
      await stand.act('keypad1', `press ${key}`);
      await stand.pass(seconds(2));
    }
    expect(stand.view('display1')).toMatchObject({ text: '----', isBlinking: false });
    expect(await heads(from)).toEqual([
      'B001 issued',
      'B001 print-started',
      'B001 print-ended',
      'B001 called counter1 longest-wait',
      'B001 recalled counter1',
      'B001 started counter1',
      'B001 finished counter1',
    ]);
    expectRetainedRight(stand);
    await expectReplaysEqual(stand);
    await stand.stop();
    expect(await verdict(stand)).toEqual([]);
  });

  it('the slip has what the branch file wants on it, and nothing else', async () => {
    const plain =
      'ticket: { logoText: BANK, isBilingual: false, isQrPrinted: false, isTimePrinted: false, areFormsPrinted: false, arePeopleAheadPrinted: false, farewell: { zh-CN: [谢谢], en: [Thank you] } }\ndisplays:';
    stand = await openStand({ config: smallBranch(['displays:', plain]) });
    await openBranch();
    await stand.act('panel1', 'press 2');
    await stand.pass(seconds(3));
    expect(stand.slips.map(textOf)).toEqual([
      ['BANK', 'Small Branch', '----', 'Accounts', 'B001', '----', 'Thank you'],
    ]);
  });

  it('next with nobody there stands, and the next slip that is printed is called at once', async () => {
    stand = await openStand({ config: smallBranch() });
    await openBranch('keypad1', 'keypad2');
    const from = stand.store.head().seq + 1;
    await stand.act('keypad2', 'press next');
    await stand.pass(seconds(1));
    expect(stand.view('keypad2')).toMatchObject({ line1: 'NEXT COMES', line2: 'NOBODY WAITS' });
    await stand.act('panel1', 'press 1');
    await stand.pass(seconds(4));
    expect(stand.view('keypad2')).toMatchObject({ line1: 'A001 CALLED' });
    expect(stand.view('display2')).toMatchObject({ text: 'A001', isBlinking: true });
    expect(stand.view('display1')).toMatchObject({ text: '----' });
    expect(await heads(from)).toEqual([
      'request-stands counter2',
      'A001 issued',
      'A001 print-started',
      'A001 print-ended',
      'A001 called counter2 request',
    ]);
    const cut = stand.happenings.find(({ what, text }) => what === 'slip' && text === 'A001')?.at ?? Number.NaN;
    expect(first(cut, shows('display2', /A001/))).toBeLessThan(500);
  });

  it('transfer, undo, no-show and the refusals stand on the keypad as a teller reads them', async () => {
    stand = await openStand({ config: smallBranch() });
    await openBranch('keypad1');
    const keys = async (...names: string[]): Promise<[string, string]> => {
      for (const name of names) {
        await stand.act('keypad1', `press ${name}`);
        await stand.pass(400);
      }
      const { line1, line2 } = stand.view<PadView>('keypad1');
      return [line1, line2];
    };
    for (const button of [1, 1]) await stand.act('panel1', `press ${button}`);
    await stand.pass(seconds(6));
    expect(await keys('finish')).toEqual(['OPEN', 'NO CUSTOMER']);
    expect(await keys('1')).toEqual(['OPEN', 'CALL 1_']);
    expect(await keys('enter')).toEqual(['A001 CALLED', '1 WAITING']);
    expect(await keys('undo')).toEqual(['OPEN', 'OK A001']);
    expect(await keys('undo')).toEqual(['OPEN', 'NOTHING TO UNDO']);
    expect(await keys('next')).toEqual(['A001 CALLED', '1 WAITING']);
    expect(await keys('transfer')).toEqual(['A001 CALLED', 'TO SERVICE _']);
    expect(await keys('2', 'enter')).toEqual(['OPEN', 'OK A001']);
    expect(await keys('next')).toEqual(['A001 CALLED', '1 WAITING']);
    expect(await keys('no-show')).toEqual(['OPEN', 'OK A001']);
    expect(await keys('9', 'enter')).toEqual(['OPEN', 'NO NUMBER 9']);
    expect(await keys('pause')).toEqual(['PAUSED', 'OK']);
    expect(await keys('next')).toEqual(['PAUSED', 'COUNTER PAUSED']);
    await stand.pass(seconds(8));
    expect(stand.view('display1')).toMatchObject({ text: 'STOP' });
    expectDevicesRight(stand);
    await expectReplaysEqual(stand);
  });
});

describe('how long it takes on wires of 9600 bit/s', () => {
  it('press → first byte at the printer, and key → number on the display', async ({ annotate }) => {
    stand = await openStand({ config: smallBranch() });
    await openBranch('keypad1');
    let pressed = now();
    await stand.act('panel1', 'press 1');
    await stand.pass(seconds(3));
    const toPaper = first(
      pressed,
      ({ device, what, text }) => device === 'printer1' && what === 'bytes' && Number(text) > 3,
    );
    const toSlip = first(pressed, ({ what }) => what === 'slip');
    const toAnswer = first(pressed, shows('panel1', /NUMBER A001/));
    pressed = now();
    await stand.act('keypad1', 'press next');
    await stand.pass(seconds(1));
    const toDisplay = first(pressed, shows('display1', /A001/));
    const toPad = first(pressed, shows('keypad1', /A001 CALLED/));
    await annotate(JSON.stringify({ toPaper, toAnswer, toSlip, toDisplay, toPad }));
    expect(toPaper).toBeLessThan(150);
    expect(toAnswer).toBeLessThan(350);
    expect(toSlip).toBeLessThan(seconds(2));
    expect(toDisplay).toBeLessThan(250);
    expect(toPad).toBeLessThan(400);
  });

  it('nine keypads on one bus: a teller has the answer within a moment, whoever else presses', async ({ annotate }) => {
    stand = await openStand({ config: exampleBranch() });
    await openBranch(...Array.from({ length: 9 }, (_, index) => `keypad${index + 1}`));
    const random = seededRandom(7);
    const times: number[] = [];
    for (let round = 0; round < 150; round += 1) {
      await stand.pass(Math.floor(random() * 700));
      const pad = `keypad${1 + Math.floor(random() * 9)}`;
      if (stand.view<PadView>(pad).isWaiting) continue;
      const pressed = now();
      await stand.act(pad, `press ${round % 3 === 0 ? 'next' : 'recall'}`);
      const isAnswered = shows(pad, /"isWaiting":false/);
      while (!stand.happenings.some((happening) => happening.at > pressed && isAnswered(happening)))
        await stand.pass(10);
      times.push(now() - pressed);
    }
    times.sort((one, other) => one - other);
    const at = (share: number): number => times[Math.floor(times.length * share)] ?? Number.NaN;
    await annotate(JSON.stringify({ p50: at(0.5), p99: at(0.99), worst: times.at(-1) }));
    expect(at(0.5)).toBeLessThan(350);
    // A quiet round of nine keypads, and the answer in the slot after it; one in a hundred meets the presses of others.
    expect(at(0.95)).toBeLessThan(550);
    expect(at(0.99)).toBeLessThan(700);
  });
});
