/**
 * Whether two plain values, as they go into JSON, hold the same: arrays by their places, objects by their names. False where a
 * name has `undefined` in one and is not in the other, though their JSON is the same.
 */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one)) return Array.isArray(other) && areSameLists(one, other);
  return !Array.isArray(other) && areSameObjects(one as Plain, other as Plain);
}

type Plain = Readonly<Record<string, unknown>>;

function areSameLists(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let place = 0; place < one.length; place += 1) if (!isSameValue(one[place], other[place])) return false;
  return true;
}

function areSameObjects(one: Plain, other: Plain): boolean {
  let more = 0;
  for (const name in one) {
    if (!isSameValue(one[name], other[name])) return false;
    more += 1;
  }
  for (const _name in other) more -= 1;
  return more === 0;
}
