import type { Answer, EventBody } from '../events.ts';
import type { Refusal } from '../refusals.ts';
import type { CounterId, TellerId, TicketLabel } from '../rules.ts';

/** An event before `decide` gives it its head. */
export interface Draft {
  readonly body: EventBody;
  readonly counter: CounterId | null;
  /** Undefined: the teller at the counter now. */
  readonly teller: TellerId | null | undefined;
  /** Name of the rule that decided. */
  readonly rule: string | null;
}

/** What a family of commands decides. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly drafts: readonly Draft[]; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** The command is done: these events in this order, and this answer. */
export function accept(drafts: readonly Draft[], answer: Answer): Outcome {
  return { kind: 'accepted', drafts, answer };
}

/** The command is not done, for a reason that its source understands. */
export function refuse(refusal: Refusal): Outcome {
  return { kind: 'refused', refusal };
}

/** An event of the branch, or at a counter, by a rule where one decided. */
export function draft(body: EventBody, counter: CounterId | null = null, rule: string | null = null): Draft {
  return { body, counter, teller: undefined, rule };
}

/** The plain yes, with the number that it is about. */
export function done(label: TicketLabel | null): Answer {
  return { kind: 'done', label };
}
