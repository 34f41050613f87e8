import { describe, expect, it } from 'vitest';
import type { Config } from '../config/config.ts';
import { load } from '../config/spec.ts';
import { fakeMachine, fakeNode } from './machine.fake.ts';
import { examinePorts } from './ports.ts';

const { config } = load({}) as { readonly config: Config };
const owner = { name: 'lobbyd', uid: 990, group: 991, groups: new Set([20]) };
const THREE = '/dev/serial/by-path/three';

/** The machine of a branch whose panel sits at an adapter that this program has open. */
const heldBy = (name: string, real: string) =>
  fakeMachine({
    texts: { '/proc/70/comm': `${name}\n` },
    node: () => fakeNode(),
    realPath: (path) => (path === THREE ? real : path),
    list: (path) => (path === '/proc' ? ['70'] : path === '/proc/70/fd' ? ['3'] : []),
    link: () => real,
  });

describe('a port that somebody else holds', () => {
  it.each([
    ['ModemManager', '/dev/ttyUSB0', 'systemctl disable --now ModemManager'],
    ['brltty', '/dev/ttyUSB0', 'apt remove brltty'],
    ['agetty', '/dev/ttyAMA0', 'systemctl disable --now serial-getty@ttyAMA0'],
    ['minicom', '/dev/ttyUSB0', 'systemctl status 70'],
  ])('is told with the way to free it from %s', (name, real, cure) => {
    const { findings, bad } = examinePorts(config, { machine: heldBy(name, real), owner, daemon: null });
    const held = findings.filter(({ id }) => id === 'port/held');
    expect(held).toMatchObject([{ where: `panel1, ${THREE}`, what: expect.stringContaining(`process 70 (${name})`) }]);
    expect(held[0]?.next).toContain(cure);
    expect(bad).toEqual(new Set([THREE]));
  });

  it('is none when it is the daemon', () => {
    const { bad } = examinePorts(config, { machine: heldBy('node', '/dev/ttyUSB0'), owner, daemon: 70 });
    expect(bad).toEqual(new Set());
  });
});

describe('a port that is not there', () => {
  it('is told with those that are', () => {
    const machine = fakeMachine({ list: (path) => (path === '/dev/serial/by-id' ? ['usb-FTDI'] : []) });
    const { findings } = examinePorts(config, { machine, owner, daemon: null });
    expect(findings.map(({ id }) => id)).toEqual(Array(3).fill('port/missing'));
    expect(findings[0]?.next).toContain('/dev/serial/by-id/usb-FTDI');
  });
});
