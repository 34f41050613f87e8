import { asFault, type LobbydError, messageOf } from './errors.ts';

/**
 * What a running program holds open, in the order in which it was opened. Closing goes backwards, goes on past a step
 * that fails, and reports every failure.
 */
export interface Lifetime {
  /**
   * Takes over the end of something; also while the lifetime is being closed.
   *
   * @returns ends it ahead of time, once for all who ask: rejects with what its end throws, and it is off the list either way
   */
  hold(name: string, close: () => void | Promise<void>): () => Promise<void>;
  /** Names of what is open, in order. */
  open(): readonly string[];
  /** Closes everything. Idempotent: one shared promise, with the faults that came up. */
  close(): Promise<readonly LobbydError[]>;
}

interface Step {
  readonly name: string;
  /** Ends it, once for all who ask. */
  end(): Promise<void>;
}

/** Starts an empty {@link Lifetime}. */
export function openLifetime(): Lifetime {
  const held: Step[] = [];
  let closing: Promise<readonly LobbydError[]> | null = null;
  const remove = (step: Step): void => {
    if (held.includes(step)) held.splice(held.indexOf(step), 1);
  };
  const closeAll = async (): Promise<readonly LobbydError[]> => {
    const faults: LobbydError[] = [];
    for (let step = held.at(-1); step; step = held.at(-1)) {
      try {
        await step.end();
      } catch (caught) {
        faults.push(
          asFault(caught, {
            code: 'branch/close',
            what: `it did not close in order: ${messageOf(caught)}`,
            where: step.name,
            next: 'nothing to do now; report it with the log when it comes back',
          }),
        );
      }
      remove(step);
    }
    return faults;
  };
  return {
    hold(name, close) {
      let ending: Promise<void> | null = null;
      const step: Step = {
        name,
        end() {
          ending ??= (async () => close())();
          return ending;
        },
      };
      held.push(step);
      return () => step.end().finally(() => remove(step));
    },
    open: () => held.map(({ name }) => name),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
