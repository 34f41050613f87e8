/** Wakes who waits for something that was heard: no test polls or sleeps. */
export interface Bell {
  /** Something may be otherwise now. */
  ring(): void;
  /** Resolves once it is so; looked at with each ring. */
  until(look: () => boolean): Promise<void>;
}

/** A bell that nobody has rung yet. */
export function bell(): Bell {
  let ring: () => void = () => {};
  return {
    ring: () => ring(),
    async until(look) {
      while (!look())
        await new Promise<void>((resolve) => {
          ring = resolve;
        });
    },
  };
}
