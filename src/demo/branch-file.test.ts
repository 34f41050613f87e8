import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import type { Config } from '../config/config.ts';
import { systemFiles } from '../config/files.ts';
import { loadBranch } from '../config/load.ts';
import { alwaysOpen } from '../config/spec.ts';
import { parseSource } from '../config/yaml.ts';
import { demoBranchFile } from './branch-file.ts';
import type { FarPlace } from './far-places.ts';

const EXAMPLE = join(process.cwd(), 'config/branch.example.yaml');
const STANDARD = join(process.cwd(), 'config/bank-standard.yaml');
const text = readFileSync(EXAMPLE, 'utf8');
const FOLDER = mkdtempSync(join(tmpdir(), 'lobbyd-branch-file-'));
const TOKEN_FILE = join(FOLDER, 'http-token');
writeFileSync(TOKEN_FILE, `${'9f86d081884c7d65'.repeat(4)}\n`, { mode: 0o600 });
afterAll(() => rmSync(FOLDER, { recursive: true }));
const ids: string[] = [];
const tcp = (id: string): FarPlace => {
  if (!ids.includes(id)) ids.push(id);
  return { kind: 'tcp', host: '127.0.0.1', port: 20_000 + ids.indexOf(id) };
};

function played(placeOf: (id: string) => FarPlace, branch = text, hasBroker = false): Config {
  const http = { port: 18_087, client: 'lobby-manager', tokenFile: TOKEN_FILE };
  const demo = { standard: STANDARD, journalDirectory: '/tmp/demo', mqttPort: 18_830, hasBroker, http, placeOf };
  const file = demoBranchFile(branch, demo);
  const loaded = loadBranch(parseSource('/tmp/demo/branch.yaml', file), catalogue, systemFiles());
  if (loaded.kind === 'problems') expect.unreachable(loaded.problems.map((problem) => problem.text).join('\n'));
  return loaded.config;
}

/** What a demo may not change: all but wires, journal, broker, clock, hours, and the names of the files. */
function kept(config: Config): unknown {
  const { digest, files, journalDirectory, mqtt, http, clock, wireDevices, buses, devices, ...rest } = config;
  return {
    ...rest,
    root: mqtt.rootTopic,
    devices: devices.map(({ id, kind, driver, settings }) => ({ id, kind, driver: driver.name, settings })),
    lines: [...wireDevices, ...buses].map(({ id, line }) => ({ id, line })),
    units: buses.map(({ id, units }) => ({ id, units: units.map((unit) => unit.id) })),
  };
}

describe('the branch file of the demo', () => {
  const loaded = loadBranch(parseSource(EXAMPLE, alwaysOpen(text)), catalogue, systemFiles());
  const example = loaded.kind === 'ok' ? loaded.config : expect.unreachable('the example does not load');

  it.each([
    ['TCP', tcp],
    ['pseudo-terminals', (id: string): FarPlace => ({ kind: 'serial', path: `/tmp/demo/${id}` })],
  ])('is the example on %s, and differs in wires, journal, broker, clock and hours alone', (_name, placeOf) => {
    const demo = played(placeOf);
    expect(kept(demo)).toEqual(kept(example));
    for (const { id, wire } of [...demo.wireDevices, ...demo.buses])
      expect([id, wire]).toEqual([id, wireOf(placeOf(id))]);
    expect(demo.journalDirectory).toBe('/tmp/demo');
    expect(demo.mqtt).toEqual({ kind: 'embedded', port: 18_830, rootTopic: 'linjiang' });
    expect(demo.clock.trust).toBe('always');
  });

  it('never talks to the broker of the branch that it was made from', () => {
    const live = text.replace(
      'mqtt: { rootTopic: linjiang }',
      'mqtt: { url: "mqtts://broker.example", rootTopic: linjiang }',
    );
    expect(live).not.toBe(text);
    expect(played(tcp, live).mqtt).toEqual({ kind: 'embedded', port: 18_830, rootTopic: 'linjiang' });
  });

  it('nor with the name, the password and the certificates of that broker', () => {
    const live = text.replace(
      'mqtt: { rootTopic: linjiang }',
      'mqtt: { url: "mqtts://broker.example", username: u, passwordFile: /etc/p, caFile: /etc/ca, clientId: c }',
    );
    expect(played(tcp, live).mqtt).toMatchObject({ kind: 'embedded', port: 18_830 });
  });

  it('takes no commands over HTTP in its place', () => {
    const live = `${text}http: { clients: [{ name: a, tokenFile: not-there }] }\n`;
    expect(played(tcp, live).http).toMatchObject({
      listen: '127.0.0.1',
      port: 18_087,
      clients: [{ name: 'lobby-manager', tokenFile: TOKEN_FILE }],
    });
  });

  it('goes to the broker that the demo started, where it has one, and to no other', () => {
    const live = text.replace(
      'mqtt: { rootTopic: linjiang }',
      'mqtt: { url: "mqtts://broker.example", username: u, passwordFile: /etc/p, rootTopic: linjiang }',
    );
    for (const branch of [text, live, text.replace('mqtt: { rootTopic: linjiang }', '')]) {
      const { mqtt } = played(tcp, branch, true);
      expect(mqtt).toMatchObject({ kind: 'broker', url: 'mqtt://127.0.0.1:18830', username: null, passwordFile: null });
    }
  });

  it('has a broker also for a branch that says nothing of MQTT', () => {
    expect(played(tcp, text.replace('mqtt: { rootTopic: linjiang }', '')).mqtt).toMatchObject({ port: 18_830 });
  });

  it('is refused when there is no branch in it', () => {
    expect(() => played(tcp, '- a\n- b\n')).toThrowError(expect.objectContaining({ code: 'demo/branch-file' }));
  });
});

function wireOf(place: FarPlace): unknown {
  return place;
}
