import { describe, expect, it } from 'vitest';
import { clockTrust, type TrustRule } from './clock-trust.ts';

function stand(rule: TrustRule) {
  const state = { files: new Set<string>(), now: 0, wall: 1_000, lastWall: 500, looks: 0 };
  const isTrusted = clockTrust(
    rule,
    () => state.lastWall,
    () => state.now,
    () => state.wall,
    (path) => {
      state.looks += 1;
      return state.files.has(path);
    },
  );
  return { state, isTrusted };
}

describe('whether the wall clock is believed', () => {
  it('believes a clock that the time service has set, and notices within a second', () => {
    const { state, isTrusted } = stand({ kind: 'synchronised', file: '/run/synchronized' });
    expect(isTrusted()).toBe(false);
    state.files.add('/run/synchronized');
    expect(isTrusted()).toBe(false);
    state.now = 1_000;
    expect(isTrusted()).toBe(true);
  });

  it('believes a hardware clock that is ahead of the journal, not one that has lost its battery', () => {
    const { state, isTrusted } = stand({ kind: 'hardware-clock', file: '/run/synchronized', device: '/dev/rtc0' });
    state.files.add('/dev/rtc0');
    expect(isTrusted()).toBe(true);
    state.now = 1_000;
    state.wall = 499;
    expect(isTrusted()).toBe(false);
    state.now = 2_000;
    state.files.add('/run/synchronized');
    expect(isTrusted()).toBe(true);
  });

  it('does not ask the file system at every question', () => {
    const { state, isTrusted } = stand({ kind: 'synchronised', file: '/run/synchronized' });
    for (let time = 0; time < 100; time += 1) isTrusted();
    expect(state.looks).toBe(1);
  });
});
