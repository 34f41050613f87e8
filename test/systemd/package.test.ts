import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import { OWN_FILES } from '../../src/setup/own-files.mjs';
import { needsOf, TARGETS } from '../../systemd/deb/addons.mjs';
import { runtimeModules } from '../../systemd/deb/modules.mjs';
import { controlText } from '../../systemd/deb/texts.mjs';

const prebuilt = (arch: string, name: string): string =>
  `node_modules/@serialport/bindings-cpp/prebuilds/linux-${arch}/@serialport+bindings-cpp.${name}.node`;

describe('the Debian package', () => {
  it('has every library that the program asks for, what these ask for, and none that only builds', () => {
    const { dependencies, optionalDependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const names = runtimeModules().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys({ ...dependencies, ...optionalDependencies })));
    expect(names).toEqual(expect.arrayContaining(['bindings', 'sonic-boom', 'mqtt-packet']));
    const buildOnly = ['nan', 'prebuild-install', '@types/node', ...Object.keys(devDependencies)];
    // Those that node-thermal-printer asks for as well.
    expect(names.filter((name) => buildOnly.includes(name))).toEqual(['iconv-lite', 'pngjs']);
  });

  it('has each of two versions of a library where the one that asks for it finds it', () => {
    const paths = runtimeModules().map(({ path }) => path);
    expect(paths).toContain('node_modules/sonic-boom');
    expect(paths).toContain('node_modules/pino-pretty/node_modules/sonic-boom');
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('brings no library twice: what is in the bundle is not beside it', () => {
    const paths = runtimeModules(OWN_FILES).map(({ path }) => path);
    expect(paths).toContain('node_modules/pino');
    expect(paths).not.toContain('node_modules/mqtt');
    const source = (file: string): string => readFileSync(`dist/program/lobbyd/${file}`, 'utf8');
    const loaded = readdirSync('dist/program/lobbyd')
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => [...source(file).matchAll(/^import .* from "([^".]+)";|(?:import|require)\("([^".]+)"\)/gm)])
      .map(([, one, other]) => one ?? other ?? '');
    const packages = new Set(loaded.filter((name) => !isBuiltin(name)));
    // What ws and debug use where somebody has it.
    const optional = ['bufferutil', 'supports-color', 'utf-8-validate'];
    expect([...packages].sort()).toEqual([...OWN_FILES, ...optional].sort());
  });

  it('refuses an addon of another machine by name', () => {
    const file = prebuilt('arm64', 'armv8.glibc');
    expect(() => needsOf(TARGETS.amd64, [prebuilt('x64', 'glibc'), file])).toThrow(`${file} is not for amd64`);
    expect(needsOf(TARGETS.arm64, [file])).toEqual({ glibc: '2.28', gcc: 5 });
  });

  it('asks for the Node that its addons were built for, and for the oldest libraries that have their symbols', () => {
    const facts = { version: '1.2.3', arch: 'arm64', kilobytes: 7, glibc: '2.34', gcc: 12, nodeMajor: 20 };
    expect(controlText(facts)).toMatch(
      /^Depends: nodejs \(>= 20\.19\), nodejs \(<< 21\), libc6 \(>= 2\.34\), libstdc\+\+6 \(>= 12\), systemd \(>= 254\), /m,
    );
  });
});
