import { readableAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { ratingSchema } from '../schema/standard.ts';
import type { Source } from '../yaml.ts';

/** Marks that nobody could give, or of which nobody could be told. */
export function* checkRating(source: Source): Generator<Problem> {
  const path = ['rules', 'rating'];
  const read = readableAt(source, path, ratingSchema);
  if (!read) return;
  const { within, scale, tellBelow } = read.value;
  if (tellBelow !== undefined && read.isSure('tellBelow', 'scale') && tellBelow > scale) {
    const what = `marks below ${tellBelow} are all of them: the best is ${scale}`;
    yield source.problem('error', [...path, 'tellBelow'], what, `${scale} or less`);
  }
  if (valueAt(source.value, ['rules', 'endedKept']) === 0 && read.isSure('within') && within > 0) {
    const what = 'no ended visit is kept, and none can be rated';
    yield source.problem('warning', ['rules', 'endedKept'], what, '1 or more, or rating: { within: 0s }');
  }
}
