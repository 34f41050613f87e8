import { describe, expect, test } from 'vitest';
import { LOG_BEHIND_MOST, logLines } from './log-lines.ts';

const refusal = (code: string) => Object.assign(new Error(code), { code });

describe('the log of the daemon', () => {
  test('goes out with the next line when its reader was slow', () => {
    let taken = '';
    let room = 3;
    const log = logLines((bytes) => {
      if (room === 0) throw refusal('EAGAIN');
      const part = bytes.subarray(0, room);
      taken += Buffer.from(part).toString();
      return part.length;
    });
    log.write('one\n');
    room = 0;
    log.write('two\n');
    room = 1_000;
    log.write('three\n');
    expect(taken).toBe('one\ntwo\nthree\n');
  });

  test('stops no branch when nobody reads it any more', () => {
    let tries = 0;
    const log = logLines(() => {
      tries += 1;
      throw refusal('EPIPE');
    });
    log.write('one\n');
    log.write('two\n');
    expect(tries).toBe(2);
  });

  test('says how many lines were lost behind a reader that stood still', () => {
    let taken = '';
    let isStill = true;
    const log = logLines((bytes) => {
      if (isStill) throw refusal('EAGAIN');
      taken += Buffer.from(bytes).toString();
      return bytes.length;
    });
    log.write(`${'x'.repeat(LOG_BEHIND_MOST - 1)}\n`);
    log.write('lost\n');
    log.write('lost too\n');
    isStill = false;
    log.write('the last that finds no room\n');
    log.write('here\n');
    expect(taken.slice(LOG_BEHIND_MOST)).toBe('{"level":"warn","msg":"3 lines of log were lost"}\nhere\n');
  });
});
