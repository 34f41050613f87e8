import type { Printer } from '../process.ts';
import type { ReportNames } from '../report/report.ts';

const OTHER = 'cli/other-branch';
const UNKNOWN = 'cli/unknown-ids';

/** What a journal is about, by its ids. */
export interface Used {
  readonly services: readonly string[];
  readonly counters: readonly string[];
}

/**
 * Whether a journal may be of the branch whose file was given beside it. A branch file changes, so that single counters and services
 * that it does not know are named and told by their ids; where it knows none of them the journal is another branch's.
 *
 * @returns false when it is another's, which is told
 */
export function isOfBranch(used: Used, names: ReportNames, directory: string, printer: Printer): boolean {
  if (names.branch === null) return true;
  const parts = (['counters', 'services'] as const).map((what) => {
    const ids = [...new Set(used[what])];
    return { what, ids, unknown: ids.filter((id) => names[what][id] === undefined) };
  });
  const others = parts.find(({ ids, unknown }) => ids.length > 0 && unknown.length === ids.length);
  const { id } = names.branch;
  if (others) {
    printer.err(`${OTHER}: the journal is not of ${id}: its branch file has none of the ${listed(others)}`);
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

function listed({ what, unknown }: { readonly what: string; readonly unknown: readonly string[] }): string {
  return `${what} ${unknown.join(', ')}`;
}
