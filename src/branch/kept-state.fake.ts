import type { KeptState, StateShelf } from './kept-state.ts';

/** A shelf as on a disk: a run gets a copy of what one before it kept. */
export function memoryShelf(): StateShelf {
  let text: string | null = null;
  return {
    take: () => (text === null ? null : (JSON.parse(text) as KeptState)),
    async keep(kept) {
      text = JSON.stringify(kept);
    },
  };
}
