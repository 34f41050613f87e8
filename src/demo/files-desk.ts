import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { type FilesBegun, type FileTexts, preparedFiles, wished } from './prepared-files.ts';
import { reloadInChinese } from './reload-words.ts';
import type { FilesEnd, FilesInForce, FilesWish, ReloadAnswer, StagedAnswer, StagedFiles, Words } from './stage.ts';

export interface FilesDeskParts {
  /** What stands before anything is written. */
  readonly inForce: FilesInForce;
  readonly paths: FileTexts;
  /** Minute of the day, by the clock of the branch. */
  now(): number;
  /** Has the daemon read its files again. Never rejects. */
  reload(): Promise<ReloadAnswer>;
  onChange(files: StagedFiles): void;
}

/** A technician at the files of the demo's branch. */
export interface FilesDesk {
  state(): StagedFiles;
  /** Writes the first files; before that nothing can be changed. */
  begin(begun: FilesBegun): void;
  /** Writes what is wished and has the daemon reload; what it refuses is put back. One after the other. Never rejects. */
  change(wish: FilesWish): Promise<FilesEnd>;
}

const NOT_IN_FORCE: Words = { 'zh-CN': '未生效，原文件已恢复', en: 'not in force, the files are as they were' };
const STARTING = toldOf({ isInForce: false, lines: ['the demo is starting: its files are not written yet'] });

/** Opens a {@link FilesDesk}. */
export function filesDesk({ inForce, paths, now, reload, onChange }: FilesDeskParts): FilesDesk {
  let begun: FilesBegun | null = null;
  let files: StagedFiles = { inForce, answer: null };
  let last: Promise<unknown> = Promise.resolve();
  const write = (texts: FileTexts): void => {
    writeFileSync(paths.standard, texts.standard);
    writeFileSync(paths.branch, texts.branch);
  };
  const change = async (wish: FilesWish): Promise<FilesEnd> => {
    if (begun === null) return { kind: 'refused', answer: STARTING, why: NOT_IN_FORCE };
    const before = files.inForce;
    const next = wished(begun, before, wish, now());
    const texts = preparedFiles(begun, next, wish.kind === 'mistake' ? wish.mistake : null);
    write(texts);
    const said = await reload();
    const answer = { ...toldOf(said), lines: said.lines.flatMap((line) => withPlace(line, paths, texts)) };
    if (!said.isInForce) write(preparedFiles(begun, before, null));
    files = { inForce: said.isInForce ? next : before, answer };
    onChange(files);
    return said.isInForce ? { kind: 'done', answer } : { kind: 'refused', answer, why: NOT_IN_FORCE };
  };
  return {
    state: () => files,
    begin(first) {
      begun = first;
      write(preparedFiles(first, first.inForce, null));
    },
    change(wish) {
      const turn = last.then(() => change(wish));
      last = turn.catch(() => {});
      return turn;
    },
  };
}

function toldOf(said: ReloadAnswer): StagedAnswer {
  return { ...said, chinese: reloadInChinese(said.lines) };
}

/** What is said of a line of a file, and below it that line. */
function withPlace(said: string, paths: FileTexts, texts: FileTexts): readonly string[] {
  const [, file, line] = /^(.+?):(\d+):\d+: /.exec(said) ?? [];
  const which = file === paths.branch ? 'branch' : file === paths.standard ? 'standard' : null;
  const text = which === null ? undefined : texts[which].split('\n')[Number(line) - 1];
  return text === undefined ? [said] : [said, `  ${line} | ${text}`];
}

export interface ReloadProgram {
  /** The Node that runs the demo. */
  readonly node: string;
  /** Path of the built program, `dist/program/lobbyd/main.js`. */
  readonly program: string;
  /** `RUNTIME_DIRECTORY` of the daemon. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Has `lobbyd reload` ask the daemon, as a technician does. Never rejects. */
export function reloadProgram({ node, program, directory, environment }: ReloadProgram): Promise<ReloadAnswer> {
  return new Promise((resolve) => {
    const env = { ...environment, RUNTIME_DIRECTORY: directory };
    const child = spawn(node, [program, 'reload'], { stdio: ['ignore', 'pipe', 'pipe'], env });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (more: string) => {
        text += more;
      });
    }
    child.once('error', (fault) => resolve({ isInForce: false, lines: [fault.message] }));
    child.once('close', (code) => {
      resolve({ isInForce: code === 0, lines: text.split('\n').filter((line) => line !== '') });
    });
  });
}
