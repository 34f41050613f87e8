import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../src/clock.fake.ts';
import { seconds } from '../../src/clock.ts';
import type { CardRead } from '../../src/devices/kinds.ts';
import type { Log } from '../../src/devices/log.ts';
import type { Wire } from '../../src/devices/wire/wire.ts';
import { runs } from '../../test/runs.ts';
import { CardLine } from './driver.ts';
import { emulateReader } from './emulator.ts';
import { lrcOf } from './protocol.ts';
import { settings } from './settings.ts';
import vectors from './vectors.json' with { type: 'json' };

const book = { prefixes: vectors.prefixes, key: Buffer.from(vectors.key, 'hex') };
const wire: Wire = { name: 'bench', write: async () => ({ kind: 'written' }), async close() {} };
const chosen = settings.parse({ check: 'lrc' });

/** A reader and its driver on a wire that cuts what passes into pieces of so many bytes. */
function stand({ pieces = 64, hasBook = true, check = chosen } = {}) {
  const clock = fakeClock();
  const lines: string[] = [];
  const keep = (fields: object, message: string): void => void lines.push(JSON.stringify(fields) + message);
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep };
  const raised = new Set<string>();
  const condition = (code: string, isRaised: boolean): void => void (isRaised ? raised.add(code) : raised.delete(code));
  const driver = new CardLine(check, { device: 'card1', clock, log, condition }, () => 'C0DE');
  const reads: CardRead[] = [];
  driver.port.onCard((read) => void reads.push(read));
  if (hasBook) driver.port.lookUpIn(book);
  const reports: string[] = [];
  const link = driver.begin(wire, {
    identified: (text) => void reports.push(text),
    lost: (text) => void reports.push(text),
  });
  const send = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; at += pieces) link.onBytes(bytes.subarray(at, at + pieces));
  };
  const reader = emulateReader(check, { clock, send, onChange() {} });
  const hear = (text: string): void => send(Buffer.from(text, 'latin1'));
  return { clock, driver, reader, reads, reports, lines, raised, link, hear };
}

const kinds = (reads: readonly CardRead[]): string[] =>
  reads.map((read) => (read.kind === 'card' ? `${read.segment}` : '-'));

describe('a card reader on its line', () => {
  it.each(vectors.read)('reads $what, with and without the check character', ({ track, lrc, segment, token }) => {
    expect(String.fromCharCode(lrcOf(Buffer.from(track)))).toBe(lrc);
    const { reads, hear } = stand();
    hear(`${track}${lrc}\r\n`);
    const plain = stand({ check: settings.parse({}) });
    plain.hear(`${track}\r`);
    for (const read of [...reads, ...plain.reads]) {
      expect(read).toMatchObject({ kind: 'card', id: 'C0DE-1', segment, ...(token ? { token } : {}) });
    }
    expect([reads.length, plain.reads.length]).toEqual([1, 1]);
  });

  it.each(vectors.read.filter(({ action }) => action))(
    'its emulator sends $what as the standard has it',
    ({ action = '', track, lrc }) => {
      let sent = '';
      const reader = emulateReader(chosen, {
        clock: fakeClock(),
        send: (bytes) => {
          sent += Buffer.from(bytes).toString('latin1');
        },
        onChange() {},
      });
      expect(reader.act(action)).toEqual({ kind: 'done' });
      expect(sent).toBe(`${track}${lrc}\r`);
    },
  );

  it.each(vectors.unreadable)('refuses $what', ({ track, lrc }) => {
    const { reads, hear } = stand();
    hear(`${track}${lrc}\r`);
    expect(reads).toEqual([{ kind: 'unreadable' }]);
  });

  it('runs as soon as its wire is open, and takes whatever pieces come', () => {
    const { reports, reader, reads } = stand({ pieces: 1 });
    expect(reports).toHaveLength(1);
    reader.act('card gold');
    reader.act('card private');
    reader.act('card ordinary');
    expect(kinds(reads)).toEqual(['gold', 'private', 'null']);
    expect(reads.map((read) => (read.kind === 'card' ? read.id : ''))).toEqual(['C0DE-1', 'C0DE-2', 'C0DE-3']);
  });

  it('knows the same card again by its token, another card and another day by theirs', () => {
    const { driver, reader, reads } = stand();
    for (const action of ['card gold', 'card gold', 'card private']) reader.act(action);
    driver.port.lookUpIn({ ...book, key: new Uint8Array(32) });
    reader.act('card gold');
    const tokens = reads.map((read) => (read.kind === 'card' ? read.token : ''));
    expect(tokens[1]).toBe(tokens[0]);
    expect(new Set(tokens).size).toBe(3);
  });

  it('passes over the other tracks of a card', () => {
    const { reader, reads } = stand();
    reader.act('all-tracks');
    reader.act('card gold');
    expect(kinds(reads)).toEqual(['gold']);
  });

  it('says that a card with a wrong check character, a scratch or a broken swipe was not read, once each', async () => {
    const { clock, reader, reads } = stand();
    for (const fault of ['bad-check', 'scratched', 'short']) {
      reader.act(fault);
      reader.act('card gold');
      await clock.advance(seconds(1));
    }
    reader.act('card gold');
    expect(kinds(reads)).toEqual(['-', '-', '-', 'gold']);
  });

  it('a swipe that breaks off without an end is over after a quarter of a second', async () => {
    const { clock, hear, reads } = stand();
    hear(';62000000');
    await clock.advance(249);
    expect(reads).toEqual([]);
    await clock.advance(2);
    expect(reads).toEqual([{ kind: 'unreadable' }]);
    hear(vectors.read[1]?.track ?? '');
    hear('5\r');
    expect(kinds(reads)).toEqual(['-', 'gold']);
  });

  it('reads nothing while nobody has said what cards are looked up in, nor once it is closed', async () => {
    const { reader, reads } = stand({ hasBook: false });
    reader.act('card gold');
    expect(reads).toEqual([{ kind: 'unreadable' }]);
    const closed = stand();
    await closed.driver.close();
    closed.reader.act('card gold');
    expect(closed.reads).toEqual([]);
    await closed.clock.advance(seconds(1));
    expect(closed.clock.pending()).toBe(0);
  });

  it('says that the line is garbled when card after card cannot be read, and that it is clean again', () => {
    const { reader, raised } = stand();
    reader.act('bad-check 3');
    for (let times = 0; times < 3; times += 1) reader.act('card ordinary');
    expect([...raised]).toEqual(['garbled']);
    for (let times = 0; times < 8; times += 1) reader.act('card ordinary');
    expect([...raised]).toEqual([]);
  });

  it('whatever comes, no digit of a card is handed on or logged, and the next card is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), async (noise) => {
        const { clock, driver, link, reader, reads, lines, hear } = stand();
        for (const bytes of noise) {
          link.onBytes(bytes);
          hear(';6200000000000005');
        }
        await clock.advance(seconds(1));
        reads.length = 0;
        reader.act('card gold');
        expect(kinds(reads)).toEqual(['gold']);
        expect(JSON.stringify([reads, lines, driver, reader.view()])).not.toContain('62000000');
      }),
      { numRuns: runs(60) },
    );
  });
});
