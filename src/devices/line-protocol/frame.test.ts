import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitCheck } from '../line-unit/ear.ts';
import { crc16, crcHex } from './crc.ts';
import { fixedText, frameTo, type Heard, hear, SILENCE } from './frame.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const GOOD = '<03N09C8F*E8FE\n';
const good = (): string => `<03N09C8F*${crcHex('<03N09C8F')}\n`;

describe('the check', () => {
  it('gives the value that the catalogue of CRCs gives for 123456789', () => {
    expect(crc16('123456789')).toBe(0x29b1);
    expect(unitCheck('123456789')).toBe('29B1');
  });

  it('is computed alike by daemon and unit', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => crcHex(text) === unitCheck(text)));
  });
});

describe('hearing units', () => {
  it('finds a frame between noise, echoes of its own questions and half frames', () => {
    const noisy = `\u0000xx<03N0>03P*C5E5\n${good()}yy\n<03`;
    const { frames, garbled, hearing } = hear(SILENCE, bytes(noisy));
    expect(frames).toEqual([{ address: '03', type: 'N', body: '09C8F' }]);
    expect(garbled).toBe(1);
    expect(hearing).toEqual({ line: '<03' });
  });

  it('passes over a frame whose check is wrong in one digit, in letter case, or missing', () => {
    for (const spoilt of [GOOD, good().toLowerCase(), good().replace('*', ''), good().replace('\n', '*\n')]) {
      expect(hear(SILENCE, bytes(spoilt))).toMatchObject({ frames: [], garbled: 1 });
    }
  });

  it('hears the same however the bytes are split', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(good()), fc.string({ unit: 'binary-ascii', maxLength: 8 }))),
        fc.array(fc.nat({ max: 20 })),
        (parts, cuts) => {
          const all = bytes(parts.join(''));
          const whole = hear(SILENCE, all);
          let split: Heard = { hearing: SILENCE, frames: [], garbled: 0 };
          let from = 0;
          for (const cut of [...cuts, all.length]) {
            const heard = hear(split.hearing, all.slice(from, from + cut));
            split = {
              hearing: heard.hearing,
              frames: [...split.frames, ...heard.frames],
              garbled: split.garbled + heard.garbled,
            };
            from += cut;
          }
          expect(split).toEqual(whole);
        },
      ),
    );
  });

  it('hears one whole line as it hears the same line byte by byte: good, damaged, as long as may be, and longer', () => {
    const filled = (length: number): string => {
      const head = `<03N${'x'.repeat(length - '<03N*0000'.length)}`;
      return `${head}*${crcHex(head)}`;
    };
    expect(hear(SILENCE, bytes(`${filled(80)}\n`)).frames).toHaveLength(1);
    expect(hear(SILENCE, bytes(`${filled(81)}\n`)).frames).toEqual([]);
    const lines = [
      good(),
      GOOD,
      good().replace('0', '1'),
      filled(79),
      filled(80),
      filled(81),
      '<',
      '<<',
      '<>',
      '>03P*C5E5',
    ];
    for (const line of lines) {
      const all = bytes(line.endsWith('\n') ? line : `${line}\n`);
      let single: Heard = { hearing: SILENCE, frames: [], garbled: 0 };
      for (const byte of all) {
        const { hearing, frames, garbled } = hear(single.hearing, Uint8Array.of(byte));
        single = { hearing, frames: [...single.frames, ...frames], garbled: single.garbled + garbled };
      }
      expect(hear(SILENCE, all)).toEqual(single);
    }
  });

  it('never fails, keeps no more than one line, and hears the next good frame, whatever came before', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        const before = hear(SILENCE, noise);
        expect(before.hearing.line?.length ?? 0).toBeLessThanOrEqual(80);
        expect(hear(before.hearing, bytes(good())).frames.at(-1)).toEqual({ address: '03', type: 'N', body: '09C8F' });
      }),
    );
  });
});

describe('text for units', () => {
  it('has exactly the width asked for and nothing that frames are made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 40 }), (text, width) => {
        const shown = fixedText(text, width);
        expect(shown).toMatch(new RegExp(`^[\\x20-\\x3b\\x3d\\x3f-\\x7e]{${width}}$`));
      }),
    );
  });

  it('shows one question mark for one character that is not ASCII', () => {
    expect(fixedText('请A012😀', 8)).toBe('?A012?  ');
  });

  it('goes out in a frame that begins with the address in two digits', () => {
    expect(new TextDecoder().decode(frameTo(7, 'P'))).toMatch(/^>07P\*[0-9A-F]{4}\n$/);
  });
});
