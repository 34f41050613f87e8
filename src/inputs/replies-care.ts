import type { CareRefusal } from '../queue/refusals-care.ts';

/** What such a refusal says on a display of 16 ASCII characters. */
export function careText(refusal: CareRefusal): string {
  switch (refusal.code) {
    case 'bulk-size':
      return `SLIPS: ${refusal.least}-${refusal.most}`;
    case 'pager-taken':
      return `PAGER AT ${refusal.label}`;
  }
}
