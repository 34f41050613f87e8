import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ms, sleep } from '../../src/clock.ts';
import { clock } from '../stand/bell.ts';
import { type Chance, chance, seedOf } from '../stand/chance.ts';
import { closer, openScene, type Scene } from '../stand/scene.ts';
import { labelOf } from '../stand/slip-label.ts';
import { startTraffic } from '../stand/traffic.ts';
import { verdict } from '../stand/verdict.ts';
import { lacks } from '../tools.ts';

/*
 * Real cables: what is waited for comes, however loaded the machine is. That it comes within five seconds is judged in
 * virtual time (test/branch/cables).
 */

const isSkipped = lacks('socat', 'mosquitto');
const shared = closer();
let scene: Scene;
let draw: Chance;

beforeAll(async () => {
  if (isSkipped) return;
  draw = chance(seedOf('cables'));
  scene = await openScene(shared);
  await scene.openCounters(1, 2, 3);
});
afterAll(shared.close);

/** What the daemon says of a device. */
function stateOf(device: string): string | undefined {
  return (scene.reader.states.get(`device/${device}`) as { readonly state: string } | undefined)?.state;
}

/** Pulls the cable; the daemon has seen that the wire of the device is gone. */
async function seenGone(device: string): Promise<void> {
  const { hall } = scene;
  await hall.until(`the daemon has ${device}`, () => stateOf(device) === 'running');
  await hall.cable(device, 'pull');
  await hall.until(`the daemon misses ${device}`, () => stateOf(device) !== 'running');
}

/** Plugs the cable in again and waits until the daemon has the device, and the device is right. */
async function back(device: string, what: string, isRight: () => boolean): Promise<void> {
  await scene.hall.cable(device, 'plug');
  const isBack = (): boolean => stateOf(device) === 'running' && isRight();
  await scene.hall.until(`${what}, after the cable of ${device} is back`, isBack);
}

describe.skipIf(isSkipped)('a cable that is pulled and plugged in again', () => {
  it('of the kiosk: presses that nobody heard get their tickets, and lamps and text are right', async () => {
    const { hall } = scene;
    await seenGone('panel1');
    hall.act('panel1', 'press 1');
    await hall.until('the panel says that it is alone', () => !hall.views.panel.isOnline);
    await back('panel1', 'the number', () => hall.views.panel.line1 === 'NUMBER A001');
    await hall.until('lamps', () => hall.views.panel.lamps.every((lamp) => lamp === 'on'));
    await hall.until('the slip', () => hall.slips.length === 1);
  });

  it('of the keypads: a key that nobody heard is done once, and all pads show what is', async () => {
    const { hall } = scene;
    await seenGone('keypad1');
    await hall.until('the pads say that they are alone', () => hall.views.pad(1).line1 === 'NO LINE');
    hall.act('keypad1', 'press next');
    await back('keypad1', 'the call and all faces', () => {
      const [first, second, third] = [1, 2, 3].map((number) => hall.views.pad(number).line1);
      return first === 'A001 CALLED' && second === 'OPEN' && third === 'OPEN';
    });
    await hall.until('the key is dealt with', () => hall.views.pad(1).unacknowledged.length === 0);
  });

  it('of the displays: they show what was called meanwhile', async () => {
    const { hall, press, take, sign } = scene;
    await sign(1, 'A001');
    await seenGone('display1');
    await press(1, 'finish', 'OK A001');
    await take(2, 'B001');
    await hall.until('the slip', () => hall.slips.map(labelOf).includes('B001'));
    await press(3, 'next', 'B001 CALLED');
    expect(hall.views.sign(1).text).toBe('A001');
    await back('display1', 'the displays', () => {
      const [first, second, third] = [1, 2, 3].map((number) => hall.views.sign(number).text);
      return first === '----' && second === '----' && third === 'B001';
    });
  });

  it('of the printer at rest: the kiosk says so, and prints again', async () => {
    const { hall } = scene;
    await seenGone('printer1');
    await hall.until('the kiosk says it', () => hall.views.panel.line1 === 'PRINTER OFF');
    expect(hall.views.panel.lamps).toEqual(['off', 'off', 'off', 'off']);
    await back('printer1', 'the kiosk', () => hall.views.panel.lamps.every((lamp) => lamp === 'on'));
    await scene.take(1, 'A002');
    await hall.until('the slip', () => hall.slips.map(labelOf).includes('A002'));
  });

  it('of the printer in the middle of a slip: that ticket is unknown and live, the next stands alone on its slip', async () => {
    const { hall, take, press, reader } = scene;
    hall.act('printer1', 'slow on');
    await take(1, 'A003');
    await hall.until('paper moves', () => hall.views.printer.slip.parts.length > 2);
    await seenGone('printer1');
    hall.act('printer1', 'slow off');
    await hall.until('nobody knows', () =>
      [...reader.events.values()].some(
        ({ type, data }) =>
          type === 'lobbyd.print-unknown' && data.label === 'A003' && data.reason === 'connection-lost',
      ),
    );
    await back('printer1', 'the kiosk', () => hall.views.panel.lamps.every((lamp) => lamp === 'on'));
    await take(1, 'A005');
    await hall.until('the slip', () => hall.slips.map(labelOf).includes('A005'));
    for (const label of ['A002', 'A003']) {
      await press(2, 'next', `${label} CALLED`);
      await press(2, 'finish', `OK ${label}`);
    }
  });

  it('of the panel and of the keypads in mid-frame: half a press is none, and the whole one is done once', async () => {
    const { hall, press, reader } = scene;
    const count = (type: string): number => [...reader.events.values()].filter((event) => event.type === type).length;
    const before = {
      slips: hall.slips.length,
      issued: count('lobbyd.ticket-issued'),
      called: count('lobbyd.ticket-called'),
    };
    hall.act('panel1', 'short 1');
    hall.act('panel1', 'press 1');
    await seenGone('panel1');
    await back('panel1', 'the press', () => hall.views.panel.unacknowledged.length === 0);
    await hall.until('one slip', () => hall.slips.length === before.slips + 1);
    hall.act('keypad1', 'short 1');
    hall.act('keypad1', 'press next');
    await seenGone('keypad1');
    await back('keypad1', 'the press', () => hall.views.pad(1).unacknowledged.length === 0);
    // A005 still waited from before.
    await press(1, 'finish', 'OK A005');
    await hall.until('the events', () => count('lobbyd.ticket-called') > before.called);
    expect(count('lobbyd.ticket-issued')).toBe(before.issued + 1);
    expect(count('lobbyd.ticket-called')).toBe(before.called + 1);
  });

  it('of each device while people press, in any order: missed and right again each time', async () => {
    const { hall } = scene;
    const traffic = startTraffic(scene, draw);
    const { views } = hall;
    const isRight: readonly [string, () => boolean][] = [
      // What was pressed while nobody heard it has been answered.
      ['panel1', () => views.panel.isOnline && views.panel.unacknowledged.length === 0],
      ['keypad2', () => views.pad(2).isOnline && views.pad(2).unacknowledged.length === 0],
      ['printer1', () => views.panel.lamps.some((lamp) => lamp !== 'off') && !views.panel.line1.startsWith('PRINTER')],
      ['display3', () => [1, 2, 3].every((number) => !['DEMO', ''].includes(views.sign(number).text))],
    ];
    const lots = isRight.map((each) => ({ each, lot: draw.below(2 ** 32) }));
    for (const { each } of lots.toSorted((one, other) => one.lot - other.lot)) {
      const [device, look] = each;
      await sleep(clock, ms(draw.below(200)));
      // A sign in its box: what is right on it, the daemon has painted since.
      if (device === 'display3') for (const number of [1, 2, 3]) hall.act(`display${number}`, 'swap');
      await seenGone(device);
      await sleep(clock, ms(draw.below(150)));
      await back(device, 'it', look);
    }
    await traffic.stop();
    expect(await verdict(scene)).toEqual([]);
  }, 90_000);
});
