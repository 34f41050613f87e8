import { LobbydError, messageOf } from '../../errors.ts';
import type { Log } from '../log.ts';

/** What the system's word means to the person who mends it. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'not permitted',
  EBUSY: 'it is busy: the kernel or another program holds this pin',
  EINVAL: 'there is no such pin',
  ENOENT: 'it is not there',
  ENODEV: 'somebody let go of it',
  EIO: 'the pin refuses it',
};

/**
 * A fault of a pin, a key or a lamp, from what the system said.
 *
 * @param where path of the file
 * @param what what cannot be done, with the name of the button or lamp, its pin and chip
 * @param next what to do when the system says no more than it does
 */
export function explained(caught: unknown, where: string, what: string, next: string): LobbydError {
  if (caught instanceof LobbydError) return caught;
  const code = caught instanceof Error && 'code' in caught ? String(caught.code) : '';
  const words = WORDS[code];
  const said = words === undefined ? messageOf(caught) : `${words} (${code})`;
  return new LobbydError({ code: 'wire/gpio', what: `${what}: ${said}`, where, next, cause: caught });
}

/** A step of letting go: what goes wrong is for the log, and keeps nothing. */
export function quietly(log: Log, run: () => void): void {
  try {
    run();
  } catch (caught) {
    log.debug({ fault: messageOf(caught) }, 'while letting go of pins');
  }
}
