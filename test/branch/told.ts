/** A number stands over what is known of the wait; over anything else, as *no slip?*, it tells nobody that it was given. */
const TOLD = /"line1":"(?:NUMBER|号码) ([A-Z]\d+)","line2":"(?:YOU|OVER |\d+(?: B|-\d+ M)|下|前|约|很|超)/;

/** The number that a kiosk's screen tells somebody who gets no slip; null when it tells none. */
export function numberTold(view: string): string | null {
  return TOLD.exec(view)?.[1] ?? null;
}
