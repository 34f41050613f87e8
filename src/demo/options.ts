import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { FASTEST } from '../faster-clock.ts';
import { EXIT, type ExitCode } from '../process.ts';
import { programPath } from './programs.ts';
import { bestWires } from './stand.ts';

const EXAMPLE = fileURLToPath(new URL('../../../config/branch.example.yaml', import.meta.url));

/** What the demo was started with. */
export interface DemoOptions {
  readonly port: number;
  readonly mqttPort: number;
  readonly wires: 'pty' | 'tcp';
  /** A program of its own, or the one that the daemon runs where a branch has none. */
  readonly broker: 'mosquitto' | 'own';
  readonly branch: string;
  readonly directory: string | null;
  /** People act by themselves, and branch time runs so many times as fast; null: they wait to be sent in. */
  readonly traffic: number | null;
  /** Branch time runs so many times as fast where nobody acts by themselves. */
  readonly speed: number;
  readonly isQuiet: boolean;
  /** Whether every line of the daemon's log is told, as it is. */
  readonly isLogTold: boolean;
}

interface Given {
  readonly port: number;
  readonly mqttPort: number;
  readonly wires?: 'pty' | 'tcp';
  readonly broker?: 'mosquitto' | 'own';
  readonly branch: string;
  readonly directory?: string;
  readonly traffic?: number;
  readonly speed: number;
  readonly quiet: boolean;
  readonly log: boolean;
}

/** Reads the demo's command line; an exit code when there is nothing to start. */
export function demoOptions(words: readonly string[]): DemoOptions | ExitCode {
  const program = commandLine();
  try {
    program.parse([...words]);
  } catch (caught) {
    if (caught instanceof CommanderError) return caught.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw caught;
  }
  const given = program.opts<Given>();
  return {
    port: given.port,
    mqttPort: given.mqttPort,
    wires: given.wires ?? bestWires(),
    broker: given.broker ?? (programPath('mosquitto') === null ? 'own' : 'mosquitto'),
    branch: given.branch,
    directory: given.directory ?? null,
    traffic: given.traffic ?? null,
    speed: given.speed,
    isQuiet: given.quiet,
    isLogTold: given.log,
  };
}

function commandLine(): Command {
  return new Command('npm start --')
    .description('A working branch on emulated wires, with a page to press its buttons.')
    .option('--port <number>', 'port of the page on this machine; 0: any free one', portNumber, 8080)
    .option('--mqtt-port <number>', 'port of the broker on this machine; 0: any free one', portNumber, 0)
    .addOption(
      new Option('--wires <kind>', 'left out: pseudo-terminals where socat is there').choices(['pty', 'tcp'] as const),
    )
    .addOption(
      new Option('--broker <kind>', "left out: mosquitto where it is there, else the daemon's own").choices([
        'mosquitto',
        'own',
      ] as const),
    )
    .option('--branch <file>', 'the branch to play', EXAMPLE)
    .option('--directory <path>', 'keep wires, configuration and journal there; left out: gone with the demo')
    .option('--traffic <times>', 'customers and tellers act by themselves, 1 to 20 times as fast as the world', speed)
    .option('--speed <times>', 'branch time runs 1 to 20 times as fast, and people wait to be sent in', speed, 1)
    .option('--quiet', 'tell nothing of what happens on the terminal', false)
    .option('--log', "tell the daemon's whole log on the terminal", false)
    .exitOverride();
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  // biome-ignore lint/plugin: commander is refused an argument by throwing its own error
  if (!(port <= 65_535)) throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return port;
}

function speed(text: string): number {
  const times = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  // biome-ignore lint/plugin: as above
  if (!(times >= 1 && times <= FASTEST)) throw new InvalidArgumentError(`a whole number from 1 to ${FASTEST}`);
  return times;
}
