import { type Command, InvalidArgumentError } from 'commander';
import { catalogue } from '../../devices/index.ts';
import { minutes } from '../clock.ts';
import { type Choose, jobCount, wholeNumber } from './arguments.ts';
import { systemOutputs } from './output-files.ts';
import { type PageOptions, pageOf, pageOptions } from './page-options.ts';

interface Options extends PageOptions {
  readonly scenario: string;
  readonly target: readonly string[];
  readonly profile: readonly string[];
  readonly slot: number;
  readonly replications?: number;
  readonly seed?: number;
  readonly jobs?: number;
}

/** How many minutes a slot has. */
function slotLength(text: string): number {
  const [, digits = ''] = /^(\d{1,3})(?:min)?$/.exec(text) ?? [];
  const length = Number(digits);
  // biome-ignore lint/plugin: commander is refused an argument by throwing its own error
  if (!(length >= 5 && length <= 480)) throw new InvalidArgumentError('from 5min to 480min are a slot');
  return length;
}

/** How many days are played. */
function dayCount(text: string): number {
  const count = wholeNumber(text);
  // biome-ignore lint/plugin: as above
  if (count < 1 || count > 1_000) throw new InvalidArgumentError('from 1 to 1000 days are played');
  return count;
}

/** The command `advise`. */
export function adviseCommandLine(program: Command, choose: Choose): void {
  const command = program
    .command('advise')
    .description('say which counters to open when, under which rules, to keep a target with the fewest counter hours')
    .requiredOption('--scenario <file>', 'the scenario of a day (docs/simulate.md)')
    .requiredOption('--target <targets...>', '"90 % within 10 min", "cash: 95 % within 5 min", "90 % within target"')
    .option(
      '--profile <ids...>',
      'rules of the scenario, or profiles that all counters follow; left out: all that it compares',
      [],
    )
    .option('--slot <minutes>', 'how long a counter is open or not: 60min', slotLength, 60)
    .option(
      '--replications <number>',
      'days on which each plan is played; left out: as the scenario says, at most 10',
      dayCount,
    )
    .option('--seed <number>', 'another seed: other days', wholeNumber)
    .option('--jobs <number>', 'threads that play; left out: one a processor, for little this one alone', jobCount);
  pageOptions(command)
    .addHelpText(
      'after',
      '\nExit code: 0 it is told, 1 the scenario or a target is wrong, or no plan keeps the targets (it says why), 3 the page\ncannot be written, or a thread died.',
    )
    .action(
      (
        { scenario: file, target: targets, profile: profiles, slot, replications, seed, jobs, ...form }: Options,
        line: Command,
      ) => {
        const page = pageOf(line, form);
        choose(async (port) => {
          const [{ adviseCommand }, { serviceTimesIn }, { systemFiles }, { withCrew }] = await Promise.all([
            import('./advise.ts'),
            import('./service-times.ts'),
            import('../config/files.ts'),
            import('./crew.ts'),
          ]);
          const asked = { file, targets, profiles, slot: minutes(slot), isJson: form.json, page };
          const outputs = systemOutputs(port);
          const isAtTerminal = port.outputReader === 'terminal';
          return adviseCommand(
            { ...asked, replications: replications ?? null, seed: seed ?? null, jobs: jobs ?? null },
            {
              printer: port,
              isAtTerminal,
              files: systemFiles(),
              catalogue,
              journals: serviceTimesIn,
              outputs,
              withCrew,
            },
          );
        });
      },
    );
}
