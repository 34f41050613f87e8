import { describe, expect, it } from 'vitest';
import { linesOf } from '../spec.ts';

describe('a bank standard', () => {
  it('number ranges of two services do not overlap under one prefix', () => {
    expect(linesOf({ standard: [['first: 101, last: 199', 'first: 51, last: 199']] })).toEqual([
      'etc/standard.yaml:21:5: numbers A51 to 199 overlap 1 to 99 of "cash" (line 14), expected a range of its own under A',
    ]);
  });

  it('one number shared by two ranges is an overlap', () => {
    expect(linesOf({ standard: [['first: 101, last: 199', 'first: 99, last: 199']] })).toEqual([
      'etc/standard.yaml:21:5: numbers A99 to 199 overlap 1 to 99 of "cash" (line 14), expected a range of its own under A',
    ]);
  });

  it('ranges under two prefixes may be the same', () => {
    expect(linesOf({ standard: [['prefix: A, first: 101, last: 199', 'prefix: B, first: 1, last: 99']] })).toEqual([]);
  });

  it('a range that comes round too soon is a warning', () => {
    expect(linesOf({ standard: [['first: 101, last: 199', 'first: 101, last: 110']] })).toEqual([
      'etc/standard.yaml:21:45: warning: only 10 numbers before they start again, expected a range of 20 or more',
    ]);
  });

  it('a range does not end before it starts', () => {
    expect(linesOf({ standard: [['first: 101, last: 199', 'first: 199, last: 101']] })).toEqual([
      'etc/standard.yaml:21:45: last is 101, before the first number 199, expected 199 or more',
    ]);
  });

  it('the last number has room in its digits', () => {
    expect(linesOf({ standard: [['first: 101, last: 199', 'first: 101, last: 199, digits: 2']] })).toEqual([
      'etc/standard.yaml:21:58: 2 digits are too few for 199, expected digits: 3',
    ]);
  });

  it('skipped numbers leave some', () => {
    expect(linesOf({ standard: [['first: 101, last: 199', 'first: 101, last: 102, skip: [101, 102]']] })).toEqual([
      'etc/standard.yaml:21:56: skip leaves no number, expected numbers that are issued',
    ]);
  });

  it('a skipped number outside the range is a warning', () => {
    expect(linesOf({ standard: [['first: 101, last: 199', 'first: 101, last: 199, skip: [4]']] })).toEqual([
      'etc/standard.yaml:21:57: warning: 4 is never issued anyway, expected a number from 101 to 199',
    ]);
  });

  it('an id stands once, and what refers to the other is not told as well', () => {
    expect(linesOf({ standard: [['id: wealth', 'id: cash']] })).toEqual([
      'etc/standard.yaml:17:9: id "cash" stands twice, expected it once (also at line 10)',
    ]);
  });

  it('a language stands once', () => {
    expect(linesOf({ standard: [['tag: en', 'tag: zh-CN']] })).toEqual([
      'etc/standard.yaml:4:12: tag "zh-CN" stands twice, expected it once (also at line 3)',
    ]);
  });

  it('a step stands once in its service', () => {
    expect(
      linesOf({
        standard: [
          [
            'standardTime: 4min',
            'standardTime: 4min\n    steps: [{ id: a, standard: 1min }, { id: a, standard: 1min }]',
          ],
        ],
      }),
    ).toEqual(['etc/standard.yaml:17:46: id "a" stands twice, expected it once (also at line 17)']);
  });

  it('a name stands in every language and in no other', () => {
    expect(linesOf({ standard: [['names: { zh-CN: 现金, en: Cash }', 'names: { zh-CN: 现金, em: Cash }']] })).toEqual([
      'etc/standard.yaml:13:5: names has no text in en, expected a text for zh-CN, en',
      'etc/standard.yaml:13:25: unknown language "em", expected "en"',
    ]);
  });

  it('forms that miss a language are a warning', () => {
    expect(linesOf({ standard: [['standardTime: 4min', 'standardTime: 4min\n    forms: { en: [Card] }']] })).toEqual([
      'etc/standard.yaml:17:5: warning: forms has no text in zh-CN, expected a text for zh-CN, en',
    ]);
  });
});
