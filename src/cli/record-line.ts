import { type Command, Option } from 'commander';
import type { ProcessPort } from '../process.ts';
import { DIMENSIONS, type Dimension } from '../report/standards-tally.ts';
import { branchSourceOf, type Choose, isoDate, journalPlace, zoneName } from './arguments.ts';
import type { SourcePorts } from './journal-source.ts';

const PLACE = 'the directory of a journal, or a branch file, which gives time zone too';
const ENDS =
  '\nExit code: 0 it is told, 1 there is no such day, or the journal or the file is wrong, 3 the journal cannot be read.';

/**
 * The commands that read the record of a business day: `standards`, `diversion`, `reprints`, `audit`.
 *
 * @param journal directory of the journal of the service
 */
export function recordCommands(program: Command, choose: Choose, journal: string): void {
  program
    .command('standards')
    .description('say how often the standards of wait and service were kept on a business day')
    .argument('[place]', PLACE, journalPlace, journal)
    .option('--day <date>', 'the business day, 2026-01-05; left out: the newest', isoDate)
    .addOption(new Option('--by <what>', 'a line for each').choices(DIMENSIONS))
    .option('--json', 'write the figures as JSON, times in ms', false)
    .addHelpText('after', ENDS)
    .action((place: string, { day, by, json }: { day?: string; by?: Dimension; json: boolean }) =>
      choose(async (port) =>
        (await import('./record.ts')).standardsCommand(
          { place, day: day ?? null, by: by ?? null, isJson: json },
          await portsFor(place, port),
        ),
      ),
    );
  program
    .command('diversion')
    .description('say how many customers were offered a machine on a business day, took it, or insisted on a number')
    .argument('[place]', PLACE, journalPlace, journal)
    .option('--day <date>', 'the business day, 2026-01-05; left out: the newest', isoDate)
    .option('--json', 'write the figures as JSON', false)
    .addHelpText('after', ENDS)
    .action((place: string, { day, json }: { day?: string; json: boolean }) =>
      choose(async (port) =>
        (await import('./record.ts')).diversionCommand(
          { place, day: day ?? null, isJson: json },
          await portsFor(place, port),
        ),
      ),
    );
  reprintsLine(program, choose, journal);
  program
    .command('audit')
    .description('say who did what on a business day')
    .argument('[place]', PLACE, journalPlace, journal)
    .option('--day <date>', 'the business day, 2026-01-05; left out: the newest', isoDate)
    .option('--actor <name>', 'what one did: a kind (keypad, kiosk, http …), a device, a client, a person, a teller')
    .option('--ticket <number>', 'what was done with a ticket: A012')
    .option('--zone <zone>', "time zone of the times shown; left out: the branch file's, or the machine's", zoneName)
    .option('--json', 'write lines of JSON', false)
    .addHelpText('after', ENDS)
    .action((place: string, options: { day?: string; actor?: string; ticket?: string; zone?: string; json: boolean }) =>
      choose(async (port) => {
        const { day = null, actor = null, ticket = null, zone = null, json: isJson } = options;
        return (await import('./record.ts')).auditCommand(
          { place, day, actor, ticket, zone, isJson },
          await portsFor(place, port),
        );
      }),
    );
}

function reprintsLine(program: Command, choose: Choose, journal: string): void {
  program
    .command('reprints')
    .description('say which lost slips were printed again on a business day, and who asked for it')
    .argument('[place]', PLACE, journalPlace, journal)
    .option('--day <date>', 'the business day, 2026-01-05; left out: the newest', isoDate)
    .option('--zone <zone>', "time zone of the times shown; left out: the branch file's, or the machine's", zoneName)
    .option('--json', 'write the record as JSON', false)
    .addHelpText('after', ENDS)
    .action((place: string, { day, zone, json }: { day?: string; zone?: string; json: boolean }) =>
      choose(async (port) => {
        const asked = { place, day: day ?? null, zone: zone ?? null, isJson: json };
        return (await import('./record.ts')).reprintsCommand(asked, await portsFor(place, port));
      }),
    );
}

async function portsFor(place: string, printer: ProcessPort): Promise<SourcePorts> {
  return { printer, branch: await branchSourceOf(place) };
}
