import { resultTables } from '../text.ts';
import { LIMITS_TITLE, limitsTexts } from './limits-texts.ts';
import type { WhatIf } from './what-if.ts';

/** What happened beside what would have, as tables for a terminal, in English. */
export function whatIfText({ day, limits, told }: WhatIf): string {
  return [
    `${day === '' ? 'The day' : day}: what happened, and ${told.rules[1]?.names.en ?? ''}`,
    '',
    ...resultTables(told),
    '',
    LIMITS_TITLE.en,
    ...limitsTexts(limits, 'en').map((text) => `  ${text}`),
    '',
    'Times in minutes.',
  ].join('\n');
}
