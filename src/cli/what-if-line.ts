import { type Command, InvalidArgumentError } from 'commander';
import { branchSourceOf, type Choose, isoDate, journalPlace, zoneName } from './arguments.ts';
import { systemOutputs } from './output-files.ts';
import { type PageOptions, pageOf, pageOptions } from './page-options.ts';

interface Options extends PageOptions {
  readonly journal: string;
  readonly day?: string;
  readonly profile?: string;
  readonly counters: number;
  readonly like?: string;
  readonly zone?: string;
}

/** How many counters more there are, or fewer. */
function counterCount(text: string): number {
  const [, sign, digits] = /^([+-]?)(\d{1,2})$/.exec(text) ?? [];
  const count = Number(digits);
  const expected = 'from +1 to +20 counters are added, from -1 to -20 are left out';
  // biome-ignore lint/plugin: commander is refused an argument by throwing its own error
  if (!(count >= 1 && count <= 20)) throw new InvalidArgumentError(expected);
  return sign === '-' ? -count : count;
}

/**
 * The command `what-if`.
 *
 * @param journal directory of the journal of the service
 */
export function whatIfCommandLine(program: Command, choose: Choose, journal: string): void {
  const command = program
    .command('what-if')
    .description('play a day of the journal again under another rule or with more counters, beside what happened')
    .option(
      '--journal <place>',
      'the directory of the journal, or a branch file, which gives names and time zone too',
      journalPlace,
      journal,
    )
    .option('--day <date>', 'the business day, 2026-01-05; left out: the newest', isoDate)
    .option('--profile <id>', 'a profile of that day, which all counters follow; left out: as it was')
    .option('--counters <number>', 'so many counters more, +1, or fewer, -1', counterCount, 0)
    .option(
      '--like <id>',
      'which counter they are copies of, or which is left out; else the one that served most, or least',
    )
    .option('--zone <zone>', "time zone of the branch; left out: the branch file's, or the machine's", zoneName);
  pageOptions(command)
    .addHelpText(
      'after',
      '\nExit code: 0 it is told, 1 there is no such day, profile or counter, or the journal is wrong, 3 the journal cannot be\nread, or the page cannot be written.',
    )
    .action(({ journal: place, day, profile, counters, like, zone, ...form }: Options, line: Command) => {
      if (like !== undefined && counters === 0) line.error("error: '--like' is of '--counters <number>'");
      const page = pageOf(line, form);
      choose(async (port) => {
        const [{ whatIfCommand }, branch] = await Promise.all([import('./what-if.ts'), branchSourceOf(place)]);
        const change = { profile: profile ?? null, counters, like: like ?? null };
        return whatIfCommand(
          { place, day: day ?? null, ...change, zone: zone ?? null, isJson: form.json, page },
          { printer: port, outputs: systemOutputs(port), branch },
        );
      });
    });
}
