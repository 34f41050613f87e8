import { afterEach, describe, expect, it, vi } from 'vitest';
import { ms, seconds } from '../../src/clock.ts';
import { smallBranch } from './branches.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

describe('the journal', () => {
  it('is tidied up after five quiet seconds, not before, and again after the next press', async () => {
    stand = await openStand({ config: smallBranch() });
    const idle = vi.spyOn(stand.store, 'idle');
    let writtenAt = 0;
    stand.hooks = {
      after() {
        writtenAt = stand.clock.monotonic();
      },
    };
    await stand.start();
    await stand.pass(seconds(20));
    for (const key of ['pause', 'pause']) {
      idle.mockClear();
      await stand.act('keypad1', `press ${key}`);
      await stand.pass(seconds(3));
      await stand.pass(writtenAt + seconds(5) - ms(1) - stand.clock.monotonic());
      expect(idle).not.toHaveBeenCalled();
      await stand.pass(ms(1));
      expect(idle).toHaveBeenCalledTimes(1);
      await stand.pass(seconds(60));
      expect(idle).toHaveBeenCalledTimes(1);
    }
  });
});
