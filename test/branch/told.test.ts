import { describe, expect, it } from 'vitest';
import { type Millis, minutes } from '../../src/clock.ts';
import type { KioskTexts } from '../../src/inputs/kiosk-texts.ts';
import { ENGLISH } from '../../src/inputs/kiosk-texts-en.ts';
import { CHINESE } from '../../src/inputs/kiosk-texts-zh.ts';
import type { Estimate } from '../../src/queue/estimate.ts';
import type { EstimateRules } from '../../src/queue/rules.ts';
import { numberTold } from './told.ts';

const RULES = { estimates: { shown: { soonUnder: minutes(3), atMost: minutes(120) } } as EstimateRules };
const wait = (p10: Millis, p90: Millis): Estimate => ({ p10, p50: p10, p90 });
/** Unknown, soon, a time, one that leaves no room for who stands before, and longer than the bank says. */
const WAITS = [
  undefined,
  wait(0, minutes(2)),
  wait(minutes(8), minutes(25)),
  wait(minutes(83), minutes(115)),
  wait(minutes(100), minutes(180)),
];
const LANGUAGES: readonly { readonly language: string; readonly texts: KioskTexts }[] = [
  { language: 'English', texts: ENGLISH },
  { language: 'Chinese', texts: CHINESE },
];

describe.each(LANGUAGES)('the number that a screen tells in $language', ({ texts }) => {
  it.each(WAITS)('is seen with every wait that may stand below it: %o', (estimate) => {
    for (const ahead of [0, 1, 50, 250]) {
      const answer = { kind: 'issued', ticket: 1, label: 'B101', ahead, ...(estimate ? { estimate } : {}) } as const;
      const view = JSON.stringify(texts.number(answer, RULES));
      expect(numberTold(view), view).toBe('B101');
    }
  });

  it('is none where a slip may have been printed, nor where it was not, nor of who is called', () => {
    for (const screen of [texts.perhapsPrinted('B101'), texts.notPrinted('B101'), texts.isOver('B101'), texts.welcome])
      expect(numberTold(JSON.stringify(screen))).toBeNull();
  });
});
