import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runs } from '../../test/runs.ts';
import { openPreparedCode, writePreparedCode } from './prepared-code.ts';

const PARTS = new Map([
  ['./start.js', { source: 'first();', code: Buffer.from('what V8 made of the first') }],
  ['./part-second.js', { source: 'second();', code: Buffer.from([0, 1, 2, 255, 254]) }],
  ['./part-empty.js', { source: '', code: Buffer.alloc(0) }],
]);

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lobbyd-code-'));
  file = join(folder, 'code.bin');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** All that a file gives for texts, and what it complains of. */
function read(sources = new Map([...PARTS].map(([part, { source }]) => [part, source]))) {
  const complaints: string[] = [];
  const prepared = openPreparedCode(file, (what) => complaints.push(what));
  const codes = new Map([...sources].map(([part, source]) => [part, prepared?.codeOf(part, source)]));
  return { codes, complaints, isThere: prepared !== null };
}

const whole = new Map([...PARTS].map(([part, { code }]) => [part, code]));

describe('prepared code', () => {
  it('is given back for the text that it was made of', () => {
    writePreparedCode(file, PARTS);
    expect(read()).toEqual({ codes: whole, complaints: [], isThere: true });
    expect(readdirSync(folder)).toEqual(['code.bin']);
  });

  it('lies where V8 can read it in one piece', () => {
    writePreparedCode(file, PARTS);
    const bytes = readFileSync(file);
    for (const { code } of PARTS.values()) {
      if (code.length > 0) expect(bytes.indexOf(code) % 8).toBe(0);
    }
  });

  it('of another text, even one as long, or of a part that is not in it, is none; nobody is to blame', () => {
    writePreparedCode(file, PARTS);
    const others = new Map([
      ['./start.js', 'fjrst();'],
      ['./part-third.js', 'second();'],
    ]);
    expect(read(others)).toEqual({
      codes: new Map([...others].map(([part]) => [part, undefined])),
      complaints: [],
      isThere: true,
    });
  });

  it('that is not there is none, without a word', () => {
    expect(read()).toMatchObject({ isThere: false, complaints: [] });
  });

  it('that cannot be written leaves what was there', () => {
    writePreparedCode(file, PARTS);
    mkdirSync(`${file}.new`);
    writeFileSync(join(`${file}.new`, 'in the way'), '');
    expect(() => writePreparedCode(file, new Map())).toThrow('EISDIR');
    expect(read().codes).toEqual(whole);
  });

  it('is never believed where a bit is wrong: each part is as it was, or none and told of', () => {
    writePreparedCode(file, PARTS);
    const right = readFileSync(file);
    fc.assert(
      fc.property(fc.nat(right.length - 1), fc.nat(7), (at, bit) => {
        const wrong = Buffer.from(right);
        wrong.writeUInt8(wrong.readUInt8(at) ^ (1 << bit), at);
        writeFileSync(file, wrong);
        const { codes } = read();
        for (const [part, code] of codes) expect([undefined, whole.get(part)]).toContainEqual(code);
      }),
      { numRuns: runs(200) },
    );
  });

  it('tells which part is damaged, and gives the others', () => {
    writePreparedCode(file, PARTS);
    const bytes = readFileSync(file);
    bytes.write('W', bytes.indexOf('what V8'));
    writeFileSync(file, bytes);
    const { codes, complaints } = read();
    expect(complaints).toEqual(['./start.js']);
    expect(codes).toEqual(new Map([...whole, ['./start.js', undefined]]));
  });

  it('that was cut off at any byte gives nothing that is wrong', () => {
    writePreparedCode(file, PARTS);
    const right = readFileSync(file);
    for (let length = 0; length < right.length; length += 1) {
      writeFileSync(file, right.subarray(0, length));
      for (const [part, code] of read().codes) expect([undefined, whole.get(part)]).toContainEqual(code);
    }
  });
});
