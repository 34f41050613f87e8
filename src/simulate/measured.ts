import { beside } from '../config/files.ts';
import type { Problem } from '../config/problems.ts';
import type { Source } from '../config/yaml.ts';
import type { Duration, ServiceId } from '../queue/rules.ts';
import type { ScenarioDocument } from './schema.ts';
import type { ServiceTimeEntry } from './schema-times.ts';

/** How long services took that ended in a journal, by service, ms; or why nobody can tell. */
export type MeasuredTimes = ReadonlyMap<ServiceId, readonly Duration[]> | { readonly why: string };

/** Reads the times of a journal in a directory. */
export type ReadTimes = (directory: string) => MeasuredTimes;

/** Where no journal can be read. */
export const NO_JOURNALS: ReadTimes = () => ({ why: 'journals are read by the program alone' });

/**
 * The entries of service times, those that name a journal with the times of it: one for each service that ended there.
 */
export function withMeasured(
  source: Source,
  { serviceTimes }: ScenarioDocument,
  read: ReadTimes,
): { readonly times: readonly ServiceTimeEntry[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const times = serviceTimes.flatMap((entry, index): readonly ServiceTimeEntry[] => {
    if (entry.journal === undefined) return [entry];
    const measured = read(beside(source.file, entry.journal));
    if ('why' in measured) {
      const what = `the journal cannot be read: ${measured.why}`;
      const expected = 'the directory of a journal that is whole';
      problems.push(source.problem('error', ['serviceTimes', index, 'journal'], what, expected));
      // Whoever it is about is not told of as well.
      return [{ ...entry, kind: 'fixed' }];
    }
    const services = entry.services ?? [...measured.keys()];
    return services.flatMap((id): readonly ServiceTimeEntry[] => {
      const values = measured.get(id) ?? [];
      if (values.length > 0) return [{ ...entry, services: [id], values: [...values] }];
      const what = `no "${id}" has ended in the journal`;
      problems.push(source.problem('error', ['serviceTimes', index, 'journal'], what, 'services that it knows'));
      return [{ ...entry, services: [id], kind: 'fixed' as const }];
    });
  });
  return { times, problems };
}
