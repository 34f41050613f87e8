import type { Refusal } from '../queue/refusals.ts';
import type { RecordRefusal } from '../queue/refusals-record.ts';

const CODES: ReadonlySet<string> = new Set<RecordRefusal['code']>([
  'no-rating',
  'no-such-mark',
  'nothing-to-rate',
  'rating-too-late',
  'already-rated',
]);

/** Whether a refusal is one of a mark. */
export function isOfRecord(refusal: Refusal): refusal is RecordRefusal {
  return CODES.has(refusal.code);
}

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
