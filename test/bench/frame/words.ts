import type { Figure, Goal, Reading, Unit, Verdict } from './figure.ts';

/** Verdicts as people read them. */
export const VERDICTS: Readonly<Record<Verdict, string>> = {
  ok: 'ok',
  beyond: 'BEYOND',
  loaded: 'machine loaded',
  stated: 'stated',
  'not measured': 'not measured',
  missed: 'NOT MEASURED',
};

/** Three digits that count: 0.412, 4.12, 41.2, 412, 4,120. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1_000) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

/** A number with its unit: `4.12 ms`, `4,120/s`. */
export function amount(value: number, unit: Unit): string {
  return unit === '/s' || unit === '×' ? `${digits(value)}${unit}` : `${digits(value)} ${unit}`;
}

/** A reading as two cells: the middle, and the far end where there is one. */
export function cells(reading: Reading | null, unit: Unit): readonly [string, string] {
  if (!reading) return ['–', ''];
  if (reading.kind === 'value') return [amount(reading.value, unit), ''];
  return [digits(reading.p50), amount(reading.p99, unit)];
}

/** The limit with its side, and the number that was held against it: `≤ 3.56`. */
export function limitText(goal: Goal | null): string {
  if (!goal) return '';
  return `${goal.side === 'at-most' ? '≤' : '≥'} ${digits(goal.limit)}`;
}

/** A sentence that tells goal and raw limit of a figure. */
export function explained({ goal, raw, note, unit, missed }: Figure): string {
  const parts = [
    ...(goal ? [`Goal: ${goal.text}; held against it: ${digits(goal.judged)}.`] : []),
    ...(raw ? [`Raw: ${raw.what}, ${cells(raw.reading, unit).filter(Boolean).join(' / ')}.`] : []),
    ...(note ? [note] : []),
    ...(missed === undefined ? [] : [`Its goal: ${missed}.`]),
  ];
  return parts.join(' ');
}
