import type { LobbydError } from '../errors.ts';
import { acceptJournal } from '../journal/accept.ts';
import { exportRecords } from '../journal/export.ts';
import { type Findings, fromSealNumber, fromStart } from '../journal/inspect.ts';
import { lineWriter } from '../journal/line.ts';
import { type JournalReader, openReader, verifyJournal } from '../journal/reader.ts';
import type { StoredRecord } from '../journal/store.ts';
import { follow, lastRecords } from '../journal/tail.ts';
import { EXIT, type ExitCode, type Printer } from '../process.ts';
import { guarded, told, withReader } from './journal-reading.ts';

/** What the journal commands need of the operating system. */
export interface JournalPorts extends Printer {
  /** Resolves when the person wants it to end. */
  stopAsked(): Promise<string>;
}

/** `lobbyd journal verify DIR [--from-seal N]`. */
export interface VerifyArguments {
  readonly directory: string;
  /** 1 for the first sealed month; 0 for the newest; null: from the first record. */
  readonly fromSeal: number | null;
}

/**
 * Proves a journal whole and says where it stands; also while the daemon runs.
 *
 * @returns `ok`; `problems` at the first damage, with its place and the next step
 */
export function verifyCommand({ directory, fromSeal }: VerifyArguments, ports: JournalPorts): ExitCode {
  return guarded(directory, ports, () => {
    const start = fromSeal === null ? fromStart : fromSealNumber(fromSeal, directory);
    ports.out(report(directory, verifyJournal(directory, start)));
    return EXIT.ok;
  });
}

function report(directory: string, found: Findings): string {
  const { head, checkedFrom, seals } = found;
  const checked = head.seq - checkedFrom + 1;
  const trusted = checkedFrom === 1 ? '' : `; records 1 to ${checkedFrom - 1} are sealed and were not looked at`;
  return [
    `${directory}: sound`,
    `  records    ${head.seq === 0 ? 'none yet' : `1 to ${head.seq}`} (${checked} checked${trusted})`,
    `  last hash  ${head.hash}`,
    `  epoch      ${found.epoch}`,
    `  days       ${found.newestOpening === 0 ? 'none opened yet' : `the newest starts at record ${found.newestOpening}`}`,
    ...seals.map(
      ({ month, first, last }, index) => `  seal ${String(index + 1).padEnd(5)} ${month}: records ${first} to ${last}`,
    ),
    ...Object.entries(found.cursors).map(([name, seq]) => `  cursor     ${name} has dealt with records up to ${seq}`),
  ].join('\n');
}

/** `lobbyd journal export DIR [--from SEQ --to SEQ]`. */
export interface ExportArguments {
  readonly directory: string;
  /** First record; null: 1. */
  readonly from: number | null;
  /** Last record; null: the last one now. */
  readonly to: number | null;
}

/** Writes records as JSON lines to standard output. */
export function exportCommand({ directory, from, to }: ExportArguments, ports: JournalPorts): ExitCode {
  return guarded(directory, ports, () =>
    withReader(directory, (reader) => {
      const count = exportRecords(reader, from ?? 1, to, (lines) => ports.out(lines));
      ports.err(`${count} records of ${directory}`);
      return EXIT.ok;
    }),
  );
}

/** `lobbyd journal tail DIR [--follow]`. */
export interface TailArguments {
  readonly directory: string;
  /** Records shown at first. */
  readonly count: number;
  readonly isFollowing: boolean;
  /** IANA time zone of the times shown; null: the machine's. */
  readonly zone: string | null;
}

/** Shows the last records, one line each, and, following, every new one as it is committed, until it is stopped. */
export async function tailCommand(arguments_: TailArguments, ports: JournalPorts): Promise<ExitCode> {
  const { directory, count, isFollowing } = arguments_;
  let reader: JournalReader | null = null;
  try {
    reader = openReader(directory);
    const last = reader.last();
    if (!isFollowing) {
      shower(arguments_, ports)(lastRecords(reader, count));
      return EXIT.ok;
    }
    return await followUntilStopped(reader, Math.max(1, last - count + 1), arguments_, ports);
  } catch (caught) {
    return told(caught, directory, ports);
  } finally {
    reader?.close();
  }
}

async function followUntilStopped(
  reader: JournalReader,
  from: number,
  arguments_: TailArguments,
  ports: JournalPorts,
): Promise<ExitCode> {
  let stop: () => void = () => undefined;
  const broken = new Promise<LobbydError>((resolve) => {
    stop = follow(arguments_.directory, reader, from, shower(arguments_, ports), resolve);
  });
  const end = await Promise.race([broken, ports.stopAsked()]);
  stop();
  return typeof end === 'string' ? EXIT.ok : told(end, arguments_.directory, ports);
}

function shower({ zone }: TailArguments, ports: JournalPorts): (records: readonly StoredRecord[]) => void {
  const line = lineWriter(zone ?? undefined);
  return (records) => {
    for (const record of records) ports.out(line(record));
  };
}

/** `lobbyd journal accept DIR`. */
export function acceptCommand({ directory }: { readonly directory: string }, ports: JournalPorts): ExitCode {
  return guarded(directory, ports, () => {
    const found = acceptJournal(directory);
    ports.out(`${directory}: accepted as it stands, records 1 to ${found.head.seq}`);
    ports.out(
      `  new epoch  ${found.epoch}: consumers start anew; tickets of lost records are unknown, so their numbers may be issued again`,
    );
    return EXIT.ok;
  });
}
