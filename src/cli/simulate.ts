import type { ConfigFiles } from '../config/files.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';
import { loadScenario } from '../simulate/load.ts';
import type { ReadTimes } from '../simulate/measured.ts';
import { nameIn } from '../simulate/names.ts';
import { pageOf } from '../simulate/page.ts';
import type { PageLanguage } from '../simulate/page-texts.ts';
import { resultOf } from '../simulate/result.ts';
import type { RulesResult } from '../simulate/result-schema.ts';
import type { Scenario } from '../simulate/scenario.ts';
import { simulateBy } from '../simulate/simulate.ts';
import { resultText } from '../simulate/text.ts';
import { byCrew, type WithCrew } from './crew.ts';
import type { OutputFiles } from './output-files.ts';
import { hasPlace, writePage } from './page-writing.ts';
import { progressBar } from './progress-bar.ts';

const NOT_OVER = 'cli/not-over';

/** `lobbyd simulate SCENARIO [--profile ID…] [--replications N] [--seed S] [--jobs N] [--json | --html FILE]`. */
export interface SimulateArguments {
  readonly file: string;
  /** None: as the scenario says. */
  readonly profiles: readonly string[];
  /** Null: as the scenario says; so is the seed. */
  readonly replications: number | null;
  readonly seed: number | null;
  /** How many threads play; null: as many as there are processors, where there is enough to play. */
  readonly jobs: number | null;
  readonly isJson: boolean;
  /** The file that a page is written to; null: none. */
  readonly page: { readonly file: string; readonly language: PageLanguage } | null;
}

/** What `lobbyd simulate` needs. */
export interface SimulatePorts {
  readonly printer: Printer;
  /** A person sees how far it is. */
  readonly isAtTerminal: boolean;
  readonly files: ConfigFiles;
  readonly catalogue: readonly AnyDriver[];
  /** Reads how long services took that ended in a journal. */
  readonly journals?: ReadTimes;
  readonly outputs: OutputFiles;
  /** Runs with those who play the days. */
  readonly withCrew: WithCrew;
}

/**
 * Plays a scenario and tells what came of it.
 *
 * @returns `ok`; `problems` when the scenario, or the branch that it names, is wrong: each problem is a line on standard error;
 * `fault` when a journal that it names cannot be read, the page cannot be written, or a thread that plays has died
 */
export async function simulateCommand(asked: SimulateArguments, ports: SimulatePorts): Promise<ExitCode> {
  const { printer, files, catalogue, isAtTerminal, journals } = ports;
  if (!hasPlace(asked.page?.file ?? null, ports)) return EXIT.fault;
  const result = loadScenario(asked.file, asked.profiles, catalogue, files, journals);
  for (const { text } of result.kind === 'ok' ? result.warnings : result.problems) printer.err(text);
  if (result.kind === 'problems') return result.isFault ? EXIT.fault : EXIT.problems;
  const { seed, replications } = result.scenario;
  const scenario = { ...result.scenario, seed: asked.seed ?? seed, replications: asked.replications ?? replications };
  const bar = isAtTerminal ? progressBar(printer, 'days') : null;
  const jobs = { asked: asked.jobs, days: scenario.compare.length * scenario.replications };
  const played = await byCrew(printer, bar, () =>
    ports.withCrew(scenario, jobs, (crew) => simulateBy(crew, scenario, bar?.tell)),
  );
  if (!played) return EXIT.fault;
  const told = resultOf(scenario, played);
  for (const each of told.rules) tellNotOver(each, scenario, printer);
  if (asked.page) return writePage(asked.page.file, pageOf(told, asked.page.language), ports);
  printer.out(asked.isJson ? JSON.stringify(told, null, 2) : resultText(told));
  return EXIT.ok;
}

/** It is told beside the figures: of others that are compared with it they may hold. */
function tellNotOver(
  { id, names, notOver }: RulesResult,
  { file, replications, steady }: Pick<Scenario, 'file' | 'replications' | 'steady'>,
  printer: Printer,
): void {
  if (!notOver) return;
  const { days, unserved, customers, services } = notOver;
  const some = steady ? `in ${days} of ${replications} runs` : `on ${days} of ${replications} days`;
  const when = days === replications ? '' : `, ${some}`;
  const who = `${unserved} of ${customers} customers for ${services.join(', ')}`;
  const rules = nameIn(names, 'en') ?? id;
  printer.err(`${NOT_OVER}: under ${rules}${when} ${who} still waited two days after the last had come`);
  printer.err(`  where  ${file}`);
  printer.err(
    '  next   fewer customers, shorter services, more counters, or other rules: of a queue that never empties figures say little',
  );
}
