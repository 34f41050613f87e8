import { describe, expect, it } from 'vitest';
import { linesOf } from '../spec.ts';

const pad = (line: string) => ['    keypad: keypad1\n', `    keypad: keypad1\n    ${line}\n`] as const;
const device = (line: string) => ['devices:\n', `devices:\n  - ${line}\n`] as const;

describe('what customers give marks with', () => {
  it('is a keypad and a panel of its own', () => {
    const second = device('{ id: marks1, driver: keypad-line, bus: bus1, settings: { address: 2 } }');
    expect(linesOf({ branch: [pad('ratingPad: marks1'), second] })).toEqual([]);
    expect(linesOf({ branch: [pad('ratingPad: keypad1')] })).toEqual([
      'etc/branch.yaml:12:16: "keypad1" is used at line 11 already, expected a keypad of its own',
    ]);
    expect(linesOf({ branch: [pad('ratingPad: panel1')] })).toEqual([
      'etc/branch.yaml:12:16: "panel1" is a panel, expected a keypad, such as "keypad1"',
    ]);
  });

  it('has a button for each mark', () => {
    const buttons = (settings: string) =>
      linesOf({
        branch: [
          pad('ratingButtons: faces1'),
          device(`{ id: faces1, driver: panel-line, wire: { tcp: "10.0.0.8:4001" }, settings: { ${settings} } }`),
        ],
      });
    expect(buttons('buttons: 5')).toEqual([]);
    expect(buttons('buttons: 3')).toEqual([
      'etc/branch.yaml:12:20: panel "faces1" has 3 buttons for 5 marks, expected a panel of 5 buttons, or rating: { scale: 3 }',
    ]);
  });
});

it('marks for visits that are not kept are a warning', () => {
  const rules = (line: string) =>
    linesOf({ standard: [['    standardTime: 25min\n', `    standardTime: 25min\nrules: { ${line} }\n`]] });
  expect(rules('endedKept: 0')).toEqual([
    'etc/standard.yaml:24:21: warning: no ended visit is kept, and none can be rated, expected 1 or more, or rating: { within: 0s }',
  ]);
  expect(rules('endedKept: 0, rating: { within: 0s }')).toEqual([]);
});
