import { describe, expect, it } from 'vitest';
import { linesOf } from '../spec.ts';

describe('counters', () => {
  it('serve services that the standard knows', () => {
    expect(linesOf({ branch: [['services: [cash, wealth]', 'services: [cash, welth]']] })).toEqual([
      'etc/branch.yaml:8:22: unknown service "welth", expected "wealth"',
    ]);
  });

  it('name a service once', () => {
    expect(linesOf({ branch: [['services: [cash, wealth]', 'services: [cash, wealth, cash]']] })).toEqual([
      'etc/branch.yaml:8:30: "cash" stands twice, expected it once (also at line 8)',
    ]);
  });

  it('follow a profile that the standard knows', () => {
    expect(linesOf({ branch: [['profile: longest-wait', 'profile: longest-wiat']] })).toEqual([
      'etc/branch.yaml:9:14: unknown profile "longest-wiat", expected "longest-wait"',
    ]);
  });

  it('do not serve what the branch opted out of', () => {
    expect(linesOf({ branch: [['kiosks:', 'optsOut: [wealth]\nkiosks:']] })).toEqual([
      'etc/branch.yaml:8:22: the branch opted out of "wealth" (line 12), expected a service that it offers',
      'etc/branch.yaml:19:31: the branch opted out of "wealth" (line 12), expected a service that it offers',
    ]);
  });

  it('are not needed for what the branch opted out of', () => {
    expect(
      linesOf({
        branch: [
          ['kiosks:', 'optsOut: [wealth]\nkiosks:'],
          ['services: [cash, wealth]', 'services: [cash]'],
          ['button: 2, service: wealth', 'button: 2, service: cash'],
        ],
      }),
    ).toEqual([]);
  });

  it('opt out of services that the standard knows', () => {
    expect(linesOf({ branch: [['kiosks:', 'optsOut: [welth]\nkiosks:']] })).toEqual([
      'etc/branch.yaml:12:11: unknown service "welth", expected "wealth"',
    ]);
  });

  it('serve every service between them', () => {
    expect(linesOf({ branch: [['services: [cash, wealth]', 'services: [cash]']] })).toEqual([
      'etc/branch.yaml:5:1: no counter serves "wealth", expected a counter that lists it, or the service in optsOut',
    ]);
  });

  it('have numbers of their own', () => {
    expect(
      linesOf({
        branch: [
          [
            '    keypad: keypad1\n',
            '    keypad: keypad1\n  - { id: counter2, number: 1, services: [cash], profile: longest-wait, display: display2 }\n',
          ],
          [
            '  - { id: display1,',
            '  - { id: display2, driver: display-alpha, bus: bus2, settings: { address: 2 } }\n  - { id: display1,',
          ],
        ],
      }),
    ).toEqual(['etc/branch.yaml:12:29: number 1 is that of another counter (line 7), expected a number of its own']);
  });

  it('have displays of their own', () => {
    expect(
      linesOf({
        branch: [
          [
            '    keypad: keypad1\n',
            '    keypad: keypad1\n  - { id: counter2, number: 2, services: [cash], profile: longest-wait, display: display1 }\n',
          ],
        ],
      }),
    ).toEqual(['etc/branch.yaml:12:82: "display1" is used at line 10 already, expected a display of its own']);
  });

  it('that pause before anybody is told that they are idle are a warning', () => {
    const pauses = (after: string, alerts = ''): readonly string[] =>
      linesOf({
        branch: [
          ['    keypad: keypad1\n', `    keypad: keypad1\n    pausesAfter: ${after}\n`],
          ['counters:\n', `${alerts}counters:\n`],
        ],
      });
    const what = 'it pauses before anybody is told that it is idle (alerts: counterIdle, after';
    expect(pauses('2min')).toEqual([`etc/branch.yaml:12:18: warning: ${what} 3min), expected 3min or more`]);
    expect(pauses('3min')).toEqual([]);
    expect(pauses('2min', 'alerts: { counterIdle: { isOn: false } }\n')).toEqual([]);
    expect(pauses('4min', 'alerts: { counterIdle: { after: 5min } }\n')).toEqual([
      `etc/branch.yaml:13:18: warning: ${what} 5min), expected 5min or more`,
    ]);
  });

  it('have keypads of their own', () => {
    expect(
      linesOf({
        branch: [
          [
            '    keypad: keypad1\n',
            '    keypad: keypad1\n  - { id: counter2, number: 2, services: [cash], profile: longest-wait, display: display2, keypad: keypad1 }\n',
          ],
          [
            '  - { id: display1,',
            '  - { id: display2, driver: display-alpha, bus: bus2, settings: { address: 2 } }\n  - { id: display1,',
          ],
        ],
      }),
    ).toEqual(['etc/branch.yaml:12:100: "keypad1" is used at line 11 already, expected a keypad of its own']);
  });

  it('name a display that exists, and the one that was meant is not unused as well', () => {
    expect(linesOf({ branch: [['display: display1\n', 'display: display2\n']] })).toEqual([
      'etc/branch.yaml:10:14: unknown device "display2", expected "display1"',
    ]);
  });

  it('have a display that is a display', () => {
    expect(linesOf({ branch: [['display: display1\n', 'display: printer1\n']] })).toEqual([
      'etc/branch.yaml:10:14: "printer1" is a printer, expected a display, such as "display1"',
    ]);
  });

  it('have a keypad that is a keypad', () => {
    expect(linesOf({ branch: [['keypad: keypad1\n', 'keypad: panel1\n']] })).toEqual([
      'etc/branch.yaml:11:13: "panel1" is a panel, expected a keypad, such as "keypad1"',
    ]);
  });

  it('show numbers that their display has room for', () => {
    expect(linesOf({ standard: [['prefix: A, first: 101', 'prefix: AB, first: 101']] })).toEqual([
      'etc/branch.yaml:10:14: display "display1" shows 4 characters, numbers of "wealth" have 5, expected a wider display or shorter numbers',
    ]);
  });

  it('show texts that the narrowest display has room for, else it is a warning', () => {
    expect(linesOf({ branch: [['kiosks:', 'displays: { paused: PAUSED }\nkiosks:']] })).toEqual([
      'etc/branch.yaml:12:21: warning: "PAUSED" is cut to "PAUS" on the narrowest display, expected at most 4 characters',
    ]);
  });
});
