/**
 * Writes wall times for people: `2026-01-05 09:31:07`. The format is made once: it costs more than a hundred lines.
 *
 * @param zone IANA time zone; undefined: the machine's
 * @returns the text of a Unix time in ms
 */
export function wallText(zone?: string): (wall: number) => string {
  const options = { dateStyle: 'short', timeStyle: 'medium', ...(zone ? { timeZone: zone } : {}) } as const;
  const format = new Intl.DateTimeFormat('sv-SE', options);
  return (wall) => format.format(wall);
}
