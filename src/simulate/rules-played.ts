import type { Rules } from '../queue/rules.ts';
import type { Scenario } from './scenario.ts';

const forgetful = new WeakMap<Rules, Rules>();

/** The rules as days are played: whose visit is over is looked up again only by who comes back late; else nobody is kept, which costs less. */
export function rulesPlayed({ returns }: Scenario, rules: Rules): Rules {
  if (returns) return rules;
  let played = forgetful.get(rules);
  if (!played) {
    played = { ...rules, endedKept: 0 };
    forgetful.set(rules, played);
  }
  return played;
}
