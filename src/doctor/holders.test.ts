import { describe, expect, it } from 'vitest';
import { holdersOf, processNamed } from './holders.ts';
import { fakeMachine, fakeNode } from './machine.fake.ts';

const lists: Readonly<Record<string, readonly string[]>> = {
  '/proc': ['1', '70', '71', 'self', 'locks'],
  '/proc/70/fd': ['0', '9'],
  '/proc/71/fd': ['3'],
};
const links: Readonly<Record<string, string>> = { '/proc/70/fd/9': '/dev/ttyUSB0', '/proc/71/fd/3': '/dev/pts/4' };
const texts = {
  '/proc/70/comm': 'ModemManager\n',
  '/proc/71/comm': 'node\n',
  '/proc/locks': '1: FLOCK  ADVISORY  WRITE 71 00:06:5 0 EOF\n2: POSIX  ADVISORY  WRITE 70 00:06:5 0 EOF\n',
};
const machine = fakeMachine({ texts, list: (path) => lists[path] ?? [], link: (path) => links[path] ?? null });

describe('who holds a port', () => {
  it('is whoever has it open', () => {
    expect(holdersOf(machine, '/dev/ttyUSB0', fakeNode({ inode: 9 }), new Set([1]))).toEqual([
      { pid: 70, name: 'ModemManager' },
    ]);
  });

  it('is whoever has locked it, also when its files cannot be seen', () => {
    expect(holdersOf(machine, '/dev/ttyAMA0', fakeNode(), new Set())).toEqual([{ pid: 71, name: 'node' }]);
  });

  it('is nobody but its player at a pseudo-terminal, unless it is locked', () => {
    expect(holdersOf(machine, '/dev/pts/4', fakeNode({ inode: 9 }), new Set())).toEqual([]);
    expect(holdersOf(machine, '/dev/pts/4', fakeNode(), new Set())).toEqual([{ pid: 71, name: 'node' }]);
  });

  it('is not the daemon whose port it is', () => {
    expect(holdersOf(machine, '/dev/ttyAMA0', fakeNode(), new Set([71]))).toEqual([]);
  });

  it('can be asked for by name', () => {
    expect([processNamed(machine, 'ModemManager'), processNamed(machine, 'brltty')]).toEqual([70, null]);
  });
});
