/** A file that a rule has to refuse, at a place where the rule holds. */
export interface Planted {
  readonly rule: string;
  readonly at: string;
  readonly code: string;
}

/** A file that every rule has to let pass. */
export type Allowed = Omit<Planted, 'rule'>;

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');

const imports = (at: string, from: string): Planted => ({
  rule: 'lint/style/noRestrictedImports',
  at,
  code: `import { x } from '${from}';\nexport const y = x;`,
});

const global = (name: string, use: string): Planted => ({
  rule: 'lint/style/noRestrictedGlobals',
  at: `src/queue/global-${name.toLowerCase()}.ts`,
  code: `export const y = ${use};`,
});

/** One row a rule and place: each has to be refused by that rule. */
export const refused: readonly Planted[] = [
  // 1: the queue is pure
  {
    rule: 'lint/correctness/noNodejsModules',
    at: 'src/queue/node.ts',
    code: "export { readFileSync } from 'node:fs';",
  },
  { ...imports('src/queue/spec.ts', 'node:fs'), rule: 'lint/correctness/noNodejsModules' },
  imports('src/queue/outside.ts', '../clock.ts'),
  imports('src/queue/package.ts', 'zod'),
  imports('src/queue/decide/outside.ts', '../../clock.ts'),
  imports('src/queue/decide/package.ts', 'zod'),
  imports('src/queue/outside.test.ts', '../clock.fake.ts'),
  imports('src/queue/decide/outside.test.ts', '../../clock.fake.ts'),
  { rule: 'lint/style/noRestrictedImports', at: 'src/queue/late.ts', code: "export const y = import('../clock.ts');" },
  {
    rule: 'lint/style/noRestrictedImports',
    at: 'src/queue/type.ts',
    code: "export type { Clock } from '../clock.ts';",
  },
  global('Date', 'Date.now()'),
  global('setTimeout', 'setTimeout(() => undefined, 5)'),
  global('setInterval', 'setInterval(() => undefined, 5)'),
  global('setImmediate', 'setImmediate(() => undefined)'),
  global('queueMicrotask', 'queueMicrotask(() => undefined)'),
  global('clearTimeout', 'clearTimeout(5)'),
  global('clearInterval', 'clearInterval(5)'),
  global('console', 'console'),
  global('process', 'process.pid'),
  global('performance', 'performance.now()'),
  global('crypto', 'crypto.randomUUID()'),
  global('fetch', "fetch('x')"),
  global('Buffer', 'Buffer.alloc(1)'),
  global('Intl', 'new Intl.NumberFormat()'),
  global('globalThis', 'globalThis'),
  { rule: 'plugin no-chance', at: 'src/queue/chance.ts', code: 'export const y = Math.random();' },
  {
    rule: 'plugin no-chance',
    at: 'src/queue/chance-key.ts',
    code: "const key = 'random';\nexport const y = Math[key];",
  },
  {
    rule: 'plugin no-chance',
    at: 'src/queue/chance-copy.ts',
    code: 'const { random } = Math;\nexport const y = random;',
  },

  // 2: a driver lives in its folder
  imports('devices/a/driver.ts', '../../src/queue/state.ts'),
  imports('devices/a/late.ts', '../../src/branch/port.ts'),
  imports('devices/a/index.ts', '../b/protocol.ts'),
  imports('devices/a/deep/part.ts', '../../b/protocol.ts'),
  imports('devices/a/fake.ts', '../../src/clock.fake.ts'),
  imports('devices/a/emulator.ts', './protocol.ts'),
  imports('devices/a/emulator-faults.ts', './session.ts'),
  imports('devices/b/emulator.ts', '../a/emulator.ts'),
  imports('devices/c/emulator.ts', '../../src/queue/state.ts'),
  imports('devices/a/driver.test.ts', '../b/driver.ts'),
  imports('devices/a/queue.test.ts', '../../src/queue/state.ts'),
  imports('devices/index.ts', './a/driver.ts'),
  imports('devices/list.test.ts', '../src/queue/state.ts'),
  imports('devices/list.ts', '../src/queue/state.ts'),
  imports('src/devices/queue.ts', '../queue/state.ts'),
  imports('src/devices/driver.ts', '../../devices/a/index.ts'),
  imports('src/devices/wire/queue.ts', '../../queue/state.ts'),
  imports('src/devices/queue.test.ts', '../queue/state.ts'),
  imports('src/devices/wire/queue.test.ts', '../../queue/state.ts'),
  imports('src/devices/wire/wire.contract.ts', '../../branch/port.ts'),

  // 3: closed unions, no cycle, no default export, no any
  {
    rule: 'lint/nursery/useExhaustiveSwitchCases',
    at: 'src/switch.ts',
    code: "export function f(kind: 'a' | 'b'): number {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}",
  },
  {
    rule: 'lint/suspicious/noImportCycles',
    at: 'src/ring-a.ts',
    code: "import { b } from './ring-b.ts';\nexport const a = b;",
  },
  {
    rule: 'lint/suspicious/noImportCycles',
    at: 'src/ring-b.ts',
    code: "import { a } from './ring-a.ts';\nexport const b = a;",
  },
  { rule: 'lint/style/noDefaultExport', at: 'src/default.ts', code: 'export default 1;' },
  { rule: 'lint/suspicious/noExplicitAny', at: 'src/any.ts', code: 'export const y: any = 1;' },

  // 4: no promise without an owner
  {
    rule: 'lint/nursery/noFloatingPromises',
    at: 'src/floating.ts',
    code: 'async function f(): Promise<void> {}\nf();',
  },
  {
    rule: 'lint/nursery/noFloatingPromises',
    at: 'src/floating.test.ts',
    code: 'async function f(): Promise<void> {}\nf();',
  },

  // 5: hard limits of length
  {
    rule: 'lint/style/noExcessiveLinesPerFile',
    at: 'src/long-file.ts',
    code: lines(401, (n) => `export const x${n} = ${n};`),
  },
  {
    rule: 'lint/complexity/noExcessiveLinesPerFunction',
    at: 'src/long-function.ts',
    code: `export function f(): void {\n${lines(61, (n) => `  g(${n});`)}\n}\nexport function g(_: number): void {}`,
  },

  // 8: faults are typed
  {
    rule: 'plugin lobbyd-error-only',
    at: 'src/thrown.ts',
    code: "export function f(): never {\n  throw new Error('x');\n}",
  },
  {
    rule: 'plugin lobbyd-error-only',
    at: 'devices/a/thrown.ts',
    code: 'export function f(): never {\n  throw new RangeError(`x`);\n}',
  },
  { rule: 'plugin lobbyd-error-only', at: 'src/made.ts', code: "export const y = Promise.reject(new Error('x'));" },
  {
    rule: 'lint/style/useThrowOnlyError',
    at: 'src/thrown-text.ts',
    code: "export function f(): never {\n  throw 'x';\n}",
  },

  // the rest of the style
  {
    rule: 'lint/style/useImportType',
    at: 'src/import-type.ts',
    code: "import { T } from './t.ts';\nexport const y: T = 1;",
  },
  {
    rule: 'lint/style/useExportType',
    at: 'src/export-type.ts',
    code: "import type { T } from './t.ts';\nexport { T };",
  },
  { rule: 'lint/style/useNodejsImportProtocol', at: 'src/protocol.ts', code: "export { readFileSync } from 'fs';" },
  { rule: 'lint/style/noEnum', at: 'src/enum.ts', code: 'export enum E {\n  a = 1,\n}' },
  { rule: 'lint/style/noNamespace', at: 'src/namespace.ts', code: 'export namespace N {\n  export const a = 1;\n}' },
  { rule: 'lint/style/noCommonJs', at: 'src/common.ts', code: "export const y = require('./t.ts');" },
  {
    rule: 'lint/style/noNonNullAssertion',
    at: 'src/bang.ts',
    code: 'export const y = (x: number | null): number => x!;',
  },
  {
    rule: 'lint/style/noParameterProperties',
    at: 'src/parameter-property.ts',
    code: 'export class C {\n  constructor(readonly a: number) {}\n}',
  },
  { rule: 'lint/style/useFilenamingConvention', at: 'src/camelCase.ts', code: 'export const y = 1;' },
  { rule: 'lint/suspicious/noConsole', at: 'src/console.ts', code: 'console.log(1);' },
  { rule: 'lint/suspicious/noTsIgnore', at: 'src/ignore.ts', code: "// @ts-ignore\nexport const y: number = 'x';" },
  {
    rule: 'lint/suspicious/noFocusedTests',
    at: 'src/focused.test.ts',
    code: "import { it } from 'vitest';\nit.only('x', () => {});",
  },
  {
    rule: 'lint/suspicious/noSkippedTests',
    at: 'src/skipped.test.ts',
    code: "import { it } from 'vitest';\nit.skip('x', () => {});",
  },
  { rule: 'lint/correctness/useImportExtensions', at: 'src/extension.ts', code: "export { t } from './t';" },
  { rule: 'lint/correctness/noUndeclaredDependencies', at: 'src/undeclared.ts', code: "export { x } from 'left-pad';" },
  { rule: 'lint/correctness/noUndeclaredDependencies', at: 'src/tool.ts', code: "export { expect } from 'vitest';" },
  { rule: 'lint/correctness/noUnusedVariables', at: 'src/unused.ts', code: 'const y = 1;' },
  { rule: 'lint/correctness/noUnusedImports', at: 'src/unused-import.ts', code: "import { t } from './t.ts';" },
  {
    rule: 'lint/correctness/noUnusedFunctionParameters',
    at: 'src/unused-parameter.ts',
    code: 'export const y = (x: number): number => 1;',
  },
];

const reach = (...from: readonly string[]): string =>
  from.map((source, n) => `import { x as x${n} } from '${source}';\nexport const y${n} = x${n};`).join('\n');

/** The neighbours that do right, and that no rule may touch. */
export const allowed: readonly Allowed[] = [
  { at: 'src/t.ts', code: 'export type T = number;\nexport const t: T = 1;' },
  { at: 'src/queue/good.ts', code: reach('./state.ts', './decide/call.ts') },
  { at: 'src/queue/decide/good.ts', code: reach('./call.ts', '../state.ts') },
  { at: 'src/queue/good.test.ts', code: reach('./state.ts', 'vitest', 'fast-check') },
  { at: 'src/queue/decide/good.test.ts', code: reach('./call.ts', '../state.ts', 'vitest') },
  { at: 'src/table.generated.ts', code: lines(401, (n) => `export const x${n} = ${n};`) },
  { at: 'src/queue/maths.ts', code: 'export const y = Math.max(1, 2);' },
  {
    at: 'src/queue/contradiction.ts',
    code: 'export function f(): never {\n  throw new Contradiction(1);\n}\nclass Contradiction extends Error {}',
  },
  { at: 'devices/good.ts', code: reach('./a/index.ts', '../src/devices/driver.ts') },
  {
    at: 'devices/a/good.ts',
    code: reach('./protocol.ts', '../../src/devices/wire/wire.ts', '../../src/errors.ts', '../../src/clock.ts', 'zod'),
  },
  { at: 'devices/d/emulator.ts', code: reach('./settings.ts', '../../src/devices/driver.ts') },
  {
    at: 'devices/d/good.test.ts',
    code: reach('./protocol.ts', './emulator.ts', '../../src/clock.fake.ts', '../../test/tools.ts'),
  },
  { at: 'src/devices/good.ts', code: reach('./kinds.ts', './wire/wire.ts', '../errors.ts', '../clock.ts', 'zod') },
  { at: 'src/devices/wire/good.ts', code: reach('../driver.ts', './pair.ts', '../../errors.ts', '../../clock.ts') },
  { at: 'src/devices/wire/bench.fake.ts', code: reach('../driver.ts', '../../clock.fake.ts', 'fast-check') },
  { at: 'src/devices/wire/spec.ts', code: reach('./wire.ts', '../../clock.fake.ts', 'fast-check') },
  { at: 'src/devices/wire/good.test.ts', code: reach('../driver.ts', '../../clock.fake.ts', '../../../test/tools.ts') },
  {
    at: 'src/fault.ts',
    code: 'export function f(caught: unknown): never {\n  throw new LobbydError(caught);\n}\nclass LobbydError {\n  constructor(readonly_: unknown) {\n    void readonly_;\n  }\n}',
  },
];
