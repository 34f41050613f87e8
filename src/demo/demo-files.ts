import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import type { Config } from '../config/config.ts';
import { type DemoBranch, demoBranchFile } from './branch-file.ts';
import { type FilesDesk, filesDesk, reloadProgram } from './files-desk.ts';
import { rulesInForce } from './prepared-rules.ts';
import type { FilesInForce, StagedFiles } from './stage.ts';
import { stagedSettings } from './staged-settings.ts';

export interface DemoFilesParts {
  readonly config: Config;
  /** Path of the branch file that is played. */
  readonly branch: string;
  /** Of the demo. */
  readonly directory: string;
  readonly node: string;
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Wall time of the branch, Unix ms. */
  now(): number;
  onChange(files: StagedFiles): void;
}

/** The two files of the demo's branch, in the demo's directory. */
export interface DemoFiles extends Pick<FilesDesk, 'state' | 'change'> {
  /** Path of the branch file. */
  readonly branch: string;
  /** Writes them for the first time. */
  begin(demo: Omit<DemoBranch, 'standard' | 'journalDirectory' | 'http'> & { readonly http: HttpWay }): void;
}

interface HttpWay {
  readonly port: number;
  readonly client: string;
  readonly token: string;
}

/** Where the demo's journal is. */
export const journalOf = (directory: string): string => join(directory, 'journal');

/** Keys that the demo begins without. */
const HOURS_KEYS = ['hours', 'services'];

/** Makes a {@link DemoFiles}; nothing is written yet. */
export function demoFiles({ config, branch, directory, now, onChange, ...program }: DemoFilesParts): DemoFiles {
  const { dayStartsAt, timeZone } = config.branch;
  const { askWaiting, perDay } = config.rules.limits ?? { askWaiting: null, perDay: null };
  const inForce: FilesInForce = {
    hours: 'always',
    open: null,
    askWaiting: askWaiting ?? 0,
    perDay,
    profiles: {},
    rules: rulesInForce(config),
  };
  const paths = { branch: join(directory, 'branch.yaml'), standard: join(directory, 'bank-standard.yaml') };
  const tokenFile = join(directory, 'http-token');
  const desk = filesDesk({
    inForce,
    paths,
    now: () => minuteOf(now(), timeZone),
    reload: () => reloadProgram({ ...program, directory }),
    onChange,
  });
  return {
    branch: paths.branch,
    state: desk.state,
    change: desk.change,
    begin({ http, ...demo }) {
      writeFileSync(tokenFile, `${http.token}\n`, { mode: 0o600 });
      const text = readFileSync(branch, 'utf8');
      const ways = { port: http.port, client: http.client, tokenFile };
      const journalDirectory = journalOf(directory);
      desk.begin({
        branch: demoBranchFile(text, { ...demo, standard: paths.standard, journalDirectory, http: ways }),
        standard: readFileSync(config.files.standard, 'utf8'),
        hours: keysOf(text, HOURS_KEYS),
        dayStartsAt: 60 * dayStartsAt.hour + dayStartsAt.minute,
        inForce,
        settings: stagedSettings(config),
      });
    },
  };
}

/** Minute of the day on the clock of a branch. */
function minuteOf(at: number, timeZone: string): number {
  const options = { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const [hour = 0, minute = 0] = new Intl.DateTimeFormat('en-GB', options).format(at).split(':').map(Number);
  return 60 * hour + minute;
}

function keysOf(text: string, keys: readonly string[]): Readonly<Record<string, unknown>> {
  const { contents } = parseDocument(text);
  const all: unknown = isMap(contents) ? contents.toJSON() : {};
  return Object.fromEntries(Object.entries(all as object).filter(([key]) => keys.includes(key)));
}
