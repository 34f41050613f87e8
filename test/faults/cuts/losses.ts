import type { Chance } from '../../stand/chance.ts';
import type { Loss, Pending } from './disk.ts';

/** A disk writes so many bytes whole or not at all; cheap ones do not even do that. */
const SECTOR = 512;
/** Random parts, torn writes and flipped bits at each place. */
const DRAWS = 3;

/**
 * What a power cut may leave of what the disk has not confirmed: nothing, all, all but one, one alone, any part; the last
 * write that came through torn, or a bit of one turned over.
 */
export function lossesOf(pending: readonly Pending[], chance: Chance): readonly Loss[] {
  if (pending.length === 0) return [{ what: 'nothing was open', isKept: () => true }];
  const writes = pending.flatMap((step, index) => (step.kind === 'write' ? [{ index, size: step.bytes.length }] : []));
  const all = { isKept: () => true };
  const singles = pending.length === 1 ? [] : pending.map((_, index) => index);
  const draws = Array.from({ length: DRAWS }, (_, draw) => draw);
  return [
    { what: 'all of it is lost', isKept: () => false },
    { what: 'all of it is kept', ...all },
    ...singles.map((lost) => ({ what: `only step ${lost} is lost`, isKept: (index: number) => index !== lost })),
    ...singles.map((kept) => ({ what: `only step ${kept} is kept`, isKept: (index: number) => index === kept })),
    ...draws.map(() => part(pending, chance)),
    ...(writes.length === 0 ? [] : draws).flatMap((draw) => {
      const whole = draw === 0 ? { what: 'all', ...all } : part(pending, chance);
      const kept = writes.filter(({ index }) => whole.isKept(index));
      const [any] = kept;
      if (!any) return [];
      return [torn(whole, kept.at(-1) ?? any, chance), flipped(whole, chance.of([any, ...kept]), chance)];
    }),
  ];
}

function part(pending: readonly Pending[], chance: Chance): Loss {
  const kept = new Set(pending.flatMap((_, index) => (chance.is(0.5) ? [index] : [])));
  return { what: `steps ${[...kept].join(' ')} are kept`, isKept: (index) => kept.has(index) };
}

interface Write {
  readonly index: number;
  readonly size: number;
}

function torn(loss: Loss, { index, size }: Write, chance: Chance): Loss {
  const sectors = Math.floor(size / SECTOR);
  const bytes = sectors > 0 && chance.is(0.5) ? SECTOR * chance.below(sectors) : chance.below(size);
  return { ...loss, what: `${loss.what}, ${index} up to byte ${bytes}`, torn: { index, bytes } };
}

function flipped(loss: Loss, { index, size }: Write, chance: Chance): Loss {
  const bit = chance.below(size * 8);
  return { ...loss, what: `${loss.what}, bit ${bit} of ${index} is wrong`, flipped: { index, bit } };
}
