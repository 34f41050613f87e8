import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../../src/clock.fake.ts';
import { minutes, ms, seconds } from '../../src/clock.ts';
import type { BusDevice, Emulator } from '../../src/devices/driver.ts';
import { listeningContext } from '../../src/devices/line-unit/bench.fake.ts';
import { runs } from '../../test/runs.ts';
import { DisplayAlpha } from './driver.ts';
import { emulateSign, type SignView } from './emulator.ts';
import { settings } from './settings.ts';

interface Stand {
  readonly clock: FakeClock;
  readonly driver: DisplayAlpha;
  readonly sign: Emulator;
  /** Packets as command letters with time, in s. */
  readonly sent: string[];
  /** What was lit, one entry a change. */
  readonly seen: string[];
  readonly bus: { isCut: boolean; hurt: (bytes: Uint8Array) => Uint8Array };
  view(): SignView;
}

/** A bus that sends at once what is urgent: writes only, as signs need it. */
function carry(clock: FakeClock, device: BusDevice<'display'>, write: (bytes: Uint8Array) => void): void {
  let isBusy = false;
  const slot = (): void => {
    const exchange = device.isUrgent() ? device.next() : null;
    isBusy = exchange !== null;
    if (!exchange) return;
    write(exchange.bytes);
    clock.after(Math.ceil((exchange.bytes.length * 10_000) / 9600) + exchange.pauseMs, () => {
      expect(device.ended({ kind: 'sent' })).toEqual({ kind: 'unsure' });
      slot();
    });
  };
  device.onWake(() => {
    if (isBusy) return;
    isBusy = true;
    clock.after(0, slot);
  });
}

function stand(options: object = {}): Stand {
  const clock = fakeClock();
  const chosen = settings.parse({ address: 0x1f, ...options });
  const driver = new DisplayAlpha(chosen, listeningContext(clock));
  const [sent, seen]: [string[], string[]] = [[], []];
  const view = (): SignView => sign.view() as SignView;
  const onChange = (): void => {
    const { text, isBlinking } = view();
    seen.push(isBlinking ? `${text} blinking` : text);
  };
  const sign: Emulator = emulateSign(chosen, { clock, send: () => expect.fail('a sign never speaks'), onChange });
  const bus: Stand['bus'] = { isCut: false, hurt: (bytes) => bytes };
  carry(clock, driver, (bytes) => {
    sent.push(`${(clock.monotonic() / 1_000).toFixed(1)} ${new TextDecoder().decode(bytes.slice(10, 11))}`);
    if (!bus.isCut) sign.receive(bus.hurt(bytes));
  });
  driver.reset();
  return { clock, driver, sign, sent, seen, bus, view };
}

const IDLE = { text: 'NEXT', isBlinking: false };
const CALL = { text: 'A012', isBlinking: true };

describe('a sign on its bus', () => {
  it('is set up once, then shows the face', async () => {
    const { clock, driver, sent, view } = stand();
    expect(driver.address).toBe('1F');
    driver.port.show(IDLE);
    await clock.advance(seconds(2));
    expect(view()).toMatchObject({ text: 'NEXT', isBlinking: false, colour: 'sign', badChecksums: 0 });
    expect(sent.slice(0, 3).map((packet) => packet.slice(-1))).toEqual(['E', 'G', 'A']);
  });

  it('swaps the number before it begins to flash, so that no wrong number ever flashes', async () => {
    const { clock, driver, seen } = stand();
    driver.port.show({ text: 'A011', isBlinking: false });
    await clock.advance(seconds(10));
    seen.length = 0;
    driver.port.show(CALL);
    await clock.advance(seconds(1));
    driver.port.show({ ...CALL, isBlinking: false });
    await clock.advance(seconds(1));
    expect(seen).toEqual(['A012', 'A012 blinking', 'A012']);
  });

  it.each([
    ['first', 6_050],
    ['second', 11_050],
  ])(
    'never flashes the number before when the %s repeat is half sent: its number out, its text waiting',
    async (_which, at) => {
      const { clock, driver, sent, seen, view } = stand();
      driver.port.show(IDLE);
      await clock.advance(seconds(5));
      driver.port.show({ text: 'A011', isBlinking: false });
      await clock.advance(at - seconds(5));
      expect(sent.at(-1)).toMatch(/G$/);
      expect(view()).toMatchObject({ text: 'A011', isBlinking: false });
      seen.length = 0;
      driver.port.show(CALL);
      await clock.advance(seconds(1));
      expect(seen).toEqual(['A012', 'A012 blinking']);
    },
  );

  it('gets only the number when only the number changes, within the time of one packet', async () => {
    const { clock, driver, sent, view } = stand();
    driver.port.show(IDLE);
    await clock.advance(seconds(20));
    sent.length = 0;
    driver.port.show({ text: 'A013', isBlinking: false });
    await clock.advance(100);
    expect(sent).toEqual(['20.0 G']);
    expect(view().text).toBe('A013');
  });

  it('is told again after one and five seconds, then every minute, and set up anew in its slot of a minute and every half hour', async () => {
    const { clock, driver, sent } = stand();
    driver.port.show(IDLE);
    await clock.advance(minutes(32));
    const times = sent.filter((packet) => packet.endsWith('G')).map((packet) => Math.round(Number.parseFloat(packet)));
    expect(times.slice(0, 7)).toEqual([1, 2, 7, 63, 64, 69, 129]);
    expect(sent.filter((packet) => packet.endsWith('E'))).toEqual(['0.0 E', '62.0 E', '1862.0 E']);
  });

  it('whose first setting up was lost in noise is dark for a minute or so, not for half an hour', async () => {
    const { clock, driver, bus, view } = stand();
    bus.hurt = (bytes) => bytes.slice(0, 20);
    driver.port.show(IDLE);
    await clock.advance(ms(50));
    bus.hurt = (bytes) => bytes;
    await clock.advance(seconds(50));
    expect(view().text).toBe('');
    await clock.advance(seconds(14));
    expect(view().text).toBe('NEXT');
  });

  it('is not set up anew while it flashes a call', async () => {
    const { clock, driver, sent } = stand({ configureEvery: 1 });
    driver.port.show(CALL);
    await clock.advance(minutes(5));
    expect(sent.filter((packet) => packet.endsWith('E'))).toHaveLength(1);
    driver.port.show({ ...CALL, isBlinking: false });
    await clock.advance(minutes(2));
    expect(sent.filter((packet) => packet.endsWith('E')).length).toBeGreaterThan(1);
  });

  it('says nothing before it is told what to show', async () => {
    const { clock, sent } = stand();
    await clock.advance(minutes(2));
    expect(sent).toEqual([]);
  });

  it('shows the newest of faces that come faster than the bus carries them', async () => {
    const { clock, driver, view } = stand();
    driver.port.show(IDLE);
    await clock.advance(seconds(10));
    for (const number of ['A001', 'A002', 'A003']) {
      driver.port.show({ text: number, isBlinking: true });
      await clock.advance(7);
    }
    await clock.advance(400);
    expect(view()).toMatchObject({ text: 'A003', isBlinking: true });
  });

  it('shows its colour', async () => {
    const { clock, driver, view } = stand({ colour: 'red' });
    driver.port.show(CALL);
    await clock.advance(seconds(2));
    expect(view()).toMatchObject({ text: 'A012', colour: 'red', isBlinking: true });
  });

  it('leaves no timer behind when the daemon stops', async () => {
    const { clock, driver } = stand();
    driver.port.show(CALL);
    await clock.advance(seconds(2));
    await driver.close();
    await clock.advance(minutes(2));
    expect(clock.pending()).toBe(0);
  });
});

describe('a sign that is ill', () => {
  it('that did not hear the call is told again within seconds', async () => {
    const { clock, driver, sign, view } = stand();
    driver.port.show(IDLE);
    await clock.advance(seconds(10));
    sign.act('bad-checksum 2');
    driver.port.show(CALL);
    await clock.advance(500);
    expect(view()).toMatchObject({ text: 'NEXT', isBlinking: false });
    await clock.advance(seconds(1));
    expect(view()).toMatchObject({ text: 'A012', isBlinking: true, badChecksums: 2 });
  });

  it('is right again after the bus was cut and opened anew', async () => {
    const { clock, driver, sign, bus, view } = stand();
    driver.port.show(IDLE);
    await clock.advance(seconds(2));
    bus.isCut = true;
    sign.act('swap');
    driver.port.show(CALL);
    await clock.advance(seconds(10));
    expect(view().text).toBe('DEMO');
    bus.isCut = false;
    driver.reset();
    await clock.advance(seconds(2));
    expect(view()).toMatchObject({ text: 'A012', isBlinking: true });
  });

  it('that was swapped for a new one shows the number after the next setting up', async () => {
    const { clock, driver, sign, view } = stand({ configureEvery: 10 });
    driver.port.show(IDLE);
    await clock.advance(minutes(2));
    sign.act('swap');
    await clock.advance(minutes(10));
    expect(view().text).toBe('NEXT');
  });

  it('that had no power shows the number within a minute of its return', async () => {
    const { clock, driver, sign, view } = stand();
    driver.port.show(IDLE);
    await clock.advance(seconds(10));
    sign.act('power-off');
    driver.port.show({ text: 'A014', isBlinking: false });
    await clock.advance(seconds(30));
    expect(view()).toMatchObject({ text: '', isOn: false });
    sign.act('power-on');
    await clock.advance(minutes(1));
    expect(view()).toMatchObject({ text: 'A014', isOn: true });
  });

  it('refuses actions that it does not know', () => {
    const { sign } = stand();
    for (const action of ['dance', '', 'mute 3', 'bad-checksum x', 'swap swap']) {
      expect(sign.act(action)).toMatchObject({ kind: 'refused', known: expect.arrayContaining(['power-off']) });
    }
  });

  it('shows the face a minute after any noise at the latest', async () => {
    const noise = fc.array(fc.tuple(fc.nat({ max: 60 }), fc.uint8Array({ maxLength: 6 })), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(noise, async (damages) => {
        const { clock, driver, sign, bus, view } = stand();
        driver.port.show(IDLE);
        await clock.advance(seconds(10));
        let turn = 0;
        bus.hurt = (bytes) => {
          const [at, extra] = damages[turn++] ?? [0, new Uint8Array()];
          return Uint8Array.from([...bytes.slice(0, at), ...extra, ...bytes.slice(at + 1)]);
        };
        sign.act('noise');
        driver.port.show(CALL);
        await clock.advance(seconds(2));
        bus.hurt = (bytes) => bytes;
        await clock.advance(minutes(1));
        expect(view()).toMatchObject({ text: 'A012', isBlinking: true });
      }),
      { numRuns: runs(40) },
    );
  });
});
