import type { Comparison } from '../scenario.ts';
import type { Verdict } from './judge.ts';
import { lateKey } from './plan-day.ts';

/** Of counters that might be opened those are tried that serve most of the late. */
const TRIED = 3;

/** Where a counter is to be opened first: where it serves most of the late, in their slot or in the one before. */
export function mostWanted({ plan, late }: Verdict, { rules }: Comparison): readonly number[] {
  const worth = (index: number): number => {
    const cell = plan.frame.cells[index];
    const services = rules.counters.find(({ id }) => id === cell?.counter)?.services ?? [];
    const slot = cell?.slot ?? 0;
    const of = (service: string, n: number): number => late.get(lateKey(n, service)) ?? 0;
    return services.reduce((sum, service) => sum + of(service, slot) + of(service, slot + 1) / 2, 0);
  };
  return [...plan.cells(false)].sort((a, b) => worth(b) - worth(a)).slice(0, TRIED);
}

/** Open counters, first those in whose slots fewest are late. */
export function leastLate({ plan, late }: Verdict): readonly number[] {
  const inSlot = (index: number): number => {
    const slot = plan.frame.cells[index]?.slot ?? 0;
    return [...late].reduce((sum, [key, count]) => (key.startsWith(`${slot} `) ? sum + count : sum), 0);
  };
  const many = (index: number): number => plan.countersIn(plan.frame.cells[index]?.slot ?? 0).length;
  return [...plan.cells(true)].sort((a, b) => inSlot(a) - inSlot(b) || many(b) - many(a) || a - b);
}
