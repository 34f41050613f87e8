import { type Command, InvalidArgumentError } from 'commander';
import { catalogue } from '../../devices/index.ts';
import { type Choose, jobCount, wholeNumber } from './arguments.ts';
import { systemOutputs } from './output-files.ts';
import { type PageOptions, pageOf, pageOptions } from './page-options.ts';

interface Options extends PageOptions {
  readonly profile: readonly string[];
  readonly replications?: number;
  readonly seed?: number;
  readonly jobs?: number;
}

/** How many days are played. */
function dayCount(text: string): number {
  const count = wholeNumber(text);
  // biome-ignore lint/plugin: commander is refused an argument by throwing its own error
  if (count < 1 || count > 10_000) throw new InvalidArgumentError('from 1 to 10000 days are played');
  return count;
}

/** The command `simulate`. */
export function simulateCommandLine(program: Command, choose: Choose): void {
  const command = program
    .command('simulate')
    .description('play the days of a scenario on the queue of the branch, under each of the rules that it compares')
    .argument('<scenario>', 'the scenario (docs/simulate.md)')
    .option(
      '--profile <ids...>',
      'rules of the scenario, or profiles that all counters follow; left out: as it says',
      [],
    )
    .option('--replications <number>', 'days to play; left out: as the scenario says', dayCount)
    .option('--seed <number>', 'another seed: other days', wholeNumber)
    .option('--jobs <number>', 'threads that play; left out: one a processor, for little this one alone', jobCount);
  pageOptions(command)
    .addHelpText(
      'after',
      '\nExit code: 0 it is told, 1 the scenario or what it names is wrong (each problem with its line), 3 the page cannot be\nwritten, or a thread died.',
    )
    .action((file: string, { profile, replications, seed, jobs, ...form }: Options, line: Command) => {
      const page = pageOf(line, form);
      choose(async (port) => {
        const [{ simulateCommand }, { serviceTimesIn }, { systemFiles }, { withCrew }] = await Promise.all([
          import('./simulate.ts'),
          import('./service-times.ts'),
          import('../config/files.ts'),
          import('./crew.ts'),
        ]);
        const asked = { profiles: profile, replications: replications ?? null, seed: seed ?? null, jobs: jobs ?? null };
        const outputs = systemOutputs(port);
        const isAtTerminal = port.outputReader === 'terminal';
        return simulateCommand(
          { file, ...asked, isJson: form.json, page },
          { printer: port, isAtTerminal, files: systemFiles(), catalogue, journals: serviceTimesIn, outputs, withCrew },
        );
      });
    });
}
