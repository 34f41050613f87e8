import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { catalogue } from '../../devices/index.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { silentLog } from '../devices/log.ts';
import { asFault, LobbydError, messageOf } from '../errors.ts';
import { EXIT, type ExitCode, type ProcessPort, systemProcess } from '../process.ts';
import { demoBranchFile } from './branch-file.ts';
import { openBranchStage } from './branch-stage.ts';
import { startDaemonChild } from './child.ts';
import { farPlace } from './far-places.ts';
import { tapMqtt } from './mqtt-tap.ts';
import { servePage } from './server.ts';
import { bestWires, openStand, type Stand } from './stand.ts';
import { overview, TERMINAL_HELP, tellTerminal } from './terminal.ts';

const EXAMPLE = fileURLToPath(new URL('../../../config/branch.example.yaml', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../cli/main.js', import.meta.url));

interface DemoOptions {
  readonly port: number;
  readonly mqttPort: number;
  readonly wires: 'pty' | 'tcp';
  readonly branch: string;
  readonly directory: string | null;
  readonly isQuiet: boolean;
}

/**
 * The demo: emulators, page and terminal in this process, and the daemon as its child, on the wires that a branch has.
 */
async function demo(port: ProcessPort): Promise<ExitCode> {
  const options = optionsOf(port.arguments);
  if (!options) return EXIT.usage;
  const loaded = loadConfig(options.branch, catalogue, systemFiles());
  if (loaded.kind === 'problems') {
    for (const { text } of loaded.problems) port.err(text);
    return EXIT.problems;
  }
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'lobbyd-demo-'));
  mkdirSync(directory, { recursive: true });
  try {
    await play(loaded.config, { ...options, directory }, port);
    return EXIT.ok;
  } finally {
    if (options.directory === null) rmSync(directory, { recursive: true, force: true });
  }
}

async function play(config: Config, options: DemoOptions & { readonly directory: string }, port: ProcessPort) {
  const clock = systemClock(() => true);
  const stopAsked = port.stopAsked();
  const quit = deferred();
  let stand: Stand | null = null;
  const stage = openBranchStage({ config, clock, stand: () => stand });
  stand = await openStand({
    config,
    directory: options.directory,
    wires: options.wires,
    clock,
    log: silentLog,
    onChange: (device) => stage.deviceChanged(device),
  });
  const mqttPort = options.mqttPort === 0 ? await freePort() : options.mqttPort;
  const branchFile = await writeBranchFile(config, options, stand, mqttPort);
  const terminal = tellTerminal(stage, (text) => {
    if (!options.isQuiet) port.out(text);
  });
  const page = await servePage(stage, options.port);
  const child = startDaemonChild({
    node: port.execPath,
    program: PROGRAM,
    branchFile,
    clock,
    onLife: (life) => stage.lives(life),
    onLine: (line) => port.err(`daemon | ${line}`),
  });
  const stopTap = tapMqtt(`mqtt://127.0.0.1:${mqttPort}`, `${config.mqtt.rootTopic}/v1/+/+/evt/#`, stage.heard);
  port.out(overview(stage.snapshot()));
  port.out(`${TERMINAL_HELP}\n`);
  port.out(`Wires in ${options.directory}, MQTT at 127.0.0.1:${mqttPort}.\nThe branch is at ${page.url}`);
  port.onLine((line) => {
    if (!terminal.typed(line)) quit.resolve();
  });
  await Promise.race([stopAsked, quit.promise]);
  terminal.stop();
  await page.close();
  await child.stop();
  await stopTap();
  await stand.close();
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
  { branch, directory }: DemoOptions & { readonly directory: string },
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

function optionsOf(words: readonly string[]): DemoOptions | null {
  const program = new Command('npm start --')
    .description('A working branch on emulated wires, with a page to press its buttons.')
    .option('--port <number>', 'port of the page on this machine', '8080')
    .option('--mqtt-port <number>', 'port of the broker on this machine; 0: any free one', '0')
    .option('--wires <kind>', 'pty (pseudo-terminals) or tcp; left out: pty where socat is there')
    .option('--branch <file>', 'the branch to play', EXAMPLE)
    .option('--directory <path>', 'keep wires, configuration and journal there; left out: gone with the demo')
    .option('--quiet', 'tell nothing on the terminal', false)
    .exitOverride();
  try {
    program.parse([...words]);
  } catch (caught) {
    if (caught instanceof CommanderError) return null;
    throw caught;
  }
  const given = program.opts<{
    port: string;
    mqttPort: string;
    wires?: string;
    branch: string;
    directory?: string;
    quiet: boolean;
  }>();
  return {
    port: Number(given.port),
    mqttPort: Number(given.mqttPort),
    wires: given.wires === 'tcp' || given.wires === 'pty' ? given.wires : bestWires(),
    branch: given.branch,
    directory: given.directory ?? null,
    isQuiet: given.quiet,
  };
}

const port = systemProcess();
try {
  port.setExitCode(await demo(port));
} catch (caught) {
  const next = 'report this with the lines above';
  port.err(asFault(caught, { code: 'demo/fault', what: messageOf(caught), where: 'npm start', next }).message);
  port.setExitCode(EXIT.fault);
}
