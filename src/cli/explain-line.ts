import { type Command, Option } from 'commander';
import { EXPLAIN_LANGUAGES, type ExplainLanguage } from '../report/explain-texts.ts';
import { branchSourceOf, type Choose, journalPlace, zoneName } from './arguments.ts';

/**
 * The command `explain`.
 *
 * @param journal directory of the journal of the service
 */
export function explainCommandLine(program: Command, choose: Choose, journal: string): void {
  program
    .command('explain')
    .description('say why a ticket waited: who was called before it, by which rule and score')
    .argument('<number>', 'the ticket as it stands on the slip: A012; the newest that has the number')
    .option(
      '--journal <place>',
      'the directory of the journal, or a branch file, which gives time zone too',
      journalPlace,
      journal,
    )
    .addOption(new Option('--language <tag>', 'language of the words').choices(EXPLAIN_LANGUAGES).default('en'))
    .option('--zone <zone>', "time zone of the times shown; left out: the branch file's, or the machine's", zoneName)
    .addHelpText(
      'after',
      '\nExit code: 0 it is told, 1 the journal has no such ticket, or it or the branch file is wrong, 3 the journal cannot be\nread.',
    )
    .action(
      (
        label: string,
        { journal: place, language, zone }: { journal: string; language: ExplainLanguage; zone?: string },
      ) =>
        choose(async (port) => {
          const branch = await branchSourceOf(place);
          const { explainCommand } = await import('./explain.ts');
          return explainCommand({ label, place, language, zone: zone ?? null }, { printer: port, branch });
        }),
    );
}
