import { instantOn } from '../branch/calendar.ts';
import { hours } from '../clock.ts';
import { eventOf } from '../journal/codec.ts';
import type { JournalReader } from '../journal/reader.ts';
import { EXIT, type ExitCode } from '../process.ts';
import type { QueueEvent } from '../queue/events.ts';
import type { CounterId, Rules } from '../queue/rules.ts';
import type { ReportNames } from '../report/report.ts';
import { pageOf } from '../simulate/page.ts';
import type { PageLanguage } from '../simulate/page-texts.ts';
import { LIMITS_TITLE, limitsTexts } from '../simulate/what-if/limits-texts.ts';
import { whatIfText } from '../simulate/what-if/text.ts';
import { type RecordedDay, whatIf, whatIfJson } from '../simulate/what-if/what-if.ts';
import { guarded, withReader } from './journal-reading.ts';
import { isOfBranch } from './other-branch.ts';
import { hasPlace, type PagePorts, writePage } from './page-writing.ts';
import { rangeOf } from './report-days.ts';
import { changeOf } from './what-if-change.ts';

/** `lobbyd what-if --journal DIR [--profile P] [--counters ±N] [--like COUNTER] [--day D] [--json | --html FILE]`. */
export interface WhatIfArguments {
  readonly directory: string;
  /** ISO date; null: the newest. */
  readonly day: string | null;
  /** Null: as it was. */
  readonly profile: string | null;
  /** How many more there are; below 0: how many fewer. */
  readonly counters: number;
  /** Of which counter they are copies, or which one is not there; null: the one that served most, or least. */
  readonly like: CounterId | null;
  /** IANA time zone of the branch; null: the machine's. */
  readonly zone: string | null;
  /** What a branch file calls things; left out: services and segments have their ids. */
  readonly names?: ReportNames;
  readonly isJson: boolean;
  /** The file that a page is written to; null: none. */
  readonly page: { readonly file: string; readonly language: PageLanguage } | null;
}

/**
 * Plays a day of the journal again under other rules, beside what happened; also while the daemon runs.
 *
 * @returns `ok`; `problems` when there is no such day, profile or counter, or the journal is wrong; `fault` when it cannot be
 * read, or the page cannot be written
 */
export function whatIfCommand(asked: WhatIfArguments, ports: PagePorts): ExitCode {
  const { printer } = ports;
  const { directory, day, isJson, page } = asked;
  if (!hasPlace(page?.file ?? null, ports)) return EXIT.fault;
  return guarded(directory, printer, () =>
    withReader(directory, (reader) => {
      const refuse = (code: string, what: string, next: string): ExitCode => {
        printer.err(`${code}: ${what}`);
        printer.err(`  where  ${directory}`);
        printer.err(`  next   ${next}`);
        return EXIT.problems;
      };
      const recorded = recordedDay(reader, day, asked.zone);
      if (!recorded) {
        const what = day === null ? 'the journal has no business day' : `the journal has no business day ${day}`;
        return refuse('cli/unknown-day', what, 'give a date as 2026-01-05; left out it is the newest day');
      }
      const rules = rulesOf(recorded);
      if (!rules)
        return refuse('cli/no-rules', 'no rules were in force on that day', 'name a day on which the branch was open');
      const used = {
        startedFor: reader.startedFor(),
        services: rules.services.map(({ id }) => id),
        counters: rules.counters.map(({ id }) => id),
      };
      if (asked.names && !isOfBranch(used, asked.names, directory, printer)) return EXIT.problems;
      const meant = changeOf(asked, recorded, rules);
      if (meant.kind === 'wrong') return refuse(meant.code, meant.what, meant.next);
      const told = whatIf(recorded, meant.change, rules, asked.names);
      if (page) {
        const { language } = page;
        const remarks = { title: LIMITS_TITLE[language], texts: limitsTexts(told.limits, language) };
        return writePage(page.file, pageOf(told.told, language, remarks), ports);
      }
      printer.out(isJson ? JSON.stringify(whatIfJson(told), null, 2) : whatIfText(told));
      return EXIT.ok;
    }),
  );
}

/** The records of a day, proved as they are read; null: there is no such day. */
function recordedDay(reader: JournalReader, day: string | null, zone: string | null): RecordedDay | null {
  const asked =
    day === null ? ({ kind: 'newest', count: 1 } as const) : ({ kind: 'dates', from: day, to: day } as const);
  const range = rangeOf(reader.openings(), asked);
  if (range === null) return null;
  const events: QueueEvent[] = [];
  let horizon = 0;
  let offset: number | null = null;
  const { from, end } = range;
  for (const record of reader.proved({ from, to: end ?? reader.last() })) {
    horizon = record.at;
    // Read to the end, which is proved last.
    if (record.seq === end) continue;
    if (record.isTrusted) ({ offset } = record);
    const event = eventOf(record);
    if (event) events.push(event);
  }
  const [opening, ...rest] = events;
  if (opening?.type !== 'day-opened') return null;
  const here = zone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [start, noon] = [
    { hour: 0, minute: 0 },
    { hour: 12, minute: 0 },
  ];
  const isDated = opening.day !== null && offset !== null;
  // As far before noon as the clock says: where summer time begins or ends in the night, times in the hall are the clock's.
  const midnight = isDated ? instantOn(opening.day ?? '', noon, here, start) - hours(12) - (offset ?? 0) : opening.at;
  return { events: [opening, ...rest], horizon, midnight };
}

/** Those that were in force last: a day may begin under the ones of the day before. */
function rulesOf({ events }: RecordedDay): Rules | null {
  const applied = events.findLast((event) => event.type === 'rules-applied');
  return applied?.type === 'rules-applied' ? applied.rules : events[0].opening.rules;
}
