/** People of services and segments, as the journal carries them in the rules. */
interface Selection {
  readonly services?: readonly string[];
  readonly categories?: readonly string[];
  readonly complexity?: string;
  readonly segments?: readonly string[];
}

/** For whom a counter is there alone, and whom it helps. */
export interface OwnPeople {
  readonly of: Selection;
  readonly helps: readonly { readonly when: unknown; readonly of: Selection }[];
}

export interface WindowRules {
  readonly services: readonly {
    readonly id: string;
    readonly category?: string | undefined;
    readonly complexity?: string | undefined;
  }[];
  readonly counters: readonly {
    readonly id: string;
    readonly services: readonly string[];
    readonly own?: OwnPeople | undefined;
  }[];
}

interface Person {
  readonly service: string;
  readonly segment: string;
}

/** Whether a counter is there for somebody: for people for whom none is, all are who serve the work, and all whose work nobody serves. */
export function isThereFor(rules: WindowRules, id: string, person: Person): boolean {
  const counter = rules.counters.find((each) => each.id === id);
  if (!counter || !serves(rules, counter.services, person.service)) return false;
  const others = rules.counters.filter(({ services }) => services.includes(person.service));
  const isFor = ({ own }: { readonly own?: OwnPeople | undefined }): boolean => !own || isAmong(rules, own.of, person);
  return isFor(counter) || !others.some(isFor);
}

/** Whether a counter that has nobody else would call somebody. */
export function wouldCall(rules: WindowRules, id: string, person: Person): boolean {
  if (isThereFor(rules, id, person)) return true;
  const counter = rules.counters.find((each) => each.id === id);
  if (!counter?.services.includes(person.service)) return false;
  return counter.own?.helps.some(({ when, of }) => when === 'idle' && isAmong(rules, of, person)) ?? false;
}

function serves({ counters }: WindowRules, mine: readonly string[], service: string): boolean {
  return mine.includes(service) || !counters.some(({ services }) => services.includes(service));
}

function isAmong({ services }: WindowRules, of: Selection, { service, segment }: Person): boolean {
  const work = services.find(({ id }) => id === service);
  if (of.services && !of.services.includes(service)) return false;
  if (of.categories && !of.categories.includes(work?.category ?? '')) return false;
  if (of.complexity && of.complexity !== (work?.complexity ?? 'complex')) return false;
  return of.segments?.includes(segment) ?? true;
}
