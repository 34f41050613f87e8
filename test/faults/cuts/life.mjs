// A life of a journal in a process of its own, for whoever writes down what it does to its files.
// Arguments: the built `src/journal` as a URL, the journal directory, and a plan as JSON (see plan.ts).
// Says on standard output, one line a step: `open SEQ CURSOR EPOCH`, then `committed SEQ CURSOR` for each batch.
import { writeSync } from 'node:fs';
import { PROGRAM, stateAfter } from './kept.mjs';

const [home, directory, planText] = process.argv.slice(2);
const load = (name) => import(new URL(name, home).href);
const { openSqliteStore } = await load('sqlite.js');
const { systemClock } = await load('../clock.js');
const { silentLog } = await load('../devices/log.js');
const { stateFile } = await load('../branch/state-file.js');
const { batches, cursor, walPages, idleAfter, isKilled } = JSON.parse(planText);
const say = (line) => writeSync(1, `${line}\n`);

const shelf = stateFile(directory, { program: PROGRAM, log: silentLog, free: async () => null });
const limits = { walPages };
const store = await openSqliteStore({ directory, log: silentLog, clock: systemClock(() => true), limits });
say(`open ${store.head().seq} ${store.cursor(cursor)} ${store.epoch}`);
for (const [index, batch] of batches.entries()) {
  while (!(await isWritten(batch)));
  say(`committed ${store.head().seq} ${store.cursor(cursor)}`);
  if (!idleAfter.includes(index)) continue;
  await store.idle();
  await keep();
}

/** As a branch does that has been quiet for a while, or ends. */
async function keep() {
  const head = store.head();
  await shelf.keep({ head, state: stateAfter(head.seq) });
}

/** Appends; where nobody knows what became of it, looks at what is on the disk. */
async function isWritten({ drafts, moves }) {
  const before = placeOf();
  const answer = await store.append(drafts, moves, store.head());
  if (answer.kind === 'unknown') while (!(await isReopened()));
  return answer.kind === 'committed' || placeOf() !== before;
}

function placeOf() {
  return `${store.head().seq} ${store.cursor(cursor)}`;
}

function isReopened() {
  return store.reopen().then(
    () => true,
    () => false,
  );
}

if (isKilled) process.kill(process.pid, 'SIGKILL');
await keep();
await store.close();
