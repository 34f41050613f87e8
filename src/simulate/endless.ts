import { type DayFigures, type GroupFigures, groupName } from './figures.ts';
import type { NotOver } from './result-schema.ts';
import type { Scenario } from './scenario.ts';

/**
 * Who still waited when the hall was left alone, two days after the last had come: more work than there is time for, or
 * customers whom the rules never come to, because others who give up leave no time for them.
 *
 * @returns null: whoever was still there had been served, or had left before
 */
export function notOverIn({ arrivals }: Pick<Scenario, 'arrivals'>, days: readonly DayFigures[]): NotOver | null {
  const of = (day: DayFigures, service: string | null): GroupFigures | undefined =>
    day.groups.get(groupName({ service, segment: null }));
  const left = days.filter((day) => day.isLeftAlone && (of(day, null)?.unserved ?? 0) > 0);
  if (left.length === 0) return null;
  const all = [...new Set(arrivals.flatMap((stream) => stream.of.map(({ service }) => service)))];
  const services = all.filter((service) => left.some((day) => (of(day, service)?.unserved ?? 0) > 0));
  // Those of one service are not told apart from all.
  const groups = services.length > 0 ? services : [null];
  const mean = (what: 'customers' | 'unserved'): number => {
    const counts = left.flatMap((day) => groups.map((service) => of(day, service)?.[what] ?? 0));
    return Math.round(counts.reduce((sum, count) => sum + count, 0) / left.length);
  };
  const counts = { customers: mean('customers'), unserved: mean('unserved') };
  return { days: left.length, services: services.length > 0 ? services : all, ...counts };
}
