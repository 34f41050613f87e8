import type { JournalRecord } from './evidence.ts';

/** Something that was done to a branch on purpose. */
export interface Injected {
  /** In words, for the sentence of the judge. */
  readonly what: string;
  readonly devices: readonly string[];
  /** When it began and ended, ms on the stand's clock. */
  readonly from: number;
  readonly to: number;
  /** What its devices may report because of it: conditions, `device-lost`, `disk-trouble`. */
  readonly causes: readonly string[];
  /** What one of its devices must report because of it, where nothing else was wrong. */
  readonly raises: readonly string[];
  /** What the log may complain of because of it. */
  readonly codes: readonly string[];
  /** What its printer prints meanwhile may be anything. */
  readonly isSmudging?: boolean;
}

/** What was done to a branch, and what it said of it. */
export interface AlarmEvidence {
  readonly injected: readonly Injected[];
  /** When the daemon was away or starting, ms. */
  readonly outages: readonly { readonly from: number; readonly to: number }[];
  /** When each record was on disk, ms: that of record 1 first. */
  readonly writtenAt: readonly number[];
  /** Warnings and errors in the log that have a code. */
  readonly complaints: readonly { readonly at: number; readonly code: string }[];
}

/** How long after its end something may still be heard of. */
const ECHO = 45_000;
/** The same in the log: a broker that swallowed a message is found out after twice the keepalive. */
const LOG_ECHO = 90_000;

interface Report {
  readonly seq: number;
  readonly at: number;
  readonly device: string;
  readonly kind: string;
}

/** A ticket that waits behind others in the printer, at most, ms. */
const BACKLOG = 120_000;

/**
 * Tickets on paper that nobody tried to print although nothing was wrong.
 *
 * @param records all of them
 */
export function judgeUnprinted(records: readonly JournalRecord[], evidence: AlarmEvidence): readonly string[] {
  const issued = new Map<number, { label: string; from: number; to: number }>();
  for (const { seq, type, body } of records) {
    const { ticket = -1, label = '', handover } = body;
    const at = evidence.writtenAt[seq - 1] ?? Number.NaN;
    if (type === 'issued' && handover === 'paper') issued.set(ticket, { label, from: at, to: at });
    else if (type === 'print-started') issued.delete(ticket);
    const waiting = issued.get(ticket);
    if (waiting) waiting.to = at;
  }
  const isExcused = ({ from, to }: { readonly from: number; readonly to: number }): boolean =>
    [...evidence.outages, ...evidence.injected].some((wrong) => wrong.from <= to + ECHO && wrong.to + BACKLOG >= from);
  return [...issued.values()]
    .filter((waiting) => !isExcused(waiting))
    .map(({ label }) => `${label} was never brought to the printer, though nothing was wrong`);
}

/** Prints of which nobody knows, or which failed, though nothing was wrong with printer, journal or daemon. */
export function judgeUncertain(records: readonly JournalRecord[], evidence: AlarmEvidence): readonly string[] {
  const { injected, outages, writtenAt } = evidence;
  return records.flatMap(({ seq, type, body }) => {
    if (type !== 'print-unknown' && type !== 'print-failed') return [];
    const at = writtenAt[seq - 1] ?? Number.NaN;
    const { label, device = '' } = body;
    const troubles = injected.filter(({ devices }) => devices.includes('journal') || devices.includes(device));
    const isExcused = [...outages, ...troubles].some(({ from, to }) => at >= from && at <= to + ECHO);
    return isExcused ? [] : [`record ${seq}: ${type} of ${label}, though nothing was wrong with ${device}`];
  });
}

/** Every alarm has a cause, every cause its alarm, and none outlives it. */
export function judgeAlarms(records: readonly JournalRecord[], evidence: AlarmEvidence): readonly string[] {
  const reports = records.flatMap((record) => reportOf(record, evidence.writtenAt) ?? []);
  return [
    ...reports.filter((report) => !isExplained(report, evidence)).map(unexplained),
    ...evidence.injected.filter((done) => !isHeardOf(done, reports, evidence)).map(unheard),
    ...standing(records).map((what) => `${what} still stands at the end`),
    ...complaints(evidence),
  ];
}

function reportOf(record: JournalRecord, writtenAt: readonly number[]): Report | null {
  const { seq, stream, type, body } = record;
  const kind = type === 'condition-raised' ? body.condition : type;
  const isReport = type === 'condition-raised' || type === 'device-lost' || type === 'disk-trouble';
  if (stream !== 'device' || !isReport || kind === undefined) return null;
  // Trouble of the disk is told with the next thing that is written.
  const age = record.at === undefined || body.since === undefined ? 0 : record.at - body.since;
  return { seq, at: (writtenAt[seq - 1] ?? Number.NaN) - age, device: body.device ?? '', kind };
}

function isExplained({ at, device, kind }: Report, { injected }: AlarmEvidence): boolean {
  return injected.some(
    ({ devices, causes, from, to }) =>
      devices.includes(device) && causes.includes(kind) && at >= from && at <= to + ECHO,
  );
}

const unexplained = ({ seq, device, kind }: Report): string =>
  `record ${seq}: ${device} reports ${kind}, but nothing was done to it`;

const unheard = ({ what, from, raises }: Injected): string =>
  `${what} at ${Math.round(from / 1_000)} s, and nobody reported ${raises.join(' or ')}`;

function isHeardOf(done: Injected, reports: readonly Report[], evidence: AlarmEvidence): boolean {
  if (done.raises.length === 0 || !isAlone(done, evidence)) return true;
  return reports.some(
    ({ at, device, kind }) =>
      done.devices.includes(device) && done.raises.includes(kind) && at >= done.from && at <= done.to + ECHO,
  );
}

/** Who has no journal, or another trouble with the same device, need not notice. */
function isAlone(done: Injected, { injected, outages }: AlarmEvidence): boolean {
  const meets = (other: { readonly from: number; readonly to: number }): boolean =>
    other.from <= done.to + ECHO && other.to + ECHO >= done.from;
  const rivals = injected.filter(
    (other) => other !== done && other.devices.some((device) => device === 'journal' || done.devices.includes(device)),
  );
  return ![...outages, ...rivals].some(meets);
}

/** What devices have reported and not taken back. */
function standing(records: readonly JournalRecord[]): readonly string[] {
  const open = new Set<string>();
  for (const { stream, type, body } of records) {
    if (stream !== 'device') continue;
    if (type === 'daemon-started') open.clear();
    else if (type === 'condition-raised') open.add(`${body.condition} of ${body.device}`);
    else if (type === 'condition-cleared') open.delete(`${body.condition} of ${body.device}`);
    else if (type === 'device-lost') open.add(`device-lost of ${body.device}`);
    else if (type === 'device-running') open.delete(`device-lost of ${body.device}`);
  }
  return [...open];
}

function complaints({ injected, complaints: said }: AlarmEvidence): readonly string[] {
  return said
    .filter(
      ({ at, code }) =>
        !injected.some(({ codes, from, to }) => codes.includes(code) && at >= from && at <= to + LOG_ECHO),
    )
    .map(({ at, code }) => `the log complains of ${code} at ${Math.round(at / 1_000)} s, but nothing was done for it`);
}
