import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import { keptLog } from '../devices/spec.ts';
import type { Told } from './service-manager.ts';
import { keepWatchdog, type PulseFacts, pulseEvery, pulseOf } from './watchdog.ts';

const WELL: PulseFacts = { isJournalAlive: true, late: [{ name: 'printer1', by: 0 }] };

describe('the pulse of the program', () => {
  it('beats while journal and supervisors work', () => {
    expect(pulseOf(WELL)).toEqual({ kind: 'beat' });
    expect(pulseOf({ ...WELL, late: [{ name: 'printer1', by: seconds(10) }] })).toEqual({ kind: 'beat' });
  });

  it('is withheld for a journal that does not answer and for a supervisor that stands still, each by name', () => {
    expect(pulseOf({ ...WELL, isJournalAlive: false })).toEqual({
      kind: 'withheld',
      why: ["the journal's thread has not answered for 30 s"],
    });
    expect(pulseOf({ ...WELL, late: [{ name: 'pads', by: seconds(10) + 1 }] })).toEqual({
      kind: 'withheld',
      why: ['the supervisor of pads stands still for 10 s'],
    });
  });

  it('is wanted three times within the limit, by the process that it is meant for', () => {
    expect(pulseEvery({ WATCHDOG_USEC: '30000000' }, 7)).toBe(seconds(10));
    expect(pulseEvery({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '7' }, 7)).toBe(seconds(10));
    expect(pulseEvery({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '8' }, 7)).toBeNull();
    expect(pulseEvery({}, 7)).toBeNull();
    expect(pulseEvery({ WATCHDOG_USEC: '1' }, 7)).toBe(50);
    for (const wrong of ['', '0', '-1', 'ten']) expect(pulseEvery({ WATCHDOG_USEC: wrong }, 7)).toBeNull();
  });
});

describe('the watchdog', () => {
  it('is fed at once and then evenly, not at all while the pulse is withheld, and each is logged once', async () => {
    const clock = fakeClock();
    const { log, lines } = keptLog();
    const told: Told[] = [];
    let facts = WELL;
    const manager = { isThere: true, tell: (words: Told) => void told.push(words), close() {} };
    const stop = keepWatchdog({ manager, clock, log, every: seconds(1), look: () => facts });
    await clock.advance(seconds(2));
    expect(told).toEqual([{ WATCHDOG: '1' }, { WATCHDOG: '1' }, { WATCHDOG: '1' }]);
    facts = { ...WELL, isJournalAlive: false };
    await clock.advance(seconds(5));
    expect(told).toHaveLength(3);
    facts = WELL;
    await clock.advance(seconds(1));
    expect(told).toHaveLength(4);
    expect(lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "error: watchdog not fed: the journal's thread has not answered for 30 s; next: nothing, systemd restarts the daemon and the hall goes on; report this with the log",
      'info: the watchdog is fed again',
    ]);
    stop();
    await clock.advance(seconds(5));
    expect(told).toHaveLength(4);
  });

  it('gives everything the time by which its own look is late: a process that was stopped is alive again', async () => {
    const clock = fakeClock();
    const graces: number[] = [];
    const held: (() => void)[] = [];
    // Timers run when the process is let go on.
    const stopped = { ...clock, after: (_delay: number, run: () => void) => ({ cancel() {}, id: held.push(run) }) };
    const look = (grace: number): PulseFacts => {
      graces.push(grace);
      return WELL;
    };
    keepWatchdog({
      manager: { isThere: true, tell() {}, close() {} },
      clock: stopped,
      log: keptLog().log,
      every: seconds(1),
      look,
    });
    await clock.advance(seconds(1));
    held.shift()?.();
    await clock.advance(seconds(41));
    held.shift()?.();
    expect(graces).toEqual([0, 0, seconds(40)]);
  });
});
