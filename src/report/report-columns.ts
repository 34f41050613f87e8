import { count, mean, share, type TableCell, time } from './report-cells.ts';
import type { ReportLine } from './report-schema.ts';
import { COLUMN_KEYS, type ColumnKey } from './report-words.ts';

type Make = (line: ReportLine) => TableCell;

const ofVisits =
  (key: keyof NonNullable<ReportLine['visits']>): Make =>
  ({ visits }) =>
    count(visits?.[key] ?? null);

/** What stands in a column of a line. */
const COLUMNS: Readonly<Record<ColumnKey, Make>> = {
  came: ofVisits('came'),
  carried: ofVisits('carried'),
  served: ofVisits('served'),
  noShow: ofVisits('noShow'),
  cancelled: ofVisits('cancelled'),
  withdrawn: ofVisits('withdrawn'),
  expired: ofVisits('expired'),
  open: ofVisits('open'),
  returned: ofVisits('returned'),
  diverted: ofVisits('diverted'),
  waitShare: ({ wait }) => share(wait.kept, wait.of),
  waitOf: ({ wait }) => count(wait.of),
  waitMean: ({ wait }) => time(wait.mean),
  waitWorst: ({ wait }) => time(wait.worst),
  serviceShare: ({ service }) => share(service.kept, service.of),
  serviceOf: ({ service }) => count(service.of),
  serviceMean: ({ service }) => time(service.mean),
  serviceWorst: ({ service }) => time(service.worst),
  noShows: ({ noShows }) => count(noShows),
  recalls: ({ recalls }) => count(recalls),
  referrals: ({ referrals }) => count(referrals),
  passedOver: ofVisits('passedOver'),
  passedOverMost: ofVisits('passedOverMost'),
  marksOf: ({ marks }) => count(marks.of),
  marksMean: ({ marks }) => mean(marks.mean),
  bulkVisits: ({ bulk }) => count(bulk.visits),
  bulkSlips: ({ bulk }) => count(bulk.slips),
  bulkMean: ({ bulk }) => time(bulk.mean),
};

/** Columns of a table of whole visits that fit a sheet of paper. */
export const BRIEF: readonly ColumnKey[] = [
  'came',
  'served',
  'noShow',
  'waitShare',
  'waitMean',
  'waitWorst',
  'serviceShare',
  'serviceMean',
  'serviceWorst',
  'passedOver',
  'marksMean',
];

/** Columns of a table by counter or teller that fit a sheet of paper. */
export const BRIEF_OF_WORK: readonly ColumnKey[] = [
  'waitOf',
  'waitShare',
  'waitMean',
  'waitWorst',
  'serviceOf',
  'serviceShare',
  'serviceMean',
  'serviceWorst',
  'noShows',
  'referrals',
  'marksMean',
];

/** All of them. */
export const EVERY: readonly ColumnKey[] = COLUMN_KEYS;

/** The cells of a line. */
export function cellsOf(line: ReportLine, keys: readonly ColumnKey[]): readonly TableCell[] {
  return keys.map((key) => COLUMNS[key](line));
}
