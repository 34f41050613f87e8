import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Edit, example } from '../../src/config/spec.ts';

/** The example branch with other words, in a folder of its own. */
export interface Variant {
  /** For the demo: `--branch`. */
  readonly file: string;
  remove(): void;
}

/**
 * Writes the example branch and its bank standard with edits.
 *
 * @throws when one of the files does not say what is to be replaced
 */
export function variantOf(branch: readonly Edit[], standard: readonly Edit[] = []): Variant {
  const folder = mkdtempSync(join(tmpdir(), 'lobbyd-variant-'));
  const write = (name: 'branch.example.yaml' | 'bank-standard.yaml', edits: readonly Edit[]): string => {
    const file = join(folder, name);
    writeFileSync(file, edits.reduce(edited, example(name)));
    return file;
  };
  write('bank-standard.yaml', standard);
  return { file: write('branch.example.yaml', branch), remove: () => rmSync(folder, { recursive: true }) };
}

/** Hours that are counted from now end with the business day: it is to end at another time of day. */
export function dayStartsAt(): string {
  const options = { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' } as const;
  const hour = Number(new Intl.DateTimeFormat('en-GB', options).format(Date.now()));
  return hour < 6 ? '19:00' : '03:00';
}

function edited(text: string, [old, now]: Edit): string {
  if (!text.includes(old)) throw new RangeError(`the file does not say: ${old}`);
  return text.replace(old, now);
}
