import type { ConditionRules, ProfileRules, Selection, SwitchRules } from '../queue/rules.ts';
import { contradiction } from './contradiction.ts';
import type { Condition, Profile, SelectionEntry, SwitchEntry } from './schema/profile.ts';

/** A measure as the files say it: one key of its own, with its bounds in its own unit. */
interface Measured<B> {
  readonly longestWait?: B | undefined;
  readonly waiting?: B | undefined;
  readonly targetUsed?: B | undefined;
}

/** A profile of the file as the queue sees it; what does not go together was refused before. */
export function profileOf(profile: Profile): ProfileRules {
  const { id, cap, kind, passOver, exponent, parts } = profile;
  const base = {
    id,
    cap,
    ...(passOver === undefined ? {} : { passOver }),
    ...(profile.conditions.length === 0 ? {} : { conditions: profile.conditions.map(conditionOf) }),
  };
  const scored = exponent === undefined ? {} : { exponent };
  switch (kind) {
    case 'longest-wait':
      return { ...base, kind };
    case 'simple-first':
    case 'complex-first':
      return { ...base, ...scored, kind };
    case 'score':
      return exponent === undefined ? contradiction(id) : { ...base, kind, exponent };
    case 'cycle': {
      if (parts === undefined) return contradiction(id);
      return { ...base, ...scored, kind, parts: parts.map((part) => ({ ...part, of: selectionOf(part.of) })) };
    }
  }
}

/** A switch of the file as the queue sees it. */
export function switchOf(entry: SwitchEntry): SwitchRules {
  const { id, counters, profile, of } = entry;
  const { measure, bounds, unit } = measured(entry, id);
  const { above, below } = bounds;
  return { id, counters, profile, measure, of: selectionOf(of), above: above / unit, below: below / unit };
}

function conditionOf(condition: Condition): ConditionRules {
  const { id, of } = condition;
  const { measure, bounds, unit } = measured(condition, id);
  return { id, measure, above: bounds.above / unit, of: selectionOf(of) };
}

function measured<B>({ longestWait, waiting, targetUsed }: Measured<B>, id: string) {
  if (longestWait !== undefined) return { measure: 'longest-wait', bounds: longestWait, unit: 1 } as const;
  if (waiting !== undefined) return { measure: 'waiting', bounds: waiting, unit: 1 } as const;
  if (targetUsed !== undefined) return { measure: 'target-used', bounds: targetUsed, unit: 100 } as const;
  return contradiction(id);
}

/** A selection of the file as the queue sees it. */
export function selectionOf({ services, categories, complexity, segments, papers }: SelectionEntry): Selection {
  return {
    ...(services === undefined ? {} : { services }),
    ...(categories === undefined ? {} : { categories }),
    ...(complexity === undefined ? {} : { complexity }),
    ...(segments === undefined ? {} : { segments }),
    ...(papers === undefined ? {} : { papers }),
  };
}
