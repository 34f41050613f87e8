import type { TicketBlock, TicketDocument } from '../devices/kinds.ts';
import { BOX, type TicketContents, timeOf } from './ticket.ts';
import { writeTicketCode } from './ticket-code.ts';
import { TICKET_TEXTS, textsIn, ticketLanguages } from './ticket-texts.ts';

type Size = Extract<TicketBlock, { readonly kind: 'text' }>['size'];

/** Narrowest paper, in columns: what stands on it at most may stand on any. */
const COLUMNS = 32;
const LARGEST = 8;
const FEED: TicketBlock = { kind: 'feed', lines: 1 };

/**
 * The ticket of a customer who does not read small print: the number as large as the paper is wide, nothing smaller than
 * double size, the customer's language alone, and only what is needed until the call. Pure.
 */
export function composeLargeTicket(contents: TicketContents): TicketDocument {
  const { label, language, ahead, wait = null, issuedAt, zone, more = [], footer, copy, isQrPrinted = true } = contents;
  const [tongue] = ticketLanguages(language).slice(0, 1);
  const texts = TICKET_TEXTS[tongue ?? 'en'];
  const said = (named: Readonly<Record<string, string>>): string => textsIn(named, [tongue ?? 'en'])[0] ?? '';
  return {
    blocks: [
      line(label, 'center', sizeOf(label), true),
      FEED,
      ...(copy === undefined ? [] : [line(texts.copy(copy), 'center', 2)]),
      ...[contents.service, ...more].map((service) => line(said(service), 'center', 2, true)),
      ...(ahead === null ? [] : [line(texts.ahead(ahead), 'center', 2)]),
      ...(wait === null ? [] : [line(texts.wait(wait), 'center', 2)]),
      ...(contents.forms.length === 0 ? [] : [FEED, line(texts.prepare, 'left', 2, true)]),
      ...contents.forms.map((form) => line(BOX + said(form), 'left', 2)),
      FEED,
      ...footer.map((each) => line(said(each), 'center', 2, true)),
      ...(issuedAt === null ? [] : [line(timeOf(issuedAt, zone), 'center', 2)]),
      ...(isQrPrinted ? [{ kind: 'qr', data: writeTicketCode(contents, contents.checkKey) } as const] : []),
    ],
  };
}

/** So large that the number stands on one line. */
function sizeOf(label: string): Size {
  return Math.max(4, Math.min(LARGEST, Math.floor(COLUMNS / label.length))) as Size;
}

function line(text: string, align: 'left' | 'center', size: Size, bold = false): TicketBlock {
  return { kind: 'text', text, align, size, bold };
}
