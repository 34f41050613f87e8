import type { AlarmEvidence, Injected } from './alarms.ts';
import type { JournalRecord } from './evidence.ts';

/** What a kiosk does with a printer that does not print, and what was seen of it. */
export interface ScreenEvidence {
  readonly policy: 'refuse' | 'screen';
  /** Numbers that its screen told. */
  readonly told: ReadonlySet<string>;
  /** Presses that were turned away since the printer did not print. */
  readonly turnedAway: number;
  /** When, ms; left out: not judged. */
  readonly turnedAwayAt?: readonly number[];
  readonly printer: string;
  readonly panel: string;
}

/** How long after its end trouble may still be felt. */
const ECHO = 45_000;
/** A number is told within this, if it is told. */
const TOLD_WITHIN = 30_000;

/**
 * Who gets no slip is told the number, where the branch is one that tells it, and only while the printer has trouble;
 * where it is not, nobody gets a number without a slip.
 */
export function judgeScreen(
  records: readonly JournalRecord[],
  { policy, told, turnedAway, turnedAwayAt = [], printer, panel }: ScreenEvidence,
  { injected, outages, writtenAt }: AlarmEvidence,
): readonly string[] {
  const wrong: string[] = [];
  const isNear = (at: number, troubles: readonly Pick<Injected, 'from' | 'to'>[], before: number): boolean =>
    troubles.some(({ from, to }) => at >= from - before && at <= to + ECHO);
  const troublesOf = (...names: readonly string[]): readonly Injected[] =>
    injected.filter(({ devices }) => devices.some((device) => names.includes(device)));
  for (const { seq, type, body } of records) {
    const { label = '', handover, command } = body;
    if (type !== 'issued' || handover !== 'screen' || command?.source.startsWith('panel:') !== true) continue;
    const at = writtenAt[seq - 1] ?? Number.NaN;
    if (policy === 'refuse') wrong.push(`${label} was issued without a slip, where that is not allowed`);
    else if (!isNear(at, [...outages, ...troublesOf(printer)], 0))
      wrong.push(`${label} was issued without a slip, though nothing was wrong with the printer`);
    if (!told.has(label) && !isNear(at, [...outages, ...troublesOf(panel, 'journal')], TOLD_WITHIN))
      wrong.push(`${label} was issued without a slip, and no screen told it`);
  }
  for (const at of turnedAwayAt) {
    if (!isNear(at, [...outages, ...troublesOf(printer)], 0))
      wrong.push(`a press was turned away at ${Math.round(at / 1_000)} s, though nothing was wrong with the printer`);
  }
  if (policy === 'screen' && turnedAway > 0)
    wrong.push(`${turnedAway} presses were turned away for the printer, where numbers are told instead`);
  return wrong;
}
