/** The newest press taken from one boot of a unit. */
export interface LedgerEntry {
  readonly nonce: string;
  readonly sequence: number;
  /** Whether it was dealt with: then a resend is only acknowledged again. */
  readonly isDealt: boolean;
  /** Whether the unit keeps it no longer: it forgets a press when it is acknowledged, and when it restarts. */
  readonly isForgotten: boolean;
}

/** The boots of one unit that were heard of, the newest last, at most {@link BOOTS_KEPT}. */
export type Ledger = readonly LedgerEntry[];

/** Boots that are remembered; a frame of an older one can no longer be under way. */
export const BOOTS_KEPT = 8;
/** Sequence numbers run from 1 to this, then from 1 again. */
const SEQUENCES = 65_535;

/** What a press that came in is. */
export type PressStanding =
  /** To be handed on. */
  | 'new'
  /** Handed on, not yet dealt with: wait. */
  | 'in-hand'
  /** Dealt with: the unit has missed the acknowledgement. */
  | 'dealt'
  /**
   * Older than one that was met, or forgotten by the unit: a frame that came late, or a press of a unit that restarted
   * and names its presses as before. Acknowledge it, never hand it on.
   */
  | 'late';

export interface Meeting {
  readonly ledger: Ledger;
  readonly standing: PressStanding;
}

/** Looks a press up, and enters it when it is new. A unit sends one press at a time, in order, until it is acknowledged. */
export function meetPress(ledger: Ledger, nonce: string, sequence: number): Meeting {
  const known = ledger.find((entry) => entry.nonce === nonce);
  if (known) {
    const isSame = known.sequence === sequence;
    if (isSame ? known.isForgotten : !isAfter(sequence, known.sequence)) return { ledger, standing: 'late' };
    if (isSame) return { ledger, standing: known.isDealt ? 'dealt' : 'in-hand' };
  }
  const others = ledger.filter((entry) => entry.nonce !== nonce);
  return {
    ledger: [...others, { nonce, sequence, isDealt: false, isForgotten: false }].slice(-BOOTS_KEPT),
    standing: 'new',
  };
}

/** Marks a press as dealt with; what is no longer the newest press of its boot needs no mark. */
export function dealPress(ledger: Ledger, nonce: string, sequence: number): Ledger {
  return ledger.map((entry) =>
    entry.nonce === nonce && entry.sequence === sequence ? { ...entry, isDealt: true } : entry,
  );
}

/** Whether a press that the unit keeps was handed on and is not dealt with. */
export function hasPressInHand(ledger: Ledger): boolean {
  return ledger.some(({ isDealt, isForgotten }) => !isDealt && !isForgotten);
}

/** Takes note of what a unit keeps: a press that it sends no more is forgotten, and never comes again by right. */
export function keptByUnit(ledger: Ledger, press: Pick<LedgerEntry, 'nonce' | 'sequence'> | null): Ledger {
  const isKept = (entry: LedgerEntry): boolean => entry.nonce === press?.nonce && entry.sequence === press.sequence;
  if (ledger.every((entry) => entry.isForgotten || isKept(entry))) return ledger;
  return ledger.map((entry) => (isKept(entry) ? entry : { ...entry, isForgotten: true }));
}

/** Serial-number order: within half the range ahead, over the wrap. */
function isAfter(sequence: number, than: number): boolean {
  const distance = (sequence - than + SEQUENCES) % SEQUENCES;
  return distance > 0 && distance <= SEQUENCES / 2;
}
