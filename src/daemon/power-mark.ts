import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../devices/log.ts';
import { messageOf } from '../errors.ts';

/** Beside the journal: there while the branch is about to come back from having been down for the UPS. */
const NAME = 'power.down';
const TEXT = 'The branch was down for the UPS, and the power stayed. The next start reads this and takes it away.\n';

/** Tells the next start that the power stayed, so that the same signal does not send it down again. */
export function leavePowerMark(directory: string, log: Log): void {
  const path = join(directory, NAME);
  try {
    writeFileSync(path, TEXT, { mode: 0o640 });
  } catch (caught) {
    log.warn(
      { path, fault: messageOf(caught) },
      'the next start cannot be told that the branch was down for the UPS: a signal that still stands ends it again',
    );
  }
}

/** Whether the branch has just been down for the UPS. Takes the mark away: another start does not hear of it. */
export function takePowerMark(directory: string): boolean {
  try {
    unlinkSync(join(directory, NAME));
    return true;
  } catch (caught) {
    // On a disk that cannot be written it stays, and counts: the branch must not stay away for ever.
    return !(caught instanceof Error && 'code' in caught && caught.code === 'ENOENT');
  }
}
