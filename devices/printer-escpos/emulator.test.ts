import { describe, expect, test } from 'vitest';
import { type FakeClock, fakeClock } from '../../src/clock.fake.ts';
import { type Emulator, lineOf } from '../../src/devices/driver.ts';
import { textsOf } from '../../test/printer-bench.ts';
import { emulatePrinter } from './emulator.ts';
import type { PrinterView } from './emulator-body.ts';
import { printerEscpos } from './index.ts';
import { type PrinterSettings, printerSettings } from './settings.ts';

interface Printer {
  readonly emulator: Emulator;
  readonly clock: FakeClock;
  /** What it sent since the last look, hex. */
  sent(): string;
  say(hex: string): void;
  view(): PrinterView;
}

function printer(settings: Partial<PrinterSettings> = {}): Printer {
  const clock = fakeClock();
  let sent: number[] = [];
  const emulator = emulatePrinter(printerSettings.parse(settings), {
    clock,
    send: (bytes) => void sent.push(...bytes),
    onChange() {},
  });
  return {
    emulator,
    clock,
    sent() {
      const text = Buffer.from(sent).toString('hex');
      sent = [];
      return text;
    },
    say: (hex) => emulator.receive(Buffer.from(hex, 'hex')),
    view: () => emulator.view() as PrinterView,
  };
}

const CUT = '1d564200';
const LINE = '410a';

describe('the emulated printer', () => {
  test('answers DLE EOT on reception: with a full buffer, without paper, inside the data of a QR code', () => {
    const stand = printer();
    stand.emulator.act('paper out');
    stand.say('41'.repeat(5_000));
    expect(stand.view()).toMatchObject({ buffered: 4_096, lost: 904 });
    stand.say('100404');
    expect(stand.sent()).toBe('7e');
    const other = printer();
    other.say('1d286b090031503010040141');
    expect(other.sent()).toBe('12');
  });

  test('executes nothing that is queued while it stands still, and all of it afterwards, in order', async () => {
    const stand = printer();
    stand.emulator.act('cover open');
    stand.say(`${LINE}1d28480600303061616161${CUT}1d7201`);
    await stand.clock.advance(10_000);
    expect(stand.sent()).toBe('');
    stand.emulator.act('cover close');
    await stand.clock.advance(10_000);
    expect(stand.sent()).toBe('3722616161610000');
    expect(stand.view().slips.map(textsOf)).toEqual([['A']]);
  });

  test('takes its time: 150 mm of paper a second, ten times that when it is worn, and hardly any when it is to be fast', async () => {
    const stand = printer();
    // ESC d 40: 40 lines of 3.75 mm are one second.
    stand.say('1b64281d28480600303061616161');
    await stand.clock.advance(999);
    expect(stand.sent()).toBe('');
    await stand.clock.advance(2);
    expect(stand.sent()).toBe('37226161616100');
    stand.emulator.act('slow on');
    stand.say('1b64281d28480600303062626262');
    await stand.clock.advance(9_900);
    expect(stand.sent()).toBe('');
    await stand.clock.advance(200);
    expect(stand.sent()).toBe('37226262626200');
    stand.emulator.act('slow off');
    stand.emulator.act('fast on');
    stand.say('1b64281d28480600303063636363');
    await stand.clock.advance(49);
    expect(stand.sent()).toBe('');
    await stand.clock.advance(2);
    expect(stand.sent()).toBe('37226363636300');
    // The cutter as well.
    stand.say(`${CUT}1d28480600303064646464`);
    await stand.clock.advance(40);
    expect(stand.sent()).toBe('37226464646400');
  });

  test('answers GS r when it was read, before the lines are out, but after a cut', async () => {
    const stand = printer();
    stand.say(`${LINE}${LINE}1d7201`);
    expect(stand.sent()).toBe('00');
    stand.say(`${CUT}1d7201`);
    expect(stand.sent()).toBe('');
    await stand.clock.advance(1_000);
    expect(stand.sent()).toBe('00');
  });

  test('tells every change by itself once it was asked to, until it is initialized', () => {
    const stand = printer();
    stand.say('1d610f');
    expect(stand.sent()).toBe('10000000');
    stand.emulator.act('paper low');
    stand.emulator.act('paper low');
    stand.emulator.act('cover open');
    expect(stand.sent()).toBe('1000030038000300');
    stand.emulator.act('cover close');
    stand.say('1b40');
    stand.sent();
    stand.emulator.act('paper out');
    expect(stand.sent()).toBe('');
  });

  test('tears the slip that hangs out when a new roll comes', async () => {
    const stand = printer();
    stand.say(LINE.repeat(3));
    await stand.clock.advance(40);
    stand.emulator.act('paper out');
    await stand.clock.advance(1_000);
    stand.emulator.act('paper load');
    stand.say(CUT);
    await stand.clock.advance(1_000);
    expect(stand.view().slips.map((slip) => [textsOf(slip).join(''), slip.end])).toEqual([
      ['A', 'torn'],
      ['AA', 'partial'],
    ]);
  });

  test('recovers from a cutter jam by DLE ENQ, and cuts then', async () => {
    const stand = printer();
    stand.emulator.act('cutter jam');
    stand.say(LINE + CUT);
    await stand.clock.advance(1_000);
    expect(stand.view()).toMatchObject({ isCutterJammed: true, isOffline: true, slips: [] });
    stand.say('100501');
    await stand.clock.advance(1_000);
    expect(stand.view().slips).toHaveLength(1);
  });

  test('holds the other side by XOFF and lets it go by XON where flow control is set', async () => {
    const stand = printer({ flow: 'xon-xoff' });
    stand.emulator.act('cover open');
    stand.say('41'.repeat(3_968));
    expect(stand.sent()).toBe('13');
    stand.emulator.act('cover close');
    await stand.clock.advance(1_000);
    expect(stand.sent()).toBe('11');
  });

  test('as a clone knows no process ids and no automatic status', async () => {
    const stand = printer();
    stand.emulator.act('clone on');
    stand.say('1d610f1d28480600303061616161');
    await stand.clock.advance(1_000);
    expect(stand.sent()).toBe('');
  });

  test('falls mute, makes noise, and gives its slips away', async () => {
    const stand = printer();
    stand.emulator.act('garbage');
    expect(stand.sent()).toHaveLength(32);
    stand.emulator.act('mute on');
    stand.say(`100401${LINE}${CUT}`);
    await stand.clock.advance(1_000);
    expect(stand.sent()).toBe('');
    expect(stand.view().slips).toHaveLength(1);
    stand.emulator.act('take');
    expect(stand.view().slips).toEqual([]);
  });

  test('keeps the newest eight slips', async () => {
    const stand = printer();
    stand.say((LINE + CUT).repeat(10));
    await stand.clock.advance(10_000);
    expect(stand.view().slips).toHaveLength(8);
  });

  test('refuses what it does not know, with what it knows; and each action of the catalogue is known', () => {
    const { emulator } = printer();
    expect(emulator.act('kick')).toEqual({ kind: 'refused', known: printerEscpos.emulatorActions });
    for (const action of printerEscpos.emulatorActions) expect(emulator.act(action)).toEqual({ kind: 'done' });
  });

  test('is off after close: no timer, no byte', async () => {
    const stand = printer();
    stand.say(LINE);
    stand.emulator.close();
    expect(stand.clock.pending()).toBe(0);
    stand.say('100401');
    expect(stand.sent()).toBe('');
  });
});

test('the settings say what the wire needs', () => {
  expect(lineOf(printerEscpos, printerSettings.parse({}))).toEqual({
    baud: 38_400,
    dataBits: 8,
    parity: 'none',
    stopBits: 1,
    flow: 'none',
  });
  expect(printerSettings.safeParse({ baud: 1_200 }).success).toBe(false);
  expect(printerSettings.safeParse({ column: 42 }).success).toBe(false);
});
