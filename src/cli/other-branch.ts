import { knownPart, listed, signOfOther } from '../config/whose-journal.ts';
import { eventOf } from '../journal/codec.ts';
import type { JournalReader } from '../journal/reader.ts';
import type { ReadRecord } from '../journal/selection.ts';
import type { Printer } from '../process.ts';
import type { QueueEvent } from '../queue/events.ts';
import type { Rules } from '../queue/rules.ts';
import type { ReportNames } from '../report/report.ts';

const OTHER = 'cli/other-branch';
const UNKNOWN = 'cli/unknown-ids';

/** What a journal is about, by its ids. */
export interface Used {
  /** Id of the branch that it was begun for; null: it does not say. */
  readonly startedFor: string | null;
  readonly services: readonly string[];
  readonly counters: readonly string[];
}

/** Rules that were in force last; null: none were. A day may begin under those of the day before. */
export function rulesIn(events: Iterable<QueueEvent>): Rules | null {
  let rules: Rules | null = null;
  for (const event of events) {
    if (event.type === 'rules-applied') rules = event.rules;
    else if (event.type === 'day-opened') rules = event.opening.rules ?? rules;
  }
  return rules;
}

/** The same of records, of which no others are made into events. */
export function rulesAmong(records: readonly ReadRecord[]): Rules | null {
  const some = records.filter(({ type }) => type === 'day-opened' || type === 'rules-applied');
  return rulesIn(some.map(eventOf).filter((event) => event !== null));
}

/** What a day of a journal is about whose rules are known; null: they are not, so that only the journal itself says whose it is. */
export function usedUnder(reader: Pick<JournalReader, 'startedFor'>, rules: Rules | null): Used {
  return {
    startedFor: reader.startedFor(),
    services: rules?.services.map(({ id }) => id) ?? [],
    counters: rules?.counters.map(({ id }) => id) ?? [],
  };
}

/**
 * Whether a journal may be of the branch whose file was given beside it: it says so itself, but for older ones. A branch file changes, so that single counters and services
 * that it does not know are named and told by their ids; where it knows none of them the journal is another branch's.
 *
 * @returns false when it is another's, which is told
 */
export function isOfBranch(used: Used, names: ReportNames, directory: string, printer: Printer): boolean {
  if (names.branch === null) return true;
  const parts = (['counters', 'services'] as const).map((what) =>
    knownPart(what, used[what], (id) => names[what][id] !== undefined),
  );
  const { id } = names.branch;
  const sign = signOfOther(used.startedFor, id, parts);
  if (sign !== null) {
    printer.err(`${OTHER}: the journal is not of ${id}: ${sign}`);
    printer.err(`  where  ${directory}`);
    printer.err('  next   give the branch file of this journal, or its directory alone');
    return false;
  }
  const some = parts.filter(({ unknown }) => unknown.length > 0);
  if (some.length > 0) {
    printer.err(`${UNKNOWN}: the branch file of ${id} does not have the ${some.map(listed).join(', nor the ')}`);
    printer.err(`  where  ${directory}`);
    printer.err(
      '  next   where the branch has changed since, all is well: ids stand for them; else give the file of this journal',
    );
  }
  return true;
}
