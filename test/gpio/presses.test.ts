import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { emulatePrinter } from '../../devices/printer-escpos/emulator.ts';
import { printerSettings } from '../../devices/printer-escpos/settings.ts';
import { minutes, systemClock } from '../../src/clock.ts';
import { runs } from '../runs.ts';
import { openBell } from '../stand/bell.ts';
import { PROGRAM, runProgram } from '../stand/daemon.ts';
import { cannotStand } from './cannot-stand.ts';
import { type GpioStand, openGpioStand } from './gpio-stand.mjs';
import { AHEAD, BUTTON_PINS, type KioskStand, LAMP_PINS, openKioskStand, pressInTurn } from './kiosk-stand.mjs';

vi.setConfig({ testTimeout: minutes(15) });

/** A thousand in a campaign. */
const PRESSES = Math.min(runs(400), 1_000);
/** Of these, so many one by one. */
const SINGLE_PRESSES = 20;
const [PIN = 0] = BUTTON_PINS;
const [LAMP = 0] = LAMP_PINS;
const clock = systemClock(() => true);

let gpio: GpioStand;
const kiosks: KioskStand[] = [];

async function openKiosk(wishes: { readonly panel?: string; readonly isPanelIll?: boolean } = {}): Promise<KioskStand> {
  const kiosk = await openKioskStand({
    program: PROGRAM,
    before: gpio.before,
    clock,
    emulatePrinter: (context) => emulatePrinter(printerSettings.parse({}), context),
    ...wishes,
  });
  kiosks.push(kiosk);
  return kiosk;
}

async function openGpio(): Promise<void> {
  gpio = await openGpioStand({ onLine: () => kiosks.at(-1)?.ring() });
}

async function closeAll(): Promise<void> {
  for (const kiosk of kiosks.splice(0)) await kiosk.close();
  await gpio.close();
}

async function exported(kiosk: KioskStand): Promise<readonly string[]> {
  const bell = openBell(() => '');
  return (await runProgram(['journal', 'export', kiosk.journal], bell)).out;
}

const reasonOf = (kiosk: KioskStand): string =>
  String(kiosk.log().find(({ msg, device }) => msg === 'device lost' && device === 'panel1')?.reason ?? '');

const isSkipped = cannotStand();

describe.skipIf(isSkipped)('a kiosk on GPIO pins, with onoff as it is', () => {
  let kiosk: KioskStand;
  /** Numbers that the presses before a test had. */
  const expected: string[] = [];
  // One kiosk in one life, from its first customer to its last.
  beforeAll(async () => {
    await openGpio();
    kiosk = await openKiosk();
  });
  afterAll(closeAll);

  /** The next customer presses the first button: a kiosk that is new, or whose panel is back, hears it. */
  async function takeOne(): Promise<void> {
    const { labels } = await pressInTurn(gpio, kiosk, 1);
    expected.push(...labels);
  }

  /**
   * None lost, none twice, those of one button in their order, and each at most as many places off as presses are under way at
   * once: every button has a file of its own, and those that moved in one moment are read in any order.
   */
  function expectInTurn(labels: readonly (string | undefined)[]): void {
    expect(labels.toSorted()).toEqual(expected.toSorted());
    const places = new Map(expected.map((label, place) => [label, place]));
    const off = labels.map((label, place) => Math.abs(place - (places.get(label ?? '') ?? Number.NaN)));
    expect(Math.max(...off)).toBeLessThanOrEqual(AHEAD);
    const ofButton = (all: readonly (string | undefined)[], letter: string) =>
      all.filter((label) => label?.startsWith(letter));
    for (const letter of 'ABCDEFGH') expect(ofButton(labels, letter)).toEqual(ofButton(expected, letter));
  }

  it('lights the lamps, and the first customer gets a ticket', async () => {
    await kiosk.until('the lamp is lit', () => gpio.lineOf(LAMP)?.level === 1);
    await takeOne();
    expect(kiosk.printed.map(({ label }) => label)).toEqual(['A001']);
  });

  it('goes on after another program let go of a pin, and says which', async () => {
    await gpio.unexport(PIN);
    await kiosk.until('it is lost', () => reasonOf(kiosk) !== '');
    expect(reasonOf(kiosk)).toBe('button 1 (A): line 529 was let go of by another program');
    await kiosk.until('it is back', () => kiosk.log().some(({ msg }) => msg === 'device is back'));
    // Round to the button whose pin it is.
    for (let press = 0; press < BUTTON_PINS.length; press += 1) await takeOne();
    expect(kiosk.printed.map(({ label }) => label).at(-1)).toBe('A002');
  });

  it('tells how long it is from the edge to the print command, press by press', async ({ annotate }) => {
    const { labels, delays } = await pressInTurn(gpio, kiosk, SINGLE_PRESSES, true);
    expected.push(...labels);
    expect(delays).toHaveLength(SINGLE_PRESSES);
    const sorted = delays.toSorted((one, other) => one - other);
    const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
    // Told and not judged: the machine of the tests has other work besides.
    const told = `edge to print command, ${delays.length} presses one by one: median ${at(0.5)} ms, p99 ${at(0.99)} ms`;
    await annotate(told);
    console.info(told);
  });

  it('prints a ticket for each of hundreds of presses, in order, none lost and none twice', async () => {
    const { labels } = await pressInTurn(gpio, kiosk, PRESSES - SINGLE_PRESSES);
    expected.push(...labels);
    expectInTurn(kiosk.printed.map(({ label }) => label));
  });

  it('gives back pins and light at the end, and leaves a journal of every ticket', async () => {
    expect(await kiosk.stop()).toBe(0);
    const issued = (await exported(kiosk)).filter((line) => line.includes('"type":"issued"'));
    expectInTurn(issued.map((line) => /"label":"([A-H]\d{3})"/.exec(line)?.[1]));
    for (const pin of [...BUTTON_PINS, ...LAMP_PINS]) expect(gpio.lineOf(pin)).toMatchObject({ isExported: false });
    expect(gpio.lineOf(LAMP)?.level).toBe(0);
  });
});

describe.skipIf(isSkipped)('a kiosk whose pin cannot be had', () => {
  beforeEach(openGpio);
  afterEach(closeAll);

  it.each([
    [
      'that another program holds',
      (): Promise<void> => gpio.hold(PIN),
      /^wire\/gpio: button 1 \(A\) on pin 17 of pinctrl-bcm2711 \(line 529\) cannot be had: it is busy.*\(EBUSY\) \(\/sys\/class\/gpio\/export\)\. Next: see in \/sys\/kernel\/debug\/gpio/,
      (): Promise<void> => gpio.release(PIN),
    ],
    [
      'that the user may not have',
      (): Promise<void> => gpio.deny('export'),
      /pin 17 of pinctrl-bcm2711 .* no permission \(EACCES\) \(\/sys\/class\/gpio\/export\)\. Next: put the user of lobbyd into the group gpio/,
      (): Promise<void> => gpio.allow('export'),
    ],
  ])('names a pin %s, with what to do, and runs once it can', async (_what, spoil, reason, mend) => {
    await spoil();
    const kiosk = await openKiosk({ isPanelIll: true });
    await kiosk.until('it is lost', () => reasonOf(kiosk) !== '');
    expect(reasonOf(kiosk)).toMatch(reason);
    await mend();
    await kiosk.until('it runs', () => kiosk.log().some(({ msg }) => msg === 'device is back'));
    await gpio.level(PIN, 0);
    await kiosk.until('the ticket', () => kiosk.printed.length === 1);
  });
});
