import { expect, it } from 'vitest';
import type { DeviceHealth } from '../devices/kinds.ts';
import { LobbydError } from '../errors.ts';
import { openDeviceAlerts } from './device-alerts.ts';
import { fakeBranch } from './port.fake.ts';

function stand() {
  const fake = fakeBranch();
  const healths = new Map<string, DeviceHealth>();
  const heard = new Set<(health: DeviceHealth) => void>();
  const troubled = new Set<() => void>();
  let trouble: LobbydError | null = null;
  const branch = Object.assign(fake, {
    trouble: () => trouble,
    onTrouble(listener: () => void) {
      troubled.add(listener);
      return () => troubled.delete(listener);
    },
  });
  const health = {
    all: () => [...healths.values()],
    onReport(listener: (report: DeviceHealth) => void) {
      heard.add(listener);
      return () => heard.delete(listener);
    },
  };
  const alerts = openDeviceAlerts({ health, branch, boot: 35 });
  let changes = 0;
  alerts.onChange(() => {
    changes += 1;
  });
  return {
    fake,
    alerts,
    changes: () => changes,
    kinds: () => alerts.all().map(({ id, device, kind }) => `${id} ${device} ${kind}`),
    report(state: DeviceHealth['state'], conditions: DeviceHealth['conditions'] = [], isListed = true) {
      const report = { device: 'printer1', state, reason: null, conditions, since: 0 };
      if (isListed) healths.set(report.device, report);
      else healths.delete(report.device);
      for (const listener of heard) listener(report);
    },
    setTrouble(isIll: boolean) {
      const fault = { code: 'journal/disk-full', what: 'full', where: 'journal', next: 'make room' } as const;
      trouble = isIll ? new LobbydError(fault) : null;
      for (const listener of troubled) listener();
    },
  };
}

const ask = (alert: string) =>
  ({
    type: 'acknowledge-alert',
    alert,
    person: 'lm-2',
    of: null,
    id: { source: 'tablet', key: alert },
    actor: { kind: 'mqtt', client: 'tablet' },
  }) as const;

it('a condition of a device is an alert for as long as it lasts, with an id of its own each time', () => {
  const { report, kinds, changes } = stand();
  report('running', ['paper-near-end']);
  report('running', ['paper-near-end', 'paper-out']);
  expect(kinds()).toEqual(['dz-1 printer1 paper-near-end', 'dz-2 printer1 paper-out']);
  report('running', ['paper-near-end']);
  report('running', ['paper-near-end']);
  expect(kinds()).toEqual(['dz-1 printer1 paper-near-end']);
  report('running', ['paper-near-end', 'paper-out']);
  expect(kinds()).toEqual(['dz-1 printer1 paper-near-end', 'dz-3 printer1 paper-out']);
  expect(changes()).toBe(4);
});

it('a device is lost until it runs, and not while it opens for the first time', () => {
  const { report, kinds } = stand();
  report('opening');
  report('identifying');
  expect(kinds()).toEqual([]);
  report('backing-off');
  report('opening');
  report('identifying');
  expect(kinds()).toEqual(['dz-1 printer1 device-lost']);
  report('running');
  expect(kinds()).toEqual([]);
});

it('a device that the configuration has no more has no alerts', () => {
  const { report, kinds } = stand();
  report('backing-off', ['paper-out']);
  report('backing-off', ['paper-out'], false);
  expect(kinds()).toEqual([]);
});

it('a journal that cannot be written is an alert beside those of its disk', () => {
  const { setTrouble, kinds } = stand();
  setTrouble(true);
  setTrouble(true);
  expect(kinds()).toEqual(['dz-1 journal disk-trouble']);
  setTrouble(false);
  expect(kinds()).toEqual([]);
});

it('an acknowledgement goes to the queue with what is known of the alert, and stands once it is on disk', async () => {
  const { fake, alerts, report } = stand();
  report('running', ['paper-out']);
  await alerts.acknowledge(ask('dz-1'));
  const of = { device: 'printer1', kind: 'paper-out', isAcknowledged: false };
  expect(fake.commands).toMatchObject([{ type: 'acknowledge-alert', alert: 'dz-1', of }]);
  expect(alerts.all()[0]?.acknowledged).toBeNull();
  fake.commit({
    type: 'alert-acknowledged',
    alert: 'dz-1',
    kind: 'paper-out',
    service: null,
    device: 'printer1',
    person: 'lm-2',
    actor: { kind: 'mqtt', client: 'tablet' },
  });
  expect(alerts.all()[0]?.acknowledged).toEqual({ at: fake.time, by: 'mqtt', person: 'lm-2' });
  await alerts.acknowledge(ask('dz-1'));
  expect(fake.commands[1]).toMatchObject({ of: { isAcknowledged: true } });
});

it('of two who acknowledge at the same moment one comes first, and after a fault another may', async () => {
  const { fake, alerts, report } = stand();
  report('running', ['paper-out']);
  const fault = new LobbydError({ code: 'journal/disk-full', what: 'full', where: 'journal', next: 'make room' });
  fake.reply = () => ({ kind: 'fault', fault });
  await Promise.all([alerts.acknowledge(ask('dz-1')), alerts.acknowledge(ask('dz-1'))]);
  await alerts.acknowledge(ask('dz-1'));
  const known = fake.commands.map((command) => command.type === 'acknowledge-alert' && command.of?.isAcknowledged);
  expect(known).toEqual([false, true, false]);
});

it('an alert of the queue, or of nobody, is for the queue to know', async () => {
  const { fake, alerts } = stand();
  await alerts.acknowledge(ask('a7'));
  expect(fake.commands).toMatchObject([{ alert: 'a7', of: null }]);
});
