import { describe, expect, it } from 'vitest';
import { seconds } from '../../../src/clock.ts';
import { printerWatch } from './printer-watch.ts';
import { worldClock } from './world-clock.ts';

describe('the wire of a printer in a simulated day', () => {
  it('wakes when a slip begins, though the driver waits for what it asked before the wire fell asleep', async () => {
    const clock = worldClock();
    const watch = printerWatch(() => clock.wake('printer1'));
    clock.isQuiet = () => !watch.isBusy();
    let answers = 0;
    clock.devices('printer1').after(seconds(1), () => {
      answers += 1;
    });
    await clock.advance(seconds(60));
    expect([answers, watch.isBusy()]).toEqual([0, false]);
    watch.wrote(['issued']);
    await clock.advance(seconds(60));
    expect([answers, watch.isBusy()]).toEqual([0, false]);
    watch.wrote(['issued', 'print-started']);
    await clock.advance(seconds(60));
    expect([answers, watch.isBusy()]).toEqual([1, true]);
  });
});
