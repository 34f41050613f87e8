import { describe, expect, it } from 'vitest';
import type { Config } from './config.ts';
import { loadConfig } from './load.ts';
import { rulesOf } from './rules.ts';
import { BRANCH, type Edit, type Edits, linesOf, load, memoryFiles, STANDARD, testCatalogue } from './spec.ts';

function configOf(edits: Edits = {}): Config {
  const result = load(edits);
  if (result.kind === 'ok') return result.config;
  expect(result.problems.map(({ text }) => text)).toEqual([]);
  return expect.unreachable();
}

describe('two files without a problem', () => {
  it('give devices with their parsed settings, and buses with their units', () => {
    const config = configOf();
    expect(
      config.devices.map(({ id, kind, attach, driver, settings }) => ({
        id,
        kind,
        attach,
        driver: driver.name,
        settings,
      })),
    ).toEqual([
      {
        id: 'panel1',
        kind: 'panel',
        attach: 'wire',
        driver: 'panel-line',
        settings: { buttons: 12, script: 'latin', baud: 9_600 },
      },
      {
        id: 'printer1',
        kind: 'printer',
        attach: 'wire',
        driver: 'printer-escpos',
        settings: { baud: 38_400, columns: 42 },
      },
      { id: 'keypad1', kind: 'keypad', attach: 'bus', driver: 'keypad-line', settings: { address: 1 } },
      { id: 'display1', kind: 'display', attach: 'bus', driver: 'display-alpha', settings: { address: 1, width: 4 } },
    ]);
    expect(config.wireDevices.map(({ id, wire, line }) => ({ id, wire, baud: line.baud }))).toEqual([
      { id: 'panel1', wire: { kind: 'serial', path: '/dev/serial/by-path/three' }, baud: 9_600 },
      { id: 'printer1', wire: { kind: 'tcp', host: '10.0.0.7', port: 4_001 }, baud: 38_400 },
    ]);
    expect(config.buses.map(({ id, line, units }) => ({ id, line, units: units.map((unit) => unit.id) }))).toEqual([
      {
        id: 'bus1',
        line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' },
        units: ['keypad1'],
      },
      {
        id: 'bus2',
        line: { baud: 9_600, dataBits: 7, parity: 'even', stopBits: 1, flow: 'none' },
        units: ['display1'],
      },
    ]);
  });

  it('give every default, and paths from the folder of the branch file', () => {
    const config = configOf({ branch: [['kiosks:', 'journal: { directory: data }\nkiosks:']] });
    expect(config.branch.dayStartsAt).toEqual({ hour: 3, minute: 0 });
    expect(config.journalDirectory.endsWith('/etc/data')).toBe(true);
    expect(config.clock).toEqual({
      trust: 'synchronised',
      synchronisedFile: '/run/systemd/timesync/synchronized',
      hardwareClock: '/dev/rtc0',
      checkEvery: 10_000,
    });
    expect(config.mqtt).toEqual({ kind: 'embedded', port: 1_883, rootTopic: 'lobbyd' });
    expect(config.displays).toEqual({
      texts: { idle: '----', paused: 'STOP', closed: ' ', evacuated: 'EXIT', seat: 'SIT' },
      blinkFor: 8_000,
    });
    expect(config.logLevel).toBe('info');
    expect(config.ticket.logoText).toBeNull();
  });

  it('give the broker of the branch with what it is logged in with', () => {
    const mqtt =
      'mqtt: { url: "mqtts://broker:8883", username: lobbyd, passwordFile: /etc/lobbyd/secret, rootTopic: bank/east }';
    expect(configOf({ branch: [['kiosks:', `${mqtt}\nkiosks:`]], files: { '/etc/lobbyd/secret': 'x' } }).mqtt).toEqual({
      kind: 'broker',
      url: 'mqtts://broker:8883',
      username: 'lobbyd',
      passwordFile: '/etc/lobbyd/secret',
      caFile: null,
      clientId: 'lobbyd-branch1',
      rootTopic: 'bank/east',
    });
  });

  it('give a kiosk without a printer', () => {
    expect(configOf({ branch: [['printer: printer1', 'printer: none']] }).kiosks[0]?.printer).toBeNull();
  });

  it('give the queue its rules, without the services that the branch opted out of', () => {
    const rules = rulesOf(
      configOf({
        branch: [
          ['kiosks:', 'optsOut: [wealth]\nkiosks:'],
          ['services: [cash, wealth]', 'services: [cash]'],
          ['button: 2, service: wealth', 'button: 2, service: cash'],
        ],
      }),
    );
    expect({ ...rules, alerts: null }).toEqual({
      alerts: null,
      version: rules.version,
      services: [
        {
          id: 'cash',
          numbers: { prefix: 'A', first: 1, last: 99, digits: 3, skip: [] },
          category: 'cash',
          complexity: 'simple',
          targetWait: 900_000,
          standardTime: 240_000,
          weight: 1,
          steps: [],
          isIssuing: true,
        },
      ],
      segments: [{ id: 'ordinary', headStart: 0, weight: 1 }],
      counters: [{ id: 'counter1', number: 1, services: ['cash'], profile: 'longest-wait' }],
      profiles: [{ id: 'longest-wait', kind: 'longest-wait', cap: 2_700_000 }],
      undoWindow: 30_000,
      callableAfter: 3_000,
      requestLasts: 600_000,
      recallLimit: 3,
      isArrivalKeptOnTransfer: true,
      visit: {
        most: 3,
        order: 'asked',
        nextPlace: 'original',
        transferPlace: 'original',
        referralPlace: 'original',
        delay: 600_000,
        pools: 'first',
        reasons: [],
      },
      endedKept: 500,
      parking: { pool: 'counter', returnAfter: 1_200_000, most: 50, atDayEnd: 'expire' },
      rating: { within: 180_000, scale: 5, correctWithin: 10_000 },
      lateReturn: { withinCalls: 3, within: 600_000, place: { kind: 'after', tickets: 2 }, times: 1 },
      appointments: { before: 1_800_000, after: 600_000, expiresAfter: 7_200_000, most: 500 },
      hours: { issuesInBreak: false, lastTicketBy: 'p50', lastTicketBefore: 0, atClosing: 'serve' },
      limits: { perDay: null, askWaiting: null, askBy: 'p90', insistWithin: 10_000 },
      estimates: {
        smoothing: 0.05,
        priorWeight: 5,
        outlier: 6,
        perSlip: 60_000,
        shown: { soonUnder: 180_000, atMost: 7_200_000 },
      },
      upgrade: { to: 'higher', reasons: ['potential-vip'] },
    });
    expect(rules.version).toMatch(/^[0-9a-f]{64}$/);
  });

  it('are a new version when either says something else, not when comments or layout differ', () => {
    const version = (branch: readonly Edit[], standard: readonly Edit[] = []): string =>
      rulesOf(configOf({ branch, standard })).version;
    const same = version([]);
    expect(version([['    number: 1', '    # the first\n    number:   1']])).toBe(same);
    expect(
      version([['id: branch1\nname: { zh-CN: 支行, en: Branch }', 'name: { en: Branch, zh-CN: 支行 }\nid: branch1']]),
    ).toBe(same);
    expect(version([['    number: 1', '    number: 2']])).not.toBe(same);
    expect(version([], [['targetWait: 15min', 'targetWait: 16min']])).not.toBe(same);
  });
});

describe('two files with problems', () => {
  it('tell all of them at once, the branch first, from top to bottom', () => {
    const lines = linesOf({
      branch: [
        ['timeZone: Asia/Shanghai', 'timeZone: Asia/Shangai'],
        ['services: [cash, wealth]', 'services: [cash, welth]'],
        ['display: display1\n', 'display: display9\n'],
        ['language: zh-CN }', 'langage: zh-CN }'],
        ['by-path/two', 'by-path/one'],
        ['bus: bus1, settings: { address: 1 }', 'bus: bus1, settings: { address: 99 }'],
      ],
      standard: [
        ['complexity: simple', 'complexity: simpel'],
        ['targetWait: 20min', 'targetWait: soon'],
        ['kind: longest-wait, cap: 45min', 'kind: longest-wait'],
      ],
    });
    expect(lines).toEqual([
      'etc/branch.yaml:3:11: timeZone is "Asia/Shangai", expected "Asia/Shanghai"',
      'etc/branch.yaml:8:22: unknown service "welth", expected "wealth"',
      'etc/branch.yaml:10:14: unknown device "display9", expected "display1"',
      'etc/branch.yaml:17:56: unknown key "langage", expected "language"',
      'etc/branch.yaml:21:33: /dev/serial/by-path/one is the port of "bus1" (line 20), expected a port of its own',
      'etc/branch.yaml:25:73: settings.address is 99, expected a whole number from 1 to 31',
      'etc/standard.yaml:8:5: key "cap" is missing in entry 1 of profiles, expected a duration from 1min to 8h with its unit (ms, s, min, h)',
      'etc/standard.yaml:12:17: complexity is "simpel", expected "simple"',
      'etc/standard.yaml:22:17: targetWait is "soon", expected a duration from 30s to 4h with its unit (ms, s, min, h)',
    ]);
  });

  it('of which one cannot be read name the other, and what else is wrong', () => {
    const result = loadConfig('etc/branch.yaml', testCatalogue, memoryFiles({}));
    expect(result).toMatchObject({ kind: 'problems' });
    expect(result.kind === 'problems' && result.problems.map(({ text }) => text)).toEqual([
      'etc/branch.yaml:1:1: the file cannot be read: no such file, expected a readable file, saved as UTF-8',
    ]);
  });

  it('that are empty are told so', () => {
    const files = memoryFiles({
      'branch.yaml': BRANCH.replace('./standard.yaml', 's.yaml'),
      's.yaml': '',
      'empty.yaml': '# nothing\n',
    });
    const lines = (file: string): unknown => {
      const result = loadConfig(file, testCatalogue, files);
      return result.kind === 'problems' && result.problems.map(({ text }) => text);
    };
    expect(lines('empty.yaml')).toEqual(['empty.yaml:1:1: the file is empty, expected a map']);
    expect(lines('branch.yaml')).toEqual(['s.yaml:1:1: the file is empty, expected a map']);
  });

  it('with warnings alone are loaded', () => {
    const result = load({ branch: [['/dev/serial/by-path/three', '/dev/ttyUSB0']] });
    expect(result.kind).toBe('ok');
    expect(result.kind === 'ok' && result.warnings.map(({ severity, line }) => ({ severity, line }))).toEqual([
      { severity: 'warning', line: 23 },
    ]);
  });

  it('name the standard as the branch names it, also by an absolute path', () => {
    const files = memoryFiles({
      'a/branch.yaml': BRANCH.replace('./standard.yaml', '../s.yaml'),
      's.yaml': STANDARD.replace('simple', 'simpel'),
      'b.yaml': BRANCH.replace('./standard.yaml', '/etc/s.yaml'),
      '/etc/s.yaml': STANDARD.replace('simple', 'simpel'),
    });
    const filesOf = (file: string): unknown => {
      const result = loadConfig(file, testCatalogue, files);
      return result.kind === 'problems' && result.problems.map((problem) => problem.file);
    };
    expect(filesOf('a/branch.yaml')).toEqual(['s.yaml']);
    expect(filesOf('b.yaml')).toEqual(['/etc/s.yaml']);
  });
});
