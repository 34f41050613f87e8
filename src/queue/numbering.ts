import type { NumberRange, ServiceRules, TicketLabel } from './rules.ts';
import type { QueueState } from './state.ts';

/** A number and what people read. */
export interface Numbered {
  readonly number: number;
  readonly label: TicketLabel;
}

/** What people read: prefix and zero-padded number, `A012`. */
export function labelOf(range: NumberRange, number: number): TicketLabel {
  let labels = made.get(range);
  if (!labels) {
    labels = [];
    made.set(range, labels);
  }
  let label = labels[number];
  if (label === undefined) {
    label = range.prefix + String(number).padStart(range.digits, '0');
    labels[number] = label;
  }
  return label;
}

/** The labels of each range of the rules: the same few hundred again and again. */
const made = new WeakMap<NumberRange, TicketLabel[]>();

/**
 * The next number of a service: the one after the last issued, without the skipped ones and those still live,
 * going round at the end of the range. Null when every number is live.
 *
 * Costs one look-up as a rule; a range that is nearly all live is searched through.
 */
export function nextNumber(state: Readonly<QueueState>, service: ServiceRules): Numbered | null {
  const range = service.numbers;
  const size = range.last - range.first + 1;
  const last = state.lastNumbers.get(service.id);
  const isInside = last !== undefined && last >= range.first && last <= range.last;
  const start = isInside ? last + 1 - range.first : 0;
  for (let step = 0; step < size; step += 1) {
    const number = range.first + ((start + step) % size);
    if (range.skip.includes(number)) continue;
    const label = labelOf(range, number);
    if (!state.labels.has(label)) return { number, label };
  }
  return null;
}
