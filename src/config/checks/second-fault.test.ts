import { describe, expect, it } from 'vitest';
import { linesOf } from '../spec.ts';

const branch = (...edits: readonly (readonly [string, string])[]): readonly string[] => linesOf({ branch: edits });
const standard = (...edits: readonly (readonly [string, string])[]): readonly string[] => linesOf({ standard: edits });

/** An entry with a fault of its own is compared with the others all the same: who mends one does not meet the next. */
describe('beside another fault of the same entry', () => {
  it('a bus on the port of another is told', () => {
    expect(
      branch([
        'bus2, wire: { serial: /dev/serial/by-path/two',
        'bus2, lines: 1, wire: { serial: /dev/serial/by-path/one',
      ]),
    ).toEqual([
      'etc/branch.yaml:21:17: unknown key "lines", expected "line"',
      'etc/branch.yaml:21:43: /dev/serial/by-path/one is the port of "bus1" (line 20), expected a port of its own',
    ]);
  });

  it('the first of two on one port is known, also without an id', () => {
    expect(branch(['{ id: bus1, wire', '{ wire'], ['by-path/two', 'by-path/one'])).toContain(
      'etc/branch.yaml:21:33: /dev/serial/by-path/one is the port of "entry 1 of buses" (line 20), expected a port of its own',
    );
  });

  it('a device on the port of a bus, at a name that moves, is told', () => {
    const wire = 'wire: { serial: /dev/serial/by-path/three }';
    expect(
      branch([wire, 'wire: { serial: /dev/ttyUSB0 }, settings: { buttons: 0 }'], ['by-path/two', '../ttyUSB0']),
    ).toEqual([
      'etc/branch.yaml:23:55: /dev/ttyUSB0 is the port of "bus2" (line 21, there as /dev/serial/../ttyUSB0), expected a port of its own',
      'etc/branch.yaml:23:55: warning: /dev/ttyUSB0 may be another adapter after the next start, expected its name in /dev/serial/by-path or by-id',
      'etc/branch.yaml:23:92: settings.buttons is 0, expected a whole number from 1 to 24',
    ]);
  });

  it('an address that stands twice on one bus is told', () => {
    const second = '  - { id: keypad2, driver: keypad-line, bus: bus1, settings: { address: 1, lamp: on } }\n';
    expect(branch(['  - { id: display1,', `${second}  - { id: display1,`])).toEqual([
      'etc/branch.yaml:26:11: warning: nobody uses device "keypad2", expected a counter or a kiosk that names it',
      'etc/branch.yaml:26:73: address 1 is that of "keypad1" on the same bus (line 25), expected an address of its own',
      'etc/branch.yaml:26:76: unknown key "lamp", expected "address"',
    ]);
  });

  it('a unit that speaks otherwise than the others of its bus is told', () => {
    expect(
      branch([
        'id: display1, driver: display-alpha, bus: bus2',
        'id: display1, driver: display-alpha, buss: 1, bus: bus1',
      ]),
    ).toContain(
      'etc/branch.yaml:26:58: "display1" wants 9600 7E1, but "keypad1" on the same bus wants 9600 8N1, expected units with the same line settings on one bus',
    );
  });

  it('a unit that speaks otherwise than its bus is told', () => {
    expect(branch(['{ id: bus1, wire', '{ id: bus1, speed: 1, line: { baud: 19200 }, wire'])).toEqual([
      'etc/branch.yaml:20:17: unknown key "speed", expected one of id, wire, line',
      'etc/branch.yaml:25:46: "keypad1" wants 9600 8N1, but bus "bus1" has 19200 8N1, expected units with the same line settings on one bus',
    ]);
  });

  it('a button that the panel does not have is told', () => {
    expect(branch(['{ button: 2, service: wealth,', '{ button: 13, service: 3,'])).toEqual([
      'etc/branch.yaml:18:19: panel "panel1" has no button 13, expected 1 to 12',
      'etc/branch.yaml:18:32: service is 3, expected the id of a service',
    ]);
  });

  it('a display too narrow for the numbers, and for its texts, is told', () => {
    const narrow = [
      'driver: display-alpha, bus: bus2, settings: { address: 1 }',
      'driver: display-alpha, bus: 2, settings: { address: 1, width: 3 }',
    ] as const;
    expect(branch(['    number: 1', '    number: 0'], narrow)).toEqual(
      expect.arrayContaining([
        'etc/branch.yaml:1:1: warning: "STOP" is cut to "STO" on the narrowest display, expected at most 3 characters',
        'etc/branch.yaml:10:14: display "display1" shows 3 characters, numbers of "cash" have 4, expected a wider display or shorter numbers',
      ]),
    );
  });

  it('a button for a service that issues no tickets is told', () => {
    expect(standard(['    targetWait: 20min', '    isIssuing: false\n    targetWait: 20'])).toEqual([
      'etc/branch.yaml:18:31: warning: the bank standard issues no tickets for "wealth", expected a service with isIssuing: true',
      'etc/standard.yaml:23:17: targetWait is 20, expected a duration from 30s to 4h with its unit (ms, s, min, h)',
    ]);
  });
});

describe('numbers beside another fault', () => {
  const OVERLAP =
    'etc/standard.yaml:21:5: numbers A51 to 199 overlap 1 to 99 of "cash" (line 14), expected a range of its own under A';
  const overlapping = ['first: 101, last: 199', 'first: 51, last: 199'] as const;

  it('of the service are compared with the others', () => {
    expect(standard(['complexity: complex', 'complexity: hard'], overlapping)).toEqual([
      'etc/standard.yaml:19:17: complexity is "hard", expected one of simple, complex',
      OVERLAP,
    ]);
  });

  it('among themselves are compared with the others', () => {
    expect(standard(['first: 101, last: 199', 'first: 51, last: 199, digits: 9'])).toEqual([
      OVERLAP,
      'etc/standard.yaml:21:57: numbers.digits is 9, expected a whole number from 1 to 4',
    ]);
  });

  it('that end before they start are told', () => {
    expect(standard(['first: 101, last: 199', 'first: 199, last: 101, digits: 9'])).toEqual([
      'etc/standard.yaml:21:45: last is 101, before the first number 199, expected 199 or more',
      'etc/standard.yaml:21:58: numbers.digits is 9, expected a whole number from 1 to 4',
    ]);
  });

  it('that have too few digits are told', () => {
    expect(standard(['first: 101, last: 199', 'first: x, last: 199, digits: 2'])).toEqual([
      'etc/standard.yaml:21:34: numbers.first is "x", expected a whole number from 0 to 9999',
      'etc/standard.yaml:21:56: 2 digits are too few for 199, expected digits: 3',
    ]);
  });

  it('are not guessed where a key that nobody knows may have meant them', () => {
    expect(standard(['first: 101, last: 199', 'frist: 101, last: 199'])).toEqual([
      'etc/standard.yaml:21:27: unknown key "frist", expected "first"',
    ]);
  });
});
