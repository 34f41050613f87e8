import { codesOf } from '../queue/refusal-codes.ts';
import type { SegmentRefusal } from '../queue/refusals-segments.ts';

/** Whether a refusal is about who a customer is. */
export const isAboutSegments = codesOf<SegmentRefusal>({
  'no-upgrades': true,
  'unknown-upgrade-reason': true,
  'segment-already': true,
  'no-higher-segment': true,
  'other-segment': true,
});

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
