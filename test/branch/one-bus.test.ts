import { afterEach, describe, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

/** The signs hang on the keypads' bus, whose keypads speak as signs do; as a technician writes it. */
const ONE_BUS: readonly (readonly [string, string])[] = [
  ['  - { id: bus2, wire: { serial: /dev/bus2 } }\n', ''],
  ['bus: bus2', 'bus: bus1'],
  ['settings: { address: 1 }', 'settings: { address: 1, line: 7E1 }'],
  ['settings: { address: 2 }', 'settings: { address: 2, line: 7E1 }'],
  ['address: 1, width', 'address: 11, width'],
  ['address: 2, width', 'address: 12, width'],
];

describe('keypads and signs on one bus', () => {
  it('speak 7E1, and a visit goes its way over both', async () => {
    stand = await openStand({ config: smallBranch(...ONE_BUS) });
    expect(stand.config.buses.map(({ line, units }) => [line.dataBits, line.parity, units.length])).toEqual([
      [7, 'even', 4],
    ]);
    await stand.start();
    await stand.pass(seconds(3));
    for (const keypad of ['keypad1', 'keypad2']) await stand.act(keypad, 'press pause');
    await stand.pass(seconds(6));
    for (const button of [1, 1, 2]) await stand.act('panel1', `press ${button}`);
    await stand.pass(seconds(8));
    for (const keypad of ['keypad1', 'keypad2']) {
      await stand.act(keypad, 'press next');
      await stand.pass(seconds(1));
    }
    expect(stand.view('keypad1')).toMatchObject({ line1: 'A001 CALLED', isWaiting: false });
    expect(stand.view('display1')).toMatchObject({ text: 'A001', isBlinking: true });
    expect(stand.view('keypad2')).toMatchObject({ line1: 'A002 CALLED', isWaiting: false });
    expect(stand.view('display2')).toMatchObject({ text: 'A002', isBlinking: true });
    for (const key of ['start', 'finish', 'next']) {
      await stand.act('keypad1', `press ${key}`);
      await stand.pass(seconds(2));
    }
    expect(stand.view('display1')).toMatchObject({ text: 'B001', isBlinking: true });
    await stand.pass(seconds(10));
    expectDevicesRight(stand);
    for (const health of stand.daemon.health.all()) expect(health).toMatchObject({ state: 'running', conditions: [] });
    await stand.stop();
    expect(await verdict(stand)).toEqual([]);
  });
});
