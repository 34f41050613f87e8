import type { WallTime } from '../queue/rules.ts';

/**
 * Writes moments as ISO 8601 with the offset of a zone: `2026-01-05T09:30:00+08:00`.
 *
 * @param zone IANA time zone
 */
export function momentText(zone: string): (wall: WallTime) => string {
  const options = { dateStyle: 'short', timeStyle: 'medium', timeZone: zone } as const;
  const local = new Intl.DateTimeFormat('sv-SE', options);
  return (wall) => {
    const text = local.format(wall).replace(' ', 'T');
    const offset = Math.round((Date.parse(`${text}Z`) - Math.floor(wall / 1_000) * 1_000) / 60_000);
    const size = Math.abs(offset);
    const two = (value: number): string => String(value).padStart(2, '0');
    return `${text}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  };
}

/** Of a moment its date and time to the minute: `2026-01-05 09:30`. */
export function minuteText(moment: string): string {
  return moment.slice(0, 16).replace('T', ' ');
}

/** Seconds to the millisecond, of ms; null stays null. */
export function seconds<T extends number | null>(time: T): number | Extract<T, null> {
  return (time === null ? null : Math.round(time) / 1_000) as number | Extract<T, null>;
}
