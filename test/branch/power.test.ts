import { afterEach, expect, it } from 'vitest';
import { seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import { keptLog } from '../../src/devices/spec.ts';
import { smallBranch } from './branches.ts';
import { verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

const CONTACT: Edit = [
  'mqtt: {',
  `  - { id: ups, driver: panel-line, wire: { serial: /dev/ups }, settings: { buttons: 2, baud: 9600 } }
power: { ups: { panel: ups, button: 2 } }
mqtt: {`,
];

it('the relay of the UPS is a contact of a panel, and stops no branch while another contact closes', async () => {
  stand = await openStand({ config: smallBranch(CONTACT) });
  await stand.start();
  await stand.pass(seconds(3));
  let said: string | null = null;
  void stand.daemon.powerLow.then((by) => {
    said = by;
  });
  await stand.act('panel1', 'press 2');
  await stand.act('ups', 'press 1');
  await stand.pass(seconds(3));
  expect(said).toBeNull();
  await stand.act('ups', 'press 2');
  await stand.pass(seconds(1));
  expect(said).toBe('ups, contact 2');
  await stand.stop();
  expect(await verdict(stand)).toEqual([]);
});

it('a relay that is still closed at the next start is told in the log and the status, and the branch runs', async () => {
  const { log, lines } = keptLog();
  stand = await openStand({ config: smallBranch(CONTACT), log });
  await stand.start();
  await stand.pass(seconds(3));
  await stand.act('ups', 'hold 2');
  await stand.pass(seconds(1));
  expect(await stand.daemon.powerLow).toBe('ups, contact 2');
  await stand.stop();
  await stand.pass(seconds(300));
  await stand.start();
  let isLowAgain = false;
  void stand.daemon.powerLow.then(() => {
    isLowAgain = true;
  });
  await stand.pass(seconds(15));
  const told = (level: string) =>
    lines.filter((line) => line.level === level && /contacts? of the UPS/.test(line.message));
  expect(isLowAgain).toBe(false);
  expect(told('warn')).toHaveLength(1);
  expect(stand.daemon.powerTrouble()).toBe('UPS contact closed: battery may be low');
  await stand.act('ups', 'release');
  await stand.pass(seconds(5));
  expect(told('info')).toHaveLength(1);
  expect(stand.daemon.powerTrouble()).toBeNull();
  await stand.act('ups', 'press 2');
  await stand.pass(seconds(1));
  expect(isLowAgain).toBe(true);
});

it('a word of the UPS is asked for at every broker, beside the commands', async () => {
  stand = await openStand({
    config: smallBranch(['mqtt: {', 'power: { ups: { topic: ups/status, low: LB } }\nmqtt: {']),
  });
  await stand.start();
  await stand.pass(seconds(1));
  stand.broker.current.drop();
  await stand.pass(seconds(5));
  expect(stand.broker.current.subscriptions).toEqual(['bank/v1/small/main/cmd/+', 'ups/status']);
  stand.broker.current.receive('ups/status', 'OB LB');
  expect(await stand.daemon.powerLow).toBe('MQTT ups/status: OB LB');
});
