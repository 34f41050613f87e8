import type { TicketBlock, TicketDocument } from '../devices/kinds.ts';
import type { ToldWait } from '../views/estimate.ts';
import type { CustomerLanguage } from '../views/languages.ts';
import { writeTicketCode } from './ticket-code.ts';
import { type ByLanguage, TICKET_TEXTS, textsIn, ticketLanguages } from './ticket-texts.ts';

/** Everything that stands on a ticket. */
export interface TicketContents {
  readonly label: string;
  /** BCP 47 tag of the customer's language: it stands first. */
  readonly language: string;
  /** Bank, branch …; the first is printed large. */
  readonly header: readonly ByLanguage[];
  readonly service: ByLanguage;
  /** Services that follow on the same number, in order; left out: none. */
  readonly more?: readonly ByLanguage[];
  /** Which copy of a lost slip it is, 1 is the first; left out: it is no copy. */
  readonly copy?: number;
  /** People who would be called before; null when it is no longer true (a ticket printed late). */
  readonly ahead: number | null;
  /** How long the customer will wait; null or left out: nothing is said of it. */
  readonly wait?: ToldWait | null;
  /** Wall time of the issue, Unix milliseconds; null while the clock is not trusted: then no time is printed. */
  readonly issuedAt: number | null;
  /** IANA zone of the branch, `Asia/Shanghai`. */
  readonly zone: string;
  /** Papers and forms that the customer needs for the service. */
  readonly forms: readonly ByLanguage[];
  /** A machine that does the service as well; null or left out: none. */
  readonly machine?: ByLanguage | null;
  /** Messages of the bank; left out: none. */
  readonly messages?: readonly ByLanguage[];
  /** What the bank says at the end, above the QR code; empty: what lobbyd says by itself. */
  readonly farewell: readonly ByLanguage[];
  /** Lines under the QR code: telephone, opening hours … */
  readonly footer: readonly ByLanguage[];
  /** Id of the branch, for the QR code. */
  readonly branch: string;
  /** ISO date of the business day, null when it has none. */
  readonly day: string | null;
  /** Key of the check in the QR code, see {@link writeTicketCode}. */
  readonly checkKey: string;
  /** Whether each line also stands in the other language; left out: it does. */
  readonly isBilingual?: boolean;
  /** Whether the QR code is printed; left out: it is. */
  readonly isQrPrinted?: boolean;
}

/** What stands on a ticket, top to bottom, in the customer's language and then in the other, when there are to be two. Pure. */
export function composeTicket(contents: TicketContents): TicketDocument {
  const { language, isBilingual = true, isQrPrinted = true } = contents;
  const languages = ticketLanguages(language).slice(0, isBilingual ? undefined : 1);
  return {
    blocks: [
      ...contents.header.flatMap((line, index) => named(textsIn(line, languages), index === 0 ? 2 : 1)),
      { kind: 'rule' },
      ...named(textsIn(contents.service, languages), 2),
      { kind: 'feed', lines: 1 },
      centred(contents.label, 4, true),
      { kind: 'feed', lines: 1 },
      ...copy(contents.copy, languages),
      ...services([contents.service, ...(contents.more ?? [])], languages),
      ...ahead(contents.ahead, languages),
      ...wait(contents.wait ?? null, languages),
      ...issued(contents, languages),
      ...forms(contents.forms, languages),
      ...machine(contents.machine ?? null, languages),
      ...messages(contents.messages ?? [], languages),
      { kind: 'rule' },
      ...farewell(contents.farewell, languages),
      { kind: 'feed', lines: 1 },
      ...(isQrPrinted ? [qr(contents)] : []),
      ...contents.footer.flatMap((line) => named(textsIn(line, languages), 1)),
    ],
  };
}

/** What a number with several services is for: `1/3`, and so on. */
function services(all: readonly ByLanguage[], languages: readonly CustomerLanguage[]): readonly TicketBlock[] {
  if (all.length < 2) return [];
  const title = languages.map((language) => TICKET_TEXTS[language].services(all.length)).join(' ');
  const lines = all.map((service, index) => `${index + 1}/${all.length} ${textsIn(service, languages).join(' ')}`);
  return [leftLine(title, true), ...lines.map((line) => leftLine(line, false)), { kind: 'feed', lines: 1 }];
}

function farewell(lines: readonly ByLanguage[], languages: readonly CustomerLanguage[]): readonly TicketBlock[] {
  if (lines.length > 0) return lines.flatMap((line) => named(textsIn(line, languages), 1));
  return languages.map((language) => centred(TICKET_TEXTS[language].farewell, 1, false));
}

function qr(contents: TicketContents): TicketBlock {
  return { kind: 'qr', data: writeTicketCode(contents, contents.checkKey) };
}

function centred(text: string, size: 1 | 2 | 3 | 4, bold: boolean): TicketBlock {
  return { kind: 'text', text, align: 'center', size, bold };
}

/** A name in the customer's language, then small in the other. */
function named(texts: readonly string[], size: 1 | 2): readonly TicketBlock[] {
  return texts.map((text, index) => centred(text, index === 0 ? size : 1, index === 0 && size > 1));
}

/** Whoever finds the slip that was lost does not take it for another customer's. */
function copy(times: number | undefined, languages: readonly CustomerLanguage[]): readonly TicketBlock[] {
  if (times === undefined) return [];
  return named(
    languages.map((language) => TICKET_TEXTS[language].copy(times)),
    2,
  );
}

function ahead(count: number | null, languages: readonly CustomerLanguage[]): readonly TicketBlock[] {
  if (count === null) return [];
  return named(
    languages.map((language) => TICKET_TEXTS[language].ahead(count)),
    2,
  );
}

function wait(told: ToldWait | null, languages: readonly CustomerLanguage[]): readonly TicketBlock[] {
  if (told === null) return [];
  return languages.map((language) => centred(TICKET_TEXTS[language].wait(told), 1, false));
}

function issued(contents: TicketContents, languages: readonly CustomerLanguage[]): readonly TicketBlock[] {
  if (contents.issuedAt === null) return [];
  const left = languages.map((language) => TICKET_TEXTS[language].issued).join(' ');
  return [
    { kind: 'feed', lines: 1 },
    { kind: 'pair', left, right: timeOf(contents.issuedAt, contents.zone) },
  ];
}

/** `2026-01-05 09:00` of a wall time, Unix ms, in an IANA zone: the same for everybody who reads it; the Swedish format is this one. */
export function timeOf(wall: number, zone: string): string {
  if (zone !== clockFace.zone) clockFace = { zone, format: formatFor(zone) };
  return clockFace.format.format(wall);
}

/** A format takes longer to make than a slip, and a branch has one zone. */
let clockFace = { zone: 'UTC', format: formatFor('UTC') };

function formatFor(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
}

/** A box to tick before each; the other language under it. */
function forms(items: readonly ByLanguage[], languages: readonly CustomerLanguage[]): readonly TicketBlock[] {
  if (items.length === 0) return [];
  const title = languages.map((language) => TICKET_TEXTS[language].prepare).join(' ');
  const lines = items.flatMap((item) =>
    textsIn(item, languages).map((text, index) => (index === 0 ? BOX : INDENT) + text),
  );
  return [{ kind: 'rule' }, leftLine(title, true), ...lines.map((text) => leftLine(text, false))];
}

/** Who would rather not wait after all. */
function machine(names: ByLanguage | null, languages: readonly CustomerLanguage[]): readonly TicketBlock[] {
  if (names === null) return [];
  const lines = languages.map((language) => TICKET_TEXTS[language].machine(textsIn(names, [language])[0] ?? ''));
  return [{ kind: 'rule' }, ...lines.map((text) => leftLine(text, false))];
}

function messages(lines: readonly ByLanguage[], languages: readonly CustomerLanguage[]): readonly TicketBlock[] {
  if (lines.length === 0) return [];
  return [{ kind: 'rule' }, ...lines.flatMap((line) => named(textsIn(line, languages), 1))];
}

/** A box is as wide as a Hanzi: two columns. */
export const BOX = '□ ';
const INDENT = '   ';

function leftLine(text: string, bold: boolean): TicketBlock {
  return { kind: 'text', text, align: 'left', size: 1, bold };
}
