import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemFiles } from './files.ts';

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
    expect(systemFiles().read(join(folder, 'text.yaml'))).toEqual({ kind: 'text', text: 'id: 网点\n' });
  });

  it('that cannot be read say why', () => {
    const reasons = ['none.yaml', 'text.yaml/none', '', 'latin.yaml', 'circle.yaml'].map((name) =>
      systemFiles().read(join(folder, name)),
    );
    expect(reasons).toEqual([
      { kind: 'unreadable', reason: 'no such file' },
      { kind: 'unreadable', reason: 'no such folder' },
      { kind: 'unreadable', reason: 'it is a folder' },
      { kind: 'unreadable', reason: 'it is not UTF-8' },
      { kind: 'unreadable', reason: 'a link that leads to itself' },
    ]);
  });

  it('are files: a device is not opened', () => {
    expect(systemFiles().read('/dev/null')).toEqual({ kind: 'unreadable', reason: 'it is a device' });
  });

  it('have one name behind their links', () => {
    const { realPath } = systemFiles();
    expect(realPath(join(folder, 'link.yaml'))).toBe(realPath(join(folder, 'text.yaml')));
    expect(realPath(join(folder, 'none.yaml'))).toBeNull();
  });
});
