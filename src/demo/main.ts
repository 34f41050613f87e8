import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { catalogue } from '../../devices/index.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { silentLog } from '../devices/log.ts';
import { asFault, LobbydError, messageOf } from '../errors.ts';
import { type Lifetime, openLifetime } from '../lifetime.ts';
import { EXIT, type ExitCode, type ProcessPort, systemProcess } from '../process.ts';
import { demoBranchFile } from './branch-file.ts';
import { type BranchStage, openBranchStage } from './branch-stage.ts';
import { startDaemonChild } from './child.ts';
import { farPlace } from './far-places.ts';
import { tapMqtt } from './mqtt-tap.ts';
import { servePage } from './server.ts';
import { bestWires, openStand, type Stand } from './stand.ts';
import { logLine, TERMINAL_HELP, tellTerminal } from './terminal.ts';

const EXAMPLE = fileURLToPath(new URL('../../../config/branch.example.yaml', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../cli/main.js', import.meta.url));

interface DemoOptions {
  readonly port: number;
  readonly mqttPort: number;
  readonly wires: 'pty' | 'tcp';
  readonly branch: string;
  readonly directory: string | null;
  readonly isQuiet: boolean;
  /** Whether every line of the daemon's log is told, as it is. */
  readonly isLogTold: boolean;
}

type PlayOptions = DemoOptions & { readonly directory: string };

/**
 * The demo: emulators, page and terminal in this process, and the daemon as its child, on the wires that a branch has.
 */
async function demo(port: ProcessPort): Promise<ExitCode> {
  const options = optionsOf(port.arguments);
  if (typeof options === 'number') return options;
  const loaded = loadConfig(options.branch, catalogue, systemFiles());
  if (loaded.kind === 'problems') {
    for (const { text } of loaded.problems) port.err(text);
    return EXIT.problems;
  }
  const directory = directoryOf(options.directory);
  try {
    await play(loaded.config, { ...options, directory }, port);
    return EXIT.ok;
  } finally {
    if (options.directory === null) rmSync(directory, { recursive: true, force: true });
  }
}

/** @throws LobbydError `demo/directory` when it cannot be made */
function directoryOf(asked: string | null): string {
  if (asked === null) return mkdtempSync(join(tmpdir(), 'lobbyd-demo-'));
  try {
    mkdirSync(asked, { recursive: true });
    return resolve(asked);
  } catch (caught) {
    throw asFault(caught, {
      code: 'demo/directory',
      what: `the directory of the demo cannot be made: ${messageOf(caught)}`,
      where: asked,
      next: 'give one that may be written: npm start -- --directory /tmp/lobbyd',
    });
  }
}

async function play(config: Config, options: PlayOptions, port: ProcessPort): Promise<void> {
  const lifetime = openLifetime();
  try {
    const parts = await openParts(config, options, port, lifetime);
    await untilQuit(parts, port);
  } finally {
    for (const fault of await lifetime.close()) port.err(fault.message);
  }
}

interface DemoParts {
  readonly stage: BranchStage;
  /** What a newcomer has to know: where the page is, what can be typed. */
  readonly welcome: string;
  readonly isQuiet: boolean;
  readonly clock: Clock;
}

async function openParts(
  config: Config,
  options: PlayOptions,
  port: ProcessPort,
  lifetime: Lifetime,
): Promise<DemoParts> {
  const clock = systemClock(() => true);
  let stand: Stand | null = null;
  const stage = openBranchStage({ config, clock, stand: () => stand });
  const page = await servePage(stage, options.port);
  lifetime.hold('page', () => page.close());
  stand = await openStand({
    config,
    directory: options.directory,
    wires: options.wires,
    clock,
    log: silentLog,
    onChange: (device) => stage.deviceChanged(device),
  });
  lifetime.hold('emulators', stand.close);
  const mqttPort = options.mqttPort === 0 ? await freePort() : options.mqttPort;
  const branchFile = await writeBranchFile(config, options, stand, mqttPort);
  const topics = `${config.mqtt.rootTopic}/v1/+/+/evt/#`;
  lifetime.hold('MQTT', tapMqtt(`mqtt://127.0.0.1:${mqttPort}`, topics, stage.heard));
  const child = startDaemonChild({
    node: port.execPath,
    program: PROGRAM,
    branchFile,
    clock,
    onLife: (life) => stage.lives(life),
    onLine(line) {
      const told = options.isLogTold ? `daemon | ${line}` : logLine(line);
      if (told !== null) port.err(told);
    },
  });
  lifetime.hold('daemon', () => child.stop());
  const places = `Wires in ${options.directory}, MQTT at 127.0.0.1:${mqttPort}.`;
  port.out(`${places}\nThe branch is at ${page.url} (it is starting …)`);
  const welcome = `${TERMINAL_HELP}\n\n${places}\nThe branch is at ${page.url}`;
  return { stage, welcome, isQuiet: options.isQuiet, clock };
}

/** Tells the terminal until somebody wants the end: by signal, by `quit`, or by closing the terminal. */
async function untilQuit({ stage, welcome, isQuiet, clock }: DemoParts, port: ProcessPort): Promise<void> {
  const quit = deferred();
  const stopAsked = port.stopAsked();
  port.onReload(() => quit.resolve());
  const terminal = tellTerminal(stage, { welcome, clock, isQuiet, out: (text) => port.out(text) });
  port.onLine((line) => {
    if (!terminal.typed(line)) quit.resolve();
  });
  await Promise.race([stopAsked, quit.promise]);
  terminal.stop();
}

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

async function writeBranchFile(
  config: Config,
  { branch, directory }: PlayOptions,
  stand: Stand,
  mqttPort: number,
): Promise<string> {
  const file = join(directory, 'branch.yaml');
  const text = demoBranchFile(await readFile(branch, 'utf8'), {
    standard: config.files.standard,
    journalDirectory: join(directory, 'journal'),
    mqttPort,
    placeOf: (id) => farPlace(stand.addresses.get(id) ?? ''),
  });
  writeFileSync(file, text);
  return file;
}

/** A port that is free now; somebody else may take it before the daemon does, who then says so. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  if (typeof address === 'object' && address !== null) return address.port;
  throw new LobbydError({
    code: 'demo/port',
    what: 'no free port for the broker',
    where: '127.0.0.1',
    next: 'give one: npm start -- --mqtt-port 18830',
  });
}

function optionsOf(words: readonly string[]): DemoOptions | ExitCode {
  const program = new Command('npm start --')
    .description('A working branch on emulated wires, with a page to press its buttons.')
    .option('--port <number>', 'port of the page on this machine; 0: any free one', portNumber, 8080)
    .option('--mqtt-port <number>', 'port of the broker on this machine; 0: any free one', portNumber, 0)
    .addOption(
      new Option('--wires <kind>', 'left out: pseudo-terminals where socat is there').choices(['pty', 'tcp'] as const),
    )
    .option('--branch <file>', 'the branch to play', EXAMPLE)
    .option('--directory <path>', 'keep wires, configuration and journal there; left out: gone with the demo')
    .option('--quiet', 'tell nothing of what happens on the terminal', false)
    .option('--log', "tell the daemon's whole log on the terminal", false)
    .exitOverride();
  try {
    program.parse([...words]);
  } catch (caught) {
    if (caught instanceof CommanderError) return caught.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw caught;
  }
  const given = program.opts<{
    port: number;
    mqttPort: number;
    wires?: 'pty' | 'tcp';
    branch: string;
    directory?: string;
    quiet: boolean;
    log: boolean;
  }>();
  return {
    port: given.port,
    mqttPort: given.mqttPort,
    wires: given.wires ?? bestWires(),
    branch: given.branch,
    directory: given.directory ?? null,
    isQuiet: given.quiet,
    isLogTold: given.log,
  };
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  // biome-ignore lint/plugin: commander is refused an argument by throwing its own error
  if (!(port <= 65_535)) throw new InvalidArgumentError('a port is a number from 0 to 65535');
  return port;
}

const port = systemProcess();
try {
  port.setExitCode(await demo(port));
} catch (caught) {
  const next = 'report this with the lines above';
  port.err(asFault(caught, { code: 'demo/fault', what: messageOf(caught), where: 'npm start', next }).message);
  port.setExitCode(EXIT.fault);
}
