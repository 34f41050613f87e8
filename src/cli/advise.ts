import type { ConfigFiles } from '../config/files.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';
import type { Duration } from '../queue/rules.ts';
import { advise } from '../simulate/advise/advise.ts';
import { advicePage } from '../simulate/advise/page.ts';
import { adviceResult } from '../simulate/advise/result.ts';
import { mostDays } from '../simulate/advise/search.ts';
import { frameOf } from '../simulate/advise/slots.ts';
import { parseTarget, type Target } from '../simulate/advise/target.ts';
import { adviceText } from '../simulate/advise/text.ts';
import { loadScenario } from '../simulate/load.ts';
import type { ReadTimes } from '../simulate/measured.ts';
import type { PageLanguage } from '../simulate/page-texts.ts';
import { byCrew, type WithCrew } from './crew.ts';
import type { OutputFiles } from './output-files.ts';
import { hasPlace, writePage } from './page-writing.ts';
import { progressBar } from './progress-bar.ts';

/** `lobbyd advise --scenario S --target T… [--profile ID…] [--slot MINUTES] [--replications N] [--seed S] [--jobs N] [--json | --html FILE]`. */
export interface AdviseArguments {
  readonly file: string;
  readonly targets: readonly string[];
  /** None: the rules that the scenario compares. */
  readonly profiles: readonly string[];
  readonly slot: Duration;
  /** Null: as the scenario says; so is the seed. */
  readonly replications: number | null;
  readonly seed: number | null;
  /** How many threads play; null: as many as there are processors, where there is enough to play. */
  readonly jobs: number | null;
  readonly isJson: boolean;
  /** The file that a page is written to; null: none. */
  readonly page: { readonly file: string; readonly language: PageLanguage } | null;
}

/** What `lobbyd advise` needs. */
export interface AdvisePorts {
  readonly printer: Printer;
  /** A person sees how far it is. */
  readonly isAtTerminal: boolean;
  readonly files: ConfigFiles;
  readonly catalogue: readonly AnyDriver[];
  readonly journals: ReadTimes;
  readonly outputs: OutputFiles;
  /** Runs with those who play the days. */
  readonly withCrew: WithCrew;
}

/** More days make a plan no better, and each takes its time. */
const MOST_DAYS = 10;

/**
 * Says which counters to open when, under which rules, to keep targets with the fewest counter hours.
 *
 * @returns `ok`; `problems` when the scenario or a target is wrong, or the targets cannot be kept; `fault` when a journal
 * that it names cannot be read, the page cannot be written, or a thread that plays has died
 */
export async function adviseCommand(asked: AdviseArguments, ports: AdvisePorts): Promise<ExitCode> {
  const { printer } = ports;
  if (!hasPlace(asked.page?.file ?? null, ports)) return EXIT.fault;
  const loaded = loadScenario(asked.file, asked.profiles, ports.catalogue, ports.files, ports.journals);
  for (const { text } of loaded.kind === 'ok' ? loaded.warnings : loaded.problems) printer.err(text);
  if (loaded.kind === 'problems') return loaded.isFault ? EXIT.fault : EXIT.problems;
  const { seed, replications, steady } = loaded.scenario;
  if (steady) {
    printer.err(`cli/no-day: the scenario is a long run at one rate (steady): it has no slots to open counters in`);
    printer.err(`  where  ${asked.file}`);
    printer.err('  next   give a scenario of a day: arrivals with from, every and perSlot (docs/simulate.md)');
    return EXIT.problems;
  }
  const days = asked.replications ?? Math.min(replications, MOST_DAYS);
  const scenario = { ...loaded.scenario, seed: asked.seed ?? seed, replications: days };
  const targets = targetsOf(asked, scenario.compare[0]?.rules.services.map(({ id }) => id) ?? [], printer);
  if (!targets) return EXIT.problems;
  const bar = ports.isAtTerminal ? progressBar(printer, 'days at most') : null;
  const wanted = { targets, every: asked.slot };
  const jobs = { asked: asked.jobs, days: scenario.compare.length * mostDays(frameOf(scenario, asked.slot), days) };
  const advice = await byCrew(printer, bar, () =>
    ports.withCrew(scenario, jobs, (crew) => advise(scenario, wanted, crew, bar?.tell)),
  );
  if (!advice) return EXIT.fault;
  const result = adviceResult(scenario, targets, advice);
  if (asked.page) {
    const code = writePage(asked.page.file, advicePage(result, asked.page.language), ports);
    return code === EXIT.ok && !result.isReachable ? EXIT.problems : code;
  }
  printer.out(asked.isJson ? JSON.stringify(result, null, 2) : adviceText(result));
  return result.isReachable ? EXIT.ok : EXIT.problems;
}

function targetsOf({ targets }: AdviseArguments, services: readonly string[], printer: Printer): Target[] | null {
  const read = targets.map((text) => parseTarget(text, services));
  const wrong = read.flatMap((each) => (each.kind === 'wrong' ? [each] : []));
  for (const { what, expected } of wrong) {
    printer.err(`cli/wrong-target: ${what}`);
    printer.err('  where  --target');
    printer.err(`  next   expected ${expected}`);
  }
  return wrong.length > 0 ? null : read.flatMap((each) => (each.kind === 'ok' ? [each.target] : []));
}
