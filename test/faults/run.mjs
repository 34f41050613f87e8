// @ts-check
// Runs the long fault campaigns one after the other: all of them, or those named. Each folder here with a `main.ts` or a
// `main.mjs` is one; it gets `--seed`, and `--runs` and `--minutes` where they were given, prints what went wrong with the
// seed that shows it again, and ends with 1 then.
//   npm run faults [-- days cuts] [--seed N] [--runs N] [--minutes M]
//   npm run faults -- days --uses [...]    its short days too, in each of which another use of the disk goes wrong
//   npm run faults -- days --seed N --nth N --how WORDS    one of its short days again, as it was told when it went wrong
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../src/setup/build.mjs';

const HERE = import.meta.dirname;
/** A file that a campaign starts with, and what runs it. */
const MAINS = ['main.ts', 'main.mjs'];
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const OPTIONS = /** @type {const} */ (['seed', 'runs', 'minutes', 'jobs', 'nth', 'how']);
/** Whole ones: half a run is none, and a seed with a fraction would be another one when it is told. */
const WHOLE = /** @type {const} */ (['seed', 'runs', 'jobs', 'nth']);
const SEEDS = 2 ** 32;

/** @returns {Map<string, string>} campaigns by name, with the path of what each starts with */
function campaigns() {
  const folders = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(
    folders.flatMap(({ name }) => {
      const main = MAINS.find((file) => existsSync(join(HERE, name, file)));
      return main ? [[name, join(HERE, name, main)]] : [];
    }),
  );
}

const usage = () => `npm run faults [-- ${known.join(' ')}] [--seed N] [--runs N] [--minutes M]
npm run faults -- days [--uses] [--jobs N] [--seed N] [--runs N] [--minutes M]
npm run faults -- days --seed N --nth N --how WORDS

  cuts     the journal's files as a power cut leaves them, 10,000 cuts
  days     branch days of 300 tickets in virtual time, 200 days; then short days, in each of which another use of the disk
           goes wrong, hundreds of them
  devices  every device and the broker ill in every way, at the start and in mid-traffic
  kill     the daemon killed (-9) under traffic, 1,000 times
Left out: all of them, one after the other. Each tells its seed; the same words with --seed N do the same again.

--runs, --minutes: a short form of each: so many cuts, days, ills or kills, or about as many as the time holds. The short days
are left out then; --uses plays them all the same. --jobs: so many threads play days, else one a processor; what is told of the
days is the same. --nth, --how: one of the short days again, in the words in which it was told.
`;

/**
 * @param {string} why
 * @returns {never}
 */
function refuse(why) {
  process.stderr.write(`${why}\n${usage()}`);
  process.exit(2);
}

function words() {
  const text = /** @type {const} */ ({ type: 'string' });
  const flag = /** @type {const} */ ({ type: 'boolean' });
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        seed: text,
        runs: text,
        minutes: text,
        jobs: text,
        nth: text,
        how: text,
        uses: flag,
        help: { ...flag, short: 'h' },
      },
    });
  } catch (caught) {
    return refuse(caught instanceof Error ? caught.message : String(caught));
  }
}

/** @param {string | undefined} value */
const isWhole = (value) => /^\d+$/.test(value ?? '') && Number(value) > 0 && Number.isSafeInteger(Number(value));

/** What is written in TypeScript runs compiled, in a tree like this one beside the built program. */
function compile() {
  const { status } = spawnSync(process.execPath, [TSC, '-p', 'test/faults'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

const all = campaigns();
const known = [...all.keys()];
const { values, positionals } = words();
if (values.help) {
  process.stdout.write(usage());
  process.exit(0);
}
const strange = positionals.filter((name) => !all.has(name));
if (strange.length > 0) refuse(`no campaign ${strange.join(', ')}`);
for (const name of WHOLE) {
  if (values[name] !== undefined && !isWhole(values[name]))
    refuse(`--${name} ${values[name]} is no whole number above 0`);
}
const { minutes } = values;
const isTime = Number(minutes) > 0 && Number.isFinite(Number(minutes));
if (minutes !== undefined && !isTime) refuse(`--minutes ${minutes} is no number above 0`);
const isReplay = values.nth !== undefined || values.how !== undefined;
if (isReplay && (values.seed === undefined || positionals.join() !== 'days')) {
  refuse('--nth and --how show a day of one seed again: they go with days alone, and with --seed');
}
if (values.uses && (isReplay || positionals.join() !== 'days')) {
  refuse('--uses plays short days: it goes with days alone, and not with --nth and --how');
}
if (values.jobs !== undefined && positionals.join() !== 'days') refuse('--jobs goes with days alone');
const asked = positionals.length > 0 ? positionals : known;
const options = { ...values, seed: values.seed ?? String(1 + Math.floor(Math.random() * (SEEDS - 1))) };
const args = OPTIONS.flatMap((name) => (options[name] === undefined ? [] : [`--${name}`, options[name]]));
if (values.uses) args.push('--uses');
const mains = asked.map((name) => /** @type {const} */ ([name, all.get(name) ?? '']));
if (mains.some(([, main]) => main.endsWith('.ts'))) compile();
/** @type {string[]} */
const wrong = [];
for (const [name, main] of mains) {
  process.stdout.write(`\n== ${name} ${args.join(' ')}\n`);
  const program = main.endsWith('.ts') ? join(ROOT, 'dist/test/faults', name, 'main.js') : main;
  const { status } = spawnSync(process.execPath, ['--enable-source-maps', program, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  // It has said which words it does not understand.
  if (status === 2) process.exit(2);
  if (status !== 0) wrong.push(name);
}
process.stdout.write(wrong.length > 0 ? `\nwrong: ${wrong.join(', ')}; seed ${options.seed}\n` : '\nall well\n');
process.exitCode = wrong.length > 0 ? 1 : 0;
