import type { Reply } from '../branch/port.ts';
import type { Clock, Millis, Timer } from '../clock.ts';
import type { CardFace, CardReader, Press } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { CardDesk } from './card-desk.ts';
import type { Saying } from './kiosk-texts.ts';
import type { KioskVoice } from './kiosk-voice.ts';
import type { Notices } from './notices.ts';

/** The card reader of a kiosk. */
export interface KioskCards {
  readonly reader: CardReader;
  readonly desk: CardDesk;
  /** A card is forgotten after this long, ms. */
  readonly buttonWithin: Millis;
  /** The segment of customers of whom nothing is known: a button for others is the customer's own choice. */
  readonly ordinary: string;
  /** Whether a card draws a ticket at once. */
  readonly isDrawing: boolean;
}

/** Who presses a button, as far as a card says it. */
export interface Guest {
  readonly segment: string;
  /** What came of the press. */
  settle(reply: Reply): void;
}

/** The card that lies before a kiosk. */
export interface CardSlot {
  /** Who presses a button for customers of a segment. The card is used up, unless it comes to no ticket. */
  guestOf(segment: string): Guest;
  /** Whoever has swiped it has gone: no card lies there. */
  forget(): void;
  /** What the screen says while a button is awaited; null: nothing of a card. */
  resting(): Saying | null;
  stop(): void;
}

/** The kiosk before which the card lies. */
interface Surroundings {
  readonly clock: Clock;
  readonly log: Log;
  /** Id of the kiosk's panel. */
  readonly device: string;
  readonly voice: KioskVoice;
}

/** A card that draws a ticket at once comes as a press of this button; panels count theirs from 1. */
export const CARD_BUTTON = 0;

interface Lying {
  readonly face: CardFace;
  readonly until: Millis;
}

/**
 * Listens to a kiosk's reader. Of a card it knows segment and token, and forgets both after their time.
 *
 * @param press takes a card that draws a ticket at once
 */
export function cardSlot(
  parts: KioskCards,
  { clock, log, device, voice }: Surroundings,
  notices: Notices,
  press: (event: Press<number>) => void,
): CardSlot {
  const { reader, desk } = parts;
  let lying: Lying | null = null;
  let timer: Timer | null = null;
  const lay = (next: Lying | null): void => {
    timer?.cancel();
    lying = next;
    timer = next && clock.after(next.until - clock.monotonic(), () => lay(null));
    notices.rest();
  };
  const say = (saying: Saying): void => notices.tell(voice.all(saying), 0);
  const end = desk.serve(reader);
  reader.onCard((read) => {
    if (read.kind === 'unreadable') {
      say((texts) => texts.cardNotRead);
    } else if (desk.isSpent(read.token)) {
      log.info({ device, code: 'card-limit' }, 'a card was turned away: it has drawn as many tickets today as it may');
      lay(null);
      say((texts) => texts.cardSpent);
    } else {
      lay({ face: { segment: read.segment, token: read.token }, until: clock.monotonic() + parts.buttonWithin });
      if (parts.isDrawing) press({ key: CARD_BUTTON, id: `card-${read.id}`, acknowledge() {} });
      else say(AWAITS);
    }
  });
  return {
    guestOf(segment) {
      const card = lying;
      if (!card) return { segment, settle() {} };
      lay(null);
      const draw = desk.draw(card.face.token);
      return {
        segment: segment === parts.ordinary ? (card.face.segment ?? segment) : segment,
        settle(reply) {
          if (reply.kind === 'issued') draw.issued(reply.ticket);
          else {
            draw.inVain();
            // Another service may still have a number.
            if (!lying && card.until > clock.monotonic()) lay(card);
          }
        },
      };
    },
    forget() {
      if (lying) lay(null);
    },
    resting: () => (lying && !parts.isDrawing ? AWAITS : null),
    stop() {
      end();
      reader.onCard(() => {});
      timer?.cancel();
      lying = null;
    },
  };
}

const AWAITS: Saying = (texts) => texts.cardRead;
