import { LobbydError } from '../errors.ts';

/**
 * What a checked configuration cannot hold: a check is missing.
 *
 * @param where id or key of what does not hold together
 */
export function contradiction(where: string): never {
  throw new LobbydError({
    code: 'config/contradiction',
    what: 'a checked configuration does not hold together',
    where,
    next: 'report this with both files: a check is missing in the program',
  });
}
