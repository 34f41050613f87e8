import type { Refusal } from '../queue/refusals.ts';
import type { SegmentRefusal } from '../queue/refusals-segments.ts';

const CODES: ReadonlySet<string> = new Set<SegmentRefusal['code']>([
  'no-upgrades',
  'unknown-upgrade-reason',
  'segment-already',
  'no-higher-segment',
  'other-segment',
]);

/** Whether a refusal is about who a customer is. */
export function isAboutSegments(refusal: Refusal): refusal is SegmentRefusal {
  return CODES.has(refusal.code);
}

/** What such a refusal says on a display of 16 ASCII characters. Nothing of who is rich or ill. */
export function segmentText(refusal: SegmentRefusal): string {
  switch (refusal.code) {
    case 'no-upgrades':
      return 'NOT ALLOWED HERE';
    case 'unknown-upgrade-reason':
      return 'NO SUCH REASON';
    case 'segment-already':
      return `${refusal.label} SO ALREADY`;
    case 'no-higher-segment':
      return `${refusal.label} NOT LOWER`;
    case 'other-segment':
      return `${refusal.label} NOT HERE`;
  }
}
