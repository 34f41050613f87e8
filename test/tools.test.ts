import { afterEach, describe, expect, it, vi } from 'vitest';
import { WANTED } from '../src/setup/packages.mjs';
import { lacks, pathOf } from './tools.ts';

const socat = WANTED.test.find(({ name }) => name === 'socat')!;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('a tool that tests need', () => {
  it('is named with the command that brings it when its tests are skipped', () => {
    vi.stubEnv('CI', '');
    vi.spyOn(socat, 'find').mockReturnValue(null);
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(lacks('socat')).toBe(true);
    expect(said.mock.calls.flat()).toEqual([
      'skipped, socat missing: apt-get update && apt-get install -y --no-install-recommends socat\n',
    ]);
  });

  it('is a failure in CI when it is missing', () => {
    vi.stubEnv('CI', 'true');
    vi.spyOn(socat, 'find').mockReturnValue(null);
    expect(() => lacks('socat')).toThrow('socat missing');
    expect(() => pathOf('socat')).toThrow('socat missing');
  });

  it('skips nothing when it is there', () => {
    vi.spyOn(socat, 'find').mockReturnValue('/usr/bin/socat');
    expect(lacks('socat')).toBe(false);
    expect(pathOf('socat')).toBe('/usr/bin/socat');
  });
});
