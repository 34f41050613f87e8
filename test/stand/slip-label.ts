/**
 * The number on a slip: the line that is a letter and digits, and nothing else. What a dead daemon left may have none;
 * several would be two customers' tickets on one piece of paper.
 */
export function labelOf(slip: readonly string[]): string {
  return slip
    .map((line) => line.trim())
    .filter((line) => /^[A-Z]\d{3}$/.test(line))
    .join(' and ');
}
