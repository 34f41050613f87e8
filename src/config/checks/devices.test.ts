import { describe, expect, it } from 'vitest';
import { linesOf } from '../spec.ts';

describe('devices and buses', () => {
  it('hang on a bus that exists', () => {
    expect(linesOf({ branch: [['bus: bus1, settings', 'bus: bus3, settings']] })).toEqual([
      'etc/branch.yaml:25:46: unknown bus "bus3", expected "bus1"',
    ]);
  });

  it('of one bus want the same line settings', () => {
    expect(
      linesOf({ branch: [['bus: bus1, settings: { address: 1 }', 'bus: bus2, settings: { address: 2 }']] }),
    ).toEqual([
      'etc/branch.yaml:20:11: warning: bus "bus1" has no units, expected devices that name it',
      'etc/branch.yaml:26:49: "display1" wants 9600 7E1, but "keypad1" on the same bus wants 9600 8N1, expected units with the same line settings on one bus',
    ]);
  });

  it('want the line settings that the bus is given', () => {
    expect(
      linesOf({
        branch: [
          [
            'wire: { serial: /dev/serial/by-path/one } }',
            'wire: { serial: /dev/serial/by-path/one }, line: { baud: 19200, flow: rts-cts } }',
          ],
        ],
      }),
    ).toEqual([
      'etc/branch.yaml:25:46: "keypad1" wants 9600 8N1, but bus "bus1" has 19200 8N1 rts-cts, expected units with the same line settings on one bus',
    ]);
  });

  it('of one bus have addresses of their own', () => {
    expect(
      linesOf({
        branch: [
          [
            '  - { id: display1,',
            '  - { id: keypad2, driver: keypad-line, bus: bus1, settings: { address: 1 } }\n  - { id: display1,',
          ],
        ],
      }),
    ).toEqual([
      'etc/branch.yaml:26:11: warning: nobody uses device "keypad2", expected a counter or a kiosk that names it',
      'etc/branch.yaml:26:73: address 1 is that of "keypad1" on the same bus (line 25), expected an address of its own',
    ]);
  });

  it('are told of when there are more on a bus than its speed can serve', () => {
    const more = (count: number): string =>
      Array.from({ length: count }, (_, index) => index + 2)
        .map((n) => `  - { id: keypad${n}, driver: keypad-line, bus: bus1, settings: { address: ${n} } }\n`)
        .join('');
    const slow = (count: number): readonly string[] =>
      linesOf({ branch: [['  - { id: display1,', `${more(count)}  - { id: display1,`]] }).filter((line) =>
        line.includes('is slow for'),
      );
    expect(slow(9)).toEqual([]);
    expect(slow(12)).toEqual([
      'etc/branch.yaml:20:11: warning: bus "bus1" is slow for its 13 units: at 9600 bit/s an answer may take 2.5 s, expected at most 2.0 s: a higher speed, or units on another bus (docs/technician/rs485.md)',
    ]);
  });

  it('have ports of their own', () => {
    expect(linesOf({ branch: [['by-path/two', 'by-path/one']] })).toEqual([
      'etc/branch.yaml:21:33: /dev/serial/by-path/one is the port of "bus1" (line 20), expected a port of its own',
    ]);
  });

  it('have ports of their own, however their paths are written', () => {
    expect(linesOf({ branch: [['/dev/serial/by-path/three', '/dev/serial/../serial/by-path/one']] })).toEqual([
      'etc/branch.yaml:23:55: /dev/serial/../serial/by-path/one is the port of "bus1" (line 20, there as /dev/serial/by-path/one), expected a port of its own',
    ]);
  });

  it('have ports of their own behind two names of one adapter', () => {
    expect(
      linesOf({}, { '/dev/serial/by-path/one': '/dev/ttyUSB0', '/dev/serial/by-path/three': '/dev/ttyUSB0' }),
    ).toEqual([
      'etc/branch.yaml:23:55: /dev/serial/by-path/three is the port of "bus1" (line 20, there as /dev/serial/by-path/one), expected a port of its own',
    ]);
  });

  it('have ports of their own on a serial device server', () => {
    expect(
      linesOf({ branch: [['wire: { serial: /dev/serial/by-path/three }', 'wire: { tcp: "10.0.0.7:4001" }']] }),
    ).toEqual(['etc/branch.yaml:24:58: 10.0.0.7:4001 is the port of "panel1" (line 23), expected a port of its own']);
  });

  it('at a name that moves are a warning', () => {
    expect(linesOf({ branch: [['/dev/serial/by-path/three', '/dev/ttyUSB0']] })).toEqual([
      'etc/branch.yaml:23:55: warning: /dev/ttyUSB0 may be another adapter after the next start, expected its name in /dev/serial/by-path or by-id',
    ]);
  });

  it('share one set of ids with counters and kiosks', () => {
    expect(linesOf({ branch: [['id: kiosk1', 'id: counter1']] })).toEqual([
      'etc/branch.yaml:13:9: id "counter1" stands twice, expected it once (also at line 6)',
    ]);
  });

  it('are not called none', () => {
    expect(
      linesOf({
        branch: [
          ['id: panel1', 'id: none'],
          ['panel: panel1', 'panel: none'],
        ],
      }),
    ).toEqual([
      'etc/branch.yaml:23:11: "none" stands for no device, expected another id',
      'etc/branch.yaml:23:11: warning: nobody uses device "none", expected a counter or a kiosk that names it',
    ]);
  });

  it('that nobody uses are a warning', () => {
    expect(linesOf({ branch: [['    keypad: keypad1\n', '']] })).toEqual([
      'etc/branch.yaml:24:11: warning: nobody uses device "keypad1", expected a counter or a kiosk that names it',
    ]);
  });

  it('are expected on a bus, else it is a warning', () => {
    expect(
      linesOf({
        branch: [
          ['    keypad: keypad1\n', ''],
          ['  - { id: keypad1, driver: keypad-line, bus: bus1, settings: { address: 1 } }\n', ''],
        ],
      }),
    ).toEqual(['etc/branch.yaml:19:11: warning: bus "bus1" has no units, expected devices that name it']);
  });

  it('of a list that is none are not told about one by one', () => {
    expect(linesOf({ branch: [['devices:\n', 'devices: 3\nx:\n']] })).toEqual([
      'etc/branch.yaml:22:10: devices is 3, expected a list of 0 to 500 entries',
      'etc/branch.yaml:23:1: unknown key "x", expected one of id, name, timeZone, dayStartsAt, standard, optsOut, counters, switches, profileSchedule, hours, holidays, services … (27 in all)',
    ]);
  });
});
