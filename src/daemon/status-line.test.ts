import { describe, expect, it } from 'vitest';
import { fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import type { DeviceHealth } from '../devices/kinds.ts';
import { and, given, issued, opened } from '../queue/spec.ts';
import type { Told } from './service-manager.ts';
import { keepStatus, type StatusFacts, statusLine } from './status-line.ts';

const device = (id: string, more: Partial<DeviceHealth> = {}): DeviceHealth => ({
  device: id,
  state: 'running',
  reason: null,
  conditions: [],
  since: 0,
  ...more,
});

const WELL: StatusFacts = {
  hall: 'open',
  state: and(given(...opened(['1', '3']), issued('cash')), issued('wealth')).state,
  devices: [device('printer1')],
  busOf: new Map([
    ['keypad1', 'pads'],
    ['keypad2', 'pads'],
  ]),
  journal: null,
  isBrokerThere: true,
  isHttpThere: true,
  isClockTrusted: true,
  reload: null,
  power: null,
  branchSpeed: null,
};

describe('the line in systemctl status', () => {
  it('says what runs and who waits', () => {
    expect(statusLine(WELL)).toBe('open: 2 of 4 counters, 2 wait');
  });

  it('says what is wrong, the journal first', () => {
    const devices = [
      device('printer1', { conditions: ['paper-out', 'cover-open'] }),
      device('display3', { state: 'backing-off', reason: 'no answer within 1500 ms' }),
      device('keypad1', { state: 'opening' }),
    ];
    expect(statusLine({ ...WELL, devices, isBrokerThere: false })).toBe(
      'open: 2 of 4 counters, 2 wait; trouble: printer1 paper out, printer1 cover open, display3 away, broker away',
    );
    const worst = { journal: 'journal/full', reload: 'configuration on disk not in force', isClockTrusted: false };
    expect(statusLine({ ...WELL, devices, ...worst })).toBe(
      'open: 2 of 4 counters, 2 wait; trouble: journal cannot be written (journal/full), configuration on disk not in force, printer1 paper out, printer1 cover open, 2 more',
    );
  });

  it('says that nobody can give commands over HTTP', () => {
    expect(statusLine({ ...WELL, isHttpThere: false })).toMatch(/; trouble: no commands over HTTP$/);
  });

  it('says that the UPS may be low, before devices', () => {
    const devices = [device('ups', { conditions: ['key-held'] })];
    expect(statusLine({ ...WELL, devices, power: 'UPS contact closed' })).toMatch(
      /; trouble: UPS contact closed, ups key held$/,
    );
  });

  it('names a bus that is away for all its units, and a unit alone for itself', () => {
    const away = { state: 'backing-off', reason: 'no such port: /dev/pads' } as const;
    const units = [device('keypad1', away), device('keypad2', away)];
    expect(statusLine({ ...WELL, devices: [...units, device('pads', away)] })).toMatch(/; trouble: pads away$/);
    expect(statusLine({ ...WELL, devices: [...units.slice(1), device('pads')] })).toMatch(/; trouble: keypad2 away$/);
  });

  it('says first that it is a training', () => {
    expect(statusLine({ ...WELL, branchSpeed: 20 })).toBe(
      'training, 20 times as fast as the world; open: 2 of 4 counters, 2 wait',
    );
  });

  it('goes out when it changes, at most every two seconds', async () => {
    const clock = fakeClock();
    const told: Told[] = [];
    const manager = { isThere: true, tell: (words: Told) => void told.push(words), close() {} };
    let line = 'a';
    const status = keepStatus(manager, clock, () => line);
    for (const next of ['b', 'c', 'd']) {
      line = next;
      await clock.advance(seconds(1));
    }
    await clock.advance(seconds(10));
    expect(told).toEqual([{ STATUS: 'a' }, { STATUS: 'c' }, { STATUS: 'd' }]);
    status.stop();
    line = 'e';
    await clock.advance(seconds(10));
    expect(told).toHaveLength(3);
  });

  it('is not made when nobody listens', () => {
    keepStatus({ isThere: false, tell() {}, close() {} }, fakeClock(), () => JSON.parse('{'));
  });
});
