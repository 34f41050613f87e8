/** Files of a real branch that root can read and the user of the daemon cannot: the doctor must not take its own eyes for the daemon's. */
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { examineBranch } from '../../src/doctor/doctor.ts';
import { fakeNode } from '../../src/doctor/machine.fake.ts';
import { journalFiles } from '../../src/journal/files.ts';
import { draft, openStore, write } from '../../src/journal/spec.ts';
import { freePort } from '../broker/mosquitto.ts';
import { lacks } from '../tools.ts';
import { DoctorStand, type Edit, type Planted, unheard } from './stand.ts';

const skip = lacks('socat');
const stand = new DoctorStand();
const port = fakeNode({ mode: 0o666 });

beforeAll(async () => {
  if (!skip) await stand.start();
});
afterAll(() => stand.stop());
beforeEach(() => {
  for (const name of readdirSync(stand.journal)) rmSync(`${stand.journal}/${name}`);
});

describe.skipIf(skip)('what the user of the daemon may read, whoever asks the doctor', () => {
  /** The daemon is another user, who may use the ports and the folder of the journal. */
  const lobbyd = (): Planted => ({
    texts: { '/etc/passwd': 'lobbyd:x:999:998::/:/bin/false\n', '/etc/group': 'lobbyd:x:998:\n' },
    nodes: {
      ...Object.fromEntries(['bus1', 'bus2', 'panel1', 'printer1'].map((id) => [stand.path(id), port])),
      [stand.journal]: fakeNode({ kind: 'directory', uid: 999, mode: 0o750 }),
    },
  });
  const closed = async (...edits: readonly Edit[]) => {
    const faults = await stand.faults(stand.branch(...edits), stand.ports(lobbyd()));
    return faults.filter(({ id }) => id !== 'doctor/not-root');
  };

  test.each(['branch.yaml', 'bank-standard.yaml'])('finds %s closed to it', async (name) => {
    const path = stand.path(name);
    const { machine, ...rest } = stand.ports(lobbyd());
    const shut = {
      ...machine,
      node: (asked: string) => (asked === path ? fakeNode({ kind: 'file', mode: 0o600 }) : machine.node(asked)),
    };
    const all = await examineBranch(stand.branch(), { ...rest, machine: shut }, unheard);
    expect(all.filter(({ id }) => id.startsWith('config/'))).toEqual([
      expect.objectContaining({
        id: 'config/permission',
        mark: 'fault',
        where: path,
        next: `sudo chmod 644 ${path}`,
      }),
    ]);
  });

  test('finds a folder above that it may not enter', async () => {
    chmodSync(stand.folder, 0o700);
    const faults = await closed();
    chmodSync(stand.folder, 0o755);
    expect(faults.map(({ id }) => id)).toEqual(['config/permission', 'config/permission']);
    expect(faults[0]?.what).toContain(`may not enter ${stand.folder}`);
  });

  test('finds a password that is closed to it', async () => {
    const file = stand.path('closed-password');
    writeFileSync(file, 'Tr0ub4dor\n');
    chmodSync(file, 0o600);
    const mqtt = `mqtt: { url: "mqtt://127.0.0.1:${await freePort()}", username: lobbyd, passwordFile: ${file} }`;
    const faults = await closed(['mqtt: { embeddedPort: 18833 }', mqtt]);
    expect(faults.map(({ id }) => id)).toEqual(['broker/secret-permission', 'broker/unreachable']);
    expect(faults[0]?.next).toBe(`sudo chown root:lobbyd ${file} && sudo chmod 640 ${file}`);
  });

  test('finds a token that is closed to it', async () => {
    const file = stand.path('closed-token');
    writeFileSync(file, '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n');
    chmodSync(file, 0o600);
    const http = `http: { port: ${await freePort()}, clients: [{ name: a, tokenFile: ${file} }] }`;
    const faults = await closed(['mqtt: { embeddedPort: 18833 }', `mqtt: { embeddedPort: 18833 }\n${http}`]);
    expect(faults.map(({ id }) => id)).toEqual(['http/secret-permission']);
    expect(faults[0]?.next).toBe(`sudo chown root:lobbyd ${file} && sudo chmod 640 ${file}`);
  });

  test('finds files of the journal that are not its own, and is content once they are', async () => {
    const store = await openStore(stand.journal);
    await write(store, draft(1));
    await store.close();
    const files = journalFiles(stand.journal);
    chmodSync(files.head, 0o640);
    for (const path of [files.database, files.lock]) chmodSync(path, 0o666);
    const all = await examineBranch(stand.branch(), stand.ports(lobbyd()), unheard);
    const next = `sudo chown lobbyd: ${files.head} && sudo chmod u+rw ${files.head}, then sudo systemctl restart lobbyd`;
    expect(all.filter(({ id }) => id.startsWith('journal/'))).toEqual([
      expect.objectContaining({ id: 'journal/permission', mark: 'fault', where: files.head, next }),
    ]);
    chmodSync(files.head, 0o666);
    expect(await closed()).toEqual([]);
  });
});
