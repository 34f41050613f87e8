import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { PadView } from '../../devices/keypad-line/emulator.ts';
import type { PanelView } from '../../devices/panel-line/emulator.ts';
import { seconds } from '../../src/clock.ts';
import { runs } from '../runs.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, signsAreLit, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

const WIRES = {
  panel1: ['panel1'],
  printer1: ['printer1'],
  bus1: ['keypad1', 'keypad2'],
  bus2: ['display1', 'display2'],
} as const;
type WireName = keyof typeof WIRES;

const stateOf = (device: string): string | undefined =>
  stand.daemon.health.all().find((health) => health.device === device)?.state;

/** Lets the branch work so that bytes go both ways on every wire: a ticket is printed, a number called. */
async function work(turn: number): Promise<void> {
  await stand.act('panel1', `press ${1 + (turn % 2)}`);
  await stand.act('keypad1', `press ${turn % 3 === 2 ? 'finish' : 'next'}`);
  await stand.act('keypad2', 'press recall');
}

const pull = fc.record({
  wire: fc.constantFrom<WireName>('panel1', 'printer1', 'bus1', 'bus2'),
  // Into a frame that is asked, answered or printed at 9600 or 38400 bit/s, or long after all of it.
  after: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.constant(seconds(6))),
  lasts: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: seconds(3), max: seconds(30) })),
});

describe('a cable that is pulled', () => {
  it('while idle, in mid-frame or while the daemon writes: its devices are right again within 5 s of its return', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pull, { minLength: 4, maxLength: 8 }), async (pulls) => {
        stand = await openStand({
          config: smallBranch(
            ['whenPrinterNotReady: refuse', 'whenPrinterNotReady: screen'],
            ['blink: 8s', 'blink: 1s'],
          ),
        });
        await stand.start();
        await stand.pass(seconds(3));
        for (const pad of ['keypad1', 'keypad2']) await stand.act(pad, 'press pause');
        await stand.pass(seconds(3));
        for (const [turn, { wire, after, lasts }] of pulls.entries()) {
          await work(turn);
          await stand.pass(after);
          stand.wires.get(wire)?.pull();
          await stand.pass(lasts);
          for (const device of WIRES[wire]) expect([device, stateOf(device)]).not.toEqual([device, 'running']);
          if (wire === 'bus1') await stand.act('keypad1', 'press recall');
          stand.wires.get(wire)?.plug();
          await stand.pass(seconds(5));
          for (const device of WIRES[wire]) expect([device, stateOf(device)]).toEqual([device, 'running']);
          for (const pad of ['keypad1', 'keypad2'])
            expect(stand.view<PadView>(pad)).toMatchObject({ isOnline: true, unacknowledged: [] });
          expect(stand.view<PanelView>('panel1')).toMatchObject({ isOnline: true, unacknowledged: [] });
          // On a bus that was just returned a sign must be right; elsewhere it may be in its second of the minute.
          if (wire !== 'bus2') await signsAreLit(stand);
          if (wire !== 'printer1') expectDevicesRight(stand);
        }
        await stand.pass(seconds(20));
        await stand.stop();
        expect(await verdict(stand)).toEqual([]);
        await stand.close();
      }),
      { numRuns: runs(12), endOnFailure: true },
    );
  });
});
