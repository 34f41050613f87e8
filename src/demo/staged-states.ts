/** The retained states that the page is told, by their topic below `…/state/`. */
export interface StagedStates {
  /** Keeps a state; null: it is gone. Whether anybody has to be told of it. */
  isNews(thing: string, state: unknown): boolean;
  all(): Readonly<Record<string, unknown>>;
}

/** Health has a place of its own on the stage, and the hash of the journal nobody looks at. */
const IS_TOLD_ELSEWHERE = /^(?:device\/|journal$)/;

/** Nothing is known yet. */
export function stagedStates(): StagedStates {
  const known = new Map<string, unknown>();
  return {
    isNews(thing, state) {
      if (IS_TOLD_ELSEWHERE.test(thing) || state === (known.get(thing) ?? null)) return false;
      if (state === null) known.delete(thing);
      else known.set(thing, state);
      return true;
    },
    all: () => Object.fromEntries(known),
  };
}
