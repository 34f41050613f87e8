import { writeFileSync } from 'node:fs';
import { rename, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linkDirectory } from '../../../test/pty.ts';
import { lacks } from '../../../test/tools.ts';
import { sleep, systemClock } from '../../clock.ts';
import { silentLog } from '../log.ts';
import { heard } from '../spec.ts';
import { ptyFarEnd } from './pty.ts';
import { serialWires } from './serial.ts';
import { serialOptions, serialRefusal } from './serial-options.ts';
import { wireContract } from './wire.contract.ts';
import type { LineSettings, Wire, WriteEnd } from './wire.ts';

const clock = systemClock(() => true);
const line: LineSettings = { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };
const serial = (path: string) => serialWires({ path, line, clock, log: silentLog });
const pty = (link: string) => ptyFarEnd({ link, clock, log: silentLog });

describe.skipIf(lacks('socat'))('on a pseudo-terminal', () => {
  wireContract('a serial port', async () => {
    const link = join(linkDirectory(), 'port');
    const far = await pty(link);
    return { factory: serial(link), far, run: (promise) => promise, close: () => far.close() };
  });

  test('a port that another process holds is refused, and says so', async () => {
    const far = await pty(join(linkDirectory(), 'port'));
    const listener = heard();
    const first = await serial(far.address).open(listener);
    expect(first.kind).toBe('open');
    const second = await serial(far.address).open(heard());
    expect(second).toMatchObject({ reason: { detail: expect.stringContaining('held by another process') } });
    await far.close();
  });

  test('a name that leads to another port is a pulled cable, though the old one still lives', async () => {
    const directory = linkDirectory();
    const [old, next] = [await pty(join(directory, 'old')), await pty(join(directory, 'next'))];
    const name = join(directory, 'by-id');
    await symlink(old.address, name);
    const listener = heard();
    expect((await serial(name).open(listener)).kind).toBe('open');
    await symlink(next.address, `${name}.new`);
    await rename(`${name}.new`, name);
    await listener.until(() => listener.closed.length > 0);
    expect(listener.closed).toEqual([{ kind: 'pulled', detail: `${name} leads to another device now` }]);
    await Promise.all([old.close(), next.close()]);
  });

  test('a name that is gone is a pulled cable', async () => {
    const directory = linkDirectory();
    const far = await pty(join(directory, 'port'));
    const name = join(directory, 'by-path');
    await symlink(far.address, name);
    const listener = heard();
    expect((await serial(name).open(listener)).kind).toBe('open');
    await unlink(name);
    await listener.until(() => listener.closed.length > 0);
    expect(listener.closed).toEqual([{ kind: 'pulled', detail: `${name} is gone` }]);
    await far.close();
  });

  /** Writes until the device takes no more; `write` is the one that waits. */
  const fill = async (wire: Wire): Promise<{ readonly write: Promise<WriteEnd> }> => {
    for (;;) {
      const write = wire.write(new Uint8Array(30_000));
      const isStuck = await Promise.race([write.then(() => false), sleep(clock, 250).then(() => true)]);
      if (isStuck) return { write };
    }
  };
  const stuck = async () => {
    const far = await pty(join(linkDirectory(), 'port'));
    const listener = heard();
    const opened = await serial(far.address).open(listener);
    if (opened.kind !== 'open') return expect.unreachable();
    far.hold(true);
    return { far, listener, wire: opened.wire, write: (await fill(opened.wire)).write };
  };

  test('a device that takes no bytes is still heard, and takes the rest later', async () => {
    const { wire, far, listener, ...rest } = await stuck();
    far.send(Uint8Array.of(1));
    await listener.until(() => listener.bytes.length > 0);
    far.hold(false);
    expect(await rest.write).toEqual({ kind: 'written' });
    await wire.close();
    await far.close();
  });

  test('a port whose device takes nothing is let go of all the same', async () => {
    const { wire, far, ...rest } = await stuck();
    await wire.close();
    expect(await rest.write).toEqual({ kind: 'closed', reason: { kind: 'ours' } });
    const again = await serial(far.address).open(heard());
    expect(again.kind).toBe('open');
    await far.close();
  });
});

describe('a serial port', () => {
  test('that does not exist is refused by name', async () => {
    const end = await serial('/dev/serial/by-id/no-such').open(heard());
    expect(end).toEqual({
      kind: 'refused',
      reason: { kind: 'refused', detail: 'no such port: /dev/serial/by-id/no-such (is the cable in?)' },
    });
  });

  test('that is a plain file is refused before it is opened', async () => {
    const file = join(linkDirectory(), 'file');
    writeFileSync(file, 'x');
    expect(await serial(file).open(heard())).toMatchObject({ reason: { detail: `${file} is not a serial port` } });
  });

  test('that is a device but no terminal is refused or breaks at once, never spins', async () => {
    const listener = heard();
    const end = await serial('/dev/null').open(listener);
    if (end.kind === 'open') await listener.until(() => listener.closed.length > 0);
    expect(end.kind === 'refused' || listener.closed[0]?.kind === 'pulled').toBe(true);
  });

  test('of an Alpha display is opened with 7 data bits, even parity, one stop bit', () => {
    expect(
      serialOptions('/dev/ttyUSB0', { baud: 9_600, dataBits: 7, parity: 'even', stopBits: 1, flow: 'none' }),
    ).toEqual({
      path: '/dev/ttyUSB0',
      baudRate: 9_600,
      dataBits: 7,
      parity: 'even',
      stopBits: 1,
      rtscts: false,
      xon: false,
      xoff: false,
      xany: false,
      lock: true,
      hupcl: false,
    });
  });

  test('of a printer with software flow control stops and lets stop by XON and XOFF', () => {
    expect(serialOptions('/dev/x', { ...line, flow: 'xon-xoff' })).toMatchObject({
      xon: true,
      xoff: true,
      rtscts: false,
    });
    expect(serialOptions('/dev/x', { ...line, flow: 'rts-cts' })).toMatchObject({
      xon: false,
      xoff: false,
      rtscts: true,
    });
  });

  test.each([
    ['Error: No such file or directory, cannot open /dev/x', 'is the cable in'],
    ['Error: Permission denied, cannot open /dev/x', 'dialout'],
    ['Error Resource temporarily unavailable Cannot lock port', 'held by another process'],
    ['Error: Device or resource busy, cannot open /dev/x', 'held by another process'],
    ['Error: Input/output error, cannot open /dev/x', 'nothing is behind'],
    ['Error baud rate of 12 is not supported on your platform', 'baud rate of 12'],
  ])('refuses with a reason that a technician can act on: %s', (message, part) => {
    expect(serialRefusal('/dev/x', message)).toContain(part);
    expect(serialRefusal('/dev/x', message)).toContain('/dev/x');
  });
});
