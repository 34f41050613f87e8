/** Faults planted in a real branch: real files, pseudo-terminals, processes and brokers; what a test machine cannot have is told to the doctor. */
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { DiskTrial } from '../../src/doctor/disk.ts';
import { openDiskTrial } from '../../src/doctor/disk-trial.ts';
import { examineBranch } from '../../src/doctor/doctor.ts';
import { type Node, systemMachine } from '../../src/doctor/machine.ts';
import { draft, openStore, sql, write } from '../../src/journal/spec.ts';
import { freePort, type Mosquitto, makeMosquitto } from '../broker/mosquitto.ts';
import { lacks } from '../tools.ts';
import { DoctorStand, type Edit, type Planted, unheard } from './stand.ts';

const skip = lacks('socat', 'mosquitto');
const stand = new DoctorStand();
const servers: Server[] = [];
const brokers: Mosquitto[] = [];

beforeAll(async () => {
  if (!skip) await stand.start();
});
afterAll(() => stand.stop());
beforeEach(() => {
  for (const name of readdirSync(stand.journal)) rmSync(`${stand.journal}/${name}`);
});
afterEach(async () => {
  await stand.endPrograms();
  for (const server of servers.splice(0)) server.close();
  for (const broker of brokers.splice(0)) await broker.remove();
});

/** Ids of what is not in order. */
async function found(planted: Planted = {}, ...edits: readonly Edit[]): Promise<readonly string[]> {
  return (await stand.faults(stand.branch(...edits), stand.ports(planted))).map(({ id }) => id);
}

/** Does something to a device until the end of the test; `undo` makes it well again. */
async function act(id: string, action: string, undo: string): Promise<void> {
  const at = stand.cables.get(id)!;
  // Also when what is expected does not come: the next test must find a sound branch.
  onTestFinished(async () => void (await at.act(id, undo)));
  expect(await at.act(id, action)).toEqual({ kind: 'done' });
}

const node = (over: Partial<Node> = {}): Node => ({
  kind: 'character',
  uid: 0,
  gid: 0,
  mode: 0o666,
  inode: 1,
  device: '00:05',
  size: 0,
  ...over,
});

describe.skipIf(skip)('the doctor', () => {
  test('finds nothing at a sound branch, and leaves paper, sign and journal as they were', async () => {
    const seen = (): readonly unknown[] => ['printer1', 'bus2'].map((id) => stand.cables.get(id)?.view(id));
    const before = seen();
    const all = await examineBranch(stand.branch(), stand.ports(), unheard);
    expect(all.filter(({ mark }) => mark !== 'ok')).toEqual([]);
    expect(new Set(all.map(({ id }) => id.split('/')[0]))).toEqual(
      new Set(['config', 'port', 'device', 'clock', 'disk', 'journal', 'broker', 'service']),
    );
    expect(seen()).toEqual(before);
    expect(readdirSync(stand.journal)).toEqual([]);
  });

  describe('at the configuration', () => {
    test('names a mistake in the file, and goes on with what needs no file', async () => {
      const all = await examineBranch(stand.branch(['id: counter1', 'id: Counter1']), stand.ports(), unheard);
      expect(all.map(({ id }) => id)).toEqual(['config/error', 'service/ok']);
      expect(all[0]?.where).toBe(`${stand.path('branch.yaml')}:6:11`);
    });
  });

  describe('at the ports', () => {
    test('finds a cable that is out', async () => {
      await act('panel1', 'pull', 'plug');
      expect(await found()).toEqual(['port/missing']);
    });

    test('finds a file where a port should be', async () => {
      writeFileSync(stand.path('plain'), '');
      const edit = [stand.path('panel1'), stand.path('plain')] as const;
      expect(await found({}, edit)).toEqual(['port/not-a-port']);
    });

    test('finds a port that is not for the daemon to use, and names the group', async () => {
      const passwd = 'lobbyd:x:999:999::/:/bin/false\n';
      const panel = stand.path('panel1');
      const texts = { '/etc/passwd': passwd, '/etc/group': 'dialout:x:20:\n' };
      const nodes = {
        [panel]: node({ gid: 20, mode: 0o660 }),
        ...Object.fromEntries(['bus1', 'bus2', 'printer1'].map((id) => [stand.path(id), node()])),
        [stand.journal]: node({ kind: 'directory', uid: 999, mode: 0o750 }),
      };
      const faults = await stand.faults(stand.branch(), stand.ports({ texts, nodes }));
      expect(faults.map(({ id }) => id)).toEqual(['port/permission']);
      expect(faults[0]?.next).toContain('usermod -aG dialout lobbyd');
    });

    test('names the process that holds a port', async () => {
      await stand.program('flock', '--no-fork', stand.path('panel1'), 'sh', '-c', 'echo held; exec sleep 600');
      const faults = await stand.faults(stand.branch(), stand.ports());
      expect(faults.map(({ id }) => id)).toEqual(['port/held']);
      expect(faults[0]?.what).toMatch(/^process \d+ \((?:sh|sleep)\) has this port open/);
    });

    test.each([
      ['ModemManager', 'port/modem-manager'],
      ['brltty', 'port/brltty'],
    ])('warns of %s, which takes adapters by itself', async (name, id) => {
      await stand.processCalled(name);
      expect(await found({ realPaths: { [stand.path('panel1')]: '/dev/ttyUSB7' } })).toEqual([id]);
    });

    test('tells the name that stays for one that moves', async () => {
      const planted = {
        nodes: { '/dev/ttyUSB7': node() },
        lists: { '/dev/serial/by-path': ['usb-0:1.3-port0'] },
        realPaths: { '/dev/ttyUSB7': '/dev/ttyUSB7', '/dev/serial/by-path/usb-0:1.3-port0': '/dev/ttyUSB7' },
      };
      const file = stand.branch([stand.path('panel1'), '/dev/ttyUSB7']);
      const [moving] = await stand.faults(file, stand.ports(planted));
      expect(moving).toMatchObject({
        id: 'port/moving-name',
        next: 'write serial: /dev/serial/by-path/usb-0:1.3-port0 in the branch file',
      });
    });

    test('finds the console of the kernel on the UART of a device', async () => {
      const realPaths = { [stand.path('printer1')]: '/dev/ttyAMA0' };
      const texts = { '/boot/firmware/cmdline.txt': 'console=ttyAMA0,115200 root=x' };
      expect(await found({ realPaths, texts })).toEqual(['console/kernel']);
    });

    test('finds a login on the UART of a device', async () => {
      const realPaths = { [stand.path('printer1')]: '/dev/ttyAMA0' };
      const lists = { '/etc/systemd/system/getty.target.wants': ['serial-getty@ttyAMA0.service'] };
      expect(await found({ realPaths, lists })).toEqual(['console/login']);
    });
  });

  describe('at the devices', () => {
    test('finds one that does not answer', async () => {
      await act('printer1', 'mute on', 'mute off');
      expect(await found()).toEqual(['device/no-answer']);
    });

    test('tells which lines config.txt lacks for buttons on the pins of this machine', async () => {
      const pins = `  - { id: panel2, driver: panel-gpio, settings: { backend: kernel, buttons: [{ pin: 17 }] } }\n`;
      const all = await stand.faults(stand.branch(['journal: {', `${pins}journal: {`]), stand.ports());
      const lacking = all.find(({ id }) => id === 'pins/missing');
      expect(lacking).toMatchObject({ id: 'pins/missing', mark: 'fault', where: 'panel2' });
      expect(lacking?.next).toContain('dtoverlay=gpio-key,gpio=17');
    });

    test('finds an address at which no keypad is', async () => {
      const edit = [
        'driver: keypad-line, bus: bus1, settings: { address: 1 }',
        'driver: keypad-line, bus: bus1, settings: { address: 7 }',
      ] as const;
      expect(await found({}, edit)).toEqual(['device/no-answer']);
    });

    test.each([
      ['condition/paper-out', 'paper out', 'paper load'],
      ['condition/cover-open', 'cover open', 'cover close'],
      ['condition/paper-near-end', 'paper low', 'paper load'],
    ])('finds %s', async (id, wrong, right) => {
      await act('printer1', wrong, right);
      expect(await found()).toEqual([id]);
    });
  });

  describe('at the clock', () => {
    test('finds one that is not synchronised', async () => {
      const rule = `clock: { trust: synchronised, synchronisedFile: ${stand.path('no-such-file')} }`;
      expect(await found({}, ['clock: { trust: always }', rule])).toEqual(['clock/not-synchronised']);
    });

    test('finds a hardware clock that is not there', async () => {
      const file = `synchronisedFile: ${stand.path('no-such-file')}, hardwareClock: ${stand.path('no-such-clock')}`;
      const rule = `clock: { trust: hardware-clock, ${file} }`;
      expect(await found({}, ['clock: { trust: always }', rule])).toEqual(['clock/no-hardware-clock']);
    });

    test('finds one that is behind the journal', async () => {
      const store = await openStore(stand.journal);
      await write(store, draft(1, { at: stand.clock.wall() + 86_400_000, offset: 0, isTrusted: true }));
      await store.close();
      expect(await found()).toEqual(['clock/behind-journal']);
    });
  });

  describe('at the disk', () => {
    test('finds a folder that nobody can make', async () => {
      expect(await found({}, [stand.journal, stand.path('none/journal')])).toEqual(['disk/no-directory']);
    });

    test('finds a journal in memory', async () => {
      const folder = '/dev/shm';
      const texts = { '/proc/self/mounts': systemMachine(1).text('/proc/self/mounts') ?? '' };
      expect(await found({ texts }, [`directory: ${stand.journal}`, `directory: ${folder}`])).toEqual([
        'disk/in-memory',
      ]);
    });

    test.each([
      ['disk/not-writable', { texts: { '/proc/self/mounts': '/dev/root / ext4 ro 0 0\n' } }],
      ['disk/not-writable', { texts: { '/proc/self/mounts': '/dev/root / ext4 rw,noatime,emergency_ro 0 0\n' } }],
      ['disk/on-network', { texts: { '/proc/self/mounts': 'server:/x / nfs4 rw 0 0\n' } }],
      ['disk/nearly-full', { space: { free: 300 * 1024 ** 2, all: 1024 ** 4 } }],
      ['disk/full', { space: { free: 3 * 1024 ** 2, all: 1024 ** 4 } }],
    ] as const)('finds %s', async (id, planted) => {
      expect(await found(planted)).toEqual([id]);
    });

    test.each([
      ['EIO', 'disk/failing'],
      ['ENOSPC', 'disk/full'],
    ])('finds one that answers a write with %s', async (code, id) => {
      const trial: DiskTrial = {
        sync: () => Promise.reject(Object.assign(new Error(`${code}: write`), { code })),
        close: async () => {},
      };
      const faults = await stand.faults(stand.branch(), stand.ports({}, { syncs: async () => trial }));
      expect(faults.map((each) => each.id)).toEqual([id]);
    });

    test('tries it with a file that nobody sees, neither while it is written nor afterwards', async () => {
      const trial = await openDiskTrial(stand.journal);
      for (let page = 0; page < 3; page += 1) await trial.sync();
      expect(readdirSync(stand.journal)).toEqual([]);
      await trial.close();
      expect(readdirSync(stand.journal)).toEqual([]);
    });

    test('finds a slow one', async () => {
      let slept = 0;
      const { monotonic } = stand.clock;
      const clock = { ...stand.clock, monotonic: () => monotonic() + slept };
      const trial: DiskTrial = {
        sync: async () => {
          slept += 300;
        },
        close: async () => {},
      };
      const faults = await stand.faults(stand.branch(), stand.ports({}, { clock, syncs: async () => trial }));
      expect(faults.map(({ id }) => id)).toEqual(['disk/slow']);
    });
  });

  describe('at the journal', () => {
    async function journal(): Promise<void> {
      const store = await openStore(stand.journal);
      await write(store, draft(1), draft(2), draft(3));
      await store.close();
    }

    test('finds a damaged one', async () => {
      await journal();
      sql(stand.journal, 'UPDATE records SET at = 0 WHERE seq = 2');
      expect(await found()).toEqual(['journal/damaged']);
    });

    test('does not take a journal that it may not look at for one that is not there', async () => {
      const ports = stand.ports();
      const machine = { ...ports.machine, mayEnter: () => false };
      const faults = await stand.faults(stand.branch(), { ...ports, machine });
      expect(faults.map(({ id }) => id)).toEqual(['journal/unreadable']);
    });

    test('finds one whose head file is gone', async () => {
      await journal();
      rmSync(`${stand.journal}/journal.head`);
      expect(await found()).toEqual(['journal/head-missing']);
    });
  });

  describe('at the broker', () => {
    const at = (url: string, more = ''): readonly [string, string] => [
      'mqtt: { embeddedPort: 18833 }',
      `mqtt: { url: "${url}"${more} }`,
    ];
    async function mosquitto(...access: Parameters<typeof makeMosquitto>): Promise<Mosquitto> {
      const broker = await makeMosquitto(...access);
      brokers.push(broker);
      await broker.start();
      return broker;
    }
    async function listening(port: number): Promise<number> {
      const server = createServer().listen(port, '127.0.0.1');
      servers.push(server);
      await new Promise((resolve) => server.once('listening', resolve));
      const address = server.address();
      return typeof address === 'object' && address ? address.port : 0;
    }

    test('is content with a sound one', async () => {
      expect(await found({}, at((await mosquitto()).url))).toEqual([]);
    });

    test('finds none at the address', async () => {
      expect(await found({}, at(`mqtt://127.0.0.1:${await freePort()}`))).toEqual(['broker/unreachable']);
    });

    test('finds one that refuses the login', async () => {
      expect(await found({}, at((await mosquitto({ isOpen: false })).url))).toEqual(['broker/refused']);
    });

    test('finds one that takes no states', async () => {
      expect(await found({}, at((await mosquitto({ rights: ['topic read #'] })).url))).toEqual([
        'broker/publish-refused',
      ]);
    });

    test('finds something that is no broker', async () => {
      expect(await found({}, at(`mqtt://127.0.0.1:${await listening(0)}`))).toEqual(['broker/silent']);
    });

    test('finds the port of its own broker taken', async () => {
      const port = await listening(0);
      expect(await found({}, ['18833', String(port)])).toEqual(['broker/port-taken']);
    });

    test('finds a password that is not there', async () => {
      const more = `, username: lobbyd, passwordFile: ${stand.path('no-password')}`;
      expect(await found({}, at((await mosquitto()).url, more))).toEqual(['config/error']);
    });

    test('finds a password that everybody may read, and never tells it', async () => {
      const file = stand.path('password');
      writeFileSync(file, 'Tr0ub4dor\n');
      chmodSync(file, 0o644);
      chmodSync(dirname(file), 0o755);
      const branch = stand.branch(at((await mosquitto()).url, `, username: lobbyd, passwordFile: ${file}`));
      const all = await examineBranch(branch, stand.ports(), unheard);
      expect(all.filter(({ mark }) => mark !== 'ok').map(({ id }) => id)).toEqual(['config/warning']);
      expect(JSON.stringify(all)).not.toContain('Tr0ub4dor');
    });
  });

  describe('at the service', () => {
    const systemd = { '/run/systemd/system': node({ kind: 'directory' }) };
    const unit = (over: Readonly<Record<string, string>> = {}): Planted => ({
      nodes: systemd,
      said: {
        'systemctl show lobbyd.service': Object.entries({
          LoadState: 'loaded',
          ActiveState: 'active',
          SubState: 'running',
          Result: 'success',
          NRestarts: '0',
          UnitFileState: 'enabled',
          NeedDaemonReload: 'no',
          MainPID: '12',
          User: 'tester',
          SupplementaryGroups: '',
          ...over,
        })
          .map(([key, value]) => `${key}=${value}`)
          .join('\n'),
        'systemd-analyze security': '→ Overall exposure level for lobbyd.service: 2.0 OK :-)',
      },
    });

    test('is content with a sound one', async () => {
      expect(await found(unit())).toEqual([]);
    });

    test.each([
      ['service/no-unit', { LoadState: 'not-found' }],
      ['service/failed', { ActiveState: 'failed', Result: 'exit-code' }],
      ['service/not-running', { ActiveState: 'inactive', SubState: 'dead' }],
      ['service/not-enabled', { UnitFileState: 'disabled' }],
      ['service/reload-needed', { NeedDaemonReload: 'yes' }],
      ['service/restarts', { NRestarts: '17' }],
    ] as const)('finds %s', async (id, over) => {
      expect(await found(unit(over))).toEqual([id]);
    });

    test('finds one that may do more than it needs to', async () => {
      const planted = unit();
      const said = {
        ...planted.said,
        'systemd-analyze security': '→ Overall exposure level for lobbyd.service: 9.6 UNSAFE',
      };
      expect(await found({ ...planted, said })).toEqual(['service/exposed']);
    });
  });
});
