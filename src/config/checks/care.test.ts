import { describe, expect, it } from 'vitest';
import { linesOf, load } from '../spec.ts';

/** A kiosk with these buttons of the discreet choice, from line 17 on. */
const care = (...buttons: readonly string[]) =>
  [
    '    buttons:\n',
    `    care:\n      buttons:\n${buttons.map((each) => `        - { ${each} }\n`).join('')}    buttons:\n`,
  ] as const;

describe('the discreet choice at a kiosk', () => {
  it('is forgotten after twenty seconds where nothing else is said, and says a segment, needs or both', () => {
    const result = load({ branch: [care('button: 3, segment: ordinary', 'button: 4, needs: [pager, flash]')] });
    if (result.kind !== 'ok') return expect.unreachable();
    expect(result.config.kiosks.map(({ care: own }) => own)).toEqual([
      {
        within: 20_000,
        buttons: [
          { button: 3, segment: 'ordinary', needs: [] },
          { button: 4, segment: null, needs: ['pager', 'flash'] },
        ],
      },
    ]);
    expect(load({}).kind).toBe('ok');
  });

  it.each([
    ['button: 3, segment: ordinry', '18:33: unknown segment "ordinry", expected "ordinary"'],
    ['button: 1, segment: ordinary', '18:21: button 1 gives a number already (line 20), expected a button of its own'],
    ['button: 13, segment: ordinary', '18:21: panel "panel1" has no button 13, expected 1 to 12'],
    ['button: 3', '18:13: the button says nothing of the customer, expected segment, needs or both beside it'],
    ['button: 3, needs: [flsh]', '18:32: entry 1 of needs is "flsh", expected "flash"'],
    ['button: 3, needs: [flash, flash]', '18:39: "flash" stands twice, expected it once (also at line 18)'],
    ['button: 3, needs: []', '18:31: needs is an empty list, expected a list of 1 to 3 entries'],
  ])('is refused as %s', (button, line) => {
    expect(linesOf({ branch: [care(button)] })).toEqual([`etc/branch.yaml:${line}`]);
  });

  it('has each button once, and none that says yes', () => {
    expect(linesOf({ branch: [care('button: 3, segment: ordinary', 'button: 3, needs: [flash]')] })).toEqual([
      'etc/branch.yaml:19:21: button 3 is a choice already (line 18), expected a button of its own',
    ]);
    const yes = ['    printer: printer1\n', '    printer: printer1\n    yesButton: 3\n'] as const;
    expect(linesOf({ branch: [yes, care('button: 3, segment: ordinary')] })).toContain(
      'etc/branch.yaml:19:21: button 3 says yes already (line 16), expected a button of its own',
    );
  });
});
