import type { Config, KioskConfig } from '../config/config.ts';
import type { CardDesk } from '../inputs/card-desk.ts';
import type { KioskButton } from '../inputs/kiosk.ts';
import { CARD_BUTTON, type KioskCards } from '../inputs/kiosk-card.ts';
import type { DeviceMaps } from './devices.ts';

/** The card reader of a kiosk; null where it has none. */
export function cardsAt(
  { card }: KioskConfig,
  { segments }: Config,
  devices: DeviceMaps,
  desk: CardDesk,
): KioskCards | null {
  const reader = card && devices.card.get(card.reader);
  if (!card || !reader) return null;
  const { buttonWithin, service } = card;
  return { reader, desk, buttonWithin, ordinary: ordinaryOf(segments), isDrawing: service !== null };
}

/** What a card draws at once, as a button of its own. */
export function cardButtons({ card }: KioskConfig, { segments }: Config): readonly KioskButton[] {
  if (!card || card.service === null) return [];
  const { service, language } = card;
  return [{ button: CARD_BUTTON, service, segment: ordinaryOf(segments), language }];
}

/** Customers of whom nothing is known are of the first segment of the standard. */
function ordinaryOf(segments: Config['segments']): string {
  return segments[0]?.id ?? 'ordinary';
}
