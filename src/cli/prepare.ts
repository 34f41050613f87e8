import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import { seconds, systemClock } from '../clock.ts';
import { asFault, LobbydError, messageOf } from '../errors.ts';
import { EXIT, type ExitCode, type ProcessPort } from '../process.ts';

/** What it needs of the process. */
export type PrepareProcess = Pick<ProcessPort, 'out' | 'err' | 'arguments' | 'execPath' | 'execArguments'>;

/** A start takes a second or two; a small machine that is busy, and has nothing compiled yet, takes longer. */
const READY_WITHIN = seconds(60);
/** Lines of a daemon that did not become ready, which say why. */
const LINES_TOLD = 5;

const CODE = 'cli/prepare';
const NEXT = 'nothing has to be done: without it a start takes a moment longer';

/**
 * `lobbyd prepare`: has V8 compile what a start needs, for this Node with the options that this process has, and keeps
 * that beside the program, where the next start finds it. For that it starts a branch like the one of `file` in a folder
 * of its own: no device, port or journal of this machine is touched.
 *
 * @param file the branch file of the example, whose devices, rules and standard are taken
 * @returns 0; 3 when it could not be done: then starts take a moment longer, nothing else
 */
export async function prepare(file: string, port: PrepareProcess): Promise<ExitCode> {
  const folder = mkdtempSync(join(tmpdir(), 'lobbyd-prepare-'));
  try {
    const branch = join(folder, 'branch.yaml');
    writeFileSync(branch, branchOfNobody(file, folder));
    await startAndStop(branch, folder, port);
    port.out(
      `prepared: ${dirname(programOf(port))} starts faster now with ${['node', ...port.execArguments].join(' ')}`,
    );
    return EXIT.ok;
  } catch (caught) {
    const fault = asFault(caught, {
      code: CODE,
      what: messageOf(caught),
      where: file,
      next: NEXT,
    });
    port.err(fault.message);
    return EXIT.fault;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const programOf = ({ arguments: [, program = ''] }: PrepareProcess): string => program;

/** The branch of a file with wires that lead nowhere, a broker that is not there, and a journal in a folder. */
function branchOfNobody(file: string, folder: string): string {
  const document = parseDocument(readFileSync(file, 'utf8'));
  let wires = 0;
  visit(document, {
    Map(_key, map) {
      const wire = map.get('wire');
      if (!isMap(wire)) return;
      wires += 1;
      // Below a file nothing can be: whatever is plugged in here, this is not it.
      map.set('wire', document.createNode({ serial: `${resolve(file)}/${wires}` }));
    },
  });
  const standard = document.get('standard', true);
  if (isScalar(standard)) standard.value = resolve(dirname(file), String(standard.value));
  document.set('journal', { directory: join(folder, 'journal') });
  document.set('mqtt', { rootTopic: 'prepare', url: 'mqtt://127.0.0.1:1' });
  for (const key of ['http', 'power']) document.delete(key);
  return document.toString();
}

async function startAndStop(branch: string, folder: string, port: PrepareProcess): Promise<void> {
  const child = spawn(port.execPath, [...port.execArguments, programOf(port), 'run', branch], {
    env: { LOBBYD_PREPARE: 'yes', TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const clock = systemClock(() => false);
  const late = clock.after(READY_WITHIN, () => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const told = { isReady: false };
  const hear = (line: string): void => {
    lines.push(line);
    if (lines.length > LINES_TOLD) lines.shift();
    if (told.isReady || !/"msg":"ready/.test(line)) return;
    told.isReady = true;
    child.kill('SIGTERM');
  };
  createInterface({ input: child.stdout }).on('line', hear);
  createInterface({ input: child.stderr }).on('line', hear);
  const [code] = (await once(child, 'close')) as [number | null];
  late.cancel();
  if (told.isReady && code === EXIT.ok) return;
  throw new LobbydError({
    code: CODE,
    what: `the branch that was started for it did not ${told.isReady ? 'stop' : 'become ready'}: ${lines.join(' | ')}`,
    where: branch,
    next: NEXT,
  });
}
