import { afterEach, describe, expect, it } from 'vitest';
import { BEAT } from '../../devices/panel-gpio/driver.ts';
import { seconds } from '../../src/clock.ts';
import type { Edit } from '../../src/config/spec.ts';
import type { FakePins } from '../../src/devices/wire/gpio.fake.ts';
import { smallBranch } from './branches.ts';
import { expectReplaysEqual, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

/** The kiosk's buttons hang on pins: two with lamps, deaf for 60 ms, stuck after 10 s. */
const ON_PINS: Edit = [
  '{ id: panel1, driver: panel-line, wire: { serial: /dev/panel1 }, settings: { buttons: 4, baud: 9600 } }',
  '{ id: panel1, driver: panel-gpio, settings: { lockOutMs: 60, buttons: [{ pin: 17, lamp: { pin: 12 } }, { pin: 27, lamp: { pin: 13 } }] } }',
];

const pins = (): FakePins => stand.pins ?? expect.unreachable();

async function open(...edits: readonly Edit[]): Promise<void> {
  stand = await openStand({ config: smallBranch(ON_PINS, ...edits) });
  await stand.start();
  await stand.pass(seconds(4));
}

/** What the contacts of a button do: pairs of a change and the time until the next, ms. */
async function contacts(button: number, ...moves: readonly (readonly ['down' | 'up', number])[]): Promise<void> {
  for (const [change, then] of moves) {
    pins().change(button - 1, change);
    await stand.pass(then);
  }
}

const labels = async (): Promise<readonly string[]> => (await stand.eventsOf('issued')).map(({ label }) => label);
const conditions = (): readonly string[] =>
  stand.daemon.health.all().find(({ device }) => device === 'panel1')?.conditions ?? expect.unreachable();

async function expectWhole(): Promise<void> {
  await expectReplaysEqual(stand);
  await stand.stop();
  expect(pins().lit).toEqual([false, false]);
  expect(await verdict(stand)).toEqual([]);
}

describe('a kiosk whose buttons hang on pins', () => {
  it('gives the slip of the button, once a press, however its contacts bounce', async () => {
    await open();
    expect(pins().lit).toEqual([true, true]);
    await contacts(
      2,
      ['down', 1],
      ['up', 2],
      ['down', 3],
      ['up', 1],
      ['down', 150],
      ['up', 1],
      ['down', 2],
      ['up', 3_000],
    );
    expect(await labels()).toEqual(['B001']);
    expect(stand.happenings.filter(({ what }) => what === 'slip').map(({ text }) => text)).toEqual(['B001']);
    await expectWhole();
  });

  it('takes the next press as soon as its contacts are quiet, not before', async () => {
    await open();
    await contacts(1, ['down', 59], ['up', 0], ['down', 0], ['up', 1]);
    await contacts(1, ['down', 60], ['up', 59]);
    await contacts(1, ['down', 0], ['up', 4_000]);
    expect(await labels()).toEqual(['A001', 'A002']);
    await expectWhole();
  });

  it('has its lamp blink until the ticket is on disk, and the other lamp stay on', async () => {
    await open();
    stand.hooks = { takes: seconds(2) };
    await contacts(1, ['down', 10], ['up', 10]);
    const seen = new Set<string>();
    for (let beat = 0; beat < 6; beat += 1) {
      seen.add(pins().lit.join());
      await stand.pass(BEAT);
    }
    expect([...seen].sort()).toEqual(['false,true', 'true,true']);
    stand.hooks = {};
    await stand.pass(seconds(8));
    expect(pins().lit).toEqual([true, true]);
    await expectWhole();
  });

  it('is dark while no slip can come out, and gives none', async () => {
    await open();
    await stand.act('printer1', 'paper out');
    await stand.pass(seconds(5));
    expect(pins().lit).toEqual([false, false]);
    await contacts(1, ['down', 100], ['up', 3_000]);
    await stand.act('printer1', 'paper load');
    await stand.pass(seconds(5));
    expect(pins().lit).toEqual([true, true]);
    await contacts(1, ['down', 100], ['up', 3_000]);
    expect(await labels()).toEqual(['A001']);
    await expectWhole();
  });

  it('whose button is held gives one slip, says which device is stuck, and works again when it is let go', async () => {
    await open();
    await contacts(1, ['down', 9_700]);
    expect(conditions()).toEqual([]);
    await stand.pass(600);
    expect(conditions()).toEqual(['key-held']);
    expect(stand.retained().get('device/panel1')).toMatchObject({ conditions: ['key-held'] });
    // The other button works all the while.
    await contacts(2, ['down', 100], ['up', 3_000]);
    await contacts(1, ['up', 1_000]);
    expect(conditions()).toEqual([]);
    await contacts(1, ['down', 100], ['up', 4_000]);
    expect(await labels()).toEqual(['A001', 'B001', 'A002']);
    await expectWhole();
  });

  it('whose button is down when the branch starts gives no slip for it, and is stuck after its time', async () => {
    stand = await openStand({ config: smallBranch(ON_PINS) });
    stand.pinsDown.add(1);
    await stand.start();
    await stand.pass(seconds(11));
    expect(conditions()).toEqual(['key-held']);
    await contacts(1, ['up', 1_000], ['down', 100], ['up', 4_000]);
    expect(conditions()).toEqual([]);
    expect(await labels()).toEqual(['A001']);
    await expectWhole();
  });

  it('whose pins another program took is lost with its reason, and is lit and heard when they are back', async () => {
    await open();
    pins().refusal = 'button 1 on pin 17: it is busy';
    pins().lose('let go of by another program');
    await stand.pass(seconds(3));
    const health = stand.daemon.health.all().find(({ device }) => device === 'panel1');
    expect(health).toMatchObject({ state: 'backing-off', reason: 'button 1 on pin 17: it is busy' });
    pins().refusal = null;
    await stand.pass(seconds(5));
    expect(pins().lit).toEqual([true, true]);
    await contacts(1, ['down', 100], ['up', 4_000]);
    expect(await labels()).toEqual(['A001']);
    await expectWhole();
  });

  it('a press of the daemon before is no press of the next one, though both count from one', async () => {
    await open();
    await contacts(1, ['down', 100], ['up', 4_000]);
    await stand.stop();
    await stand.start();
    await stand.pass(seconds(4));
    await contacts(1, ['down', 100], ['up', 4_000]);
    expect(await labels()).toEqual(['A001', 'A002']);
    await expectWhole();
  });
});

describe('a UPS whose relay hangs on pins', () => {
  const UPS: Edit = [
    'mqtt: {',
    '  - { id: ups, driver: panel-gpio, settings: { buttons: [{ pin: 4 }, { pin: 5 }] } }\npower: { ups: { panel: ups, button: 2 } }\nmqtt: {',
  ];

  it.each([
    [2, 'ups, contact 2, closed without being seen to close'],
    [1, null],
  ])('and whose contact %d is closed at the start is understood as the panel knows it', async (contact, by) => {
    stand = await openStand({ config: smallBranch(UPS) });
    stand.pinsDown.add(contact);
    await stand.start();
    const word = { said: null as string | null };
    void stand.daemon.powerLow.then((said) => {
      word.said = said;
    });
    await stand.pass(seconds(15));
    expect([word.said, stand.daemon.powerTrouble() === null]).toEqual([by, by === null]);
    await stand.stop();
  });
});
