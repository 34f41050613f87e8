import { catalogue } from '../../devices/index.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import type { Printer } from '../process.ts';
import { counterNames } from '../views/counter-names.ts';
import type { Source } from './journal-source.ts';

/**
 * The journal of a branch file, with its names and zone. In a file of its own: to read the schemas of all devices takes a
 * quarter of a second, which a report of a directory does without.
 *
 * @returns null when the file has problems, which are told
 */
export function branchSource(file: string, printer: Printer): Source | null {
  const result = loadConfig(file, catalogue, systemFiles());
  if (result.kind === 'ok') {
    const { journalDirectory, branch, services, segments, counters } = result.config;
    const names = {
      branch: { id: branch.id, names: branch.name },
      services: Object.fromEntries(services.map((each) => [each.rules.id, each.names])),
      segments: Object.fromEntries(segments.map((each) => [each.id, each.names])),
      counters: counterNames(counters.map(({ rules }) => rules)),
    };
    return { directory: journalDirectory, zone: branch.timeZone, names };
  }
  for (const { text } of result.problems) printer.err(text);
  return null;
}
