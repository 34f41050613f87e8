import type { EstimateScore } from './day/estimate-score.ts';
import type { DayFigures } from './day/figures.ts';
import { addSheets, GROUPINGS, type Grouping, type Line, newSheets, type Sheet, type Sheets } from './day/lines.ts';
import { momentText, seconds } from './moments.ts';
import { alertKindsOf, alertOf, devicesOf } from './report-alerts.ts';
import type { DayReport, HalfHourReport, Names, Part, Report, ReportLine } from './report-schema.ts';
import type { StepTally } from './standards-book.ts';
import { figuresOf, type TallyFigures } from './standards-figures.ts';
import { addTally, newTally } from './standards-tally.ts';

/** Names by language tag, where a branch file was given. */
export interface ReportNames {
  /** Null: only the journal was given. */
  readonly branch: Report['branch'];
  readonly services: Names;
  readonly segments: Names;
  readonly counters: Names;
}

/** What only a journal says. */
export const NO_NAMES: ReportNames = { branch: null, services: {}, segments: {}, counters: {} };

/**
 * Business days as a report.
 *
 * @param zone IANA time zone of the times of day
 */
export function reportOf(days: readonly DayFigures[], zone: string, names: ReportNames): Report {
  const total = days.length > 1 ? totalOf(days) : null;
  return { version: 1, ...names, zone, days: days.map((each) => dayOf(each, zone)), total };
}

function dayOf(figures: DayFigures, zone: string): DayReport {
  const { day, from, to, isOver, isRest, isTrusted } = figures.head;
  const text = momentText(zone);
  return {
    day,
    from: text(from.wall),
    to: text(to.wall),
    isOver,
    isRest,
    isTrusted,
    ...partOf([figures], figures.sheets, text),
    alerts: figures.alerts.map((entry) => alertOf(entry, text)),
  };
}

function totalOf(days: readonly DayFigures[]): Part {
  const sheets = newSheets();
  for (const day of days) addSheets(sheets, day.sheets);
  return partOf(days, sheets, null);
}

function partOf(days: readonly DayFigures[], sheets: Sheets, text: ((wall: number) => string) | null): Part {
  return {
    ...sheetOf(sheets.whole),
    halfHours: halfHoursOf(sheets, text),
    steps: stepsOf(days.flatMap(({ steps }) => steps)),
    diversions: diversionsOf(days),
    alertKinds: alertKindsOf(days.flatMap(({ alerts }) => alerts)),
    devices: devicesOf(days),
    isDevicesKnown: days.every(({ devices }) => devices.isKnown),
    starts: days.reduce((sum, { devices }) => sum + devices.starts, 0),
    reprints: reprintsOf(days),
  };
}

function halfHoursOf({ halfHours }: Sheets, text: ((wall: number) => string) | null): HalfHourReport[] {
  const inOrder = [...halfHours.values()].sort(({ halfHour: a }, { halfHour: b }) =>
    text === null ? (a.from < b.from ? -1 : 1) : a.start - b.start,
  );
  return inOrder.map(({ halfHour: { start, from, isTrusted }, sheet }) => {
    return { from, at: text === null ? null : text(start), isTrusted, ...sheetOf(sheet) };
  });
}

function sheetOf({ all, by }: Sheet): Pick<DayReport, 'all' | 'by'> {
  const told = (grouping: Grouping): Record<string, ReportLine> => {
    const isOfVisits = grouping === 'service' || grouping === 'segment';
    const lines = [...by[grouping]].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(lines.map(([id, line]) => [id, lineOf(line, isOfVisits)]));
  };
  const lines = Object.fromEntries(GROUPINGS.map((grouping) => [grouping, told(grouping)]));
  return { all: lineOf(all, true), by: lines as DayReport['by'] };
}

function lineOf({ cell, visits, estimates }: Line, isOfVisits: boolean): ReportLine {
  const { wait, service, bulk, marks, noShows, recalls, referrals } = figuresOf(cell);
  return {
    visits: isOfVisits ? { ...visits } : null,
    wait: inSeconds(wait),
    service: inSeconds(service),
    bulk: { visits: bulk.visits, slips: bulk.slips, mean: seconds(bulk.mean) },
    noShows,
    recalls,
    referrals,
    marks: { of: marks.of, mean: marks.mean, each: [...cell.marks] },
    estimates: isOfVisits ? estimatesOf(estimates) : null,
  };
}

/** Name by name: a line for each id of each half-hour, where names after a spread cost several times as much. */
function estimatesOf(score: EstimateScore): NonNullable<ReportLine['estimates']> {
  const { of, inside, insideTold, early, late, unscored, error, squares } = score;
  const bias = of === 0 ? null : seconds(error / of);
  const rmse = of === 0 ? null : seconds(Math.sqrt(squares / of));
  return { of, inside, insideTold, early, late, unscored, bias, rmse };
}

function inSeconds({ kept, of, mean, worst }: TallyFigures): ReportLine['wait'] {
  return { kept, of, mean: seconds(mean), worst: seconds(worst) };
}

function stepsOf(steps: readonly StepTally[]): Part['steps'] {
  const all = new Map<string, StepTally>();
  for (const { service, step, tally } of steps) {
    const key = `${service}\n${step}`;
    const known = all.get(key) ?? { service, step, tally: newTally() };
    addTally(known.tally, tally);
    all.set(key, known);
  }
  return [...all.values()].map(({ service, step, tally: { kept, of, total, worst } }) => {
    const mean = of === 0 ? null : total / of;
    return { service, step, kept, of, mean: seconds(mean), worst: of === 0 ? null : seconds(worst) };
  });
}

function diversionsOf(days: readonly DayFigures[]): Part['diversions'] {
  const all = new Map<string, Part['diversions'][number]>();
  for (const { service, machine, offered, chosen, silent, refused } of days.flatMap(({ diversions }) => diversions)) {
    const key = `${service}\n${machine}`;
    const known = all.get(key) ?? { service, machine, offered: 0, chosen: 0, silent: 0, refused: 0 };
    known.offered += offered;
    known.chosen += chosen;
    known.silent += silent;
    known.refused += refused;
    all.set(key, known);
  }
  return [...all.values()].sort((a, b) => (`${a.service} ${a.machine}` < `${b.service} ${b.machine}` ? -1 : 1));
}

function reprintsOf(days: readonly DayFigures[]): Part['reprints'] {
  const copies = days.flatMap(({ reprints }) => reprints.copies);
  const by = new Map<string, number>();
  for (const { who } of copies) by.set(who, (by.get(who) ?? 0) + 1);
  return {
    asked: copies.length,
    printed: copies.filter(({ end }) => end === 'printed').length,
    by: [...by].map(([who, asked]) => ({ who, asked })).sort((a, b) => b.asked - a.asked || (a.who < b.who ? -1 : 1)),
  };
}
