import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../devices/log.ts';
import { messageOf } from '../errors.ts';

/** Beside the journal: there while the branch is about to come back from having been down for the UPS. */
const NAME = 'power.down';
const TEXT =
  'The branch was down for the UPS, and the power stayed: so many microseconds after the machine was switched on. The next start reads this and takes it away.\n';

/**
 * Tells the next start that the power stayed, so that the same signal does not send it down again.
 *
 * @param sinceBoot CLOCK_MONOTONIC, µs: begins anew with the machine
 */
export function leavePowerMark(directory: string, sinceBoot: bigint, log: Log): void {
  const path = join(directory, NAME);
  try {
    writeFileSync(path, `${sinceBoot}\n${TEXT}`, { mode: 0o640 });
  } catch (caught) {
    log.warn(
      { path, fault: messageOf(caught) },
      'the next start cannot be told that the branch was down for the UPS: a signal that still stands ends it again',
    );
  }
}

/**
 * Whether the branch has just been down for the UPS. Takes the mark away: another start does not hear of it. One of before
 * the machine was switched off says nothing: then the power did go, or a monitor shut the machine down for it.
 *
 * @param sinceBoot CLOCK_MONOTONIC, µs
 */
export function takePowerMark(directory: string, sinceBoot: bigint): boolean {
  const path = join(directory, NAME);
  try {
    const [written = ''] = readFileSync(path, 'utf8').split('\n');
    unlinkSync(path);
    return !/^\d+$/.test(written) || BigInt(written) <= sinceBoot;
  } catch (caught) {
    // On a disk that cannot be written it stays, and counts: the branch must not stay away for ever.
    return !(caught instanceof Error && 'code' in caught && caught.code === 'ENOENT');
  }
}
