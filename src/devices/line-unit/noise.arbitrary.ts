import fc from 'fast-check';
import type { Noise } from './bench.fake.ts';

type Damage =
  | { readonly kind: 'none' }
  | { readonly kind: 'flip'; readonly at: number; readonly bit: number }
  | { readonly kind: 'drop'; readonly at: number; readonly count: number }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'lose' };

const place = fc.nat({ max: 100 });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Damage>({ kind: 'none' }) },
  fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat({ max: 7 }) }),
  fc.record({ kind: fc.constant('drop' as const), at: place, count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({
    kind: fc.constant('insert' as const),
    at: place,
    bytes: fc.array(fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...[...'<>*\n0K'].map((c) => c.charCodeAt(0)))), {
      minLength: 1,
      maxLength: 6,
    }),
  }),
  fc.constant<Damage>({ kind: 'lose' }),
);

/** What happens to one transmission after the other, and where each is split. */
export interface NoisePlan {
  readonly damages: readonly Damage[];
  readonly splits: readonly number[];
}

/** Transmissions that are flipped, cut, padded, lost and split; each plan is used round and round. */
export const noisePlan: fc.Arbitrary<NoisePlan> = fc.record({
  damages: fc.array(damage, { minLength: 1, maxLength: 12 }),
  splits: fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 5 }),
});

/** The noise of a plan. */
export function noiseOf({ damages, splits }: NoisePlan): Noise {
  let turn = 0;
  return (bytes) => {
    const hurt = applyDamage(bytes, damages[turn % damages.length] ?? { kind: 'none' });
    const at = Math.min(splits[turn % splits.length] ?? 0, hurt.length);
    turn += 1;
    return [hurt.slice(0, at), hurt.slice(at)];
  };
}

function applyDamage(bytes: Uint8Array, hurt: Damage): Uint8Array {
  const list = [...bytes];
  switch (hurt.kind) {
    case 'none':
      break;
    case 'lose':
      return new Uint8Array();
    case 'flip': {
      const at = hurt.at % list.length;
      list[at] = (list[at] ?? 0) ^ (1 << hurt.bit);
      break;
    }
    case 'drop':
      list.splice(hurt.at % list.length, hurt.count);
      break;
    case 'insert':
      list.splice(hurt.at % (list.length + 1), 0, ...hurt.bytes);
      break;
  }
  return Uint8Array.from(list);
}
