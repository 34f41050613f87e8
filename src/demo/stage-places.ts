/** A button with what is written beside it, by language. */
export interface StagedButton {
  readonly button: number;
  /** Language of the ticket. */
  readonly language: string;
  readonly service: string;
  readonly names: Readonly<Record<string, string>>;
  readonly segments: Readonly<Record<string, string>>;
}

/** A button at the edge of a kiosk, with a sign and no words: the discreet choice. */
export interface StagedCare {
  readonly button: number;
  readonly sign: 'heart' | 'ear' | 'eye';
}

/** A kiosk as a customer stands before it. */
export interface StagedKiosk {
  readonly id: string;
  readonly panel: string;
  readonly printer: string | null;
  /** Its reader of codes; null: it has none. */
  readonly reader: string | null;
  readonly buttons: readonly StagedButton[];
  /** The button that says yes to what the kiosk asks; null or left out: it has none. */
  readonly yesButton?: number | null;
  /** Left out: it has none. */
  readonly care?: readonly StagedCare[];
  /** Its card reader, and names of cards to try it with: `card gold`; null or left out: it has none. */
  readonly card?: { readonly reader: string; readonly names: readonly string[] } | null;
}

/** A counter with the devices that stand on it. */
export interface StagedCounter {
  readonly id: string;
  readonly number: number;
  /** Prefix letters of the numbers that are called here. */
  readonly services: readonly string[];
  readonly display: string | null;
  readonly keypad: string | null;
  /** The keypad of digits in front of the customer, for marks; null or left out: there is none. */
  readonly ratingPad?: string | null;
}
