import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../../src/clock.fake.ts';
import { seconds } from '../../src/clock.ts';
import type { Emulator } from '../../src/devices/driver.ts';
import type { KeypadKey, Press } from '../../src/devices/kinds.ts';
import { type BenchBus, benchBus, listeningContext } from '../../src/devices/line-unit/bench.fake.ts';
import { noiseOf, noisePlan } from '../../src/devices/line-unit/noise.arbitrary.ts';
import { runs } from '../../test/runs.ts';
import { KeypadLine } from './driver.ts';
import { emulateKeypad, type PadView } from './emulator.ts';
import { settings } from './settings.ts';

const chosen = settings.parse({ address: 3 });

interface Stand {
  readonly clock: FakeClock;
  readonly driver: KeypadLine;
  readonly pad: Emulator;
  readonly presses: Press<KeypadKey>[];
  readonly bus: BenchBus<'keypad'>;
  readonly raised: ReadonlySet<string>;
  view(): PadView;
}

function counting(): () => string {
  let boot = 0;
  return () => {
    boot += 1;
    return `B00700${String(boot).padStart(2, '0')}`;
  };
}

interface StandOptions {
  readonly acknowledges?: boolean;
  readonly clock?: FakeClock;
  readonly version?: 1 | 2;
}

function stand(options: StandOptions = {}): Stand {
  const clock = options.clock ?? fakeClock();
  const context = listeningContext(clock);
  const driver = new KeypadLine(chosen, context);
  const presses: Press<KeypadKey>[] = [];
  driver.port.onPress((press) => {
    presses.push(press);
    if (options.acknowledges ?? true) press.acknowledge();
  });
  const made: Emulator[] = [];
  const bus = benchBus(clock, driver, (unitContext) => {
    made.push(emulateKeypad(chosen, unitContext, counting(), options.version));
    return made;
  });
  const [pad] = made as [Emulator];
  return { clock, driver, pad, presses, bus, raised: context.raised, view: () => pad.view() as PadView };
}

const keys = (presses: readonly Press<KeypadKey>[]): KeypadKey[] => presses.map(({ key }) => key);
const ids = (presses: readonly Press<KeypadKey>[]): string[] => presses.map(({ id }) => id);

describe('a keypad on its bus', () => {
  it('hands on each press once, in order, under its boot nonce and sequence', async () => {
    const { clock, pad, presses, view } = stand();
    await clock.advance(seconds(1));
    for (const key of ['next', '1', '2', 'enter', 'no-show']) pad.act(`press ${key}`);
    await clock.advance(seconds(1));
    expect(keys(presses)).toEqual(['next', '1', '2', 'enter', 'no-show']);
    expect(ids(presses)).toEqual([1, 2, 3, 4, 5].map((sequence) => `B0070001-${sequence}`));
    expect(view()).toMatchObject({ isOnline: true, isWaiting: false, unacknowledged: [] });
  });

  it('shows what it is given, and again after it was without power', async () => {
    const { clock, driver, pad, view } = stand();
    driver.port.show({ line1: 'A012 CALLED', line2: '7 WAITING' });
    await clock.advance(seconds(1));
    expect(view()).toMatchObject({ line1: 'A012 CALLED', line2: '7 WAITING' });
    pad.act('reboot');
    expect(view().line1).toBe('NO LINE');
    await clock.advance(seconds(1));
    expect(view()).toMatchObject({ line1: 'A012 CALLED', line2: '7 WAITING' });
  });

  it('shows a question mark for what it has no glyph for, and cuts at sixteen characters', async () => {
    const { clock, driver, view } = stand();
    driver.port.show({ line1: '请 A012 <now>', line2: '0123456789ABCDEFGHIJ' });
    await clock.advance(seconds(1));
    expect(view()).toMatchObject({ line1: '? A012 ?now?', line2: '0123456789ABCDEF' });
  });

  it('keeps its waiting lamp on until the answer is on disk, and hands the press on only once meanwhile', async () => {
    const { clock, pad, presses, bus, view } = stand({ acknowledges: false });
    await clock.advance(seconds(1));
    pad.act('press next');
    await clock.advance(seconds(5));
    expect(keys(presses)).toEqual(['next']);
    // A press that waits keeps the pad among those that are asked often.
    expect(bus.ends.at(-1)?.verdict).toMatchObject({ kind: 'well', isActive: true });
    expect(view()).toMatchObject({ isWaiting: true, unacknowledged: ['next'] });
    presses[0]?.acknowledge();
    await clock.advance(seconds(1));
    expect(view()).toMatchObject({ isWaiting: false });
    expect(keys(presses)).toEqual(['next']);
  });

  it('sends a press that was never acknowledged to the next daemon under the same id', async () => {
    const clock = fakeClock();
    const first = stand({ acknowledges: false, clock });
    await clock.advance(seconds(1));
    first.pad.act('press next');
    await clock.advance(seconds(1));
    const again = new KeypadLine(chosen, listeningContext(clock));
    const seen: Press<KeypadKey>[] = [];
    again.port.onPress((press) => seen.push(press));
    first.bus.handOver(again);
    await clock.advance(seconds(1));
    expect(ids(seen)).toEqual(ids(first.presses));
  });

  it('takes the first press after a restart of the pad for a new one, though its sequence starts at one again', async () => {
    const { clock, pad, presses } = stand();
    await clock.advance(seconds(1));
    pad.act('press next');
    await clock.advance(seconds(1));
    pad.act('reboot');
    pad.act('press recall');
    await clock.advance(seconds(1));
    expect(ids(presses)).toEqual(['B0070001-1', 'B0070002-1']);
    expect(keys(presses)).toEqual(['next', 'recall']);
  });

  it('keeps eight presses while the wire is cut, refuses the ninth at the key, and says how old they are', async () => {
    const { clock, pad, presses, bus, view } = stand();
    await clock.advance(seconds(1));
    bus.cut();
    for (let count = 0; count < 9; count += 1) pad.act('press 5');
    await clock.advance(seconds(4));
    expect(view()).toMatchObject({ line1: 'NO LINE', line2: '8 KEYS KEPT', refused: 1 });
    bus.reopen();
    await clock.advance(seconds(2));
    expect(presses).toHaveLength(8);
    expect(presses[0]?.ageMs).toBeGreaterThanOrEqual(4_000);
  });

  it('does not take a press from the pad while nobody listens', async () => {
    const { clock, driver, pad, view } = stand();
    await clock.advance(seconds(1));
    await driver.close();
    pad.act('press next');
    await clock.advance(seconds(1));
    expect(view().unacknowledged).toEqual(['next']);
  });
});

describe('a keypad that is ill', () => {
  it('that is mute is reported as silent, asked by short polls, and right again when it returns', async () => {
    const { clock, driver, pad, bus, presses, view } = stand();
    await clock.advance(seconds(1));
    pad.act('mute');
    driver.port.show({ line1: 'OPEN', line2: '0 WAITING' });
    pad.act('press next');
    await clock.advance(seconds(2));
    expect(bus.ends.at(-1)?.verdict).toEqual({ kind: 'ill', reason: 'no answer' });
    expect(driver.isUrgent()).toBe(false);
    pad.act('unmute');
    await clock.advance(seconds(1));
    expect(keys(presses)).toEqual(['next']);
    expect(view()).toMatchObject({ line1: 'OPEN' });
  });

  it('that sends wrong checks raises `garbled`, and clears it after good answers', async () => {
    const { clock, pad, raised, presses } = stand();
    await clock.advance(seconds(1));
    pad.act('bad-check 5');
    pad.act('press next');
    await clock.advance(400);
    expect([...raised]).toEqual(['garbled']);
    await clock.advance(seconds(2));
    expect([...raised]).toEqual([]);
    expect(keys(presses)).toEqual(['next']);
  });

  it('that answers in half is heard after all', async () => {
    const { clock, pad, presses } = stand();
    await clock.advance(seconds(1));
    pad.act('short 2');
    pad.act('press next');
    await clock.advance(seconds(1));
    expect(keys(presses)).toEqual(['next']);
  });

  it('that answers under another address is named, and its press is not taken', async () => {
    const { clock, pad, bus, presses, raised } = stand();
    await clock.advance(seconds(1));
    pad.act('wrong-address');
    pad.act('press next');
    await clock.advance(seconds(1));
    expect(bus.ends.at(-1)?.verdict).toEqual({
      kind: 'ill',
      reason: 'unit 04 answered in the place of 03',
      isForeign: true,
    });
    expect([...raised]).toEqual(['wrong-address']);
    expect(presses).toEqual([]);
    pad.act('right-address');
    await clock.advance(seconds(1));
    expect([...raised]).toEqual([]);
    expect(keys(presses)).toEqual(['next']);
  });

  it('whose key is stuck gives one press, and is reported after ten seconds', async () => {
    const { clock, pad, raised, presses } = stand();
    await clock.advance(seconds(1));
    pad.act('hold next');
    await clock.advance(seconds(9));
    expect([...raised]).toEqual([]);
    await clock.advance(seconds(2));
    expect([...raised]).toEqual(['key-held']);
    pad.act('release');
    await clock.advance(seconds(1));
    expect([...raised]).toEqual([]);
    expect(keys(presses)).toEqual(['next']);
  });

  it('refuses actions that it does not know, and lists those that it knows', () => {
    const { pad } = stand();
    for (const action of ['press', 'press 10', 'press next twice', 'bad-check x', 'mute 3', 'dance', '']) {
      expect(pad.act(action)).toMatchObject({
        kind: 'refused',
        known: expect.arrayContaining(['press KEY', 'reboot']),
      });
    }
  });
});

const KEYS = ['next', 'recall', 'start', 'finish', '1', '2', '3', 'enter'] as const;

describe('a keypad on a bad wire', () => {
  it.each([1, 2] as const)(
    'of version %d loses and doubles no press, whatever the noise, once the wire is good again',
    async (version) => {
      await fc.assert(
        fc.asyncProperty(noisePlan, fc.array(fc.constantFrom(...KEYS), { maxLength: 8 }), async (plan, pressed) => {
          const { clock, driver, pad, presses, bus, view } = stand({ version });
          bus.noise = noiseOf(plan);
          for (const key of pressed) {
            pad.act(`press ${key}`);
            await clock.advance(120);
          }
          driver.port.show({ line1: `${pressed.length} KEYS`, line2: 'DONE' });
          await clock.advance(seconds(1));
          bus.noise = (bytes) => [bytes];
          await clock.advance(seconds(2));
          expect(keys(presses)).toEqual(pressed);
          expect(view()).toMatchObject({ line1: `${pressed.length} KEYS`, line2: 'DONE', unacknowledged: [] });
        }),
        { numRuns: runs(60) },
      );
    },
  );

  it('survives a babbling neighbour, and is right again when it is quiet', async () => {
    const { clock, pad, presses, raised } = stand();
    await clock.advance(seconds(1));
    pad.act('babble');
    pad.act('press next');
    await clock.advance(seconds(3));
    pad.act('quiet');
    await clock.advance(seconds(2));
    expect(keys(presses)).toEqual(['next']);
    expect([...raised]).toEqual([]);
  });
});
