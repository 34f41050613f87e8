import { codesOf } from '../queue/refusal-codes.ts';
import type { RecordRefusal } from '../queue/refusals-record.ts';

/** Whether a refusal is one of a mark. */
export const isOfRecord = codesOf<RecordRefusal>({
  'no-rating': true,
  'no-such-mark': true,
  'nothing-to-rate': true,
  'rating-too-late': true,
  'already-rated': true,
});

/** What such a refusal says on a display of 16 ASCII characters. */
export function recordText(refusal: RecordRefusal): string {
  switch (refusal.code) {
    case 'no-rating':
    case 'nothing-to-rate':
      return 'NOTHING TO RATE';
    case 'no-such-mark':
      return `MARKS: 1 TO ${refusal.scale}`;
    case 'rating-too-late':
      return 'TOO LATE, SORRY';
    case 'already-rated':
      return 'ALREADY RATED';
  }
}
