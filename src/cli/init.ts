import { chmodSync, existsSync, lstatSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { type ConfigFiles, systemFiles } from '../config/files.ts';
import { loadConfig, loadStandard, readSource } from '../config/load.ts';
import type { AnyDriver } from '../devices/driver.ts';
import { asFault, messageOf } from '../errors.ts';
import {
  ANSWER_NAMES,
  type AnswerName,
  answersSchema,
  defaultOf,
  flagOf,
  PORT_NAMES,
  refusalOf,
} from '../init/answers.ts';
import { branchText } from '../init/branch-text.ts';
import { standardText } from '../init/standard-text.ts';
import { EXIT, type ExitCode, type ProcessPort } from '../process.ts';

/** What `lobbyd init` was told by flags; what is left out is asked at a terminal, else takes its default. */
export interface InitArguments {
  /** The branch file to be. */
  readonly file: string;
  /** A bank standard that is there already; left out: a small one is written beside the branch file. */
  readonly standard?: string;
  readonly answers: Readonly<Partial<Record<AnswerName, string>>>;
}

/** What it needs of the process. */
export type InitProcess = Pick<ProcessPort, 'out' | 'err' | 'ask' | 'outputReader'>;

const STANDARD = 'bank-standard.yaml';
const PORT_FOLDERS = ['/dev/serial/by-path', '/dev/serial/by-id', '/dev/lobby'];

/**
 * `lobbyd init FILE`: writes a first branch file and a small bank standard that `lobbyd check` accepts. Overwrites nothing.
 *
 * @param ports names of the serial ports that are there
 * @returns 0; 1 when a file is there already or an answer makes no branch: then nothing was written
 */
export async function init(
  asked: InitArguments,
  catalogue: readonly AnyDriver[],
  process: InitProcess,
  ports: readonly string[] = portsThere(),
): Promise<ExitCode> {
  const { file } = asked;
  const objection = objectionTo(asked);
  if (objection !== null) {
    process.err(objection);
    return EXIT.problems;
  }
  for (const name of ANSWER_NAMES) {
    const given = asked.answers[name];
    const refusal = given === undefined ? null : refusalOf(name, given);
    if (refusal === null) continue;
    process.err(`lobbyd init: --${flagOf(name)} "${given}": expected ${refusal}`);
    return EXIT.usage;
  }
  const answers = answersSchema.parse(
    process.outputReader === 'terminal' ? await asking(asked.answers, ports, process) : asked.answers,
  );
  const files = filesToBe(asked, answers.languages);
  const standard = loadStandard(readSource(files.standard, files));
  if (standard.kind === 'problems') return refused(standard.problems, process);
  const text = branchText({ answers, standard: standard.standard, standardFile: files.name, ports });
  const whole = { ...files, read: (path: string) => (path === file ? asText(text) : files.read(path)) };
  const loaded = loadConfig(file, catalogue, whole);
  if (loaded.kind === 'problems') return refused(loaded.problems, process);
  for (const { text: warning } of loaded.warnings) process.err(warning);
  return write([...(files.text === null ? [] : [[files.standard, files.text] as const]), [file, text]], process);
}

/** Why nothing may be written; null: it may. A link that leads nowhere is there too: `wx` would refuse it half way. */
function objectionTo({ file, standard }: InitArguments): string | null {
  const there = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  if (there(file)) {
    const what = existsSync(file) ? 'there already' : 'a link that leads nowhere';
    return `${file} is ${what}, and was left as it is: edit it, or name another file`;
  }
  const beside = standard ?? join(dirname(file), STANDARD);
  if (resolve(beside) === resolve(file)) {
    return `${file} is the name of the bank standard: name the branch file otherwise, as branch.yaml. Nothing was written`;
  }
  if (there(beside) && !existsSync(beside)) {
    return `${beside} is a link that leads nowhere: mend it or take it away. Nothing was written`;
  }
  return null;
}

interface FilesToBe extends ConfigFiles {
  /** Path of the standard. */
  readonly standard: string;
  /** The same, as the branch file names it. */
  readonly name: string;
  /** Its text when it is to be written; null: it is there. */
  readonly text: string | null;
}

function filesToBe({ file, standard }: InitArguments, languages: Parameters<typeof standardText>[0]): FilesToBe {
  const folder = dirname(file);
  const path = standard ?? join(folder, STANDARD);
  const near = relative(resolve(folder), resolve(path));
  const name = isAbsolute(path) && near.startsWith('..') ? path : near === basename(near) ? `./${near}` : near;
  const text = standard !== undefined || existsSync(path) ? null : standardText(languages);
  const real = systemFiles();
  return {
    standard: path,
    name,
    text,
    realPath: real.realPath,
    read: (wanted) => (text !== null && resolve(wanted) === resolve(path) ? asText(text) : real.read(wanted)),
  };
}

function asText(text: string): ReturnType<ConfigFiles['read']> {
  return { kind: 'text', text, isOpenToAll: true };
}

function refused(problems: readonly { readonly text: string }[], process: InitProcess): ExitCode {
  for (const { text } of problems) process.err(text);
  process.err('lobbyd init: nothing was written');
  return EXIT.problems;
}

/** `wx`: a file that came up in between, while a person was asked, is not overwritten either. */
function write(files: readonly (readonly [path: string, text: string])[], process: InitProcess): ExitCode {
  try {
    for (const [path, text] of files) {
      writeFileSync(path, text, { flag: 'wx' });
      // The user of the daemon reads it, however careful root's umask is.
      chmodSync(path, 0o644);
      process.out(`written: ${path}`);
    }
  } catch (caught) {
    const { message } = asFault(caught, {
      code: 'cli/init',
      what: `the file cannot be written: ${messageOf(caught)}`,
      where: files.map(([path]) => path).join(', '),
      next: 'make the folder, and run this as somebody who may write there (sudo)',
    });
    process.err(message);
    return EXIT.fault;
  }
  const file = files.at(-1)?.[0] ?? '';
  process.out(`Next: put your ports into it, then lobbyd check ${file}, then sudo lobbyd doctor ${file}`);
  return EXIT.ok;
}

/** Asks for what no flag told; an empty line takes what stands in brackets. */
async function asking(
  given: InitArguments['answers'],
  ports: readonly string[],
  process: InitProcess,
): Promise<Partial<Record<AnswerName, string>>> {
  const answers: Partial<Record<AnswerName, string>> = { ...given };
  let isShown = false;
  for (const name of ANSWER_NAMES.filter((each) => given[each] === undefined)) {
    const isPort = PORT_NAMES.includes(name);
    if (isPort && !isShown && ports.length > 0) {
      for (const [index, port] of ports.entries()) process.out(`  ${index + 1}  ${port}`);
      isShown = true;
    }
    const answer = await askFor(name, isPort ? ports : [], process);
    // The end of the input: the rest takes its defaults.
    if (answer === null) break;
    if (answer !== '') answers[name] = answer;
  }
  return answers;
}

async function askFor(name: AnswerName, ports: readonly string[], process: InitProcess): Promise<string | null> {
  const description = answersSchema.shape[name].description ?? name;
  const hint = PORT_NAMES.includes(name)
    ? ports.length > 0
      ? 'number or name, empty: later'
      : 'empty: later'
    : defaultOf(name);
  for (;;) {
    const said = await process.ask(`${description} [${hint}]: `);
    if (said === null) return null;
    const answer = /^\d+$/.test(said.trim()) ? (ports[Number(said) - 1] ?? said.trim()) : said.trim();
    const refusal = answer === '' ? null : refusalOf(name, answer);
    if (refusal === null) return answer;
    process.out(`  expected: ${refusal}`);
  }
}

/** Names of serial ports that stay, each port once. */
function portsThere(): readonly string[] {
  const names = new Map<string, string>();
  for (const folder of PORT_FOLDERS) {
    for (const name of existsSync(folder) ? readdirSync(folder).sort() : []) {
      const path = join(folder, name);
      const real = existsSync(path) ? realpathSync(path) : path;
      if (!names.has(real)) names.set(real, path);
    }
  }
  return [...names.values()];
}
