import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../../src/clock.fake.ts';
import { seconds } from '../../src/clock.ts';
import type { Emulator } from '../../src/devices/driver.ts';
import type { Press } from '../../src/devices/kinds.ts';
import { type BenchWire, benchWire, listeningContext, noNoise } from '../../src/devices/line-unit/bench.fake.ts';
import { noiseOf, noisePlan } from '../../src/devices/line-unit/noise.arbitrary.ts';
import { LineUnit } from '../../src/devices/line-unit/unit.ts';
import { runs } from '../../test/runs.ts';
import { PanelLine } from './driver.ts';
import { emulatePanel, type PanelView } from './emulator.ts';
import { settings } from './settings.ts';

const chosen = settings.parse({ buttons: 4 });

interface Stand {
  readonly clock: FakeClock;
  readonly driver: PanelLine;
  readonly panel: Emulator;
  readonly presses: Press<number>[];
  readonly wire: BenchWire;
  readonly raised: ReadonlySet<string>;
  view(): PanelView;
}

function stand(acknowledges = true, make: typeof emulatePanel = emulatePanel): Stand {
  const clock = fakeClock();
  const context = listeningContext(clock);
  const driver = new PanelLine(chosen, context);
  const presses: Press<number>[] = [];
  driver.port.onPress((press) => {
    presses.push(press);
    if (acknowledges) press.acknowledge();
  });
  let boot = 0;
  const made: Emulator[] = [];
  const wire = benchWire(clock, driver, (unitContext) => {
    const unit = make(chosen, unitContext, () => {
      boot += 1;
      return `C0DE000${boot}`;
    });
    made.push(unit);
    return unit;
  });
  const [panel] = made as [Emulator];
  return { clock, driver, panel, presses, wire, raised: context.raised, view: () => panel.view() as PanelView };
}

const somebodysKeypad: typeof emulatePanel = ({ address }, context, makeNonce = () => '00000001') => {
  const model = {
    address,
    unit: 'K',
    version: 1 as const,
    pressLetter: 'K',
    faceLength: 32,
    firmware: 'PAD-1.0 ',
    speaksFirst: false,
  };
  const unit = new LineUnit(model, context, makeNonce);
  return { receive: (bytes) => unit.receive(bytes), act: () => ({ kind: 'done' }), view: () => null, close() {} };
};

const buttons = (presses: readonly Press<number>[]): number[] => presses.map(({ key }) => key);
const ids = (presses: readonly Press<number>[]): string[] => presses.map(({ id }) => id);

describe('a panel on its wire', () => {
  it('says who it is, and a press arrives within a few milliseconds without being asked for', async () => {
    const { clock, panel, presses, wire } = stand();
    await clock.advance(seconds(1));
    expect(wire.reports).toEqual(['identified PNL-1.0, boot C0DE0001']);
    panel.act('press 3');
    await clock.advance(10);
    expect(presses).toMatchObject([{ key: 3, id: 'C0DE0001-1', ageMs: 0 }]);
  });

  it('shows lamps and text, also when they were given before it was there and after it lost its power', async () => {
    const { clock, driver, panel, view } = stand();
    driver.port.showLamps(['on', 'off', 'blink', 'on', 'on']);
    driver.port.showText({ line1: 'WELCOME', line2: 'PRESS A BUTTON' });
    const face = { lamps: ['on', 'off', 'blink', 'on'], line1: 'WELCOME', line2: 'PRESS A BUTTON', isOnline: true };
    await clock.advance(seconds(1));
    expect(view()).toMatchObject(face);
    panel.act('reboot');
    expect(view()).toMatchObject({ isOnline: false, line1: 'OUT OF SERVICE' });
    await clock.advance(seconds(2));
    expect(view()).toMatchObject(face);
  });

  it('blinks the lamp of a pressed button until the answer is on disk, and resends bring no second press', async () => {
    const { clock, driver, panel, presses, view } = stand(false);
    driver.port.showLamps(['on', 'on', 'on', 'on']);
    await clock.advance(seconds(1));
    panel.act('press 2');
    await clock.advance(seconds(5));
    expect(view().lamps).toEqual(['on', 'blink', 'on', 'on']);
    expect(ids(presses)).toEqual(['C0DE0001-1']);
    presses[0]?.acknowledge();
    await clock.advance(seconds(1));
    expect(view().lamps).toEqual(['on', 'on', 'on', 'on']);
    expect(ids(presses)).toEqual(['C0DE0001-1']);
  });

  it('keeps presses while the cable is out, and they arrive once, with their age', async () => {
    const { clock, panel, presses, wire, view } = stand();
    await clock.advance(seconds(1));
    wire.pull();
    for (let count = 0; count < 10; count += 1) panel.act('press 1');
    await clock.advance(seconds(4));
    expect(view()).toMatchObject({ line1: 'OUT OF SERVICE', refused: 2 });
    wire.plug();
    await clock.advance(seconds(2));
    expect(ids(presses)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((sequence) => `C0DE0001-${sequence}`));
    expect(presses[0]?.ageMs).toBeGreaterThanOrEqual(4_000);
  });

  it('a press that was answered while the cable was out is only acknowledged when it comes again', async () => {
    const { clock, panel, presses, wire, view } = stand(false);
    await clock.advance(seconds(1));
    panel.act('press 1');
    await clock.advance(100);
    wire.pull();
    presses[0]?.acknowledge();
    await clock.advance(seconds(1));
    wire.plug();
    await clock.advance(seconds(2));
    expect(presses).toHaveLength(1);
    expect(view().unacknowledged).toEqual([]);
  });

  it('sends a press that was never acknowledged to the next daemon under the same id', async () => {
    const first = stand(false);
    await first.clock.advance(seconds(1));
    first.panel.act('press 4');
    await first.clock.advance(seconds(1));
    const again = new PanelLine(chosen, listeningContext(first.clock));
    const seen: Press<number>[] = [];
    again.port.onPress((press) => seen.push(press));
    first.wire.handOver(again);
    await first.clock.advance(seconds(1));
    expect(ids(seen)).toEqual(ids(first.presses));
  });

  it('takes the first press after a restart of the panel for a new one', async () => {
    const { clock, panel, presses } = stand();
    await clock.advance(seconds(1));
    panel.act('press 1');
    await clock.advance(seconds(1));
    panel.act('reboot');
    panel.act('press 1');
    await clock.advance(seconds(1));
    expect(ids(presses)).toEqual(['C0DE0001-1', 'C0DE0002-1']);
  });

  it('leaves no timer behind when the daemon stops', async () => {
    const { clock, driver, panel, presses } = stand();
    await clock.advance(seconds(1));
    await driver.close();
    panel.act('press 1');
    await clock.advance(seconds(1));
    panel.close();
    await clock.advance(0);
    expect(presses).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});

describe('a panel that is ill', () => {
  it('that is silent is lost after three seconds, and right again when it speaks', async () => {
    const { clock, panel, presses, wire } = stand();
    await clock.advance(seconds(1));
    panel.act('mute');
    await clock.advance(seconds(4));
    expect(wire.reports.at(-1)).toBe('lost no answer from the panel for 3 s');
    panel.act('press 2');
    panel.act('unmute');
    await clock.advance(seconds(4));
    expect(wire.reports.at(-1)).toBe('identified PNL-1.0, boot C0DE0001');
    expect(buttons(presses)).toEqual([2]);
  });

  it('that is a keypad is named and not used', async () => {
    const { clock, wire, raised } = stand(true, somebodysKeypad);
    await clock.advance(100);
    expect(wire.reports).toEqual(['lost a unit of kind K, version 1, answered where panel 01 was expected']);
    expect([...raised]).toEqual(['wrong-device']);
  });

  it('that has another address is named and not used, until the address is right', async () => {
    const { clock, panel, wire, raised } = stand();
    panel.act('wrong-address');
    await clock.advance(100);
    expect(wire.reports).toEqual(['lost unit 02 answered where panel 01 was expected']);
    expect([...raised]).toEqual(['wrong-device']);
    panel.act('right-address');
    await clock.advance(seconds(2));
    expect(wire.reports.at(-1)).toMatch(/^identified/);
    expect([...raised]).toEqual([]);
  });

  it('that sends wrong checks raises `garbled`, loses no press, and clears it after good answers', async () => {
    const { clock, panel, presses, raised } = stand();
    await clock.advance(seconds(1));
    panel.act('bad-check 4');
    panel.act('press 1');
    await clock.advance(seconds(2));
    expect([...raised]).toEqual(['garbled']);
    await clock.advance(seconds(10));
    expect([...raised]).toEqual([]);
    expect(buttons(presses)).toEqual([1]);
  });

  it('whose button is stuck gives one press, and is reported after ten seconds', async () => {
    const { clock, panel, presses, raised } = stand();
    await clock.advance(seconds(1));
    panel.act('hold 1');
    await clock.advance(seconds(12));
    expect([...raised]).toEqual(['key-held']);
    panel.act('release');
    await clock.advance(seconds(2));
    expect([...raised]).toEqual([]);
    expect(buttons(presses)).toEqual([1]);
  });

  it('refuses buttons that it does not have, and lists what it knows', () => {
    const { panel } = stand();
    for (const action of ['press 0', 'press 5', 'press next', 'press', 'press 1 2']) {
      expect(panel.act(action)).toMatchObject({ kind: 'refused', known: expect.arrayContaining(['press BUTTON']) });
    }
  });
});

describe('a panel on a bad wire', () => {
  it('loses and doubles no press, whatever the noise, once the wire is good again', async () => {
    const press = fc.record({ button: fc.integer({ min: 1, max: 4 }), pause: fc.nat({ max: 900 }) });
    await fc.assert(
      fc.asyncProperty(noisePlan, fc.array(press, { maxLength: 8 }), async (plan, pressed) => {
        const { clock, driver, panel, presses, wire, view } = stand();
        wire.noise = noiseOf(plan);
        for (const { button, pause } of pressed) {
          panel.act(`press ${button}`);
          await clock.advance(pause);
        }
        driver.port.showText({ line1: `${pressed.length} PRESSES`, line2: '' });
        await clock.advance(seconds(1));
        wire.noise = noNoise;
        await clock.advance(seconds(10));
        expect(buttons(presses)).toEqual(pressed.map(({ button }) => button));
        expect(view()).toMatchObject({ line1: `${pressed.length} PRESSES`, unacknowledged: [] });
      }),
      { numRuns: runs(60) },
    );
  });
});
