import { describe, expect, it } from 'vitest';
import { linesOf } from './spec.ts';
import { parseSource } from './yaml.ts';

describe('a file as YAML', () => {
  it('a list that does not end is told once a line', () => {
    expect(linesOf({ branch: [['services: [cash, wealth]', 'services: [cash, wealth']] })).toEqual([
      'etc/branch.yaml:9:5: YAML: Flow sequence in block collection must be sufficiently indented and end with a ], expected the closing ]',
      'etc/branch.yaml:10:14: YAML: Nested mappings are not allowed in compact mappings, expected lines of one map or list indented alike, and quotes around a text with ": " in it',
    ]);
  });

  it.each([
    ['number：1', '7:5: YAML: a full-width colon after "number", expected "number: " with a plain colon and a space'],
    ['number:1', '7:5: YAML: no space after "number:", expected "number: " with a plain colon and a space'],
  ])('a key without its colon and space is named: %s', (written, told) => {
    expect(linesOf({ branch: [['number: 1', written]] })[0]).toBe(`etc/branch.yaml:${told}`);
  });

  it.each([
    ['[', '['.repeat(50_000), 1],
    ['{a: ', `a: 1\n{a: [${'{a: '.repeat(50_000)}`, 2],
    ['- ', `a: 1\nb:\n  ${'- '.repeat(50_000)}`, 3],
    ['a map in a map', Array.from({ length: 1_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'), 200],
  ])(
    'nested far deeper than anything needs, with %s, it is refused at that line before anything is made of it',
    (_, text, line) => {
      const { problems, value } = parseSource('branch.yaml', text);
      expect(problems.map((told) => told.text)).toEqual([
        `branch.yaml:${line}:1: values nested deeper than 24 levels, expected fewer levels`,
      ]);
      expect(value).toBeUndefined();
    },
  );

  it('a second document is told, and the first is what it was', () => {
    const { problems, guess } = parseSource('branch.yaml', 'a: 1\n---\nb: 2\n');
    expect(problems.map((told) => told.text)).toEqual([
      'branch.yaml:2:1: YAML: a second document begins, expected one document, no line ---',
    ]);
    expect({ ...(guess as object) }).toEqual({ a: 1 });
  });

  it('a tab as indentation is named', () => {
    expect(linesOf({ branch: [['    number: 1', '\tnumber: 1']] })).toEqual([
      'etc/branch.yaml:7:1: YAML: Tabs are not allowed as indentation, expected spaces as indentation',
      'etc/branch.yaml:9:1: YAML: All mapping items must start at the same column, expected lines of one map or list indented alike',
      'etc/branch.yaml:10:1: YAML: All mapping items must start at the same column, expected lines of one map or list indented alike',
      'etc/branch.yaml:11:1: YAML: All mapping items must start at the same column, expected lines of one map or list indented alike',
    ]);
  });

  it('a key that stands twice is told with the line of the first', () => {
    expect(linesOf({ branch: [['    number: 1', '    number: 1\n    number: 2']] })).toEqual([
      'etc/branch.yaml:8:5: key "number" stands twice, expected it once (first at line 7)',
    ]);
  });

  it('a key that stands twice does not hide other problems', () => {
    expect(linesOf({ branch: [['    number: 1', '    number: 0\n    number: 2']] })).toEqual([
      'etc/branch.yaml:7:13: number is 0, expected a whole number from 1 to 999',
      'etc/branch.yaml:8:5: key "number" stands twice, expected it once (first at line 7)',
    ]);
  });

  it('a value with a tag is refused', () => {
    expect(linesOf({ branch: [['id: branch1', 'id: !!binary aGk=']] })).toEqual([
      'etc/branch.yaml:1:14: a value of a kind that is not used here, expected text, a number, true or false, without a tag',
    ]);
  });

  it('an alias of nothing is refused', () => {
    expect(linesOf({ branch: [['services: [cash, wealth]', 'services: *all']] })).toEqual([
      'etc/branch.yaml:8:15: *all repeats nothing, expected a value marked &all before it',
    ]);
  });

  it('a second document is refused', () => {
    expect(linesOf({ branch: [['id: branch1', 'id: branch1\n---']] })).toEqual([
      'etc/branch.yaml:2:1: YAML: a second document begins, expected one document, no line ---',
    ]);
  });

  it('a list as a key is refused', () => {
    expect(linesOf({ branch: [['id: branch1', 'id: branch1\n? [a]\n: 1']] })).toEqual([
      'etc/branch.yaml:2:3: a key that is no plain text, expected a key such as id',
    ]);
  });

  it('a broken branch file does not hide the problems of the standard', () => {
    expect(
      linesOf({
        branch: [['services: [cash, wealth]', 'services: *all']],
        standard: [['complexity: simple', 'complexity: simpel']],
      }),
    ).toEqual([
      'etc/branch.yaml:8:15: *all repeats nothing, expected a value marked &all before it',
      'etc/standard.yaml:12:17: complexity is "simpel", expected "simple"',
    ]);
  });
});
