import { asFault, messageOf } from '../errors.ts';
import { journalFiles } from '../journal/files.ts';
import { fromSeal } from '../journal/inspect.ts';
import { verifyJournal } from '../journal/reader.ts';
import { SQLITE_LIMITS } from '../journal/sqlite-options.ts';
import { type Finding, type FindingId, fault, ok } from './finding.ts';
import type { Node } from './machine.ts';
import { examineJournalRights, type RightsCheck } from './rights.ts';

/** The journal, the daemon's to read and write, and proved as far as the daemon proves it at its start. */
export function examineJournal(directory: string, check: RightsCheck): readonly Finding[] {
  const { machine } = check;
  const files = journalFiles(directory);
  const folder = machine.node(directory);
  // The look at the disk has told that it is none.
  if (folder !== null && folder.kind !== 'directory') return [];
  if (folder !== null && !machine.mayEnter(directory)) {
    const what = 'whoever runs this may not look into the folder of the journal';
    return [fault('journal/unreadable', directory, what, 'run it as root, or as the user of the daemon')];
  }
  const database = machine.node(files.database);
  if (!database && !machine.node(files.head)) {
    return [ok('journal/ok', directory, 'there is no journal yet: the daemon makes one at its first start')];
  }
  const closed = examineJournalRights(files, check);
  // What is sound for root is not in order when the daemon may not touch it.
  return [...closed, ...proved(directory, database).filter(({ mark }) => closed.length === 0 || mark !== 'ok')];
}

function proved(directory: string, database: Node | null): readonly Finding[] {
  const isSmall = (database?.size ?? 0) <= SQLITE_LIMITS.structureCheckedUpTo;
  try {
    const { head, checkedFrom } = verifyJournal(directory, fromSeal(SQLITE_LIMITS.checkedAtStart), isSmall);
    const before = checkedFrom > 1 ? `; those before ${checkedFrom} are sealed: lobbyd journal verify reads them` : '';
    return [ok('journal/ok', directory, `sound, ${head.seq} records${before}`)];
  } catch (caught) {
    const found = asFault(caught, {
      code: 'journal/broken',
      what: messageOf(caught),
      where: directory,
      next: 'report this with the journal: the program contradicts itself',
    });
    return [fault(found.code as FindingId, found.where, found.what, found.next)];
  }
}
