import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Allowed, allowed, refused } from './lint/planted.ts';

interface Report {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly severity: string;
    readonly message: string;
    readonly location: { readonly path: string };
  }[];
}

let root = '';
/** File → rules that refused it. */
let fired: ReadonlyMap<string, readonly string[]> = new Map();

function write(file: Allowed): void {
  mkdirSync(dirname(join(root, file.at)), { recursive: true });
  writeFileSync(join(root, file.at), `${file.code}\n`);
}

function lint(): ReadonlyMap<string, readonly string[]> {
  const report = JSON.parse(run()) as Report;
  const found = new Map<string, string[]>();
  for (const { category, severity, message, location } of report.diagnostics) {
    if (severity !== 'error' && severity !== 'fatal') continue;
    const rule = category === 'plugin' ? `plugin ${message.split(':')[0]}` : category;
    found.set(location.path, [...(found.get(location.path) ?? []), rule]);
  }
  return found;
}

function run(): string {
  const biome = join(process.cwd(), 'node_modules/@biomejs/biome/bin/biome');
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 2 ** 20, stdio: 'pipe' } as const;
  try {
    return execFileSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], options);
  } catch (caught) {
    return String((caught as { stdout?: unknown }).stdout);
  }
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'lobbyd-lint-'));
  for (const file of ['biome.jsonc', 'package.json', 'tsconfig.json', '.gitignore', 'test/lint']) {
    cpSync(file, join(root, file), { recursive: true });
  }
  for (const file of [...allowed, ...refused]) write(file);
  fired = lint();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the rules of style fire on what they forbid', () => {
  it.each(refused)('$rule refuses $at', ({ at, rule }) => {
    expect(fired.get(at) ?? []).toContain(rule);
  });

  it('plants each file once', () => {
    const places = [...allowed, ...refused].map((file) => file.at);
    expect(places).toEqual([...new Set(places)]);
  });
});

describe('the rules of style let pass what is meant to be', () => {
  it.each(allowed)('$at passes', ({ at }) => {
    expect(fired.get(at) ?? []).toEqual([]);
  });
});
