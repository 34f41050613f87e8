// @ts-check
// Bundles the program of a branch: node src/setup/program.mjs TARGET, from the project's root. Says how large it is.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { ROOT } from './build.mjs';
import { OWN_FILES } from './own-files.mjs';

/** What is started by its file: the program, by its loader, and its worker threads. Each looks for the others beside itself. */
const ENTRIES = {
  main: 'src/program/main.ts',
  start: 'src/cli/main.ts',
  'sqlite-worker': 'src/journal/sqlite-worker.ts',
  'broker-worker': 'src/mqtt/broker-worker.ts',
  'day-worker': 'src/cli/day-worker.ts',
};

const [target = ''] = process.argv.slice(2);
const bundle = await rolldown({
  cwd: ROOT,
  input: ENTRIES,
  platform: 'node',
  external: [/^node:/, ...OWN_FILES],
  onLog(level, log) {
    if (level === 'warn') throw new Error(`${log.code ?? 'warning'}: ${log.message}`);
  },
});
const { output } = await bundle.write({
  dir: target,
  cleanDir: true,
  format: 'cjs',
  // A part with prepared code has nobody behind it whom an `import` could ask; what it loads later is CommonJS too.
  dynamicImportInCjs: false,
  sourcemap: true,
  // V8 keeps the text of all that it may have to compile: two bytes a letter where one of a file is not Latin, comments too.
  charset: 'ascii',
  comments: { annotation: false, jsdoc: false, legal: true },
  chunkFileNames: 'part-[name]-[hash].js',
});
await bundle.close();
for (const { code, fileName } of output.filter((part) => part.type === 'chunk')) {
  if (/\bimport\(/.test(code)) throw new Error(`${fileName} has an import() that no part can do`);
}
// Nearest to the files, over the one of the project: they are no modules of ECMAScript, whose code V8 does not give away.
writeFileSync(join(ROOT, target, 'package.json'), '{ "type": "commonjs" }\n');
// A state that another program left is of no use to this one.
const sum = createHash('sha256');
for (const part of output) if (part.type === 'chunk') sum.update(part.code);
writeFileSync(join(ROOT, target, 'program.sum'), `${sum.digest('hex')}\n`);
const bytes = output.reduce(
  (sum, { fileName }) => sum + (fileName.endsWith('.js') ? readFileSync(join(ROOT, target, fileName)).length : 0),
  0,
);
process.stdout.write(`${target}: ${output.length} files, ${(bytes / 1e6).toFixed(1)} MB\n`);
