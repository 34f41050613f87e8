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

/** What becomes of a start. */
async function low(): Promise<() => string | null> {
  const word = { said: null as string | null };
  void stand.daemon.powerLow.then((by) => {
    word.said = by;
  });
  return () => word.said;
}

it('a relay that is closed when the branch starts ends it once; when the power stays it runs and tells of it, until it opens', async () => {
  const { log, lines } = keptLog();
  const only: Edit = [CONTACT[0], CONTACT[1].replace('buttons: 2', 'buttons: 1').replace('button: 2', 'button: 1')];
  stand = await openStand({ config: smallBranch(only), log });
  await stand.act('ups', 'hold 1');
  await stand.pass(seconds(300));
  await stand.start();
  const first = await low();
  await stand.pass(seconds(15));
  expect(first()).toBe('ups, contact 1, closed without being seen to close');
  await stand.stop();
  await stand.pass(seconds(300));
  await stand.start({ isBackFromPowerDown: true });
  const second = await low();
  await stand.pass(seconds(30));
  const told = (level: string) =>
    lines.filter((line) => line.level === level && /contacts? of the UPS/.test(line.message));
  expect([second(), told('warn').length]).toEqual([null, 1]);
  expect(stand.daemon.powerTrouble()).toBe('UPS contact closed: battery may be low');
  await stand.act('ups', 'release');
  await stand.pass(seconds(5));
  expect(told('info')).toHaveLength(1);
  expect(stand.daemon.powerTrouble()).toBeNull();
  await stand.act('ups', 'press 1');
  await stand.pass(seconds(1));
  expect(second()).toBe('ups, contact 1');
});

it('a held contact of a panel that cannot tell which one it is stops no branch', async () => {
  stand = await openStand({ config: smallBranch(CONTACT) });
  await stand.act('ups', 'hold 2');
  await stand.pass(seconds(300));
  await stand.start();
  const said = await low();
  await stand.pass(seconds(30));
  expect([said(), stand.daemon.powerTrouble()]).toEqual([null, 'UPS contact closed: battery may be low']);
});

it('the signal of a UPS comes over the panel that a reload opened anew', async () => {
  stand = await openStand({ config: smallBranch(CONTACT) });
  await stand.start();
  await stand.pass(seconds(3));
  const said = await low();
  const next = smallBranch([CONTACT[0], CONTACT[1].replace('buttons: 2', 'buttons: 3')]);
  const reloading = stand.daemon.reload(next);
  await stand.pass(seconds(5));
  expect(await reloading).toMatchObject({ kind: 'applied', opened: ['ups'] });
  await stand.act('ups', 'press 2');
  await stand.pass(seconds(1));
  expect(said()).toBe('ups, contact 2');
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
