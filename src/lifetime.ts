import { asFault, type LobbydError, messageOf } from './errors.ts';

/**
 * What a running program holds open, in the order in which it was opened. Closing goes backwards, goes on past a step
 * that fails, and reports every failure.
 */
export interface Lifetime {
  /** Takes over the end of something; also while the lifetime is being closed. */
  hold(name: string, close: () => void | Promise<void>): void;
  /** Names of what is open, in order. */
  open(): readonly string[];
  /** Closes everything. Idempotent: one shared promise, with the faults that came up. */
  close(): Promise<readonly LobbydError[]>;
}

/** Starts an empty {@link Lifetime}. */
export function openLifetime(): Lifetime {
  const held: { readonly name: string; readonly close: () => void | Promise<void> }[] = [];
  let closing: Promise<readonly LobbydError[]> | null = null;

  const closeAll = async (): Promise<readonly LobbydError[]> => {
    const faults: LobbydError[] = [];
    for (let step = held.at(-1); step; step = held.at(-1)) {
      try {
        await step.close();
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
      held.splice(held.indexOf(step), 1);
    }
    return faults;
  };
  return {
    hold(name, close) {
      held.push({ name, close });
    },
    open: () => held.map(({ name }) => name),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
