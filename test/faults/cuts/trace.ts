/** What happened to a file, to the names in the directory, or between the process and whoever waits for it. */
export type Step =
  | { readonly kind: 'write'; readonly file: number; readonly at: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly file: number; readonly size: number }
  /** Names that stand for another file, or for none, from now on; all at once. */
  | { readonly kind: 'names'; readonly changes: ReadonlyMap<string, number | null> }
  /** The disk has confirmed all of a file. */
  | { readonly kind: 'synced'; readonly file: number }
  /** The disk was asked, and failed: the system takes what was written for clean, and nobody writes it any more. */
  | { readonly kind: 'sync-failed'; readonly file: number }
  /** The disk has confirmed the names. */
  | { readonly kind: 'names-synced' }
  /** Somebody was told: nothing of what came before may get lost any more. */
  | { readonly kind: 'said'; readonly line: string };

/** Every call by which a process can change a file or ask for the word of the disk; `?`: not every machine has it. */
export const CALLS = [
  ...['openat', '?open', '?creat', 'write', 'pwrite64', 'writev', 'pwritev', 'pwritev2', 'ftruncate', 'truncate'],
  ...['?rename', '?renameat', 'renameat2', '?unlink', 'unlinkat', '?link', 'linkat', '?symlink', 'symlinkat'],
  ...['fsync', 'fdatasync', 'sync', 'syncfs', '?sync_file_range', 'fallocate', 'copy_file_range', '?sendfile'],
].join(',');

/** SQLite's index of the -wal: shared memory, made anew by the first who opens the journal after a power cut. */
const INDEX = /-shm$/;

/**
 * Reads what strace wrote (`-f -y -xx -s 100000`, {@link CALLS}) as steps.
 *
 * @param directory whose files count
 * @throws Error at a call that may have changed them and that nobody here understands
 */
export class TraceReader {
  readonly #directory: string;
  readonly #begun = new Map<string, string>();
  /** What each name stands for now. */
  readonly names = new Map<string, number>();
  /** How far those are written that are written from their beginning on, by one who has opened them for it. */
  readonly #written = new Map<number, number>();
  #files = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Takes files for granted that are there before the first line. */
  know(name: string): number {
    const file = this.#files;
    this.#files += 1;
    this.names.set(name, file);
    return file;
  }

  steps(text: string): readonly Step[] {
    return text.split('\n').flatMap((line) => this.#whole(line).flatMap((call) => this.#read(call)));
  }

  /** Joins what another thread interrupted. A line that is said counts from its beginning. */
  #whole(line: string): string[] {
    const [, thread = '', rest = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const unfinished = / <unfinished \.\.\.>$/.exec(rest);
    if (unfinished) {
      const begin = rest.slice(0, unfinished.index);
      if (begin.startsWith('write(1<')) return [`${begin}) = ${begin.split(', ').at(-1)}`];
      this.#begun.set(thread, begin);
      return [];
    }
    const resumed = /^<\.\.\. \w+ resumed>/.exec(rest);
    if (!resumed) return [rest];
    const begin = this.#begun.get(thread);
    this.#begun.delete(thread);
    return begin === undefined ? [] : [begin + rest.slice(resumed[0].length)];
  }

  #read(call: string): Step[] {
    const [, name = '', words = '', result = '-1'] = /^(\w+)\((.*)\) += (-?\d+)/.exec(call) ?? [];
    const isSync = name === 'fsync' || name === 'fdatasync';
    if (name === '' || (Number(result) < 0 && !isSync)) return [];
    if (name === 'write' && words.startsWith('1<')) {
      return [{ kind: 'said', line: textOf(words.split(', ')[1]).trimEnd() }];
    }
    const paths = [...words.matchAll(/["<]((?:\\x[0-9a-f]{2})+)[">]/g)].map(([, hex]) => this.#nameOf(textOf(hex)));
    const ours = paths.filter((path) => path !== null && !INDEX.test(path));
    const isEverywhere = name === 'sync' || name === 'syncfs';
    return ours.length > 0 || isEverywhere ? this.#step(name, words.split(', '), paths, Number(result)) : [];
  }

  #step(name: string, words: readonly string[], paths: readonly (string | null)[], result: number): Step[] {
    const path = paths.findLast((each) => each !== null) ?? '';
    const file = this.names.get(path);
    switch (name) {
      case 'openat':
      case 'open':
        return this.#opened(path, words.find((word) => /^O_/.test(word)) ?? '');
      case 'pwrite64':
        if (file === undefined) return this.#strange(name, path);
        return [{ kind: 'write', file, at: Number(words[3]), bytes: bytesOf(words[1]).subarray(0, result) }];
      case 'write': {
        if (file === undefined) return this.#strange(name, path);
        const at = this.#written.get(file) ?? 0;
        this.#written.set(file, at + result);
        return [{ kind: 'write', file, at, bytes: bytesOf(words[1]).subarray(0, result) }];
      }
      case 'ftruncate':
        return file === undefined ? this.#strange(name, path) : [{ kind: 'truncate', file, size: Number(words[1]) }];
      case 'fsync':
      case 'fdatasync':
        if (path === '') return result < 0 ? [] : [{ kind: 'names-synced' }];
        if (file === undefined) return this.#strange(name, path);
        return [{ kind: result < 0 ? 'sync-failed' : 'synced', file }];
      case 'rename':
      case 'renameat':
      case 'renameat2':
        return this.#renamed(paths.filter((each) => each !== null && each !== ''));
      case 'unlink':
      case 'unlinkat':
        this.names.delete(path);
        return [{ kind: 'names', changes: new Map([[path, null]]) }];
      default:
        return this.#strange(name, path);
    }
  }

  #opened(path: string, flags: string): Step[] {
    const known = this.names.get(path);
    this.#written.delete(known ?? -1);
    if (known !== undefined) return flags.includes('O_TRUNC') ? [{ kind: 'truncate', file: known, size: 0 }] : [];
    return flags.includes('O_CREAT') ? [{ kind: 'names', changes: new Map([[path, this.know(path)]]) }] : [];
  }

  #renamed([from = '', to = '']: readonly (string | null)[]): Step[] {
    const file = this.names.get(from ?? '');
    if (file === undefined || from === null || to === null) return this.#strange('rename', String(from));
    this.names.delete(from);
    this.names.set(to, file);
    return [{ kind: 'names', changes: new Map([[from, null] as const, [to, file] as const]) }];
  }

  /** Name in the directory, empty for the directory itself, null for anything elsewhere. */
  #nameOf(path: string): string | null {
    if (path === this.#directory) return '';
    return path.startsWith(`${this.#directory}/`) ? path.slice(this.#directory.length + 1) : null;
  }

  #strange(call: string, path: string): never {
    throw new Error(`nobody here knows what ${call} does to "${path}"`);
  }
}

function bytesOf(hex = ''): Buffer {
  return Buffer.from(hex.replaceAll(/[^0-9a-f]/g, ''), 'hex');
}

function textOf(hex: string | undefined): string {
  return bytesOf(hex).toString('utf8');
}
