import { afterEach, describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../src/clock.ts';
import { smallBranch } from './branches.ts';
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

/** Both windows are open; A001 is called to the first. */
async function open(): Promise<void> {
  stand = await openStand({ config: smallBranch() });
  await stand.start();
  await stand.pass(seconds(3));
  await press('keypad1', 'pause');
  await press('keypad2', 'pause');
  await stand.act('panel1', 'press 1');
  await stand.pass(seconds(5));
  await press('keypad1', 'next');
}

async function press(keypad: string, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await stand.act(keypad, `press ${key}`);
    await stand.pass(seconds(1));
  }
}

/** What the last event of a type told on MQTT. */
function told(type: string) {
  const all = stand.messages().map((text) => JSON.parse(text));
  return all.findLast((message) => message.type === `lobbyd.${type}`)?.data;
}

const sign = (counter: 1 | 2) => {
  const { text, isBlinking } = stand.view<{ text: string; isBlinking: boolean }>(`display${counter}`);
  return isBlinking ? `${text} blinking` : text;
};

describe('a customer whose teller is gone', () => {
  it('is called, and goes on at the next window: the number blinks there, and the first one stops', async () => {
    await open();
    await stand.pass(seconds(15));
    expect([sign(1), sign(2)]).toEqual(['A001', '----']);
    await press('keypad2', 'transfer', '0', '1');
    expect(stand.view('keypad2')).toMatchObject({ line2: 'TO WINDOW 1_' });
    await press('keypad2', 'start');
    await stand.pass(seconds(1));
    expect(stand.view('keypad2')).toMatchObject({ line1: 'A001 CALLED' });
    expect(stand.view('keypad1')).toMatchObject({ line1: 'PAUSED', line2: 'PAUSE KEY OPENS' });
    expect([sign(1), sign(2)]).toEqual(['STOP', 'A001 blinking']);
    expect(told('ticket-taken-over')).toMatchObject({
      label: 'A001',
      counter: 'counter2',
      from: 'counter1',
      status: 'called',
    });
    expect(told('counter-paused')).toMatchObject({ counter: 'counter1', reason: 'take-over' });
    await stand.pass(seconds(10));
    expect(sign(2)).toBe('A001');
    await press('keypad2', 'undo');
    await stand.pass(seconds(1));
    expect([sign(1), sign(2)]).toEqual(['A001', '----']);
    expect(stand.view('keypad1')).toMatchObject({ line1: 'A001 CALLED' });
  });

  it('is being served, and goes on at the next window without a call, with all of the time', async () => {
    await open();
    await press('keypad1', 'start');
    await stand.pass(minutes(1));
    await press('keypad2', 'transfer', '0', '1', 'start');
    await stand.pass(seconds(1));
    expect([sign(1), sign(2)]).toEqual(['STOP', 'A001']);
    await stand.pass(minutes(1));
    await press('keypad2', 'finish');
    expect(told('ticket-finished')).toMatchObject({ counter: 'counter2', label: 'A001' });
    expect(told('ticket-finished').served).toBeGreaterThan(minutes(2));
  });
});
