import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemFiles, unreadable } from './files.ts';

/** Root may read everything: for a moment the test is nobody. */
function asPlainUser<T>(look: () => T): T {
  if (process.geteuid?.() !== 0) return look();
  process.seteuid?.('nobody');
  try {
    return look();
  } finally {
    process.seteuid?.(0);
  }
}

describe("the machine's files", () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lobbyd-config-'));
    writeFileSync(join(folder, 'text.yaml'), '\uFEFFid: 网点\n');
    writeFileSync(join(folder, 'latin.yaml'), Uint8Array.of(0x69, 0xe9, 0x0a));
    symlinkSync(join(folder, 'text.yaml'), join(folder, 'link.yaml'));
    symlinkSync('circle.yaml', join(folder, 'circle.yaml'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are read as UTF-8, without a byte order mark', () => {
    expect(systemFiles().read(join(folder, 'text.yaml'))).toMatchObject({ kind: 'text', text: 'id: 网点\n' });
  });

  it('that cannot be read say why', () => {
    const reasons = ['none.yaml', 'text.yaml/none', '', 'latin.yaml', 'circle.yaml'].map((name) =>
      systemFiles().read(join(folder, name)),
    );
    expect(reasons).toEqual([
      unreadable('no such file'),
      unreadable('no such folder'),
      unreadable('it is a folder'),
      unreadable('it is not UTF-8'),
      unreadable('a link that leads to itself'),
    ]);
  });

  it('are files: a device is not opened', () => {
    expect(systemFiles().read('/dev/null')).toEqual(unreadable('it is a device'));
  });

  it('say whether every user may read them', () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'p');
    for (const [mode, isOpenToAll] of [
      [0o640, false],
      [0o644, true],
    ] as const) {
      chmodSync(file, mode);
      expect(systemFiles().read(file)).toEqual({ kind: 'text', text: 'p', isOpenToAll });
    }
  });

  it('that this user may not read are told apart from those that nobody can', () => {
    const file = join(folder, 'closed', 'secret');
    mkdirSync(join(folder, 'closed'));
    writeFileSync(file, 'p');
    chmodSync(join(folder, 'closed'), 0);
    expect(asPlainUser(() => systemFiles().read(file))).toEqual(unreadable('no permission', true));
  });

  it('have one name behind their links', () => {
    const { realPath } = systemFiles();
    expect(realPath(join(folder, 'link.yaml'))).toBe(realPath(join(folder, 'text.yaml')));
    expect(realPath(join(folder, 'none.yaml'))).toBeNull();
  });
});
