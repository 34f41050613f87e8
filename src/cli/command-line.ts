import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { catalogue } from '../../devices/index.ts';
import { ANSWER_NAMES, answersSchema, defaultOf, flagOf } from '../init/answers.ts';
import type { WorkerLink } from '../journal/link.ts';
import { EXIT, type ExitCode, type ProcessPort } from '../process.ts';
import { adviseCommandLine } from './advise-line.ts';
import { branchSpeed, type Choose, journalDirectory, portNumber, wholeNumber, zoneName } from './arguments.ts';
import { explainCommandLine } from './explain-line.ts';
import type { InitArguments } from './init.ts';
import { recordCommands } from './record-line.ts';
import { reportCommandLine } from './report-line.ts';
import { simulateCommandLine } from './simulate-line.ts';
import { whatIfCommandLine } from './what-if-line.ts';

/** The one that the service runs. */
const BRANCH_FILE = '/etc/lobbyd/branch.yaml';
/** Of the one that the service runs. */
const JOURNAL = '/var/lib/lobbyd';

/** Where the package puts the example. */
const EXAMPLE = '/usr/share/lobbyd/examples/branch.yaml';

/** Runs one subcommand, imported only when it is asked for: `lobbyd check` must not load serial ports. */
type Run = (port: ProcessPort) => Promise<ExitCode>;

/**
 * Reads the command line and runs one subcommand.
 *
 * @param port the operating system's side
 * @param journal the thread of the journal for `run`, where it was started beforehand; the caller ends it
 * @returns the exit code: 0, 1 (problems were found), 2 (the command line is wrong), 3 (a fault)
 */
export async function main(port: ProcessPort, journal: WorkerLink | null = null): Promise<ExitCode> {
  const chosen: { run: Run | null } = { run: null };
  const program = commandLine((run) => {
    chosen.run = run;
  }, journal);
  program.configureOutput({
    writeOut: (text) => port.out(text.trimEnd()),
    writeErr: (text) => port.err(text.trimEnd()),
  });
  try {
    program.parse([...port.arguments]);
  } catch (caught) {
    if (caught instanceof CommanderError) return caught.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw caught;
  }
  return chosen.run ? chosen.run(port) : EXIT.usage;
}

function commandLine(choose: Choose, journal: WorkerLink | null): Command {
  // Subcommands copy these settings when they are made: they come first.
  const program = new Command('lobbyd')
    .description('The call-number controller of a bank branch.')
    .version(version(), '-V, --version', 'tell the version')
    .exitOverride()
    .showHelpAfterError();
  program
    .command('run')
    .description('run the branch that FILE describes, until SIGTERM')
    .argument('<file>', 'the branch file')
    .option('--branch-speed <times>', 'a training: branch time runs so many times as fast as the world', branchSpeed)
    .action((file: string, options: { branchSpeed?: number }) =>
      choose(async (port) => (await import('./run.ts')).run(file, catalogue, port, { ...options, journal })),
    );
  program
    .command('check')
    .description('check branch files and bank standards: every problem with its line')
    .argument('<files...>', 'branch files, each checked with the standard that it names, or bank standards')
    .addHelpText(
      'after',
      '\nEach problem is a line on standard error. For devices on pins of this machine it says how they are reached, and\nprints the lines for config.txt that are missing. Exit code: 0 all is right (warnings may stand), 1 something is not.',
    )
    .action((files: string[]) =>
      choose(async (port) => {
        const [{ check }, { systemFiles }, { systemMachine }] = await Promise.all([
          import('./check.ts'),
          import('../config/files.ts'),
          import('../devices/wire/gpio-machine.ts'),
        ]);
        return check(files, { printer: port, files: systemFiles(), machine: systemMachine(), catalogue });
      }),
    );
  program
    .command('reload')
    .description('have the running daemon read its files again, and say what came of it: whole, or nothing and why')
    .addHelpText(
      'after',
      '\nAsks the daemon that runs as the service (root may). Exit code: 0 the files are in force, 1 they are not and nothing\nwas changed (each problem is a line on standard error), 3 no daemon answered.',
    )
    .action(() => choose(async (port) => (await import('./reload.ts')).reload(port)));
  doctorCommand(program, choose);
  initCommand(program, choose);
  emulateCommand(program, choose);
  prepareCommand(program, choose);
  explainCommandLine(program, choose, JOURNAL);
  recordCommands(program, choose, JOURNAL);
  reportCommandLine(program, choose, JOURNAL);
  simulateCommandLine(program, choose);
  whatIfCommandLine(program, choose, JOURNAL);
  adviseCommandLine(program, choose);
  const journalLine = program.command('journal').description('read the journal, also while the branch runs');
  journalCommands(journalLine, choose);
  return program;
}

function doctorCommand(program: Command, choose: Choose): void {
  program
    .command('doctor')
    .description('look at everything that a branch needs of this machine, and say what to do; changes nothing')
    .argument('[file]', 'the branch file', BRANCH_FILE)
    .option('--json', 'write the findings as JSON', false)
    // How it starts itself: what hangs is left behind with a process of its own.
    .addOption(new Option('--looks <looks>').hideHelp())
    .addOption(new Option('--hung <looks>').default('').hideHelp())
    .addHelpText('after', '\nExit code: 0 all is well, 1 warnings, 2 faults (docs/technician/faults.md).')
    .action((file: string, { json, looks, hung }: { json: boolean; looks?: string; hung: string }) =>
      choose(async (port) => {
        const { doctor, examine, looksOf, systemDoctor, systemExaminations } = await import('./doctor.ts');
        const examinations = systemExaminations(file, port);
        // Its waiting keeps the program; what hangs, and was given up for it, must not.
        void port.stopAsked().then(() => {
          examinations.end();
          port.exit(EXIT.fault);
        });
        if (looks === undefined) return port.exit(await doctor(json, port, examinations));
        const plan = { looks: looksOf(looks), hung: looksOf(hung) };
        return port.exit(await examine(file, plan, port, systemDoctor(catalogue, port.pid)));
      }),
    );
}

function initCommand(program: Command, choose: Choose): void {
  const command = program
    .command('init')
    .description('write a first branch file and bank standard; overwrites nothing; asks for what no option tells')
    .argument('[file]', 'the branch file to be', BRANCH_FILE)
    .option('--standard <file>', 'a bank standard that is there; left out: a small one is written beside the file');
  for (const name of ANSWER_NAMES) {
    const preset = defaultOf(name) === '' ? '' : ` (default: ${defaultOf(name)})`;
    command.option(`--${flagOf(name)} <text>`, `${answersSchema.shape[name].description}${preset}`);
  }
  command.action((file: string, { standard, ...answers }: { standard?: string } & InitArguments['answers']) =>
    choose(async (port) => {
      const { init } = await import('./init.ts');
      return init({ file, answers, ...(standard === undefined ? {} : { standard }) }, catalogue, port);
    }),
  );
}

function emulateCommand(program: Command, choose: Choose): void {
  program
    .command('emulate')
    .description('be the other end of a wire: a device of the given driver')
    .argument('<kind>', `${catalogue.map(({ name, kind }) => `${kind} (${name})`).join(', ')}`)
    .option('--pty <link>', 'a pseudo-terminal with this name')
    .option('--tcp <port>', 'a TCP port of this machine', portNumber)
    .option('--set <key=value...>', 'settings of the device, as in the branch file', [])
    .action((driver: string, options: { pty?: string; tcp?: number; set: string[] }) =>
      choose(async (port) => (await import('./emulate.ts')).emulate({ driver, ...options }, catalogue, port)),
    );
}

function prepareCommand(program: Command, choose: Choose): void {
  program
    .command('prepare')
    .description('have the program compiled for this machine, so that it starts faster; the package does it by itself')
    .argument('[file]', 'a branch file: one like it is started for a moment, with no device', EXAMPLE)
    .addHelpText(
      'after',
      '\nWhat is made holds for this Node with the options that it was given. Exit code: 0 done, 3 not done: then a start\ntakes a moment longer, nothing else.',
    )
    .action((file: string) => choose(async (port) => (await import('./prepare.ts')).prepare(file, port)));
}

function journalCommands(journal: Command, choose: Choose): void {
  journal
    .command('verify')
    .description('check every record of the journal in DIR, or those since a seal')
    .argument('<dir>', 'the directory of the journal', journalDirectory)
    .option('--from-seal <number>', 'the sealed month to start after: 1 is the first, 0 the newest', wholeNumber)
    .action((directory: string, { fromSeal }: { fromSeal?: number }) =>
      choose(async (port) =>
        (await import('./journal.ts')).verifyCommand({ directory, fromSeal: fromSeal ?? null }, port),
      ),
    );
  journal
    .command('export')
    .description('write records as lines of JSON')
    .argument('<dir>', 'the directory of the journal', journalDirectory)
    .option('--from <seq>', 'first record', wholeNumber)
    .option('--to <seq>', 'last record', wholeNumber)
    .action((directory: string, { from, to }: { from?: number; to?: number }) =>
      choose(async (port) =>
        (await import('./journal.ts')).exportCommand({ directory, from: from ?? null, to: to ?? null }, port),
      ),
    );
  journal
    .command('tail')
    .description('show the newest records')
    .argument('<dir>', 'the directory of the journal', journalDirectory)
    .option('--count <number>', 'how many at first', wholeNumber, 10)
    .option('--follow', 'go on as records are written', false)
    .option('--zone <zone>', "time zone of the times shown; left out: the machine's", zoneName)
    .action((directory: string, { count, follow, zone }: { count: number; follow: boolean; zone?: string }) =>
      choose(async (port) =>
        (await import('./journal.ts')).tailCommand({ directory, count, isFollowing: follow, zone: zone ?? null }, port),
      ),
    );
  journal
    .command('accept')
    .description(
      'after damage, or when an older copy was put back: believe the journal in DIR as it stands (see what verify says first)',
    )
    .argument('<dir>', 'the directory of the journal', journalDirectory)
    .action((directory: string) =>
      choose(async (port) => (await import('./journal.ts')).acceptCommand({ directory }, port)),
    );
}

/** Of the package; this program stands in `dist/src/cli/` or `dist/program/lobbyd/`. */
function version(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  return /"version": "([^"]+)"/.exec(text)?.[1] ?? 'unknown';
}
