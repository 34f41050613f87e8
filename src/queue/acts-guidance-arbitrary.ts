import fc from 'fast-check';
import { RULES, type Wish } from './spec.ts';

const SERVICES = RULES.services.map(({ id }) => id);

/** Something that happens about machines. */
export type GuidanceAct =
  | { readonly kind: 'machine'; readonly machine: string; readonly isUsable: boolean; readonly queue: number }
  | { readonly kind: 'take'; readonly machine: string; readonly service: string };

const machine = fc.constantFrom('m1', 'm2', 'm2');

/** Anything of the kind; words of machines more often. */
export const guidanceAct: fc.Arbitrary<GuidanceAct> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('machine' as const),
      machine,
      isUsable: fc.constantFrom(true, true, true, false),
      queue: fc.integer({ min: 0, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('take' as const), machine, service: fc.constantFrom(...SERVICES) }),
  },
);

/** The command of an act. */
export function guidanceWish(act: GuidanceAct): Wish {
  switch (act.kind) {
    case 'machine': {
      const { kind: _, ...said } = act;
      return { type: 'machine-state', ...said };
    }
    case 'take':
      return { type: 'take-machine', service: act.service, machine: act.machine, how: 'chosen' };
  }
}
