import { readFileSync } from 'node:fs';

/** Sum of the bundle's text, as the build left it beside the program; null for parts that were built one by one. */
export function programSum(): string | null {
  try {
    return readFileSync(new URL('./program.sum', import.meta.url), 'utf8').trim();
  } catch {
    return null;
  }
}
