import { describe, expect, it } from 'vitest';
import { journaldLines, journaldText } from './journald-lines.ts';

const line = (fields: object): string => `${JSON.stringify(fields)}\n`;

describe('a line for journalctl', () => {
  it('names device, port and what happened, with its severity in front', () => {
    const fields = { level: 'warn', time: 5, device: 'printer1', port: '/dev/ttyUSB0', reason: 'no such port' };
    expect(journaldText(line({ ...fields, msg: 'device lost' }))).toEqual({
      time: 5,
      text: '<4>printer1: device lost; port=/dev/ttyUSB0 reason="no such port"',
    });
  });

  it.each([
    ['fatal', 2],
    ['error', 3],
    ['warn', 4],
    ['info', 6],
    ['debug', 7],
  ])('of level %s has severity %d', (level, severity) => {
    expect(journaldText(line({ level, time: 1, msg: 'x' })).text).toBe(`<${severity}>x`);
  });

  it('is one line, whatever was thrown', () => {
    const stack = 'TypeError: no\n    at driver.ts:1\n    at a\n    at b\n    at c';
    const { text } = journaldText(line({ level: 'error', time: 1, err: { type: 'TypeError', stack }, msg: 'a\nb' }));
    expect(text).toBe('<3>a b; err="TypeError: no at driver.ts:1 at a at b"');
  });

  it('that is no JSON is written as it is', () => {
    expect(journaldText('plain\n').text).toBe('plain');
  });
});

describe('the log in journald', () => {
  it('writes what repeats once, and counts it when the minute is over', () => {
    const taken: string[] = [];
    const log = journaldLines({ write: (text) => void taken.push(text) });
    for (const time of [0, 10, 59_999]) log.write(line({ level: 'warn', time, msg: 'busy' }));
    expect(taken).toEqual(['<4>busy\n']);
    log.write(line({ level: 'info', time: 60_000, msg: 'other' }));
    expect(taken).toEqual(['<4>busy\n', '<4>busy (again 2 times within a minute)\n', '<6>other\n']);
    log.write(line({ level: 'warn', time: 60_001, msg: 'busy' }));
    expect(taken.at(-1)).toBe('<4>busy\n');
  });

  it('counts seventy lines that take turns, and tells the counts at the end', () => {
    const taken: string[] = [];
    const log = journaldLines({ write: (text) => void taken.push(text) });
    for (let time = 0; time < 700; time += 1) log.write(line({ level: 'info', time, msg: `line ${time % 70}` }));
    expect(taken).toHaveLength(70);
    log.flush();
    expect(taken).toHaveLength(140);
    expect(taken.at(-1)).toBe('<6>line 69 (again 9 times within a minute)\n');
    log.flush();
    expect(taken).toHaveLength(140);
  });

  it('forgets the oldest of very many lines, and tells its count first', () => {
    const taken: string[] = [];
    const log = journaldLines({ write: (text) => void taken.push(text) });
    const write = (n: number): void => log.write(line({ level: 'info', time: n, msg: `line ${n}` }));
    log.write(line({ level: 'info', time: 0, msg: 'busy' }));
    log.write(line({ level: 'info', time: 0, msg: 'busy' }));
    for (let n = 1; n < 1_000; n += 1) write(n);
    expect(taken).toHaveLength(1_001);
    expect(taken).toContain('<6>busy (again 1 time within a minute)\n');
    log.write(line({ level: 'info', time: 1_000, msg: 'busy' }));
    expect(taken.at(-1)).toBe('<6>busy\n');
  });
});
