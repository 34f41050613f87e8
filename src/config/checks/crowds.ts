import type { z } from 'zod';
import { readableAt, type StandardDraft } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { numbersSchema } from '../schema/standard.ts';
import type { Path, Source } from '../yaml.ts';

/**
 * A crowd that there can never be: nobody waits without a number. Whoever is transferred keeps the number of another
 * service, so that those of all services count.
 *
 * @param path where it stands how many have to wait at least one more
 */
export function* checkCrowd(source: Source, path: Path, standard: StandardDraft): Generator<Problem> {
  const above = valueAt(source.value, path);
  const most = allNumbers(standard);
  if (typeof above !== 'number' || most === null || above < most) return;
  const what = `it never holds: all services together have ${most} numbers`;
  yield source.problem('error', path, what, `less than ${most}`);
}

/** Null where nobody can say, for want of a service that can be read. */
function allNumbers({ services, source }: StandardDraft): number | null {
  const numbers = services.entries.map(({ path }) => numbersAt(source, path));
  if (numbers.length === 0 || numbers.includes(null)) return null;
  return numbers.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

function numbersAt(source: Source, service: Path): number | null {
  const read = readableAt(source, [...service, 'numbers'], numbersSchema);
  if (!read?.isSure('first', 'last', 'skip')) return null;
  const { first, last, skip }: z.output<typeof numbersSchema> = read.value;
  const skipped = new Set(skip.filter((number) => number >= first && number <= last)).size;
  return Math.max(0, last - first + 1 - skipped);
}
