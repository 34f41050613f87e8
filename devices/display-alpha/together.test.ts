import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../../src/clock.fake.ts';
import { type Millis, minutes, ms, seconds } from '../../src/clock.ts';
import type { DisplayFace } from '../../src/devices/kinds.ts';
import { listeningContext } from '../../src/devices/line-unit/bench.fake.ts';
import { runs } from '../../test/runs.ts';
import { DisplayAlpha } from './driver.ts';
import { emulateSign, type SignView } from './emulator.ts';
import { settings } from './settings.ts';

/** One dark spell of a sign. */
interface Spell {
  readonly address: number;
  readonly from: Millis;
  to: Millis;
}

interface Hall {
  readonly spells: readonly Spell[];
  show(address: number, face: DisplayFace): void;
}

const IDLE: DisplayFace = { text: '----', isBlinking: false };
const NINE = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Signs on one bus, which carries one packet at a time and then asks the next sign; all are told a face at once. */
function hallOf(clock: FakeClock, addresses: readonly number[], more: object = {}): Hall {
  const spells: Spell[] = [];
  let turn = 0;
  let isBusy = false;
  const serve = (): void => {
    const order = addresses.map((_, index) => addresses[(turn + index) % addresses.length] ?? 0);
    const address = order.find((each) => drivers.get(each)?.isUrgent());
    const exchange = address === undefined ? null : drivers.get(address)?.next();
    isBusy = Boolean(exchange);
    if (!exchange || address === undefined) return;
    turn = addresses.indexOf(address) + 1;
    for (const sign of signs.values()) sign.receive(exchange.bytes);
    clock.after(Math.ceil((exchange.bytes.length * 10_000) / 9600) + exchange.pauseMs, () => {
      drivers.get(address)?.ended({ kind: 'sent' });
      serve();
    });
  };
  const wake = (): void => {
    if (isBusy) return;
    isBusy = true;
    clock.after(0, serve);
  };
  const chosen = new Map(addresses.map((address) => [address, settings.parse({ address, ...more })]));
  const drivers = new Map(
    [...chosen].map(([address, each]) => [address, new DisplayAlpha(each, listeningContext(clock))]),
  );
  const signs = new Map(
    [...chosen].map(([address, each]) => {
      const onChange = (): void => {
        const isDark = (sign.view() as SignView).text === '';
        const open = spells.find((spell) => spell.address === address && !Number.isFinite(spell.to));
        if (isDark && !open) spells.push({ address, from: clock.monotonic(), to: Number.POSITIVE_INFINITY });
        else if (!isDark && open) open.to = clock.monotonic();
      };
      const sign = emulateSign(each, { clock, send: () => expect.fail('a sign never speaks'), onChange });
      return [address, sign];
    }),
  );
  for (const driver of drivers.values()) {
    driver.onWake(wake);
    driver.reset();
    driver.port.show(IDLE);
  }
  return { spells, show: (address, face) => drivers.get(address)?.port.show(face) };
}

/** Two signs that were dark in one moment. */
function together(spells: readonly Spell[]): readonly string[] {
  return spells.flatMap((one, index) =>
    spells
      .slice(index + 1)
      .filter((other) => other.from <= one.to && one.from <= other.to)
      .map((other) => `${one.address} and ${other.address} at ${other.from}`),
  );
}

it('nine signs of a bus that were set up together are never dark together again', async () => {
  const clock = fakeClock();
  const { spells } = hallOf(clock, NINE);
  await clock.advance(seconds(20));
  const opened = spells.length;
  expect(together(spells)).not.toEqual([]);
  await clock.advance(seconds(75));
  const second = spells.slice(opened);
  expect(second.map(({ address }) => address).sort()).toEqual(NINE);
  expect(together(second)).toEqual([]);
  await clock.advance(minutes(125));
  const later = spells.slice(opened);
  expect(later).toHaveLength(NINE.length * 5);
  expect(together(later)).toEqual([]);
});

it('thirty signs have thirty slots, whenever the bus was opened, and whatever is called meanwhile', async () => {
  const calls = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat({ max: 20_000 })), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 60_000 }), calls, async (openedAt, called) => {
      const clock = fakeClock();
      await clock.advance(ms(openedAt));
      const { spells, show } = hallOf(
        clock,
        Array.from({ length: 30 }, (_, index) => index + 1),
        { configureEvery: 2 },
      );
      await clock.advance(seconds(25));
      const opened = spells.length;
      for (const [address, pause] of called) {
        show(address, { text: 'A012', isBlinking: true });
        clock.after(seconds(15), () => show(address, IDLE));
        await clock.advance(ms(pause));
      }
      await clock.advance(minutes(4));
      const later = spells.slice(opened);
      expect(new Set(later.map(({ address }) => address)).size).toBe(30);
      expect(together(later)).toEqual([]);
    }),
    { numRuns: runs(10) },
  );
});
