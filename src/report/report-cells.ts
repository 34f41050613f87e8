import type { ReportLanguage } from './report-words.ts';

/** One cell of a table, as a value: people and spreadsheets write it differently. */
export type TableCell =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** A date or a time of day: spreadsheets may know it as one. Left out: words. */
      readonly isMoment?: true;
    }
  /** Null: nothing was measured. */
  | { readonly kind: 'count' | 'time' | 'share' | 'mean'; readonly value: number | null };

/** A table; its rows are as long as its head. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** Text. */
export const text = (value: string): TableCell => ({ kind: 'text', text: value });
/** A date or a time of day. */
export const moment = (value: string): TableCell => ({ kind: 'text', text: value, isMoment: true });
/** How many. */
export const count = (value: number | null): TableCell => ({ kind: 'count', value });
/** A length of time, s. */
export const time = (value: number | null): TableCell => ({ kind: 'time', value });
/** A mean that is no time. */
export const mean = (value: number | null): TableCell => ({ kind: 'mean', value });
/** A part of a whole; nothing where there is no whole. */
export function share(part: number, of: number): TableCell {
  return { kind: 'share', value: of === 0 ? null : part / of };
}

/** A cell for people: `12:05`, `93 %`, `-` where there is nothing. */
export function shownCell(cell: TableCell, language: ReportLanguage): string {
  if (cell.kind === 'text') return cell.text;
  if (cell.value === null) return '–';
  if (cell.kind === 'time') return clockText(cell.value);
  // A share that is not whole is never told as whole.
  if (cell.kind === 'share') return `${Math.floor(cell.value * 100)}${language === 'en' ? ' ' : ''}%`;
  return cell.kind === 'mean' ? cell.value.toFixed(2) : String(cell.value);
}

/** `12:05`: minutes and seconds; `1:02:05` from an hour on. */
function clockText(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  const digits = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${seconds < 0 && whole > 0 ? '−' : ''}${digits}:${two(whole % 60)}`;
}
