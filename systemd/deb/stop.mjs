// @ts-check

/** Ends the build of the package: the step, what was wrong, and the next step for whoever reads it. */
export class Stop extends Error {
  /**
   * @param {string} step
   * @param {string} what
   * @param {string} next
   */
  constructor(step, what, next) {
    super(`stopped at ${step}: ${what}. Next: ${next}`);
  }
}
