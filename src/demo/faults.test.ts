import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { fakeClock } from '../clock.fake.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { type BranchNews, branchNews } from './branch-news.ts';
import { faultPlans } from './fault-list.ts';
import { FakeWire, fakeVictims } from './faults.fake.ts';
import { type Faults, openFaults, type Victims } from './faults.ts';
import type { DaemonLife, StagedFault } from './stage.ts';

const loaded = loadConfig(join(process.cwd(), 'config/branch.example.yaml'), catalogue, systemFiles());
const config = loaded.kind === 'ok' ? loaded.config : expect.unreachable('the example does not load');

let wires: Map<string, FakeWire>;
let hosts: Map<string, FakeWire>;
let news: BranchNews;
let victims: Victims | null;
let life: DaemonLife;
let killed: number;
let told: StagedFault[];
let faults: Faults;
const cannot = { 'zh-CN': '不行', en: 'no strace' };

beforeEach(() => {
  wires = new Map([...config.wireDevices, ...config.buses].map(({ id }) => [id, new FakeWire()]));
  hosts = new Map();
  for (const { id } of config.wireDevices) hosts.set(id, wires.get(id) ?? new FakeWire());
  for (const { id, units } of config.buses)
    for (const unit of units) hosts.set(unit.id, wires.get(id) ?? new FakeWire());
  killed = 0;
  told = [];
  life = { state: 'running', text: 'runs' };
  victims = fakeVictims(() => {
    killed += 1;
  });
  news = branchNews({ clock: fakeClock(), onHealth() {}, onAlert() {} });
  faults = openFaults({
    config,
    stand: () => ({ addresses: new Map(), hosts, wires, close: async () => {} }),
    victims: () => victims,
    news,
    life: () => life,
    onChange: (fault) => void told.push(fault),
  });
  faults.look();
});

const staged = (id: string): StagedFault =>
  faults.all().find((fault) => fault.id === id) ?? expect.unreachable(`there is no ${id}`);

describe('what can be broken in the example branch', () => {
  it('is its printer, every cable, every unit that answers, its lines, broker, disk and daemon', () => {
    const ids = faultPlans(config).map(({ id }) => id);
    const pads = Array.from({ length: 9 }, (_, index) => `keypad${index + 1}/mute`);
    expect(ids).toEqual([
      'printer1/paper-near-end',
      'printer1/paper-out',
      'printer1/cover-open',
      'panel1/cable',
      'printer1/cable',
      'card1/cable',
      'reader1/cable',
      'bus1/cable',
      'bus2/cable',
      'panel1/mute',
      'printer1/mute',
      ...pads,
      'panel1/garbage',
      'bus1/garbage',
      'broker/stopped',
      'disk/slow',
      'daemon/killed',
    ]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is named in both languages', () => {
    for (const { name } of faults.all()) {
      expect(name['zh-CN']).toMatch(/[\u4e00-\u9fff]/);
      expect(name.en).not.toMatch(/[\u4e00-\u9fff]/);
    }
  });
});

describe('a fault', () => {
  it.each([
    ['printer1/paper-out', 'printer1 paper out', 'printer1 paper load'],
    ['printer1/cover-open', 'printer1 cover open', 'printer1 cover close'],
    ['keypad3/mute', 'keypad3 mute', 'keypad3 unmute'],
    ['printer1/mute', 'printer1 mute on', 'printer1 mute off'],
    ['bus1/garbage', 'keypad1 babble', 'keypad1 quiet'],
    ['panel1/garbage', 'panel1 babble', 'panel1 quiet'],
  ])('%s is done at the emulator, and taken back there', async (id, on, off) => {
    expect(await faults.set(id, true)).toEqual({ kind: 'done' });
    expect(await faults.set(id, false)).toEqual({ kind: 'done' });
    expect([...wires.values()].flatMap(({ done }) => done)).toEqual([on, off]);
  });

  it('is on as long as it can be seen at the device, whoever did it', () => {
    const printer = hosts.get('printer1');
    if (!printer) expect.unreachable('no printer');
    printer.shown = { paper: 'out', isCoverOpen: true, isMute: false };
    faults.look();
    expect(told.map(({ id, isOn }) => [id, isOn])).toEqual([
      ['printer1/paper-out', true],
      ['printer1/cover-open', true],
    ]);
    printer.shown = { paper: 'low', isCoverOpen: false, isMute: true };
    faults.look();
    expect(
      faults
        .all()
        .filter(({ isOn }) => isOn)
        .map(({ id }) => id),
    ).toEqual(['printer1/paper-near-end', 'printer1/mute']);
  });

  it('is known where it cannot be seen, also when a person did it by hand', async () => {
    await faults.set('keypad3/mute', true);
    faults.acted('keypad4', 'mute');
    faults.acted('keypad5', 'press next');
    expect(
      faults
        .all()
        .filter(({ isOn }) => isOn)
        .map(({ id }) => id),
    ).toEqual(['keypad3/mute', 'keypad4/mute']);
    faults.acted('keypad3', 'unmute');
    expect(staged('keypad3/mute').isOn).toBe(false);
  });

  it('of a cable is on while it hangs out', async () => {
    await faults.set('bus2/cable', true);
    expect(wires.get('bus2')?.isPlugged()).toBe(false);
    expect(staged('bus2/cable').isOn).toBe(true);
    await faults.set('bus2/cable', false);
    expect(staged('bus2/cable').isOn).toBe(false);
    expect(told.map(({ id, isOn }) => [id, isOn])).toEqual([
      ['bus2/cable', true],
      ['bus2/cable', false],
    ]);
  });

  it('stops the broker and slows the disk until it is taken back', async () => {
    for (const id of ['broker/stopped', 'disk/slow']) {
      await faults.set(id, true);
      expect(staged(id).isOn).toBe(true);
      await faults.set(id, false);
      expect(staged(id).isOn).toBe(false);
    }
  });

  it('kills the daemon once, and is over with that', async () => {
    await faults.set('daemon/killed', true);
    await faults.set('daemon/killed', false);
    expect(killed).toBe(1);
    expect(staged('daemon/killed')).toMatchObject({ isOn: false, isMomentary: true });
  });

  it('that is not there is refused with those that are', async () => {
    expect(await faults.set('printer9/paper-out', true)).toEqual({
      kind: 'unknown-fault',
      known: faultPlans(config).map(({ id }) => id),
    });
  });

  it('says why it cannot be done here, before and when it is tried', async () => {
    if (!victims) expect.unreachable('no victims');
    victims = { ...victims, broker: null, disk: { ...victims.disk, cannot } };
    expect(staged('broker/stopped').cannot?.en).toContain('apt install mosquitto');
    expect(staged('disk/slow').cannot).toEqual(cannot);
    expect(await faults.set('disk/slow', true)).toEqual({ kind: 'cannot', why: cannot });
    expect(await faults.set('broker/stopped', true)).toMatchObject({ kind: 'cannot' });
    victims = null;
    expect(await faults.set('panel1/cable', true)).toMatchObject({
      kind: 'cannot',
      why: { en: 'the demo is starting' },
    });
    expect(wires.get('panel1')?.isPlugged()).toBe(true);
  });
});

it('a broker that does not come back is told as that, with its reason', async () => {
  if (!victims?.broker) expect.unreachable('no broker');
  victims = { ...victims, broker: { ...victims.broker, start: () => Promise.reject(new RangeError('port taken')) } };
  expect(await faults.set('broker/stopped', false)).toMatchObject({ kind: 'cannot', why: { en: 'port taken' } });
});

describe('what the branch says of a fault', () => {
  const device = (id: string, state: string, reason: string | null, conditions: readonly string[] = []): void =>
    news.state(`device/${id}`, { device: id, state, reason, conditions });

  it.each([
    ['printer1/paper-out', () => device('printer1', 'running', null, ['paper-out']), 'printer1: out of paper'],
    ['printer1/cable', () => device('printer1', 'backing-off', 'gone'), 'printer1 is away: gone'],
    ['bus1/garbage', () => device('bus1', 'running', null, ['garbled']), 'bus1: garbled bytes on the line'],
    ['keypad3/mute', () => device('keypad3', 'opening', 'no answer'), 'keypad3 is away: no answer'],
    [
      'broker/stopped',
      () => news.logged('{"level":"warn","code":"mqtt/lost","msg":"gone"}'),
      'broker away, the branch works on: gone',
    ],
    ['disk/slow', () => news.waits(true), 'the disk is slow: keypads say WAIT'],
  ])('%s', (id, happens, said) => {
    expect(staged(id).said).toBeNull();
    happens();
    expect(staged(id).said?.en).toBe(said);
  });

  it('is nothing of another device, nor of another fault', () => {
    device('printer1', 'running', null, ['paper-near-end']);
    expect(
      faults
        .all()
        .filter(({ said }) => said !== null)
        .map(({ id }) => id),
    ).toEqual(['printer1/paper-near-end']);
  });

  it('is over with its end', () => {
    device('printer1', 'running', null, ['paper-out']);
    device('printer1', 'running', null);
    expect(staged('printer1/paper-out').said).toBeNull();
  });

  it('of the killed daemon is how it ended, until it runs again', () => {
    life = { state: 'stopped', text: 'ended by SIGKILL' };
    news.lives(life);
    expect(staged('daemon/killed').said?.en).toBe('ended by SIGKILL');
    life = { state: 'running', text: 'runs' };
    news.lives(life);
    expect(staged('daemon/killed').said).toBeNull();
  });
});
