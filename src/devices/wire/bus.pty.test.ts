import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linkDirectory } from '../../../test/pty.ts';
import { lacks } from '../../../test/tools.ts';
import { systemClock } from '../../clock.ts';
import { silentLog } from '../log.ts';
import { TestPad } from '../spec.ts';
import { superviseBus } from './bus.ts';
import { ptyFarEnd } from './pty.ts';
import { serialWires } from './serial.ts';
import { LINE, TestUnit } from './spec.ts';

const clock = systemClock(() => true);

/** Three pads on a real pty, and waiting for what their bus tells. */
async function stand() {
  const far = await ptyFarEnd({ link: join(linkDirectory(), 'bus'), clock, log: silentLog });
  const pads = [1, 2, 3].map((number) => new TestPad(number, far, clock));
  const units: TestUnit[] = [];
  const waiting = new Set<() => void>();
  const bus = await superviseBus({
    bus: 'bus-1',
    wires: serialWires({ path: far.address, line: LINE, clock, log: silentLog }),
    line: LINE,
    clock,
    log: silentLog,
    onHealth() {
      for (const look of [...waiting]) look();
    },
    units: pads.map((_, index) => ({
      device: `keypad-${index + 1}`,
      async open(context) {
        const unit = new TestUnit(index + 1, context, true);
        // A loaded machine answers late; this is no test of time.
        unit.timeoutMs = 500;
        units.push(unit);
        return unit;
      },
    })),
  });
  const until = (state: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!bus.health().every((health) => health.state === state)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { far, pads, units, bus, until };
}

describe.skipIf(lacks('socat'))('a bus on a serial cable', () => {
  test('that vanishes in mid-traffic and returns on another node serves all its units again', async () => {
    const { far, pads, units, bus, until } = await stand();
    await until('running');
    await far.pull();
    await until('backing-off');
    await far.plug();
    await until('running');
    expect(units.map((unit) => unit.resets)).toEqual([2, 2, 2]);
    const shown = new Promise<void>((resolve) => {
      far.onBytes(() => {
        if (pads[1]?.shown.some(({ value }) => value === 12)) resolve();
      });
    });
    units[1]?.show(12);
    await shown;
    await bus.close();
    await far.close();
  });

  test('that is pulled for good is closed without waiting for it', async () => {
    const { far, units, bus, until } = await stand();
    await until('running');
    await far.close();
    await bus.close();
    expect(units.map((unit) => unit.closes)).toEqual([1, 1, 1]);
    expect(bus.health().map((health) => health.state)).toEqual(['closed', 'closed', 'closed', 'closed']);
  });
});
