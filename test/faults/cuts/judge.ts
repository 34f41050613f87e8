import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { stateFile } from '../../../src/branch/state-file.ts';
import { silentLog } from '../../../src/devices/log.ts';
import { LobbydError } from '../../../src/errors.ts';
import type { Row } from '../../../src/journal/chain.ts';
import { cellsOf } from '../../../src/journal/drafts.ts';
import type { Opened } from '../../../src/journal/messages.ts';
import { SQLITE_LIMITS } from '../../../src/journal/sqlite-options.ts';
import type { Draft } from '../../../src/journal/store.ts';
import { type Work, workOn } from '../../../src/journal/work.ts';
import { PROGRAM, stateAfter } from './kept.mjs';
import { CURSOR, type Story } from './plan.ts';

/** What somebody was told before the cut: the place in the story that the journal has reached at least. */
export interface Promised {
  /** Index into the places of the story; null: nobody was told that there is a journal. */
  readonly place: number | null;
  readonly epoch: string | null;
}

/** How a start after a power cut ended. */
export type StartEnd =
  | { readonly kind: 'started'; readonly place: number; readonly epoch: string }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'wrong'; readonly what: string };

/**
 * Starts the journal of a directory as the daemon does, on the very files, without a thread and a lock. It must hold what
 * was promised, hold nothing but the story, and take the next batch, and a state of the last run that fits it must be as it was
 * kept; or say no with place and next step, and leave every byte as it was.
 */
export async function startAfterCut(directory: string, story: Story, promised: Promised): Promise<StartEnd> {
  const before = bytesOf(directory);
  const first = opened(directory, story);
  if ('fault' in first) return refusal(first.fault, directory, before);
  const { place, epoch } = first;
  await first.work.close();
  const wrong = (what: string): StartEnd => ({ kind: 'wrong', what });
  if (first.wrong) return wrong(first.wrong);
  if (place < (promised.place ?? 0)) return wrong(`place ${promised.place} was answered, the journal is at ${place}`);
  if (promised.epoch !== null && promised.epoch !== epoch) return wrong(`its epoch became ${epoch}`);
  return (await writesOn(directory, story, place)) ?? { kind: 'started', place, epoch };
}

/** The journal takes what comes next, and has it after one more start. */
async function writesOn(directory: string, story: Story, place: number): Promise<StartEnd | null> {
  const wrong = (what: string): StartEnd => ({ kind: 'wrong', what });
  const batch = story.batches[place];
  const again = opened(directory, story);
  if ('fault' in again) return wrong(`the start after the start: ${again.fault.message}`);
  if (again.place !== place || again.wrong)
    return wrong(`the start after the start is at ${again.place}, ${again.wrong}`);
  const cells = cellsOf(batch?.drafts ?? []);
  if (cells instanceof LobbydError) return wrong(cells.message);
  const answer = batch && (await again.work.append({ cells, moves: batch.moves, expected: again.head }));
  await again.work.close();
  if (!batch) return null;
  if (answer?.kind !== 'committed') return wrong(`it takes no more: ${answer?.kind}`);
  const last = opened(directory, story);
  if ('fault' in last) return wrong(`a start later: ${last.fault.message}`);
  await last.work.close();
  return last.place === place + 1 && !last.wrong ? null : wrong(`a start later it is at ${last.place}, ${last.wrong}`);
}

interface Begun extends Pick<Opened, 'epoch' | 'head'> {
  readonly work: Work;
  /** Index into the places of the story. */
  readonly place: number;
  readonly wrong: string | null;
}

function opened(directory: string, story: Story): Begun | { readonly fault: LobbydError } {
  const work = workOn({ directory, limits: SQLITE_LIMITS });
  try {
    const { head, cursors, epoch } = work.open(null);
    const cursor = cursors[CURSOR] ?? 0;
    const place = story.places.findIndex((each) => each.seq === head.seq && each.cursor === cursor);
    const stray = place < 0 ? `record ${head.seq} with cursor ${cursor} is no place where a batch ended` : null;
    return {
      work,
      epoch,
      head,
      place,
      wrong: stray ?? strangeRecord(work, head.seq, story.drafts) ?? strangeState(directory, work, head.seq),
    };
  } catch (caught) {
    if (caught instanceof LobbydError) return { fault: caught };
    throw caught;
  }
}

function strangeRecord(work: Work, last: number, drafts: readonly Draft[]): string | null {
  const rows: Row[] = [];
  for (let from = 1; from <= last; from = rows.length + 1) rows.push(...(work.read(from, 1_000) as Row[]));
  const strange = rows.findIndex((row, index) => {
    const { stream, type, version, at, offset, trusted, body } = row;
    const found = { stream, type, version, at, offset, isTrusted: trusted === 1, body: JSON.parse(body) as unknown };
    return row.seq !== index + 1 || !isDeepStrictEqual(found, drafts[index]);
  });
  if (rows.length !== last) return `${rows.length} records instead of ${last}`;
  return strange < 0 ? null : `record ${strange + 1} was never written so`;
}

/** What a branch would begin with instead of replaying the day. One of a record that the journal does not have is left aside. */
function strangeState(directory: string, work: Work, last: number): string | null {
  const kept = stateFile(directory, { program: PROGRAM, log: silentLog, free: async () => null }).take();
  if (!kept || kept.head.seq > last) return null;
  const { seq, hash } = kept.head;
  const [row] = work.read(seq, 1) as Row[];
  if (row?.hash !== hash || isDeepStrictEqual(kept.state, stateAfter(seq))) return null;
  return `the state after record ${seq} was never kept so`;
}

function refusal({ code, where, next }: LobbydError, directory: string, before: Record<string, string>): StartEnd {
  const wrong = (how: string): StartEnd => ({ kind: 'wrong', what: `${code}: ${how}` });
  if (!where.includes(directory)) return wrong(`the refusal names no place: ${where}`);
  if (next === '') return wrong('the refusal names no next step');
  if (!isDeepStrictEqual(bytesOf(directory), before)) return wrong('the refused start changed the files');
  return { kind: 'refused', code };
}

function bytesOf(directory: string): Record<string, string> {
  const names = readdirSync(directory).toSorted();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(directory, name)).toString('latin1')]));
}
