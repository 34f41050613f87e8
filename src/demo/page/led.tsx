import { COLUMNS, litDots, ROWS } from './led-font.ts';
import { memo } from './memo.ts';
import { useTexts } from './texts.ts';
import type { SignFace } from './views.ts';

/** Characters of the narrowest sign. */
const NARROWEST = 4;

/** A dot is a line of no length with round ends: one path for all of them. */
const path = (dots: readonly (readonly [number, number])[]): string =>
  dots.map(([x, y]) => `M${x + 1} ${y + 1}h0`).join('');

function everyDot(columns: number): readonly (readonly [number, number])[] {
  return Array.from({ length: columns * ROWS }, (_, place) => [place % columns, Math.floor(place / columns)] as const);
}

/** The sign over a counter: the dots that its bytes light. */
export const Led = memo(function Led({ text, isBlinking, colour }: SignFace) {
  const t = useTexts();
  const characters = Math.max(NARROWEST, text.length);
  const columns = characters * (COLUMNS + 1) - 1;
  const shown = text.trim();
  const says = t.displayOf(shown === '' ? t.displayDark : shown) + (isBlinking ? `, ${t.blinking}` : '');
  const lit = path(litDots(text));
  const box = `0 0 ${columns + 1} ${ROWS + 1}`;
  return (
    <div class={`led ${colour} ${isBlinking ? 'blinking' : ''}`} role="img" aria-label={says} data-shows={shown}>
      <svg viewBox={box} aria-hidden="true">
        <path class="dark" d={path(everyDot(columns))} />
      </svg>
      {/* A picture of its own: blinking draws nothing anew. */}
      <svg viewBox={box} aria-hidden="true" class="light">
        <path class="bloom" d={lit} />
        <path class="lit" d={lit} />
      </svg>
    </div>
  );
});
