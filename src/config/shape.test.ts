import { describe, expect, it } from 'vitest';
import { linesOf } from './spec.ts';

describe('the shape of the two files', () => {
  it('a missing key is told at what it is missing in', () => {
    expect(linesOf({ branch: [['    display: display1\n', '']] })).toEqual([
      'etc/branch.yaml:6:5: key "display" is missing in entry 1 of counters, expected the id of a device of kind display',
      'etc/branch.yaml:25:11: warning: nobody uses device "display1", expected a counter or a kiosk that names it',
    ]);
  });

  it('a missing key of the whole file is told at its start', () => {
    expect(linesOf({ branch: [['timeZone: Asia/Shanghai\n', '']] })).toEqual([
      'etc/branch.yaml:1:1: key "timeZone" is missing, expected an IANA time zone such as "Asia/Shanghai"',
    ]);
  });

  it('an unknown key is told with the nearest known one, and that one is not missing as well', () => {
    expect(
      linesOf({
        branch: [
          ['timeZone', 'timezone'],
          ['    profile:', '    profil:'],
        ],
      }),
    ).toEqual([
      'etc/branch.yaml:3:1: unknown key "timezone", expected "timeZone"',
      'etc/branch.yaml:9:5: unknown key "profil", expected "profile"',
    ]);
  });

  it('an unknown key beside the one that it may be meant to be does not hide what is wrong there', () => {
    expect(linesOf({ branch: [['    number: 1', '    numbr: 1\n    number: 0']] })).toEqual([
      'etc/branch.yaml:7:5: unknown key "numbr", expected "number"',
      'etc/branch.yaml:8:13: number is 0, expected a whole number from 1 to 999',
    ]);
  });

  it('an unknown key that is near to none is told with the known ones', () => {
    expect(linesOf({ branch: [['driver: panel-line,', 'driver: panel-line, settings: { lamps: 3 },']] })).toEqual([
      'etc/branch.yaml:23:51: unknown key "lamps", expected one of buttons, script, baud',
    ]);
  });

  it('a key that would poison an object is just unknown', () => {
    expect(linesOf({ branch: [['services: [cash, wealth]', '__proto__: 1\n    services: [cash, wealth]']] })).toEqual([
      'etc/branch.yaml:8:5: unknown key "__proto__", expected one of id, number, services, profile, noShowWithin, pausesAfter, steps, isBack, display, opens, hours, segments … (16 in all)',
    ]);
  });

  it("a setting that its driver does not know is refused with the driver's nearest one", () => {
    expect(
      linesOf({ branch: [['bus: bus2, settings: { address: 1 }', 'bus: bus2, settings: { adress: 1 }']] }),
    ).toEqual(['etc/branch.yaml:26:67: unknown key "adress", expected "address"']);
  });

  it("a setting outside its driver's range is refused with the range", () => {
    expect(
      linesOf({ branch: [['bus: bus1, settings: { address: 1 }', 'bus: bus1, settings: { address: 40 }']] }),
    ).toEqual(['etc/branch.yaml:25:73: settings.address is 40, expected a whole number from 1 to 31']);
  });

  it('settings that a driver needs are missing at the device', () => {
    expect(linesOf({ branch: [[', bus: bus1, settings: { address: 1 }', ', bus: bus1']] })).toEqual([
      'etc/branch.yaml:25:5: key "address" is missing in settings, expected a whole number from 1 to 31',
    ]);
  });

  it('an unknown driver is told with the nearest known one', () => {
    expect(linesOf({ branch: [['printer-escpos', 'printer-escpo']] })).toEqual([
      'etc/branch.yaml:24:29: driver is "printer-escpo", expected "printer-escpos"',
    ]);
  });

  it('a map is no driver', () => {
    expect(linesOf({ branch: [['driver: printer-escpos, ', 'driver: {}, ']] })).toEqual([
      'etc/branch.yaml:24:29: driver is an empty map, expected one of panel-line, printer-escpos, card-line, keypad-line, display-alpha, reader-line',
    ]);
  });

  it('a device without a driver is told which there are', () => {
    expect(linesOf({ branch: [['driver: printer-escpos, ', '']] })).toEqual([
      'etc/branch.yaml:24:5: key "driver" is missing in entry 2 of devices, expected one of panel-line, printer-escpos, card-line, keypad-line, display-alpha, reader-line',
    ]);
  });

  it('a unit of a bus has no wire of its own', () => {
    expect(linesOf({ branch: [['bus: bus1, settings', 'wire: { serial: /dev/ttyS0 }, settings']] })).toEqual([
      'etc/branch.yaml:25:5: key "bus" is missing in entry 3 of devices, expected the id of a bus',
      'etc/branch.yaml:25:41: unknown key "wire", expected one of id, driver, settings, bus',
    ]);
  });

  it('a device with a wire hangs on no bus', () => {
    expect(linesOf({ branch: [['wire: { serial: /dev/serial/by-path/three }', 'bus: bus1']] })).toEqual([
      'etc/branch.yaml:23:5: key "wire" is missing in entry 1 of devices, expected either {serial: /dev/serial/by-path/…} or {tcp: "host:port"}',
      'etc/branch.yaml:23:39: unknown key "bus", expected one of id, driver, settings, wire',
    ]);
  });

  it('a wire goes to one place, not to two', () => {
    expect(
      linesOf({ branch: [['wire: { tcp: "10.0.0.7:4001" }', 'wire: { tcp: "10.0.0.7:4001", serial: /dev/ttyS0 }']] }),
    ).toEqual([
      'etc/branch.yaml:24:51: wire is a map, expected either {serial: /dev/serial/by-path/…} or {tcp: "host:port"}',
    ]);
  });

  it('a wire goes somewhere', () => {
    expect(linesOf({ branch: [['wire: { tcp: "10.0.0.7:4001" }', 'wire: {}']] })).toEqual([
      'etc/branch.yaml:24:51: wire is an empty map, expected either {serial: /dev/serial/by-path/…} or {tcp: "host:port"}',
    ]);
  });

  it('a wire says of which kind it is', () => {
    expect(linesOf({ branch: [['wire: { tcp: "10.0.0.7:4001" }', 'wire: /dev/ttyS0']] })).toEqual([
      'etc/branch.yaml:24:51: wire is "/dev/ttyS0", expected either {serial: /dev/serial/by-path/…} or {tcp: "host:port"}',
    ]);
  });

  it('a port beyond 65535 is none', () => {
    expect(linesOf({ branch: [['10.0.0.7:4001', '10.0.0.7:70000']] })).toEqual([
      'etc/branch.yaml:24:58: wire.tcp is "10.0.0.7:70000", expected host:port, port from 1 to 65535',
    ]);
  });

  it('a serial port is an absolute path', () => {
    expect(linesOf({ branch: [['/dev/serial/by-path/three', 'ttyUSB0']] })).toEqual([
      'etc/branch.yaml:23:55: wire.serial is "ttyUSB0", expected the absolute path of a serial port, best one of /dev/serial/by-path',
    ]);
  });

  it('a time zone that nobody knows is told with the nearest', () => {
    expect(linesOf({ branch: [['Asia/Shanghai', 'Asia/Shangai']] })).toEqual([
      'etc/branch.yaml:3:11: timeZone is "Asia/Shangai", expected "Asia/Shanghai"',
    ]);
    // Another city that is spelt a little alike is no help.
    expect(linesOf({ branch: [['Asia/Shanghai', 'Asia/Beijing']] })).toEqual([
      'etc/branch.yaml:3:11: timeZone is "Asia/Beijing", expected an IANA time zone such as "Asia/Shanghai"',
    ]);
    expect(linesOf({ standard: [['version: "1"', 'version: 2026.1']] })).toEqual([
      'etc/standard.yaml:1:10: version is 2026.1, expected text of 1 to 40 characters on one line, in quotes: "2026.1"',
    ]);
  });

  it('an offset is no time zone', () => {
    expect(linesOf({ branch: [['Asia/Shanghai', '"+08:00"']] })).toEqual([
      'etc/branch.yaml:3:11: timeZone is "+08:00", expected an IANA time zone such as "Asia/Shanghai"',
    ]);
  });

  it('a day does not start at 24:00', () => {
    expect(linesOf({ branch: [['kiosks:', 'dayStartsAt: "24:00"\nkiosks:']] })).toEqual([
      'etc/branch.yaml:12:14: dayStartsAt is "24:00", expected a time of day from "00:00" to "23:59"',
    ]);
  });

  it('a duration without a unit is none', () => {
    expect(linesOf({ standard: [['targetWait: 15min', 'targetWait: 15']] })).toEqual([
      'etc/standard.yaml:15:17: targetWait is 15, expected a duration from 30s to 4h with its unit (ms, s, min, h)',
    ]);
  });

  it('a duration with another unit is none', () => {
    expect(linesOf({ standard: [['targetWait: 15min', 'targetWait: 15 minutes']] })).toEqual([
      'etc/standard.yaml:15:17: targetWait is "15 minutes", expected a duration from 30s to 4h with its unit (ms, s, min, h)',
    ]);
  });

  it('a duration outside its range is refused with the range', () => {
    expect(linesOf({ standard: [['targetWait: 15min', 'targetWait: 9h']] })).toEqual([
      'etc/standard.yaml:15:17: targetWait is "9h", expected a duration from 30s to 4h with its unit (ms, s, min, h)',
    ]);
  });

  it('a word of a closed list is told with the nearest', () => {
    expect(linesOf({ standard: [['complexity: simple', 'complexity: simpel']] })).toEqual([
      'etc/standard.yaml:12:17: complexity is "simpel", expected "simple"',
    ]);
  });

  it('half a number is none', () => {
    expect(linesOf({ standard: [['first: 1, last: 99', 'first: 1.5, last: 99']] })).toEqual([
      'etc/standard.yaml:14:34: numbers.first is 1.5, expected a whole number from 0 to 9999',
    ]);
  });

  it('a prefix is capital letters', () => {
    expect(linesOf({ standard: [['prefix: A, first: 1,', 'prefix: a1, first: 1,']] })).toEqual([
      'etc/standard.yaml:14:24: numbers.prefix is "a1", expected one or two capital letters',
    ]);
  });

  it('one text is no text by language', () => {
    expect(linesOf({ standard: [['names: { zh-CN: 现金, en: Cash }', 'names: 现金']] })).toEqual([
      'etc/standard.yaml:13:12: names is "现金", expected a map from language tag to text, such as {zh-CN: 现金, en: Cash}',
    ]);
  });

  it('a key without a value is empty at its key', () => {
    expect(linesOf({ branch: [['    number: 1', '    number:']] })).toEqual([
      'etc/branch.yaml:7:5: number is empty, expected a whole number from 1 to 999',
    ]);
  });

  it('one service is no list of services', () => {
    expect(linesOf({ branch: [['services: [cash, wealth]', 'services: cash']] })).toEqual([
      'etc/branch.yaml:8:15: services is "cash", expected a list of 0 to 64 entries',
    ]);
  });

  it('a counter serves something', () => {
    expect(linesOf({ branch: [['services: [cash, wealth]', 'services: []']] })).toEqual([
      'etc/branch.yaml:8:5: the counter serves nobody, expected a service, or isBack: true',
    ]);
  });

  it('an id is fit for a topic', () => {
    expect(linesOf({ branch: [['id: branch1', 'id: Branch 1']] })).toEqual([
      'etc/branch.yaml:1:5: id is "Branch 1", expected an id of 1 to 32 lower-case letters, digits and inner dashes',
    ]);
  });

  it('a flag is true or false', () => {
    expect(linesOf({ standard: [['standardTime: 4min', 'standardTime: 4min\n    isIssuing: yes']] })).toEqual([
      'etc/standard.yaml:17:16: isIssuing is "yes", expected true or false',
    ]);
  });

  it('a broker is reached by mqtt or mqtts', () => {
    expect(linesOf({ branch: [['kiosks:', 'mqtt: { url: "http://broker" }\nkiosks:']] })).toEqual([
      'etc/branch.yaml:12:14: mqtt.url is "http://broker", expected mqtt://host:port or mqtts://host:port',
    ]);
  });

  it('a bank standard that cannot be read is told where it is named', () => {
    expect(linesOf({ branch: [['./standard.yaml', './standart.yaml']] })).toEqual([
      'etc/branch.yaml:4:11: the bank standard etc/standart.yaml cannot be read: no such file, expected the path of a readable file, saved as UTF-8',
    ]);
  });
});
