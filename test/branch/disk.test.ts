import { afterEach, describe, expect, it } from 'vitest';
import type { PadView } from '../../devices/keypad-line/emulator.ts';
import { seconds } from '../../src/clock.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

async function open(): Promise<void> {
  stand = await openStand({ config: smallBranch() });
  await stand.start();
  await stand.pass(seconds(3));
  for (const pad of ['keypad1', 'keypad2']) await stand.act(pad, 'press pause');
  await stand.pass(seconds(6));
}

/** All is well again: nothing is lost, doubled or wrong. */
async function expectRecovered(): Promise<void> {
  await stand.pass(seconds(8));
  expectDevicesRight(stand);
  expectRetainedRight(stand);
  await expectReplaysEqual(stand);
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
}

const pad = (keypad = 'keypad1'): string => {
  const { line1, line2 } = stand.view<PadView>(keypad);
  return `${line1}|${line2}`;
};
const kiosk = (): string => {
  const { line1, line2 } = stand.view<PadView>('panel1');
  return `${line1}|${line2}`;
};
const paper = (): number =>
  stand.happenings.filter(({ device, what, text }) => device === 'printer1' && what === 'bytes' && Number(text) > 3)
    .length;
const press = async (device: string, what: string | number, then = seconds(1)): Promise<void> => {
  await stand.act(device, `press ${what}`);
  await stand.pass(then);
};

describe('a full disk', () => {
  it('is told at the kiosk and at the keypad, does nothing by halves, and is over by itself', async () => {
    await open();
    await press('panel1', 1, seconds(8));
    const before = stand.store.head().seq;
    const papers = paper();
    const sent = stand.messages().length;
    stand.store.fillDisk(1_000);
    await press('panel1', 1);
    await press('keypad1', 'next');
    expect(kiosk()).toBe('DISK FULL: HELP!|PLEASE ASK STAFF');
    expect(pad()).toBe('OPEN|DISK FULL: HELP!');
    expect(stand.view('display1')).toMatchObject({ text: '----' });
    await stand.pass(seconds(30));
    expect([stand.store.head().seq, paper(), stand.messages().length]).toEqual([before, papers, sent]);
    expect(stand.daemon.branch.trouble()?.code).toBe('journal/disk-full');

    stand.store.fillDisk(0);
    await press('keypad1', 'next');
    expect(pad()).toBe('A001 CALLED|0 WAITING');
    await press('panel1', 1, seconds(2));
    expect(kiosk()).toBe('NUMBER A002|YOU ARE NEXT');
    expect(stand.daemon.branch.trouble()).toBeNull();
    expect(stand.broker.sentTo('/evt/disk-trouble').map(({ payload }) => JSON.parse(payload))).toMatchObject([
      { subject: 'device/journal', data: { device: 'journal', code: 'journal/disk-full' } },
    ]);
    await expectRecovered();
  });

  it('in the middle of a print: the slip is printed once, and its end is written when there is room', async () => {
    await open();
    await stand.act('panel1', 'press 1');
    await stand.pass(400);
    stand.store.fillDisk(1_000);
    await stand.pass(seconds(5));
    expect(stand.slips).toHaveLength(1);
    expect(await stand.eventsOf('print-ended')).toEqual([]);
    expect(await stand.eventsOf('released')).toEqual([]);
    stand.store.fillDisk(0);
    await stand.pass(seconds(3));
    expect(await stand.eventsOf('print-ended')).toHaveLength(1);
    expect(stand.slips).toHaveLength(1);
    await expectRecovered();
  });
});

describe('a disk that does not say whether it has written', () => {
  it.each([true, false])(
    'a call that was written or not (%s) stands on pad and display as it is on disk',
    async (isWritten) => {
      await open();
      await press('panel1', 1, seconds(8));
      stand.store.loseNext(isWritten);
      await press('keypad1', 'next', 400);
      expect(pad()).toBe(isWritten ? 'A001 CALLED|DISK: TRY AGAIN' : 'OPEN|DISK: TRY AGAIN');
      await press('keypad1', 'next');
      const calls = await stand.eventsOf('called');
      expect(calls).toHaveLength(1);
      // Pressed again for the fault, it does not send away the customer whom the lost call called after all.
      expect(pad()).toBe(`A001 CALLED|${isWritten ? 'CALLED JUST NOW' : '0 WAITING'}`);
      await expectRecovered();
    },
  );

  it.each([true, false])(
    'a press at the kiosk that was written or not (%s) gives no number twice',
    async (isWritten) => {
      await open();
      stand.store.loseNext(isWritten);
      await press('panel1', 1, 400);
      expect(kiosk()).toBe('DISK: TRY AGAIN|PLEASE ASK STAFF');
      await press('panel1', 1, seconds(5));
      expect((await stand.eventsOf('issued')).map(({ label }) => label)).toEqual(
        isWritten ? ['A001', 'A002'] : ['A001'],
      );
      await expectRecovered();
    },
  );

  it('and does not open again for five seconds: everybody is told, and it goes on by itself', async () => {
    await open();
    await press('panel1', 1, seconds(8));
    stand.store.loseNext(true);
    stand.store.refuseReopen(5);
    await press('keypad1', 'next', seconds(2));
    expect(pad()).toBe('OPEN|DISK: TRY AGAIN');
    expect(stand.view('display1')).toMatchObject({ text: '----' });
    await press('panel1', 2, seconds(1));
    expect(kiosk()).toBe('DISK FAULT: HELP|PLEASE ASK STAFF');
    await stand.pass(seconds(4));
    expect(stand.view('display1')).toMatchObject({ text: 'A001' });
    await expectRecovered();
  });
});

describe('a disk that stands still', () => {
  it('for two seconds: WAIT at the pad, nothing shown, printed or published before the commit, all of it after', async () => {
    await open();
    await press('panel1', 1, seconds(8));
    const sent = stand.messages().length;
    const papers = paper();
    const release = stand.store.stall();
    await stand.act('keypad1', 'press next');
    // Which of two pads is heard first is the bus's business.
    await stand.pass(seconds(0.5));
    await stand.act('panel1', 'press 2');
    await stand.act('keypad2', 'press next');
    await stand.pass(seconds(1.5));
    expect(pad()).toBe('OPEN|WAIT');
    expect(stand.view('keypad1')).toMatchObject({ isWaiting: true, isOnline: true });
    expect(stand.view('panel1')).toMatchObject({ lamps: ['on', 'blink', 'off', 'off'] });
    expect(stand.view('display1')).toMatchObject({ text: '----' });
    expect([paper(), stand.messages().length]).toEqual([papers, sent]);
    release();
    await stand.pass(seconds(3));
    expect(pad()).toBe('A001 CALLED|1 WAITING');
    expect(stand.view('display1')).toMatchObject({ text: 'A001', isBlinking: true });
    expect(stand.slips).toHaveLength(2);
    await expectRecovered();
  });

  it('what is due by time alone comes when it moves again', async () => {
    await open();
    await stand.act('printer1', 'mute on');
    await press('panel1', 1, 200);
    const release = stand.store.stall();
    await stand.pass(seconds(6));
    release();
    await stand.pass(seconds(1));
    expect((await stand.eventsOf('released')).map(({ label }) => label)).toEqual(['A001']);
    await stand.act('printer1', 'mute off');
    await stand.pass(seconds(30));
    await expectRecovered();
  });
});

describe('another controller has written', () => {
  it('this one writes no more, says so at the pads, and shows what it last knew', async () => {
    await open();
    await press('panel1', 1, seconds(8));
    const [record] = (await stand.journal()).slice(-1);
    stand.store.supersede([record ?? expect.unreachable()]);
    const { seq } = stand.store.head();
    await press('keypad1', 'next');
    expect(pad()).toBe('OPEN|FAULT: CALL HELP');
    await press('panel1', 1);
    expect(kiosk()).toBe('FAULT: CALL HELP|PLEASE ASK STAFF');
    await stand.pass(seconds(20));
    expect(stand.store.head().seq).toBe(seq);
    expect(stand.view('display1')).toMatchObject({ text: '----' });
    expect(stand.daemon.branch.trouble()?.code).toBe('journal/superseded');
    await stand.stop();
  });
});
