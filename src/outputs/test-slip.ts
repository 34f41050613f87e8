import type { TicketBlock, TicketDocument } from '../devices/kinds.ts';
import { timeOf } from './ticket.ts';
import { type ByLanguage, textsIn } from './ticket-texts.ts';

/** What stands on a test slip. */
export interface TestSlipContents {
  /** Of the branch. */
  readonly name: ByLanguage;
  /** BCP 47 tags of the branch's languages, the most used first. */
  readonly languages: readonly string[];
  /** Id of the branch. */
  readonly branch: string;
  /** Id of the printer in the configuration. */
  readonly printer: string;
  /** Wall time, Unix milliseconds; null while the clock is not trusted: then no time is printed. */
  readonly now: number | null;
  /** IANA zone of the branch. */
  readonly zone: string;
  /** Whether tickets have a QR code. */
  readonly isQrPrinted: boolean;
}

/** Every column once in each way that a ticket prints: a wrong code page, width or head is seen at a glance. */
const RULER = [
  line('12345678901234567890123456789012', 1),
  line('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef', 1),
  line('汉字打印：一二三四五六七八九十', 1),
  line('号票 A012', 2),
  line('0123', 4),
] as const;

/**
 * A short slip that shows whoever has put in a new roll what customers get. Its code is no ticket's: a kiosk does not know it.
 * Pure.
 */
export function composeTestSlip(contents: TestSlipContents): TicketDocument {
  const { name, languages, branch, printer, now, zone, isQrPrinted } = contents;
  const data = `lobbyd:test:${encodeURIComponent(branch)}:${encodeURIComponent(printer)}`;
  const qr: readonly TicketBlock[] = isQrPrinted ? [{ kind: 'qr', data }] : [];
  return {
    blocks: [
      ...textsIn(name, languages).map((text) => line(text, 1)),
      line('PAPER OK', 2),
      line('纸卷已更换', 2),
      { kind: 'pair', left: printer, right: now === null ? '' : timeOf(now, zone) },
      { kind: 'rule' },
      ...RULER,
      { kind: 'rule' },
      ...qr,
    ],
  };
}

function line(text: string, size: 1 | 2 | 4): TicketBlock {
  return { kind: 'text', text, align: 'center', size, bold: size > 1 };
}
