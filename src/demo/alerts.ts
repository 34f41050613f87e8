import type { Clock } from '../clock.ts';
import { ALERTS_OVER_MOST, type StagedAlert, type Words } from './stage.ts';

/** What a person has to look at: begun once, ended once. */
export interface Alerts {
  /** Begins it, or says it anew with other words. */
  raise(alert: {
    readonly id: string;
    readonly device: string | null;
    readonly code: string;
    readonly text: Words;
  }): void;
  clear(id: string): void;
  /** Ends all that last and that the test is true of. */
  clearAll(isOver: (alert: StagedAlert) => boolean): void;
  /** It lasts. */
  standing(id: string): StagedAlert | null;
  /** Newest first. */
  all(): readonly StagedAlert[];
}

/**
 * Starts without any.
 *
 * @param onChange called at each beginning, change of words and end
 */
export function openAlerts(clock: Clock, onChange: (alert: StagedAlert) => void): Alerts {
  const standing = new Map<string, StagedAlert>();
  const over: StagedAlert[] = [];
  let count = 0;
  const end = (key: string, alert: StagedAlert): void => {
    standing.delete(key);
    const ended = { ...alert, over: clock.wall() };
    over.unshift(ended);
    over.splice(ALERTS_OVER_MOST);
    onChange(ended);
  };
  return {
    raise({ id, device, code, text }) {
      const known = standing.get(id);
      if (known && known.text.en === text.en) return;
      if (!known) count += 1;
      const alert = known
        ? { ...known, code, text }
        : { id: `${id}#${count}`, device, code, text, since: clock.wall(), over: null };
      standing.set(id, alert);
      onChange(alert);
    },
    clear(id) {
      const known = standing.get(id);
      if (known) end(id, known);
    },
    clearAll(isOver) {
      for (const [key, alert] of [...standing]) if (isOver(alert)) end(key, alert);
    },
    standing: (id) => standing.get(id) ?? null,
    all: () => [...[...standing.values()].reverse(), ...over],
  };
}
