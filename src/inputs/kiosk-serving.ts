import type { Reply } from '../branch/port.ts';
import { type Millis, seconds } from '../clock.ts';
import type { Press } from '../devices/kinds.ts';
import { visitRulesOf } from '../queue/rules-visit.ts';
import type { Desk, KioskParts } from './kiosk.ts';
import { issue, lookAhead, sourceOf } from './kiosk-asking.ts';
import { CARD_BUTTON, type CardSlot } from './kiosk-card.ts';
import { answering, troubleOf } from './kiosk-face.ts';
import { answeredWith, type Chosen, type Gathering, gatherPresses } from './kiosk-several.ts';
import { pagesAfter } from './kiosk-yes.ts';
import type { Notices } from './notices.ts';
import { isAnswered, isStopping } from './replies.ts';

/** What stands on no paper stays at least so long before the next customer's answer. */
export const UNPRINTED_STAYS: Millis = seconds(3);

/** What is under way at a kiosk. */
export interface Under {
  /** Buttons of presses that are being answered, by the press. */
  readonly busy: Map<string, number>;
  readonly notices: Notices;
  lamps(): void;
  /** Null: there is no card reader. */
  slot(): CardSlot | null;
  isStopped(): boolean;
}

/** Asks the branch for the number of somebody who has chosen, and tells it. */
export function serving(
  parts: Desk,
  { busy, notices, lamps, slot, isStopped }: Under,
): (chosen: readonly Chosen[]) => Promise<void> {
  return async (chosen) => {
    const [first, ...others] = chosen;
    if (!first || isStopped()) return;
    if (isLockedOut(parts, first)) {
      for (const { event } of chosen) {
        busy.delete(event.id);
        event.acknowledge();
      }
      lamps();
      notices.tell([parts.voice.to(first.button.language, (texts) => texts.lockedOut)], 0);
      return;
    }
    if (handoverOf(parts) === 'paper') await lookAhead(parts);
    if (isStopped()) return;
    const handover = handoverOf(parts);
    const isYes = parts.questions.answered(first.button.button) !== null;
    const reply = await drawTicket(parts, slot(), [first, ...others], handover);
    if (!isYes && isTurnedDown(reply)) parts.lock.forgive();
    for (const { event } of chosen) busy.delete(event.id);
    if (!isStopped()) {
      lamps();
      const { language } = first.button;
      const services = chosen.map(({ button }) => button.service);
      const least = handover === 'screen' && reply.kind === 'issued' ? UNPRINTED_STAYS : 0;
      const answer = parts.voice.to(language, answering(parts, reply));
      notices.tell([answer, ...pagesAfter(parts, reply, services, language)], least);
    }
    // The panel keeps a press that a stopping daemon did not take, and sends it to the next one. The first goes last: it
    // is known to the branch, and asked again it says the same number.
    if (!isStopping(reply)) for (const { event } of [...chosen].reverse()) event.acknowledge();
  };
}

/** Whether one person presses too often. A yes to a question is no further press, and who was answered already asks nothing. */
function isLockedOut(parts: Desk, { event, button }: Chosen): boolean {
  if (isKnown(parts, event) || parts.questions.answered(button.button)) return false;
  if (!parts.lock.isBeyond()) return false;
  parts.log.info({ device: parts.device, button: event.key }, 'a press was turned away: too many in a row');
  return true;
}

/** No number, and no question to which a yes would bring one. */
function isTurnedDown(reply: Reply): boolean {
  return reply.kind === 'refused' && reply.refusal.code !== 'confirm-needed' && reply.refusal.code !== 'machine-better';
}

/** Lets a customer choose several services, where the kiosk does. */
export function gathering(
  { branch, clock, voice, severalWithin = 0 }: Desk,
  { busy, notices, isStopped }: Under,
  serve: (chosen: readonly Chosen[]) => Promise<void>,
): Gathering {
  return gatherPresses({
    clock,
    within: severalWithin,
    most: () => (branch.committed.rules ? visitRulesOf(branch.committed.rules).most : 1),
    isOver: isStopped,
    done: (chosen) => void serve(chosen),
    chosen: ([first, ...others]) =>
      first && notices.tell([voice.to(first.button.language, (texts) => texts.chosen(1 + others.length))], 0),
    again: ({ event }) => {
      busy.delete(event.id);
      event.acknowledge();
    },
  });
}

/** What a press on a button for numbers is: an answer to what is asked, which is taken at once, or part of a choice. */
export function choosing(
  parts: Desk,
  several: Gathering,
  serve: (chosen: readonly Chosen[]) => Promise<void>,
): (press: Chosen) => Promise<void> {
  return async (press) => {
    const answered = parts.questions.answered(press.button.button);
    if (isKnown(parts, press.event)) return serve([press]);
    if (answered) return serve(answeredWith(press.event, answered));
    parts.questions.end();
    several.take(press, press.event.key === CARD_BUTTON);
  };
}

/** On paper where the printer prints, else on the screen. */
export function handoverOf(parts: Desk): 'paper' | 'screen' {
  return parts.printer && troubleOf(parts) === null ? 'paper' : 'screen';
}

/** A press that already was answered gets its answer again, whatever became of the printer and however old it is. */
export function isKnown({ branch, device }: KioskParts, event: Press<number>): boolean {
  return isAnswered(branch.committed, { source: sourceOf(device), key: event.id });
}

/** Asks for the ticket of a press, for whom the card before it names; a press that is answered already draws on no card. */
async function drawTicket(
  parts: Desk,
  slot: CardSlot | null,
  [first, ...others]: readonly [Chosen, ...Chosen[]],
  handover: 'paper' | 'screen',
): Promise<Reply> {
  const { event, button } = first;
  const more = others.map((chosen) => chosen.button.service);
  const isNew = !isKnown(parts, event);
  const guest = slot && isNew ? slot.guestOf(button.segment) : null;
  // Whoever says it with a button means it; a card lies in every pocket.
  const own = isNew ? parts.own.take() : null;
  const asked = { ...button, segment: own?.segment ?? guest?.segment ?? button.segment };
  const { branch, device, questions } = parts;
  const insists = questions.insists(button.button);
  const reply = await branch.submit(
    issue(device, event.id, asked, { handover, insists, more, needs: own?.needs ?? [] }),
  );
  const pressed = { press: event.id, chosen: [button, ...others.map((other) => other.button)] } as const;
  questions.came(pressed, reply, branch.committed.rules);
  guest?.settle(reply);
  own?.settle(reply);
  return reply;
}
