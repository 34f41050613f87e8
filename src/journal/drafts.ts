import { LobbydError } from '../errors.ts';
import type { Row } from './chain.ts';
import { CELLS_OF_A_DRAFT, type Cell, type DraftCells } from './messages.ts';
import type { Draft, StoredRecord } from './store.ts';

/**
 * A batch as the cells that cross to the journal's thread; the JSON of each body is made here, once.
 *
 * @returns a `LobbydError` `journal/bad-draft` for a draft that no file could give back as it is
 */
export function cellsOf(batch: readonly Draft[]): readonly Cell[] | LobbydError {
  const cells: Cell[] = [];
  for (const draft of batch) {
    const body = JSON.stringify(draft.body) as string | undefined;
    if (body === undefined || ![draft.version, draft.at, draft.offset].every(Number.isSafeInteger)) {
      return badDraft(draft);
    }
    cells.push(draft.stream, draft.type, draft.version, draft.at, draft.offset, draft.isTrusted ? 1 : 0, body);
  }
  return cells;
}

/** Each draft of a batch of cells, in order. */
export function* draftsIn(cells: readonly Cell[]): Generator<Omit<Row, 'seq' | 'hash'>> {
  for (let index = 0; index < cells.length; index += CELLS_OF_A_DRAFT) {
    const draft = cells.slice(index, index + CELLS_OF_A_DRAFT) as DraftCells;
    const [stream, type, version, at, offset, trusted, body] = draft;
    yield { stream, type, version, at, offset, trusted, body };
  }
}

function badDraft(draft: Draft): LobbydError {
  return new LobbydError({
    code: 'journal/bad-draft',
    what: `a record of type ${draft.type} has no body, or its version, time or offset is no whole number`,
    where: 'journal',
    next: 'report this with the log: the program contradicts itself',
  });
}

/** A draft as the record that it became, with its place and its hash. */
export function placed(draft: Draft, seq: number, hash: string): StoredRecord {
  const { stream, type, version, at, offset, isTrusted, body } = draft;
  // Name by name: a spread with more names behind it takes the engine a hundred times as long.
  return { seq, stream, type, version, at, offset, isTrusted, body, hash };
}

/** A row of the file as a record. */
export function recordOf(row: Row): StoredRecord {
  return {
    seq: row.seq,
    stream: row.stream === 'device' ? 'device' : 'queue',
    type: row.type,
    version: row.version,
    at: row.at,
    offset: row.offset,
    isTrusted: row.trusted === 1,
    body: JSON.parse(row.body) as unknown,
    hash: row.hash,
  };
}

/** The newest `day-opened` among records, 0 when there is none. */
export function openingIn(records: readonly Pick<Row, 'seq' | 'stream' | 'type'>[]): number {
  return records.findLast(({ stream, type }) => stream === 'queue' && type === 'day-opened')?.seq ?? 0;
}

/** Most records that one `read` gives. */
export const READ_LIMIT = 1_000;

/** `limit` of a `read`, brought into its range of 1–1,000. */
export function readLimit(limit: number): number {
  return Math.max(1, Math.min(READ_LIMIT, Math.floor(limit)));
}
