import { describe, expect, it } from 'vitest';
import { panelGpio } from '../../devices/panel-gpio/index.ts';
import { BRANCH, example, memoryFiles, STANDARD, testCatalogue } from '../config/spec.ts';
import { machineOf } from '../devices/wire/gpio-machine.fake.ts';
import { check } from './check.ts';

/** The small catalogue, and the real driver on pins. */
const catalogue = [...testCatalogue, panelGpio];

const TEXTS = {
  'config/branch.example.yaml': example('branch.example.yaml'),
  'config/bank-standard.yaml': example('bank-standard.yaml'),
  'branch.yaml': BRANCH,
  'pins.yaml': BRANCH.replace(
    '{ id: panel1, driver: panel-line, wire: { serial: /dev/serial/by-path/three } }',
    '{ id: panel1, driver: panel-gpio, settings: { buttons: [{ pin: 17 }, { pin: 27, lamp: { pin: 12 } }] } }',
  ),
  'twice.yaml': BRANCH.replace(
    '{ id: panel1, driver: panel-line, wire: { serial: /dev/serial/by-path/three } }',
    '{ id: panel1, driver: panel-gpio, settings: { buttons: [{ pin: 17 }, { pin: 27, key: 704, lamp: { pin: 17 } }] } }',
  ),
  'other.yaml': BRANCH.replace('id: branch1', 'id: Branch1'),
  'standard.yaml': STANDARD,
  'moving.yaml': BRANCH.replace('/dev/serial/by-path/three', '/dev/ttyUSB0'),
  'a/one.yaml': BRANCH,
  'a/two.yaml': BRANCH.replace('id: branch1', 'id: branch2'),
  'a/standard.yaml': STANDARD.replace('complexity: simple', 'complexity: simpel'),
};

function run(...args: readonly string[]): {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
} {
  const out: string[] = [];
  const err: string[] = [];
  const printer = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const ports = { printer, files: memoryFiles(TEXTS), machine: machineOf({}), catalogue };
  return { code: check(args, ports), out, err };
}

describe('lobbyd check', () => {
  it('says of a right branch how much is in it', () => {
    expect(run('config/branch.example.yaml')).toEqual({
      code: 0,
      out: ['config/branch.example.yaml: ok, 9 counters, 12 services, 21 devices'],
      err: [],
    });
  });

  it('says of a panel on pins what this machine lacks, with the lines to paste', () => {
    const { code, out, err } = run('pins.yaml');
    expect(code).toBe(0);
    expect(err).toEqual([
      expect.stringMatching(
        /^pins\.yaml:\d+:\d+: warning: this kernel has no \/sys\/class\/gpio, .*, expected the dtoverlay lines/,
      ),
    ]);
    expect(out).toEqual([
      'pins.yaml: ok, 1 counter, 2 services, 4 devices, 1 warning',
      expect.stringMatching(/^panel1: no way to the pins/),
      'panel1: lines for /boot/firmware/config.txt:',
      'dtoverlay=gpio-key,gpio=17,active_low=1,gpio_pull=up,keycode=704',
      'dtoverlay=gpio-key,gpio=27,active_low=1,gpio_pull=up,keycode=705',
      'dtoverlay=gpio-led,gpio=12,label=lobby-lamp-2',
    ]);
  });

  it('refuses two things on one pin and two buttons with one key', () => {
    const { code, err } = run('twice.yaml');
    expect(code).toBe(1);
    expect(err).toEqual([
      expect.stringMatching(/: key 704 is taken \(line \d+\), expected each of them once$/),
      expect.stringMatching(/: pin 17 is taken \(line \d+\), expected each of them once$/),
    ]);
  });

  it('takes a bank standard by itself', () => {
    expect(run('config/bank-standard.yaml')).toEqual({
      code: 0,
      out: ['config/bank-standard.yaml: ok, 12 services, 6 segments, 2 languages'],
      err: [],
    });
  });

  it('prints each problem as a line and exits with 1', () => {
    expect(run('other.yaml')).toEqual({
      code: 1,
      out: ['other.yaml: not ok, 1 error'],
      err: ['other.yaml:1:5: id is "Branch1", expected an id of 1 to 32 lower-case letters, digits and inner dashes'],
    });
  });

  it('lets warnings stand', () => {
    expect(run('moving.yaml')).toEqual({
      code: 0,
      out: ['moving.yaml: ok, 1 counter, 2 services, 4 devices, 1 warning'],
      err: [
        'moving.yaml:23:55: warning: /dev/ttyUSB0 may be another adapter after the next start, expected its name in /dev/serial/by-path or by-id',
      ],
    });
  });

  it('says once what is wrong with the standard of two branches, and checks the right file beside them', () => {
    expect(run('a/one.yaml', 'a/two.yaml', 'a/standard.yaml', 'branch.yaml')).toEqual({
      code: 1,
      out: [
        'a/one.yaml: not ok, 1 error',
        'a/two.yaml: not ok, 1 error',
        'a/standard.yaml: not ok, 1 error',
        'branch.yaml: ok, 1 counter, 2 services, 4 devices',
      ],
      err: ['a/standard.yaml:12:17: complexity is "simpel", expected "simple"'],
    });
  });

  it('names a file that is not there', () => {
    expect(run('none.yaml')).toEqual({
      code: 1,
      out: ['none.yaml: not ok, 1 error'],
      err: ['none.yaml:1:1: the file cannot be read: no such file, expected a readable file, saved as UTF-8'],
    });
  });
});
