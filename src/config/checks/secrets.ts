import type { FileText } from '../files.ts';
import type { Problem } from '../problems.ts';
import type { Path, Source } from '../yaml.ts';

type Unreadable = Extract<FileText, { readonly kind: 'unreadable' }>;

/**
 * What is told of a file that cannot be read. Who checks is often not the user of the daemon: what is kept from the one
 * need not be kept from the other.
 *
 * @param noun what the file is, with its path
 */
export function unreadableFile(source: Source, path: Path, noun: string, { reason, isForbidden }: Unreadable): Problem {
  if (!isForbidden) return source.problem('error', path, `${noun} cannot be read: ${reason}`, 'a readable file');
  const what = `${noun} was not checked: the user who runs this check may not read it`;
  return source.problem('warning', path, what, 'a file that the user of the daemon may read');
}

/** What is told of a secret that is none. */
export function openSecret(source: Source, path: Path, noun: string): Problem {
  const what = `every user of this machine may read ${noun}`;
  return source.problem('warning', path, what, 'a file for the user of the daemon alone (chmod o-r)');
}
