import type { NumberRange, ServiceRules, TicketLabel } from './rules.ts';
import type { QueueState } from './state.ts';

/** A number and what people read. */
export interface Numbered {
  readonly number: number;
  readonly label: TicketLabel;
}

/** What people read: prefix and zero-padded number, `A012`. */
export function labelOf(range: NumberRange, number: number): TicketLabel {
  return labelIn(labelsOf(range), range, number);
}

function labelIn(labels: TicketLabel[], range: NumberRange, number: number): TicketLabel {
  let label = labels[number];
  if (label === undefined) {
    label = range.prefix + String(number).padStart(range.digits, '0');
    labels[number] = label;
  }
  return label;
}

function labelsOf(range: NumberRange): TicketLabel[] {
  let labels = made.get(range);
  if (!labels) {
    labels = [];
    made.set(range, labels);
  }
  return labels;
}

/** The labels of each range of the rules: the same few hundred again and again. */
const made = new WeakMap<NumberRange, TicketLabel[]>();

type Live = Pick<QueueState, 'labels'>;

/** Ranges without a free number, by the live numbers: until one is given back nobody searches them again. */
const exhausted = new WeakMap<Live['labels'], Set<NumberRange>>();

/**
 * The next number of a service: the one after the last issued, without the skipped ones and those still live,
 * going round at the end of the range. Null when every number is live.
 *
 * Costs one look-up as a rule; a range that is nearly all live is searched through.
 */
export function nextNumber(state: Readonly<QueueState>, service: ServiceRules): Numbered | null {
  const range = service.numbers;
  const known = exhausted.get(state.labels);
  if (known?.has(range)) return null;
  const found = search(state, service);
  if (found === null) exhausted.set(state.labels, (known ?? new Set<NumberRange>()).add(range));
  return found;
}

function search(state: Readonly<QueueState>, { id, numbers: range }: ServiceRules): Numbered | null {
  const size = range.last - range.first + 1;
  const last = state.lastNumbers.get(id);
  const isInside = last !== undefined && last >= range.first && last <= range.last;
  const start = isInside ? last + 1 - range.first : 0;
  const labels = labelsOf(range);
  for (let step = 0; step < size; step += 1) {
    const number = range.first + ((start + step) % size);
    const label = labelIn(labels, range, number);
    if (!state.labels.has(label) && !range.skip.includes(number)) return { number, label };
  }
  return null;
}

/** Gives the number of a visit back that is over. */
export function giveBack(state: Live, label: TicketLabel): void {
  state.labels.delete(label);
  exhausted.delete(state.labels);
}
