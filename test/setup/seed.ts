/**
 * Chance in CI is the same each time: a change must not fall for what another one broke. `LOBBYD_SEED=N` gives every property
 * its seed; without it each run looks somewhere else, and a failure prints the seed that shows it again. `LOBBYD_TIMES=N` tries
 * each property N times as often: `npm run campaign`.
 */
const { LOBBYD_SEED: seed, LOBBYD_TIMES: times } = process.env;
if (seed !== undefined || times !== undefined) {
  const { default: fastCheck } = await import('fast-check');
  fastCheck.configureGlobal({
    ...fastCheck.readConfigureGlobal(),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
    ...(times === undefined ? {} : { numRuns: 100 * Number(times) }),
  });
}

export {};
