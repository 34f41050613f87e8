/** How fast something went. */
export interface Pace {
  /** A second. */
  readonly rate: number;
  /** Of each, ms. */
  readonly waits: readonly number[];
}

interface Taken {
  milliseconds: number;
  readonly waits: number[];
}

/** Collects paces over several rounds. */
export class Paces {
  readonly #taken = new Map<string, Taken>();

  /**
   * Lets callers ask, each one thing after another.
   *
   * @param times all of them together
   */
  async take(
    name: string,
    callers: number,
    times: number,
    ask: (caller: number, turn: number) => Promise<void>,
  ): Promise<void> {
    const taken = this.#taken.get(name) ?? { milliseconds: 0, waits: [] };
    this.#taken.set(name, taken);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        for (let turn = 0; turn < times / callers; turn += 1) {
          const asked = performance.now();
          await ask(caller, turn);
          taken.waits.push(performance.now() - asked);
        }
      }),
    );
    taken.milliseconds += performance.now() - began;
  }

  of(name: string): Pace {
    const { milliseconds, waits } = this.#taken.get(name) ?? { milliseconds: 0, waits: [] };
    return { rate: (waits.length / milliseconds) * 1_000, waits };
  }
}
