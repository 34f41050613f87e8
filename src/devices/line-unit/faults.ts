/** What may be wrong with a unit. Written by its actions, read when it sends. */
export interface Faults {
  /** Neither hears nor speaks. */
  isMute: boolean;
  /** Answers with the address after its own. */
  isAddressWrong: boolean;
  /** Another unit has the same address, and answers right after this one. */
  hasTwin: boolean;
  /** Answers still to be sent with a wrong check. */
  badChecks: number;
  /** Answers still to be cut in half. */
  cutAnswers: number;
  /** State of the noise. */
  seed: number;
}

/** A unit with nothing wrong. */
export function quietFaults(): Faults {
  return { isMute: false, isAddressWrong: false, hasTwin: false, badChecks: 0, cutAnswers: 0, seed: 1 };
}

/** Applies the faults that are set for single answers. */
export function garble(faults: Faults, bytes: Uint8Array): Uint8Array {
  if (faults.cutAnswers > 0) {
    faults.cutAnswers -= 1;
    return bytes.slice(0, bytes.length >> 1);
  }
  if (faults.badChecks > 0) {
    faults.badChecks -= 1;
    const spoilt = bytes.slice();
    const last = spoilt.length - 2;
    spoilt[last] = spoilt[last] === 0x30 ? 0x31 : 0x30;
    return spoilt;
  }
  return bytes;
}

/** The next sixteen bytes of a noise that is the same in each run. */
export function noise(faults: Faults): Uint8Array {
  return Uint8Array.from({ length: 16 }, () => {
    faults.seed = (Math.imul(faults.seed, 1_103_515_245) + 12_345) >>> 0;
    return (faults.seed >>> 16) & 0xff;
  });
}
