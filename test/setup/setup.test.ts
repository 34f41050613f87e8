import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let root = '';

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function node(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Ended {
  const options = { cwd: root, encoding: 'utf8', env: { ...process.env, CI: '', ...environment } } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
  return { code: status, said: `${stdout}${stderr}` };
}

/** The PATH of these tests: stand-ins first, so that nothing is missing and nothing is installed. */
const standIns = (): string => join(root, 'stand-ins');

const setUp = (): Ended => node(['src/setup/setup.mjs', 'start'], { PATH: `${standIns()}:${process.env.PATH}` });

/** A stand-in for a program: `body` is its shell script. */
function standIn(name: string, body: string): void {
  mkdirSync(standIns(), { recursive: true });
  writeFileSync(join(standIns(), name), `#!/bin/sh\n${body}\n`, { mode: 0o755 });
}

/** The bundler takes longest, and these have no need of it. */
const withoutPage = (): void => rmSync(join(root, 'src/demo/page'), { recursive: true });

const modules = join(process.cwd(), 'node_modules');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lobbyd-set-up-'));
  const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
  for (const file of [...settings, 'systemd/lobbyd.service', 'src/setup']) {
    cpSync(file, join(root, file), { recursive: true });
  }
  write('src/one.ts', 'export const one: number = 1;\n');
  write('src/demo/page/index.html', '<script type="module" src="./main.ts"></script>\n');
  write('src/demo/page/main.ts', "document.title = 'one';\n");
  cpSync('src/demo/page/tsconfig.json', join(root, 'src/demo/page/tsconfig.json'));
  symlinkSync(modules, join(root, 'node_modules'));
  for (const tool of ['socat', 'mosquitto', 'strace', 'python3', 'make', 'g++']) standIn(tool, 'exit 1');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the set-up', () => {
  it('refuses an old Node by its version and says which one to take', () => {
    const old = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.19.0"})';
    const { code, said } = node(['--import', old, 'src/setup/setup.mjs', 'start']);
    expect(code).toBe(1);
    expect(said).toMatch(/stopped at Node: Node ≥ 20\.19 needed, this is 18\.19\.0 \(.*\)\. Next: .*trixie/);
  });

  it('builds program and pages once, and says nothing when there is nothing to do', () => {
    expect(setUp()).toEqual({ code: 0, said: 'lobbyd set-up: building: tsc -p tsconfig.build.json\n' });
    expect(existsSync(join(root, 'dist/src/one.js'))).toBe(true);
    const page = readFileSync(join(root, 'dist/src/demo/page/index.html'), 'utf8');
    const script = /src="\.\/(assets\/[\w-]+\.js)"/.exec(page)?.[1] ?? 'no script';
    expect(readFileSync(join(root, 'dist/src/demo/page', script), 'utf8')).toContain('one');
    expect(setUp()).toEqual({ code: 0, said: '' });
  });

  it('builds again what changed, what was lost, and removes what has no source any more', () => {
    write('src/two.ts', 'export const two = 2;\n');
    setUp();
    rmSync(join(root, 'src/two.ts'));
    rmSync(join(root, 'src/demo/page'), { recursive: true });
    write('src/one.ts', 'export const one: number = 11;\n');
    setUp();
    expect(readFileSync(join(root, 'dist/src/one.js'), 'utf8')).toContain('11');
    expect(['two.js', 'two.js.map', 'demo/page'].filter((file) => existsSync(join(root, 'dist/src', file)))).toEqual(
      [],
    );
    rmSync(join(root, 'dist/src/one.js'));
    setUp();
    expect(existsSync(join(root, 'dist/src/one.js'))).toBe(true);
  });

  it('stops at wrong types, naming the place, and tries again the next time', () => {
    withoutPage();
    write('src/one.ts', "export const one: number = 'x';\n");
    for (const _ of ['first', 'again']) {
      const { code, said } = setUp();
      expect(code).toBe(1);
      expect(said).toMatch(/src\/one\.ts\(1,14\): error TS2322/);
      expect(said).toMatch(/stopped at build: .*Next: /);
    }
  });

  it('stops at wrong types of a page as well', () => {
    write('src/demo/page/main.ts', 'document.title = 1;\n');
    expect(setUp()).toMatchObject({ code: 1, said: expect.stringMatching(/page\/main\.ts\(1,1\): error TS2322/) });
  });

  it('runs npm when nothing is installed, and again only after the lock file changed', () => {
    withoutPage();
    rmSync(join(root, 'node_modules'));
    standIn(
      'npm',
      `echo "$@ $npm_config_nodedir" >> npm.log; mkdir -p node_modules; ln -sfn ${modules}/* node_modules/`,
    );
    expect(setUp().code).toBe(0);
    expect(setUp()).toEqual({ code: 0, said: '' });
    write('package-lock.json', '{}\n');
    expect(setUp().said).toContain('installing Node packages: npm ci');
    const calls = readFileSync(join(root, 'npm.log'), 'utf8').trim().split('\n');
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatch(/^ci --include=dev/);
  });

  it('names the step and the next one when npm fails, and does not take it for installed', () => {
    rmSync(join(root, 'node_modules'));
    standIn('npm', 'exit 7');
    for (const _ of ['first', 'again']) {
      const { code, said } = setUp();
      expect(code).toBe(1);
      expect(said).toMatch(/stopped at Node packages: npm ci: it ended with 7\. Next: /);
    }
  });

  it('notices addons that npm left unbuilt', () => {
    rmSync(join(root, 'node_modules'));
    standIn('npm', 'mkdir -p node_modules');
    const { code, said } = setUp();
    expect(code).toBe(1);
    expect(said).toMatch(/stopped at Node packages: better-sqlite3 or epoll does not load/);
  });
});

describe('generated files', () => {
  const generate = (...args: string[]): Ended => node(['src/setup/generate.mjs', ...args]);

  it('are stale until they are written, and again when their source changes', () => {
    const maker = (value: number): string =>
      `export const files = async () => ({ 'config/schema.json': JSON.stringify({ value: ${value} }) });\n`;
    write('dist/src/cli/schema.generate.js', maker(1));
    expect(generate('--check')).toMatchObject({ code: 1, said: expect.stringContaining('stale: config/schema.json') });
    expect(generate().code).toBe(0);
    expect(generate('--check').code).toBe(0);
    expect(JSON.parse(readFileSync(join(root, 'config/schema.json'), 'utf8'))).toEqual({ value: 1 });
    write('dist/src/cli/schema.generate.js', maker(2));
    expect(generate('--check').code).toBe(1);
  });
});
