// Runs the benches one after the other: all of them, or those named. Numbers for people: they are compared with each
// other on one machine, nothing fails by them.
//   npm run bench [-- press journal-commit]
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const asked = process.argv.slice(2);
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.mjs') && name !== 'run.mjs')
  .map((name) => name.replace(/\.mjs$/, ''));
const strange = asked.filter((name) => !known.includes(name));
if (strange.length > 0) {
  process.stderr.write(`no bench ${strange.join(', ')}: ${known.join(', ')}\n`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : known) {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(process.execPath, [join(folder, `${name}.mjs`)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
