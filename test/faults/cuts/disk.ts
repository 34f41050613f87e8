import type { Step } from './trace.ts';

/** Files by name. */
export type Files = ReadonlyMap<string, Buffer>;

/** A step that the disk has not confirmed. */
export type Pending = Extract<Step, { kind: 'write' | 'truncate' | 'names' }>;

/** What a power cut does to the steps that the disk has not confirmed. */
export interface Loss {
  /** For messages. */
  readonly what: string;
  /** Whether a step, by its index among the pending ones, reached the disk. */
  isKept(index: number): boolean;
  /** A kept write of which only so many first bytes reached it. */
  readonly torn?: { readonly index: number; readonly bytes: number };
  /** A kept write with one bit turned over. */
  readonly flipped?: { readonly index: number; readonly bit: number };
}

/** Nothing is lost: what the system itself sees. */
export const NO_LOSS: Loss = { what: 'nothing is lost', isKept: () => true };

/** A step in the order in which it was asked for. */
interface Entry {
  readonly step: Pending;
  state: 'open' | 'confirmed' | 'doubtful';
}

/**
 * A disk on which steps happen: what it has confirmed stays; of the rest any part may be there after a power cut, names
 * included. Each file's content is its own: a name that never reached the disk takes the file with it. What was open when a
 * sync failed stays doubtful for ever, whatever later syncs say.
 */
export class Disk {
  readonly #content = new Map<number, Buffer>();
  readonly #names = new Map<string, number>();
  #entries: Entry[] = [];

  /** Steps that a power cut may lose, in order. */
  get pending(): readonly Pending[] {
    return this.#entries.filter(({ state }) => state !== 'confirmed').map(({ step }) => step);
  }

  /** A file that is there, confirmed. */
  put(name: string, file: number, content: Buffer): void {
    this.#names.set(name, file);
    this.#content.set(file, content);
  }

  take(step: Step): void {
    switch (step.kind) {
      case 'write':
      case 'truncate':
      case 'names':
        this.#entries.push({ step, state: 'open' });
        return;
      case 'synced':
        this.#mark('confirmed', (each) => each.kind !== 'names' && each.file === step.file);
        return;
      case 'sync-failed':
        this.#mark('doubtful', (each) => each.kind !== 'names' && each.file === step.file);
        return;
      case 'names-synced':
        this.#mark('confirmed', (each) => each.kind === 'names');
        return;
      case 'said':
    }
  }

  /** The files after a power cut. */
  left(loss: Loss): Files {
    const content = new Map(this.#content);
    const names = new Map(this.#names);
    const lost = new Set<string>();
    let index = -1;
    for (const { step, state } of this.#entries) {
      const isSure = state === 'confirmed';
      if (!isSure) index += 1;
      const isKept = isSure || loss.isKept(index);
      if (step.kind !== 'names') {
        if (isKept) content.set(step.file, changed(content.get(step.file), isSure ? step : hurt(step, index, loss)));
        continue;
      }
      // What is said of one name reaches the disk in order.
      const words = [...step.changes.keys()];
      if (!isKept || words.some((word) => lost.has(word))) for (const word of words) lost.add(word);
      else rename(names, step.changes);
    }
    return new Map([...names].map(([name, file]) => [name, content.get(file) ?? Buffer.alloc(0)]));
  }

  #mark(state: 'confirmed' | 'doubtful', isMeant: (step: Pending) => boolean): void {
    for (const entry of this.#entries) if (entry.state === 'open' && isMeant(entry.step)) entry.state = state;
    this.#settle();
  }

  /** What is confirmed, and has nothing open before it in the same file, need not be remembered as a step. */
  #settle(): void {
    const unsure = new Set<number | 'names'>();
    this.#entries = this.#entries.filter(({ step, state }) => {
      const where = step.kind === 'names' ? 'names' : step.file;
      if (state !== 'confirmed' || unsure.has(where)) {
        unsure.add(where);
        return true;
      }
      if (step.kind === 'names') rename(this.#names, step.changes);
      else this.#content.set(step.file, changed(this.#content.get(step.file), step));
      return false;
    });
  }
}

type Change = Exclude<Pending, { kind: 'names' }>;

function rename(names: Map<string, number>, changes: ReadonlyMap<string, number | null>): void {
  for (const [name, file] of changes) {
    if (file === null) names.delete(name);
    else names.set(name, file);
  }
}

function changed(before: Buffer = Buffer.alloc(0), step: Change): Buffer {
  const size = step.kind === 'truncate' ? step.size : Math.max(before.length, step.at + step.bytes.length);
  const after = Buffer.alloc(size);
  before.copy(after);
  if (step.kind === 'write') step.bytes.copy(after, step.at);
  return after;
}

function hurt(step: Change, index: number, { torn, flipped }: Loss): Change {
  if (step.kind === 'truncate') return step;
  const bytes = Buffer.from(torn?.index === index ? step.bytes.subarray(0, torn.bytes) : step.bytes);
  if (flipped?.index !== index) return { ...step, bytes };
  const at = flipped.bit >> 3;
  bytes[at] = (bytes[at] ?? 0) ^ (1 << (flipped.bit & 7));
  return { ...step, bytes };
}
