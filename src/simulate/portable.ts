import type { Spread } from './chance.ts';
import type { CustomerKind, Patience, Scenario } from './scenario.ts';

/** A scenario as a message between threads can carry it: what it works out for kinds of customers is worked out. */
export interface PortableScenario extends Omit<Scenario, 'timesOf' | 'patienceOf'> {
  readonly kinds: readonly PortableKind[];
}

interface PortableKind extends CustomerKind {
  readonly times: readonly Spread[];
  readonly patience: Patience | null;
}

/** Packs a scenario for another thread. */
export function packed({ timesOf, patienceOf, ...rest }: Scenario): PortableScenario {
  const kinds = new Map<string, PortableKind>();
  for (const { of } of rest.arrivals) {
    for (const { service, segment, more } of of) {
      for (const each of [service, ...more]) {
        const kind = { service: each, segment };
        kinds.set(nameOf(kind), { ...kind, times: timesOf(kind), patience: patienceOf(kind) });
      }
    }
  }
  return { ...rest, kinds: [...kinds.values()] };
}

/** The scenario that was packed: whoever plays it plays the same days. */
export function unpacked({ kinds, ...rest }: PortableScenario): Scenario {
  const known = new Map(kinds.map((kind) => [nameOf(kind), kind]));
  return {
    ...rest,
    timesOf: (kind) => known.get(nameOf(kind))?.times ?? [],
    patienceOf: (kind) => known.get(nameOf(kind))?.patience ?? null,
  };
}

function nameOf({ service, segment }: CustomerKind): string {
  return JSON.stringify([service, segment]);
}
