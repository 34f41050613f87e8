import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { catalogue } from '../../devices/index.ts';
import type { Config } from '../config/config.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { asFault, messageOf } from '../errors.ts';
import { openLifetime } from '../lifetime.ts';
import { EXIT, type ExitCode, type ProcessPort, systemProcess } from '../process.ts';
import { demoOptions } from './options.ts';
import { openPlay, type Play, type PlayOptions } from './play.ts';
import { TERMINAL_HELP, tellTerminal } from './terminal.ts';

/**
 * The demo: emulators, page and terminal in this process, and the daemon as its child, on the wires that a branch has.
 */
async function demo(port: ProcessPort): Promise<ExitCode> {
  const options = demoOptions(port.arguments);
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
    const played = await openPlay(config, options, port, lifetime);
    await untilQuit(played, options.isQuiet, port);
  } finally {
    for (const fault of await lifetime.close()) port.err(fault.message);
  }
}

/** Tells the terminal until somebody wants the end: by signal, by `quit`, or by closing the terminal. */
async function untilQuit({ stage, places, clock }: Play, isQuiet: boolean, port: ProcessPort): Promise<void> {
  const quit = deferred();
  const stopAsked = port.stopAsked();
  port.onReload(() => quit.resolve());
  const welcome = `${TERMINAL_HELP}\n\n${places}`;
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

const port = systemProcess();
try {
  port.setExitCode(await demo(port));
} catch (caught) {
  const next = 'report this with the lines above';
  port.err(asFault(caught, { code: 'demo/fault', what: messageOf(caught), where: 'npm start', next }).message);
  port.setExitCode(EXIT.fault);
}
