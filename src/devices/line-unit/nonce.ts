/** A number as a frame carries it: upper-case hex with leading zeros. */
export function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

/** Eight random hex digits. */
export function randomNonce(): string {
  const words = new Uint32Array(1);
  crypto.getRandomValues(words);
  return hex(words[0] ?? 1, 8);
}
