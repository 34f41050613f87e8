import { count } from '../config/check-files.ts';
import type { Config } from '../config/config.ts';
import type { ConfigFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import type { Problem } from '../config/problems.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { type Finding, fault, ok, warning } from './finding.ts';

/** What the two files say, and what is wrong with them. */
export interface Configuration {
  /** Null: it has errors, so nothing that it names can be looked at. */
  readonly config: Config | null;
  readonly findings: readonly Finding[];
}

/** Loads and checks the configuration as `lobbyd check` does. */
export function examineConfiguration(file: string, catalogue: readonly AnyDriver[], files: ConfigFiles): Configuration {
  const loaded = loadConfig(file, catalogue, files);
  if (loaded.kind === 'problems') return { config: null, findings: loaded.problems.map(findingOf) };
  const { config, warnings } = loaded;
  const { counters, services, devices } = config;
  const counts = [count(counters, 'counter'), count(services, 'service'), count(devices, 'device')].join(', ');
  // Names of ports that move: the look at the ports says it, with the name to write instead.
  const others = warnings.filter(({ what }) => !/^\/dev\/tty(?:USB|ACM)\d+ /.test(what));
  return { config, findings: others.length > 0 ? others.map(findingOf) : [ok('config/ok', file, counts)] };
}

function findingOf({ severity, file, line, column, what, expected }: Problem): Finding {
  const where = `${file}:${line}:${column}`;
  const next = `write ${expected}`;
  return severity === 'error' ? fault('config/error', where, what, next) : warning('config/warning', where, what, next);
}
