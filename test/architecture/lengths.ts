import type { Facts } from './facts.ts';

/** Lines that a file, and a function, should not exceed. The hard limits, 400 and 60, are Biome's to keep. */
export const FILE_LINES = 250;
export const FUNCTION_LINES = 40;
/** How many in a hundred may all the same. */
export const PER_HUNDRED = 3;
/** Generated tables are nobody's reading. */
const IS_GENERATED = /\.generated\.ts$/;

/** What is longer than it should be, and out of how many. */
export interface Share {
  readonly long: readonly string[];
  readonly of: number;
}

/**
 * Files that are too long.
 *
 * @param files to look at
 */
export function longFiles(files: readonly Facts[]): Share {
  const written = files.filter(({ path }) => !IS_GENERATED.test(path));
  const long = written.filter(({ lines }) => lines > FILE_LINES);
  return { long: long.map(({ path, lines }) => `${path}: ${lines} lines`), of: written.length };
}

/**
 * Functions that are too long.
 *
 * @param files to look at
 */
export function longFunctions(files: readonly Facts[]): Share {
  const functions = files
    .filter(({ path }) => !IS_GENERATED.test(path))
    .flatMap(({ path, functions: own }) => own.map((one) => ({ path, ...one })));
  const long = functions.filter(({ lines }) => lines > FUNCTION_LINES);
  return {
    long: long.map(({ path, line, name, lines }) => `${path}:${line}: ${name}, ${lines} lines`),
    of: functions.length,
  };
}

/**
 * The long ones, when they are more than {@link PER_HUNDRED} in a hundred; else none.
 *
 * @param share what was counted
 */
export function tooMany(share: Share): readonly string[] {
  return share.long.length * 100 > PER_HUNDRED * share.of ? share.long : [];
}
