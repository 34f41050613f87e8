import type { CopyRefusal } from '../queue/refusals-copies.ts';

/** What such a refusal says on a display of 16 ASCII characters. No keypad asks for copies. */
export function copyText(refusal: CopyRefusal): string {
  switch (refusal.code) {
    case 'no-slip':
      return `${refusal.label} NO SLIP`;
    case 'copy-in-hand':
      return `${refusal.label} PRINTING`;
    case 'no-copy':
      return `${refusal.label} NO COPY`;
  }
}
