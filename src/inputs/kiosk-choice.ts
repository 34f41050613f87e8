import type { Press } from '../devices/kinds.ts';
import type { Desk } from './kiosk.ts';
import { awaiting, isGiving } from './kiosk-face.ts';
import { STALE_AFTER } from './kiosk-yes.ts';
import type { Pages } from './notices.ts';

/** A customer says what nobody else has to know: the screen says nothing of it. */
export function chooseCare(parts: Desk, event: Press<number>, tell: (pages: Pages) => void): void {
  event.acknowledge();
  if ((event.ageMs ?? 0) > STALE_AFTER) return;
  // No number is to be had now: it would be forgotten before there is.
  if (isGiving(parts)) parts.own.press(event.key);
  tell(parts.voice.all(awaiting(parts, null)));
}
