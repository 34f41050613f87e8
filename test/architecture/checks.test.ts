import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readFacts } from './facts.ts';
import { longFiles, longFunctions, tooMany } from './lengths.ts';
import { demoSideDoors, forbiddenImports, lonelyContracts, sideDoors, undocumented } from './rooms.ts';
import { lostFiles, repositoryTexts, strangeWords, unexplained } from './texts.ts';

const root = mkdtempSync(join(tmpdir(), 'lobbyd-architecture-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const body = (count: number): string => Array.from({ length: count }, (_, n) => `  use(${n});`).join('\n');

const planted: Readonly<Record<string, string>> = {
  'tsconfig.json':
    '{ "compilerOptions": { "types": [], "lib": ["es2023", "dom"], "module": "nodenext" }, "include": ["."] }',
  'src/queue/state.ts': "import type { Clock } from '../clock.ts';\nexport type S = Clock;",
  'src/views/board.ts': "export const late = () => import('../branch/port.ts');",
  'src/demo/main.ts': "import type { S } from '../queue/state.ts';\nexport type T = S;",
  'src/demo/side-doors.ts': [
    "import Database from 'better-sqlite3';",
    "import { Worker } from 'node:worker_threads';",
    "import { connect } from 'mqtt';",
    "import { startDaemon } from '../daemon.ts';",
    "export const late = () => import('../outputs/fine.ts');",
    'export const all = [Database, Worker, connect, startDaemon];',
  ].join('\n'),
  'src/daemon.ts': "import { fakeClock } from './clock.fake.ts';\nexport const b = fakeClock;",
  'src/daemon/days.ts': "export const late = () => import('../simulate/days.ts');",
  'src/simulate/days.ts': 'export const c = 1;',
  'src/lost/room.ts': 'export const y = 1;',
  'src/inputs/kiosk.ts': "import { a } from '../../devices/a/index.ts';\nexport const b = a;",
  'src/cli/run.ts':
    "import type { S } from '../queue/state.ts';\nimport { a } from '../../devices/a/index.ts';\nexport const b: S | typeof a = a;",
  'src/clock.ts': 'export interface Clock {}\nsetTimeout(() => Date.now() + performance.now(), 1);',
  'src/process.ts': 'process.exit(1);',
  'src/outputs/doors.ts': [
    "import { setTimeout as later } from 'node:timers/promises';",
    'export const a = [Date.now(), new Date(), performance.now(), process.pid, globalThis.process];',
    'setInterval(later, 1);',
    'export const b = AbortSignal.timeout(5);',
    'const now = Date.now;',
  ].join('\n'),
  'src/outputs/fine.ts': [
    'interface Port { process: number; out(): void; setTimeout: number }',
    '/** Says. */',
    'export function say(process: Port): number {',
    '  process.out();',
    '  return new Date(5).getTime() + process.setTimeout + Date.UTC(2026, 0);',
    '}',
  ].join('\n'),
  'src/outputs/undocumented.ts':
    'export function one() {}\nexport const two = () => 1;\nexport class Three {}\nexport const four = 4;',
  'src/outputs/long.ts': `/** Long. */\nexport function long(use: (n: number) => void) {\n${body(39)}\n}\n/** Short. */\nexport function short(use: (n: number) => void) {\n${body(38)}\n}`,
  'src/outputs/long-file.ts': Array.from({ length: 251 }, (_, n) => `// ${n}`).join('\n'),
  'src/outputs/table.generated.ts': Array.from({ length: 251 }, (_, n) => `// ${n}`).join('\n'),
  'src/journal/one.contract.ts': 'export function oneContract(name: string) {}',
  'src/journal/one.test.ts': "import { oneContract } from './one.contract.ts';\noneContract('memory');",
  'src/journal/two.contract.ts': 'export function twoContract(name: string) {}',
  'src/journal/two.test.ts':
    "import { twoContract } from './two.contract.ts';\ntwoContract('memory');\ntwoContract('disk');",
  'docs/page.md':
    'See `src/clock.ts:4`, `gone.ts`, [a picture](images/front.png), `page.md` and `/etc/lobbyd/branch.yaml`.',
  'docs/words.md': [
    'An MQTT session, a user agent and a registry of counters.',
    `The coding ${'agent'} wrote it.`,
    `/wo${'rk'}/main`,
  ].join('\n'),
};

for (const [path, code] of Object.entries(planted)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${code}\n`);
}
const files = readFacts(root);
const texts = repositoryTexts(root);

it('an import that leaves its room is found, also when it is late or of a type', () => {
  expect([...forbiddenImports(files)].sort()).toEqual([
    'src/daemon.ts:1: the product may not import src/clock.fake.ts',
    'src/daemon/days.ts:1: the daemon may not import src/simulate/days.ts',
    'src/demo/main.ts:1: src/demo/ may not import src/queue/state.ts',
    'src/demo/side-doors.ts:4: src/demo/ may not import src/daemon.ts',
    'src/demo/side-doors.ts:5: src/demo/ may not import src/outputs/fine.ts',
    'src/inputs/kiosk.ts:1: src/inputs/ may not import devices/a/index.ts',
    'src/lost/room.ts: stands in no room; give it one in test/architecture/rooms.ts',
    'src/queue/state.ts:1: src/queue/ may not import src/clock.ts',
    'src/views/board.ts:1: src/views/ may not import src/branch/port.ts',
  ]);
});

it('a way of the demo to the journal past wires, MQTT and HTTP is found', () => {
  expect(demoSideDoors(files)).toEqual([
    'src/demo/side-doors.ts:1: the demo may not use better-sqlite3',
    'src/demo/side-doors.ts:2: the demo may not use node:worker_threads',
  ]);
});

it('time and the process are found where they come in past their ports', () => {
  expect(sideDoors(files)).toEqual([
    'src/outputs/doors.ts:2: Date.now',
    'src/outputs/doors.ts:2: new Date',
    'src/outputs/doors.ts:2: performance.now',
    'src/outputs/doors.ts:2: process',
    'src/outputs/doors.ts:2: process',
    'src/outputs/doors.ts:3: setInterval',
    'src/outputs/doors.ts:4: AbortSignal.timeout',
    'src/outputs/doors.ts:5: Date.now',
    'src/outputs/doors.ts:1: import node:timers/promises',
  ]);
});

it('an exported function or class without a docstring is found', () => {
  const found = undocumented(files).filter((line) => line.startsWith('src/outputs/'));
  expect(found).toEqual([
    'src/outputs/undocumented.ts:1: one',
    'src/outputs/undocumented.ts:2: two',
    'src/outputs/undocumented.ts:3: Three',
  ]);
});

it('a contract that one implementation runs is found', () => {
  expect(lonelyContracts(files)).toEqual([
    'src/journal/one.contract.ts: run 1 times, by fewer than two implementations',
  ]);
});

it('files of 251 lines and functions of 41 are long, generated tables are not', () => {
  expect(longFiles(files).long).toEqual(['src/outputs/long-file.ts: 251 lines']);
  expect(longFunctions(files).long).toEqual(['src/outputs/long.ts:2: long, 41 lines']);
});

it('three long ones in a hundred pass, and not a fourth', () => {
  const share = (long: number) => tooMany({ long: Array.from({ length: long }, () => 'x'), of: 100 });
  expect([share(3), share(4).length]).toEqual([[], 4]);
});

it('a file that a document names and that is not there is found', () => {
  const documents = texts.filter(({ path }) => path.endsWith('.md'));
  expect(lostFiles(root, documents)).toEqual(['docs/page.md:1: gone.ts', 'docs/page.md:1: images/front.png']);
});

it('words about the making are found, words of the trade are not', () => {
  const found = strangeWords(texts);
  expect(found).toEqual([`docs/words.md:2: coding ${'agent'}`, `docs/words.md:3: /wo${'rk'}/`]);
});

it('a rule that is switched off in silence is found', () => {
  const lines = ['"a": "off", // tests list', '"b": "off",', '"c": "off" //', '"d": "error"'];
  expect(unexplained(lines.join('\n'))).toEqual(['biome.jsonc:2: "b": "off",', 'biome.jsonc:3: "c": "off" //']);
});
