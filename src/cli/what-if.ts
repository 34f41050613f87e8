import { instantOn } from '../branch/calendar.ts';
import { hours } from '../clock.ts';
import { eventOf } from '../journal/codec.ts';
import type { JournalReader } from '../journal/reader.ts';
import { EXIT, type ExitCode } from '../process.ts';
import type { CounterId } from '../queue/rules.ts';
import { pageOf } from '../simulate/page.ts';
import type { PageLanguage } from '../simulate/page-texts.ts';
import { LIMITS_TITLE, limitsTexts } from '../simulate/what-if/limits-texts.ts';
import { whatIfText } from '../simulate/what-if/text.ts';
import { type RecordedDay, whatIf, whatIfJson } from '../simulate/what-if/what-if.ts';
import { askedDay, dayRecords } from './business-day.ts';
import { guarded, withReader } from './journal-reading.ts';
import { type SourcePorts, sourceAt } from './journal-source.ts';
import { isOfBranch, rulesIn, usedUnder } from './other-branch.ts';
import { hasPlace, type PagePorts, writePage } from './page-writing.ts';
import { refuseDays } from './unknown-days.ts';
import { changeOf } from './what-if-change.ts';

/** `lobbyd what-if --journal DIR [--profile P] [--counters ±N] [--like COUNTER] [--day D] [--json | --html FILE]`. */
export interface WhatIfArguments {
  /** The directory of the journal, or a branch file that names it. */
  readonly place: string;
  /** ISO date; null: the newest. */
  readonly day: string | null;
  /** Null: as it was. */
  readonly profile: string | null;
  /** How many more there are; below 0: how many fewer. */
  readonly counters: number;
  /** Of which counter they are copies, or which one is not there; null: the one that served most, or least. */
  readonly like: CounterId | null;
  /** IANA time zone of the branch; null: the branch file's, or the machine's. */
  readonly zone: string | null;
  readonly isJson: boolean;
  /** The file that a page is written to; null: none. */
  readonly page: { readonly file: string; readonly language: PageLanguage } | null;
}

/** What `lobbyd what-if` needs. */
export interface WhatIfPorts extends PagePorts, SourcePorts {}

/**
 * Plays a day of the journal again under other rules, beside what happened; also while the daemon runs.
 *
 * @returns `ok`; `problems` when there is no such day, profile or counter, or the journal or the branch file is wrong; `fault` when it cannot be
 * read, or the page cannot be written
 */
export function whatIfCommand(asked: WhatIfArguments, ports: WhatIfPorts): ExitCode {
  const { printer } = ports;
  const { place, day, isJson, page } = asked;
  if (!hasPlace(page?.file ?? null, ports)) return EXIT.fault;
  const source = sourceAt(place, ports);
  if (source === null) return EXIT.problems;
  const { directory, names } = source;
  return guarded(directory, printer, () =>
    withReader(directory, (reader) => {
      const refuse = (code: string, what: string, next: string): ExitCode => {
        printer.err(`${code}: ${what}`);
        printer.err(`  where  ${directory}`);
        printer.err(`  next   ${next}`);
        return EXIT.problems;
      };
      const recorded = recordedDay(reader, day, asked.zone ?? source.zone);
      if (!recorded) return refuseDays(reader, askedDay(day), directory, printer);
      const rules = rulesIn(recorded.events);
      if (!rules)
        return refuse('cli/no-rules', 'no rules were in force on that day', 'name a day on which the branch was open');
      if (!isOfBranch(usedUnder(reader, rules), names, directory, printer)) return EXIT.problems;
      const meant = changeOf(asked, recorded, rules);
      if (meant.kind === 'wrong') return refuse(meant.code, meant.what, meant.next);
      const told = whatIf(recorded, meant.change, rules, names);
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

/** A day of the journal, proved; null: there is no such day, or it was never opened. */
function recordedDay(reader: JournalReader, day: string | null, zone: string | null): RecordedDay | null {
  const told = dayRecords(reader, day);
  if (told === null) return null;
  const { records, horizon } = told;
  const events = records.map(eventOf).filter((event) => event !== null);
  const offset = records.findLast(({ isTrusted }) => isTrusted)?.offset ?? null;
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
