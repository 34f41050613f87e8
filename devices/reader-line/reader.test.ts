import { describe, expect, it } from 'vitest';
import { type FakeClock, fakeClock } from '../../src/clock.fake.ts';
import { ms, seconds } from '../../src/clock.ts';
import type { Link } from '../../src/devices/driver.ts';
import { listeningContext } from '../../src/devices/line-unit/bench.fake.ts';
import type { Wire } from '../../src/devices/wire/wire.ts';
import { ReaderLine } from './driver.ts';
import { emulateReader } from './emulator.ts';
import { LONGEST_CODE } from './protocol.ts';
import { LONGEST_GAP, next, START } from './session.ts';
import { settings } from './settings.ts';
import vectors from './vectors.json' with { type: 'json' };

const chosen = settings.parse({});
const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const written = (text: string): Uint8Array => new TextEncoder().encode(text);

function bench(clock: FakeClock = fakeClock()) {
  const context = listeningContext(clock);
  const driver = new ReaderLine(chosen, context);
  const codes: string[] = [];
  driver.port.onCode((code) => void codes.push(code));
  const reports: string[] = [];
  const report = { identified: (what: string) => void reports.push(what), lost: () => void reports.push('lost') };
  const lives: Link[] = [];
  const begin = (): void => void lives.push(driver.begin({} as Wire, report));
  const hear = (bytes: Uint8Array): void => lives.at(-1)?.onBytes(bytes);
  const scanner = emulateReader(chosen, { clock, send: hear, onChange() {} });
  begin();
  return {
    clock,
    codes,
    scanner,
    reports,
    hear,
    begin,
    raised: context.raised,
    cut: () => lives.at(-1)?.end({ kind: 'ours' }),
  };
}

describe('vectors of the scanner', () => {
  it.each(vectors.readings)('$what', ({ hex, code }) => {
    const whole = bench();
    whole.hear(bytesOf(hex));
    expect(whole.codes).toEqual(code === null ? [] : [code]);
    // A wire gives its bytes in whatever pieces it likes.
    const one = bench();
    for (const byte of bytesOf(hex)) one.hear(Uint8Array.of(byte));
    expect(one.codes).toEqual(whole.codes);
  });

  it('are what the emulator sends', () => {
    const sent: number[] = [];
    const scanner = emulateReader(chosen, {
      clock: fakeClock(),
      send: (bytes) => void sent.push(...bytes),
      onChange() {},
    });
    scanner.act('scan A012');
    expect(Uint8Array.from(sent)).toEqual(bytesOf(vectors.readings[0]?.hex ?? ''));
    expect(scanner.view()).toEqual({ code: 'A012', beeps: 1 });
  });
});

describe('a scanner on its wire', () => {
  it('is there as soon as its port is open, since it says nothing of itself', () => {
    expect(bench().reports).toEqual(['a scanner, which says nothing of itself']);
  });

  it('takes a slip that is held before it for one showing, and the same slip a while later for another', async () => {
    const { clock, codes, scanner } = bench();
    scanner.act('hold A012');
    await clock.advance(chosen.sameWithin);
    scanner.act('scan A012');
    expect(codes).toEqual(['A012']);
    await clock.advance(chosen.sameWithin + 1);
    scanner.act('scan A012');
    expect(codes).toEqual(['A012', 'A012']);
  });

  it('knows two slips apart that are shown one right after the other', () => {
    const { codes, scanner } = bench();
    for (const label of ['A012', 'A013', 'A012']) scanner.act(`scan ${label}`);
    expect(codes).toEqual(['A012', 'A013', 'A012']);
  });

  it('forgets half a code: the next one is read whole', async () => {
    const { clock, codes, scanner } = bench();
    scanner.act('half lobbyd:1:x');
    await clock.advance(LONGEST_GAP + ms(1));
    scanner.act('scan A012');
    expect(codes).toEqual(['A012']);
  });

  it('forgets half a code when the cable is pulled', () => {
    const { codes, scanner, cut, begin } = bench();
    scanner.act('half lobbyd:1:x');
    cut();
    begin();
    scanner.act('scan A012');
    expect(codes).toEqual(['A012']);
  });

  it('says so when three in a row cannot be read, and that it is over with the next that can', () => {
    const { codes, scanner, raised } = bench();
    for (const times of [1, 2]) scanner.act(`scan-damaged A01${times}`);
    expect([...raised]).toEqual([]);
    scanner.act('scan-damaged A012');
    expect([...raised]).toEqual(['garbled']);
    scanner.act('scan A012');
    expect([codes, [...raised]]).toEqual([['A012'], []]);
  });

  it('reads no code that never ends, and keeps no more of it than a code may have', () => {
    let session = START;
    for (let piece = 0; piece < 100; piece += 1) session = next(session, written('x'.repeat(100)), 0, 0).session;
    expect(session.text).toHaveLength(LONGEST_CODE + 1);
    expect(next(session, written('\r'), 0, 0).codes).toEqual([]);
    expect(next(START, written(`${'x'.repeat(LONGEST_CODE)}\r`), 0, 0).codes).toHaveLength(1);
  });

  it('hands no code to who listens no more', async () => {
    const clock = fakeClock();
    const driver = new ReaderLine(chosen, listeningContext(clock));
    const codes: string[] = [];
    driver.port.onCode((code) => void codes.push(code));
    const life = driver.begin({} as Wire, { identified() {}, lost() {} });
    await driver.close();
    life.onBytes(written('A012\r'));
    await clock.advance(seconds(1));
    expect(codes).toEqual([]);
  });
});
