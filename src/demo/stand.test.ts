import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { systemClock } from '../clock.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { silentLog } from '../devices/log.ts';
import { farPlace } from './far-places.ts';
import { bestWires, openStand, type Stand } from './stand.ts';

const loaded = loadConfig(join(process.cwd(), 'config/branch.example.yaml'), catalogue, systemFiles());
const config = loaded.kind === 'ok' ? loaded.config : expect.unreachable('the example does not load');
const clock = systemClock(() => true);

let stand: Stand;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await stand.close();
});

function plugIn(id: string): { readonly socket: Socket; until(pattern: RegExp): Promise<string> } {
  const place = farPlace(stand.addresses.get(id) ?? '');
  const socket = place.kind === 'tcp' ? connect(place.port, place.host) : expect.unreachable(`${id} is not on TCP`);
  sockets.push(socket);
  let text = '';
  const waiting: (() => void)[] = [];
  socket.setEncoding('latin1').on('data', (more: string) => {
    text += more;
    for (const look of waiting) look();
  });
  socket.on('error', () => {});
  return {
    socket,
    until: (pattern) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (pattern.test(text)) resolve(text);
        };
        waiting.push(look);
        look();
      }),
  };
}

describe('all devices of the example branch on TCP', () => {
  it('have one address for each wire, and one wire for each device', async () => {
    stand = await openStand({ config, directory: '/nowhere', wires: 'tcp', clock, log: silentLog, onChange() {} });
    expect([...stand.addresses.keys()].sort()).toEqual(['bus1', 'bus2', 'card1', 'panel1', 'printer1', 'reader1']);
    expect(new Set(stand.addresses.values()).size).toBe(6);
    for (const address of stand.addresses.values()) expect(address).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    expect([...stand.hosts.keys()].sort()).toEqual(config.devices.map(({ id }) => id).sort());
    expect(stand.hosts.get('keypad1')).toBe(stand.hosts.get('keypad9'));
  });

  it('send what a person presses, and tell of what a person sees', async () => {
    const changed: string[] = [];
    stand = await openStand({
      config,
      directory: '/nowhere',
      wires: 'tcp',
      clock,
      log: silentLog,
      onChange: (id) => void changed.push(id),
    });
    const { until } = plugIn('panel1');
    expect(await stand.hosts.get('panel1')?.act('panel1', 'press 3')).toEqual({ kind: 'done' });
    expect(await until(/<01B.*03\*[0-9A-F]{4}\n/)).toContain('<01B');
    expect(changed).toContain('panel1');
    const printer = plugIn('printer1');
    printer.socket.write(Uint8Array.of(0x10, 0x04, 0x01));
    expect(await printer.until(/[\s\S]/)).toBe('\x12');
  });

  it('are gone when the demo ends', async () => {
    stand = await openStand({ config, directory: '/nowhere', wires: 'tcp', clock, log: silentLog, onChange() {} });
    const { socket } = plugIn('bus1');
    await new Promise((resolve) => void socket.once('connect', resolve));
    const closed = new Promise((resolve) => void socket.once('close', resolve));
    await stand.close();
    await closed;
    const late = plugIn('bus1').socket;
    await new Promise((resolve) => void late.once('close', resolve));
    expect(late.bytesRead).toBe(0);
  });
});

it('wires are pseudo-terminals where socat is there, and TCP elsewhere', async () => {
  stand = { addresses: new Map(), hosts: new Map(), wires: new Map(), close: async () => {} };
  expect(bestWires((path) => path === '/usr/local/bin/socat')).toBe('pty');
  expect(bestWires(() => false)).toBe('tcp');
});
