import type { Rules, ServiceId } from '../../queue/rules.ts';
import { isThereFor } from '../checks-arrivals.ts';
import type { Scenario } from '../scenario.ts';
import type { Plan } from './slots.ts';
import { loadsIn } from './start.ts';

/**
 * Services of which customers come in a slot in which no open counter serves them. A target of all customers, or of another
 * service, is kept without them: nobody reads that out of hours and shares.
 *
 * @returns in the order of the rules
 */
export function leftOut(scenario: Scenario, rules: Rules, plan: Plan): readonly ServiceId[] {
  const { counters, services } = rules;
  const found = plan.frame.slots.flatMap((span, slot) => {
    const ids = plan.countersIn(slot);
    const open = counters.filter(({ id }) => ids.includes(id));
    const coming = loadsIn(scenario, rules, span).filter(({ load }) => load > 0);
    return coming.flatMap(({ kind }) => (open.some((counter) => isThereFor(counter, kind)) ? [] : [kind.service]));
  });
  return services.flatMap(({ id }) => (found.includes(id) ? [id] : []));
}
