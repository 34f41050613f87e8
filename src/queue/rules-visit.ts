import type { Duration, ServiceId } from './rules.ts';

/** Where a customer who is sent on stands: before all, by the arrival at the branch, or behind all. */
export type PlaceKind = 'first' | 'original' | 'last';

/** Why a teller hands a customer to the client manager. */
export interface ReferralReason {
  readonly id: string;
  /** What tellers read, by language. */
  readonly names: Readonly<Record<string, string>>;
  /** The service that such customers go to when nobody says; null: the teller has to say. */
  readonly to: ServiceId | null;
}

/** What holds for a visit of several services, counters or tellers. */
export interface VisitRules {
  /** Services on one ticket. */
  readonly most: number;
  /** In which order they follow: as the customer asked, or the shortest time standard first. */
  readonly order: 'asked' | 'shortest';
  /** Where the customer stands in the queue of the next service. */
  readonly nextPlace: PlaceKind;
  /** Where a transferred customer stands when nobody says. */
  readonly transferPlace: PlaceKind;
  /** Where a referred customer stands: never behind who came later. */
  readonly referralPlace: 'first' | 'original';
  /** How long a delayed transfer takes when nobody says. */
  readonly delay: Duration;
  /** Who waits for a window or its teller goes before its queue, or only before those who came later. */
  readonly pools: 'first' | 'arrival';
  /** In this order tellers number them: 1 is the first. */
  readonly reasons: readonly ReferralReason[];
}

/** Steps that a counter does for others: those of this id, of some services or of all that have it. */
export interface CounterStep {
  readonly step: string;
  /** Left out: every service with such a step. */
  readonly services?: readonly ServiceId[];
}

/** Rules of a journal from before there were visits of several services. */
const BEFORE: VisitRules = {
  most: 1,
  order: 'asked',
  nextPlace: 'original',
  transferPlace: 'original',
  referralPlace: 'original',
  delay: 600_000,
  pools: 'first',
  reasons: [],
};

/** The rules of visits; those of a journal from before there were any say only where a transfer goes. */
export function visitRulesOf(rules: {
  readonly visit?: VisitRules;
  readonly isArrivalKeptOnTransfer: boolean;
}): VisitRules {
  return rules.visit ?? (rules.isArrivalKeptOnTransfer ? BEFORE : { ...BEFORE, transferPlace: 'last' });
}
