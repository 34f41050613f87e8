// @ts-check
// Runs the long form of a campaign that is written as tests: those of its folder, with as many runs as are asked for.
//   node test/faults/cuts/main.mjs [--seed N] [--runs N] [--minutes M]
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../../src/setup/build.mjs';

const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');

/**
 * @param {string} folder
 * @param {{ readonly runs: number, readonly perMinute: number }} usual runs of the long form, and how many a minute holds on two cores
 */
export function runCampaign(folder, usual) {
  const option = /** @type {const} */ ({ type: 'string' });
  const { values } = parseArgs({ options: { seed: option, runs: option, minutes: option } });
  const asked = values.minutes === undefined ? usual.runs : Math.ceil(Number(values.minutes) * usual.perMinute);
  const seed = values.seed === undefined ? {} : { LOBBYD_SEED: values.seed };
  const env = { ...process.env, LOBBYD_RUNS: values.runs ?? String(asked), ...seed };
  const { status } = spawnSync(process.execPath, [VITEST, 'run', folder], { cwd: ROOT, env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
