/** A customer who has got a number. */
export interface Advised {
  /** All services of the visit that are to come, in order. */
  readonly services: readonly string[];
  readonly segment: string;
  /** BCP 47. */
  readonly language: string;
}

/** What the customer is told with it, in the own language. */
export interface Advice {
  /** Papers and forms to prepare. */
  readonly forms: readonly string[];
  /** Messages of the bank. */
  readonly messages: readonly string[];
}

/** What the configuration in force says to a customer. */
export type AdviceFor = (customer: Advised) => Advice;

/** What everybody who comes for a service may read. */
export interface ServiceGuidance {
  readonly names: Readonly<Record<string, string>>;
  /** Papers and forms to prepare, each by language. */
  readonly forms: readonly Readonly<Record<string, string>>[];
  readonly messages: readonly { readonly id: string; readonly texts: Readonly<Record<string, string>> }[];
}
