import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { PadView } from '../../devices/keypad-line/emulator.ts';
import { seconds } from '../../src/clock.ts';
import { runs } from '../runs.ts';
import { smallBranch } from './branches.ts';
import {
  expectDevicesRight,
  expectReplaysEqual,
  expectRetainedRight,
  signsAreLit,
  slipsByLabel,
  verdict,
} from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

let stand: Stand;
afterEach(() => stand.close());

type Step = readonly [gap: number, what: string, argument: number];

/** What goes wrong in one day that a branch should never have; people press on all the while. */
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: seconds(6) })),
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('panel1 1', 'panel1 2') },
    {
      weight: 9,
      arbitrary: fc
        .tuple(
          fc.constantFrom('keypad1', 'keypad2'),
          fc.constantFrom(
            'next',
            'next',
            'next',
            'recall',
            'start',
            'finish',
            'no-show',
            'undo',
            'pause',
            'transfer',
            '2',
            'enter',
          ),
        )
        .map((pair) => pair.join(' ')),
    },
    { weight: 3, arbitrary: fc.constantFrom('kill', 'kill-in-commit', 'stop') },
    { weight: 3, arbitrary: fc.constantFrom('disk full', 'disk lost', 'disk stalled') },
    { weight: 2, arbitrary: fc.constantFrom('paper', 'cover', 'mute', 'jam') },
    { weight: 2, arbitrary: fc.constantFrom('pull bus1', 'pull bus2', 'pull panel1', 'pull printer1') },
    { weight: 1, arbitrary: fc.constantFrom('broker', 'clock', 'trust') },
  ),
  fc.integer({ min: 0, max: 1_000 }),
);
const day = fc.array(step, { minLength: 40, maxLength: 70 });

const MENDED: Readonly<Record<string, readonly [string, string]>> = {
  paper: ['paper out', 'paper load'],
  cover: ['cover open', 'cover close'],
  mute: ['mute on', 'mute off'],
  jam: ['cutter jam', 'cutter clear'],
};

async function open(): Promise<void> {
  stand = await openStand({ config: smallBranch(['whenPrinterNotReady: refuse', 'whenPrinterNotReady: screen']) });
  await stand.start();
  await stand.pass(seconds(2));
  for (const pad of ['keypad1', 'keypad2']) await stand.act(pad, 'press pause');
  await stand.pass(seconds(2));
}

async function go(what: string, argument: number): Promise<void> {
  const later = (delay: number, run: () => unknown): void => void stand.clock.after(delay, () => void run());
  const [word = '', rest = ''] = what.split(' ');
  const mended = MENDED[word];
  if (mended) {
    await stand.act('printer1', mended[0]);
    later(argument * 20, () => stand.act('printer1', mended[1]));
  } else if (word === 'pull') {
    stand.wires.get(rest)?.pull();
    later(argument * 10, () => stand.wires.get(rest)?.plug());
  } else if (word === 'disk') trouble(rest, argument, later);
  else if (word === 'broker') stand.broker.current.drop();
  else if (word === 'clock') stand.clock.setWall(stand.clock.wall() + (argument - 500) * seconds(600));
  else if (word === 'trust') {
    stand.clock.setTrusted(false);
    later(argument * 30, () => stand.clock.setTrusted(true));
  } else if (word === 'kill') stand.kill();
  else if (word === 'kill-in-commit') killAtNextCommit(argument % 2 === 0 ? 'before' : 'after');
  else if (word === 'stop' && stand.isRunning) await stand.stop();
  else if (rest !== '') await stand.act(word, `press ${rest}`);
}

function trouble(kind: string, argument: number, later: (delay: number, run: () => unknown) => void): void {
  if (kind === 'full') stand.store.fillDisk(1 + (argument % 5));
  else if (kind === 'lost') {
    stand.store.loseNext(argument % 2 === 0);
    stand.store.refuseReopen(argument % 3);
  } else later(argument * 3, stand.store.stall());
}

function killAtNextCommit(moment: 'before' | 'after'): void {
  stand.hooks = {
    [moment]: () => {
      stand.hooks = {};
      stand.kill();
    },
  };
}

async function mend(): Promise<void> {
  await stand.pass(seconds(31));
  stand.hooks = {};
  stand.store.fillDisk(0);
  if (!stand.isRunning) await stand.start();
  await stand.pass(seconds(90));
  // A jammed cutter is freed by hand once it has jammed.
  await stand.act('printer1', 'cutter clear');
  await stand.pass(seconds(95));
}

describe('a day on which everything goes wrong', () => {
  it('ends with everything as the journal says: no number twice, no call twice, no answer lost, no slip twice', async () => {
    await fc.assert(
      fc.asyncProperty(day, async (steps) => {
        await open();
        for (const [gap, what, argument] of steps) {
          await stand.pass(gap);
          if (!stand.isRunning) await stand.start();
          await go(what, argument);
        }
        await mend();
        await signsAreLit(stand);
        expectDevicesRight(stand);
        expect(stand.view<PadView>('panel1')).toMatchObject({ unacknowledged: [], isOnline: true });
        expectRetainedRight(stand);
        await expectReplaysEqual(stand);
        await expectNothingTwice();
        await stand.stop();
        expect(await verdict(stand)).toEqual([]);
        await stand.close();
      }),
      { numRuns: runs(4), endOnFailure: true },
    );
  });
});

async function expectNothingTwice(): Promise<void> {
  const answered = (await stand.events()).flatMap(({ command, answer }) =>
    command && answer ? [`${command.source} ${command.key}`] : [],
  );
  expect(answered).toEqual([...new Set(answered)]);
  const issued = new Map<string, number>();
  for (const { label } of await stand.eventsOf('issued')) issued.set(label, (issued.get(label) ?? 0) + 1);
  for (const [label, slips] of slipsByLabel(stand))
    expect([label, slips <= (issued.get(label) ?? 0)]).toEqual([label, true]);
}
