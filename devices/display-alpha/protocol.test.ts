import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../src/clock.fake.ts';
import { lineOf } from '../../src/devices/driver.ts';
import { type SignCommand, SignEar } from './emulator-ear.ts';
import { displayAlpha } from './index.ts';
import { configureMemory, packet, signText, writeString, writeText } from './protocol.ts';
import { settings } from './settings.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.split(' '), (byte) => Number.parseInt(byte, 16));

function commandsIn(bytes: Iterable<number>, address = 3): SignCommand[] {
  const ear = new SignEar(fakeClock(), address);
  return [...bytes].flatMap((byte) => ear.take(byte) ?? []);
}

describe('vectors of the Alpha protocol', () => {
  it('are what lobbyd sends', () => {
    for (const { address, command, bytes, what } of vectors.packets) {
      expect(packet(address, command), what).toEqual(bytesOf(bytes));
    }
  });

  it('are understood by the sign that they are for', () => {
    for (const { address, command, bytes, what } of vectors.packets) {
      const expected = { code: command.charAt(0), data: command.slice(1) };
      expect(commandsIn(bytesOf(bytes), address ?? 0x77), what).toEqual([expected]);
      if (address !== null) expect(commandsIn(bytesOf(bytes), address - 1), what).toEqual([]);
    }
  });

  it('hold the commands that a counter needs', () => {
    const commands = vectors.packets.map(({ command }) => command);
    expect(commands).toEqual(
      expect.arrayContaining([
        configureMemory('A', '1'),
        writeText('A', '1', 'hold', 'sign'),
        writeText('A', '1', 'flash', 'red'),
        writeString('1', 'A012'),
      ]),
    );
  });
});

describe('a sign listening', () => {
  const right = packet(3, writeString('1', 'A012'));
  const command = [{ code: 'G', data: '1A012' }];

  it('does not mind the parity bit, and answers to broadcast and wildcard addresses', () => {
    expect(commandsIn(right.map((byte) => byte | 0x80))).toEqual(command);
    const text = (to: string): Uint8Array => new TextEncoder().encode(`\0\0\0\0\0\x01Z${to}\x02G1A012\x04`);
    expect(['00', '0?', '?3', '??'].map((to) => commandsIn(text(to)))).toEqual([command, command, command, command]);
    expect(['04', '1?', '?4'].map((to) => commandsIn(text(to)))).toEqual([[], [], []]);
  });

  it('takes a packet without a checksum, and none with a wrong one', () => {
    expect(commandsIn(new TextEncoder().encode('\0\0\0\0\0\x01Z03\x02G1A012\x04'))).toEqual(command);
    for (let at = 10; at < right.length - 1; at += 1) {
      if (right[at] === 0x03) continue;
      const spoilt = right.map((byte, index) => (index === at ? byte ^ 0x01 : byte));
      expect(commandsIn(spoilt), `byte ${at}`).toEqual([]);
    }
  });

  it('needs five NULs before a packet, and forgets a packet that stops for more than a second', async () => {
    expect(commandsIn(right.slice(1))).toEqual([]);
    const clock = fakeClock();
    const ear = new SignEar(clock, 3);
    for (const byte of right.slice(0, 12)) ear.take(byte);
    await clock.advance(1_001);
    expect([...right.slice(12)].flatMap((byte) => ear.take(byte) ?? [])).toEqual([]);
    expect([...right].flatMap((byte) => ear.take(byte) ?? [])).toEqual(command);
  });

  it('takes a second command of one packet only after the pause that the protocol asks for', async () => {
    const clock = fakeClock();
    const ear = new SignEar(clock, 3);
    const give = (text: string): SignCommand[] =>
      [...new TextEncoder().encode(text)].flatMap((byte) => ear.take(byte) ?? []);
    expect(give('\0\0\0\0\0\x01Z03\x02G1A\x02')).toEqual([{ code: 'G', data: '1A' }]);
    await clock.advance(100);
    expect(give('G1B\x02')).toEqual([{ code: 'G', data: '1B' }]);
    expect(give('G1C\x04')).toEqual([]);
  });
});

describe('the line of an Alpha sign', () => {
  it('has seven data bits and even parity, unless the sign is set to eight', () => {
    const line = { baud: 9600, dataBits: 7, parity: 'even', stopBits: 1, flow: 'none' };
    expect(lineOf(displayAlpha, settings.parse({ address: 3 }))).toEqual(line);
    expect(lineOf(displayAlpha, settings.parse({ address: 3, line: '8N1', baud: 4800 }))).toEqual({
      ...line,
      baud: 4800,
      dataBits: 8,
      parity: 'none',
    });
  });

  it('carries nothing that needs an eighth bit', () => {
    const all = [
      configureMemory('Z', '9'),
      writeText('Z', '9', 'flash', 'amber'),
      writeString('9', signText('请ß~', 8)),
    ];
    for (const text of all) expect(Math.max(...packet(255, text))).toBeLessThan(0x80);
  });
});

describe('text on the sign', () => {
  it('is cut to the width of the sign, with a question mark for what it cannot show', () => {
    expect(signText('WINDOW 12', 6)).toBe('WINDOW');
    expect(signText('请A012', 8)).toBe('?A012');
    expect(signText('', 8)).toBe(' ');
  });
});
