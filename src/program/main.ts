#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { openPreparedCode, writePreparedCode } from './prepared-code.ts';

// The first file of the program: loads its parts, with the code that `lobbyd prepare` had V8 make of them where there is some
// for this Node and its options. It stands alone: what it imported would be loaded twice.

/** The program itself, in the bundle. */
const START = './start.js';

interface Part {
  exports: unknown;
}
type Run = (exports: unknown, require: (id: string) => unknown, part: Part, file: string, folder: string) => void;

const folder = dirname(fileURLToPath(import.meta.url));
/** V8's own number of its version, its options and this processor: code of another is never even opened. */
const prepared = `code-${cachedDataVersionTag().toString(16)}.bin`;
/** By `lobbyd prepare`: keep the code of what was loaded, once this process has ended. */
const isPreparing = process.env.LOBBYD_PREPARE === 'yes';

const parts = new Map<string, Part>();
const scripts = new Map<string, { readonly source: string; readonly script: Script }>();
const code = isPreparing ? null : openPreparedCode(join(folder, prepared), complain);
const requireModule = createRequire(import.meta.url);

function requirePart(id: string): unknown {
  if (!id.startsWith('./')) return requireModule(id);
  const there = parts.get(id);
  if (there) return there.exports;
  const part: Part = { exports: {} };
  // Parts may need each other.
  parts.set(id, part);
  try {
    const file = join(folder, id);
    const run = scriptOf(id, file).runInThisContext() as Run;
    run.call(part.exports, part.exports, requirePart, part, file, folder);
    return part.exports;
  } catch (caught) {
    parts.delete(id);
    throw caught;
  }
}

function scriptOf(id: string, filename: string): Script {
  const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(filename, 'latin1')}\n})`;
  const cachedData = code?.codeOf(id, source);
  const script = new Script(source, {
    filename,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (script.cachedDataRejected === true) complain(id);
  if (isPreparing) scripts.set(id, { source, script });
  return script;
}

function complain(what: string): void {
  process.stderr.write(
    `lobbyd: ${join(folder, prepared)}: ${what} cannot be believed and is compiled anew, which takes a moment. Next: nothing has to be done; sudo dpkg-reconfigure lobbyd makes it anew\n`,
  );
}

/** Now V8 has compiled what a start runs, and no more. */
function keep(): void {
  const made = [...scripts].map(
    ([id, { source, script }]) => [id, { source, code: script.createCachedData() }] as const,
  );
  writePreparedCode(join(folder, prepared), new Map(made));
}

if (isPreparing) process.on('exit', (exitCode) => void (exitCode === 0 && keep()));
requirePart(START);
