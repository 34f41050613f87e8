import type { ScheduledInstant } from '../queue/instants.ts';
import type { Instant } from '../queue/rules.ts';
import type { Span } from './scenario.ts';

/** The hours of a counter, of its instants in order. */
export function hoursIn(own: readonly ScheduledInstant[]): readonly Span[] {
  const spans: { from: Instant; to: Instant }[] = [];
  for (const instant of own) {
    if (instant.what !== 'counter') continue;
    const last = spans.at(-1);
    if (instant.isOpen) spans.push({ from: instant.at, to: Number.POSITIVE_INFINITY });
    else if (last) last.to = instant.at;
  }
  return spans;
}
