import { missingForStand } from './gpio-stand.mjs';

/** A condition for `describe.skipIf`: the GPIO stand cannot be had here, which is said with the reason; in CI it throws. */
export function cannotStand(): boolean {
  const reason = missingForStand();
  if (reason === null) return false;
  if (process.env.CI === 'true') throw new Error(reason);
  process.stderr.write(`skipped, ${reason}\n`);
  return true;
}
