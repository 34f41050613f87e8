import { escaped, headline } from '../../views/html-page.ts';
import { minuteText } from '../moments.ts';
import { mean, share, shownCell, type Table, time } from '../report-cells.ts';
import { BRIEF, BRIEF_OF_WORK } from '../report-columns.ts';
import type { Part, Report } from '../report-schema.ts';
import { dayName, daysTable, groupTable, stepsTable, type Telling } from '../report-tables.ts';
import { alertsTable, diversionsTable, reprintsTableOf } from '../report-tables-aside.ts';
import { wholeOf } from '../report-text.ts';
import { type ReportLanguage, type ReportWords, reportWords } from '../report-words.ts';
import {
  alertsFigure,
  customersFigure,
  type Drawn,
  devicesFigure,
  estimatesFigure,
  keptFigure,
  marksFigure,
  waitsFigure,
  workFigure,
} from './figures.ts';
import { type PageWords, pageWords } from './page-words.ts';
import { htmlTable } from './parts.ts';
import { PAGE_STYLE } from './style.ts';

/** The report as one page that needs nothing else: charts, each with its table behind it, and tables. */
export function reportPage(report: Report, language: ReportLanguage): string {
  const [words, texts] = [reportWords(language), pageWords(language)];
  const title = titleOf(report, words);
  const body = [headline(title), headOf(report, words, texts), ...partsOf(report, words, texts)];
  const notes = texts.notes.map((note) => `<p>${escaped(note)}</p>`).join('');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style>${PAGE_STYLE}</style></head>
<body><main>
${body.join('\n')}
<footer>${notes}</footer>
</main></body></html>
`;
}

function titleOf({ branch, days }: Report, words: ReportWords): string {
  const name = branch ? (branch.names[words.language] ?? branch.names.en ?? branch.id) : null;
  const [first, last] = [days[0], days.at(-1)];
  const when = first && last ? [...new Set([dayName(first, words), dayName(last, words)])].join(' – ') : '';
  return [name, words.report, when].filter((part) => part !== null && part !== '').join(' · ');
}

function headOf({ days, zone }: Report, words: ReportWords, texts: PageWords): string {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return '';
  const when =
    days.length > 1
      ? `${texts.days(days.length, dayName(first, words), dayName(last, words))}, ${zone}`
      : texts.whole(minuteText(first.from), minuteText(first.to), zone);
  const warnings = [
    ...(last.isOver ? [] : [texts.goesOn]),
    ...(first.isRest ? [texts.isRest] : []),
    ...(days.every(({ isTrusted }) => isTrusted) ? [] : [texts.untrusted]),
    ...(days.every(({ isDevicesKnown }) => isDevicesKnown) ? [] : [texts.devicesUnknown]),
  ];
  const told = warnings.map((warning) => `<p class="warn">${escaped(warning)}</p>`).join('');
  return `<p class="quiet">${escaped(when)}</p>${told}`;
}

function partsOf(report: Report, words: ReportWords, texts: PageWords): readonly string[] {
  const whole = wholeOf(report);
  if (!whole) return [];
  const { part } = whole;
  const telling: Telling = { words, report };
  const drawn: Drawn = { part, telling, words: texts };
  const { language } = words;
  const table = (each: Table): string =>
    each.rows.length === 0 ? '' : `<h2>${escaped(each.title)}</h2>${htmlTable(each, language)}`;
  const days = report.days.map((day) => ({ before: [{ kind: 'text', text: dayName(day, words) } as const], day }));
  const carried = part.all.visits?.carried ?? 0;
  const hasCustomers = part.halfHours.length > 0;
  return [
    tiles(part, words),
    carried > 0 ? `<p class="quiet">${escaped(texts.carried(carried))}</p>` : '',
    report.total
      ? table(daysTable(telling, ['came', 'served', 'noShow', 'waitShare', 'waitMean', 'serviceShare']))
      : '',
    ...(hasCustomers ? [customersFigure(drawn), waitsFigure(drawn), keptFigure(drawn)] : [`<p>${texts.nothing}</p>`]),
    Object.keys(part.by.counter).length > 0 ? workFigure(drawn) : '',
    table(groupTable({ part }, telling, 'teller', BRIEF_OF_WORK)),
    table(groupTable({ part }, telling, 'segment', BRIEF)),
    table(stepsTable([whole], telling, [])),
    estimatesFigure(drawn),
    marksFigure(drawn),
    table(diversionsTable([whole], telling, [])),
    alertsFigure(drawn),
    report.total ? '' : table(alertsTable(days, telling, [words.heads.day])),
    devicesFigure(drawn),
    table(reprintsTableOf([whole], telling, [])),
  ];
}

/** The figures that are asked for first. */
function tiles({ all }: Part, words: ReportWords): string {
  const { visits, wait, service, estimates, marks } = all;
  const { columns, heads, language } = words;
  const told: readonly (readonly [string, string])[] = [
    [columns.came, String(visits?.came ?? 0)],
    [columns.served, String(visits?.served ?? 0)],
    [columns.noShow, String(visits?.noShow ?? 0)],
    [columns.waitShare, shownCell(share(wait.kept, wait.of), language)],
    [columns.waitMean, shownCell(time(wait.mean), language)],
    [columns.serviceShare, shownCell(share(service.kept, service.of), language)],
    [heads.inside, shownCell(share(estimates?.inside ?? 0, estimates?.of ?? 0), language)],
    [columns.marksMean, shownCell(mean(marks.mean), language)],
  ];
  const shown = told.map(([name, value]) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`);
  return `<dl class="tiles">${shown.join('')}</dl>`;
}
