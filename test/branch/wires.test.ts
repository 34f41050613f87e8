import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { PadView } from '../../devices/keypad-line/emulator.ts';
import { minutes, seconds } from '../../src/clock.ts';
import { SEEN_AFTER } from '../../src/inputs/keypad.ts';
import { runs } from '../runs.ts';
import { smallBranch } from './branches.ts';
import { expectDevicesRight, expectReplaysEqual, expectRetainedRight, signsAreLit, verdict } from './evidence.ts';
import { openStand, type Stand } from './stand.ts';

const HALF_HOUR = minutes(30);
const PADS = ['keypad1', 'keypad2'] as const;
const KEYS = ['next', 'next', 'recall', 'start', 'finish', 'no-show', 'undo'] as const;
/** Presses that were kept for longer are not done any more: at a keypad, and at a kiosk. */
const STALE = { keypad1: seconds(10), keypad2: seconds(10), panel1: seconds(20) } as const;
type Presser = keyof typeof STALE;

type Doing =
  | { readonly kind: 'press'; readonly device: Presser; readonly key: string }
  | { readonly kind: 'pull'; readonly wire: string; readonly lasts: number }
  | { readonly kind: 'noise'; readonly wire: string; readonly lasts: number; readonly share: number };

const doing: fc.Arbitrary<Doing> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('press' as const),
      device: fc.constantFrom(...PADS),
      key: fc.constantFrom(...KEYS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('press' as const),
      device: fc.constant('panel1' as const),
      key: fc.constantFrom('1', '2'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('pull' as const),
      wire: fc.constantFrom('bus1', 'bus2', 'panel1', 'printer1'),
      lasts: fc.integer({ min: 5, max: seconds(15) }),
    }),
  },
  {
    weight: 2,
    // A printer's text has no check: noise there is not to be noticed by anybody but its reader.
    arbitrary: fc.record({
      kind: fc.constant('noise' as const),
      wire: fc.constantFrom('bus1', 'bus2', 'panel1'),
      lasts: fc.integer({ min: 100, max: seconds(20) }),
      share: fc.constantFrom(0.001, 0.01, 0.05),
    }),
  },
);
/** About 100 doings in half an hour, some of them close together. */
const traffic = fc.array(
  fc.tuple(fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: seconds(40) })), doing),
  {
    minLength: 80,
    maxLength: 140,
  },
);

interface Kept {
  readonly device: Presser;
  readonly key: string;
  readonly number: number;
  readonly at: number;
}

let stand: Stand;
afterEach(() => stand.close());

async function open(seed: number): Promise<void> {
  stand = await openStand({
    config: smallBranch(['whenPrinterNotReady: refuse', 'whenPrinterNotReady: screen']),
    seed,
  });
  await stand.start();
  await stand.pass(seconds(2));
  for (const pad of PADS) await stand.act(pad, 'press pause');
  await stand.pass(seconds(2));
}

/** Lives through the traffic; the presses that the devices took. */
async function live(doings: readonly (readonly [number, Doing])[]): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  const counts = { keypad1: 1, keypad2: 1, panel1: 0 };
  const begin = stand.clock.monotonic();
  for (const [gap, what] of doings) {
    if (stand.clock.monotonic() - begin + gap > HALF_HOUR) break;
    await stand.pass(gap);
    if (what.kind === 'press') {
      const { refused } = stand.view<PadView>(what.device);
      await stand.act(what.device, `press ${what.key}`);
      if (stand.view<PadView>(what.device).refused > refused) continue;
      counts[what.device] += 1;
      kept.push({ device: what.device, key: what.key, number: counts[what.device], at: stand.clock.monotonic() });
    } else if (what.kind === 'pull') {
      stand.wires.get(what.wire)?.pull();
      stand.clock.after(what.lasts, () => stand.wires.get(what.wire)?.plug());
    } else {
      stand.noise.set(what.wire, what.share);
      stand.clock.after(what.lasts, () => stand.noise.delete(what.wire));
    }
  }
  return kept;
}

/** When the device forgot its press, because it was told that it is dealt with. */
function acknowledgedAt({ device, at }: Kept): number {
  const views = stand.happenings.filter(
    (happening) => happening.device === device && happening.what === 'view' && happening.at >= at,
  );
  const free = views.find(({ text }) => (JSON.parse(text) as PadView).unacknowledged.length === 0);
  return free?.at ?? Number.POSITIVE_INFINITY;
}

/**
 * A *next* before the teller can have seen the last call is no command: the pad says so, if it is there to hear it. One whose
 * cable went with the answer shows the call alone when it is back.
 */
function wasCalledJustNow(press: Kept): boolean {
  if (press.key === 'next' && press.at < shownAt(press) + SEEN_AFTER) return true;
  const until = acknowledgedAt(press) + seconds(1);
  return stand.happenings.some(
    ({ device, at, text }) =>
      device === press.device && at >= press.at && at <= until && text.includes('CALLED JUST NOW'),
  );
}

/** Since when the pad had shown the call that it showed when the key was pressed. */
function shownAt({ device, at }: Kept): number {
  const views = stand.happenings
    .filter((happening) => happening.device === device && happening.what === 'view' && happening.at <= at)
    .map((happening) => ({ at: happening.at, line1: (JSON.parse(happening.text) as PadView).line1 }))
    .filter(({ line1 }) => line1 !== 'NO LINE');
  const last = views.at(-1);
  if (!last?.line1.endsWith(' CALLED')) return Number.NEGATIVE_INFINITY;
  const before = views.findLastIndex(({ line1 }) => line1 !== last.line1);
  return views[before + 1]?.at ?? Number.NEGATIVE_INFINITY;
}

async function expectNoPressLostOrDoubled(kept: readonly Kept[]): Promise<void> {
  const answers = new Map<string, number>();
  for (const { command, answer } of await stand.events()) {
    if (!command || !answer) continue;
    const name = `${command.source.split(':')[1]} ${command.key.split('-')[1]}`;
    answers.set(name, (answers.get(name) ?? 0) + 1);
  }
  expect([...answers].filter(([, count]) => count > 1)).toEqual([]);
  const lost = kept.filter((press) => {
    const isFresh = acknowledgedAt(press) - press.at < STALE[press.device];
    return isFresh && !answers.has(`${press.device} ${press.number}`) && !wasCalledJustNow(press);
  });
  expect(lost).toEqual([]);
}

describe('bad wires', () => {
  it('after half an hour of noise and pulled cables all is as the journal says, and no press was lost or done twice', async () => {
    await fc.assert(
      fc.asyncProperty(traffic, fc.integer({ min: 1, max: 1_000_000 }), async (doings, seed) => {
        await open(seed);
        const kept = await live(doings);
        await stand.pass(seconds(21));
        for (const wire of stand.wires.values()) wire.plug();
        stand.noise.clear();
        await stand.pass(seconds(75));
        for (const health of stand.daemon.health.all())
          expect(health).toMatchObject({ state: 'running', conditions: [] });
        await signsAreLit(stand);
        expectDevicesRight(stand);
        expect(stand.view<PadView>('panel1')).toMatchObject({ unacknowledged: [], isOnline: true });
        await expectNoPressLostOrDoubled(kept);
        expectRetainedRight(stand);
        await expectReplaysEqual(stand);
        await stand.stop();
        expect(await verdict(stand)).toEqual([]);
        await stand.close();
      }),
      { numRuns: runs(3), endOnFailure: true },
    );
  });
});
