/** Some ids of a journal, and those of them that nobody knows. */
export interface KnownPart {
  /** What they are of: `counters`, `services`. */
  readonly what: string;
  readonly ids: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * How it shows that a journal is another branch's (decisions 177, 189). What the journal says itself goes before what its ids look like.
 *
 * @param startedFor the branch that lobbyd last started for in it; null: it does not say
 * @param id of the branch that it is to be of
 * @returns null: it does not
 */
export function signOfOther(startedFor: string | null, id: string, parts: readonly KnownPart[]): string | null {
  if (startedFor !== null) return startedFor === id ? null : `the last start of lobbyd in it was for ${startedFor}`;
  const others = parts.find(({ ids, unknown }) => ids.length > 0 && unknown.length === ids.length);
  return others ? `its branch file has none of the ${listed(others)}` : null;
}

/** Ids that nobody knows, with what they are of. */
export function listed({ what, unknown }: KnownPart): string {
  return `${what} ${unknown.join(', ')}`;
}

/** Some ids of a journal beside those that are known. */
export function knownPart(what: string, used: Iterable<string>, known: (id: string) => boolean): KnownPart {
  const ids = [...new Set(used)];
  return { what, ids, unknown: ids.filter((id) => !known(id)) };
}
