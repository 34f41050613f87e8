/**
 * Tells the refusals of one kind from all others.
 *
 * @param codes all codes of the kind: the compiler sees to it that none is left out
 */
export function codesOf<R extends { readonly code: string }>(
  codes: Readonly<Record<R['code'], true>>,
): (refusal: { readonly code: string }) => refusal is R {
  return (refusal): refusal is R => Object.hasOwn(codes, refusal.code);
}
