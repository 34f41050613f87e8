import type { Branch, Reply } from '../branch/port.ts';
import type { CodeReader } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { Command } from '../queue/commands.ts';
import type { Refusal } from '../queue/refusals.ts';
import type { Ticket } from '../queue/state.ts';
import type { OwnChoice } from './kiosk-care.ts';
import type { Saying } from './kiosk-texts.ts';
import type { KioskVoice } from './kiosk-voice.ts';
import type { Pages } from './notices.ts';

/** What the code of a slip says, its check being right. */
export interface SlipCode {
  readonly label: string;
  /** ISO date of the business day; null when nobody knew it. */
  readonly day: string | null;
}

/** A reader of codes at a kiosk. */
export interface CodesDesk {
  readonly reader: CodeReader;
  /** Null for whatever is no slip of this branch and its journal. */
  slipOf(code: string): SlipCode | null;
  /** The business day on which a ticket was issued, as its slip and all copies have it; null: nobody knows. */
  dayOf(ticket: Ticket): string | null;
  /** Of the tickets that are issued for appointments. */
  readonly language: string;
}

export interface CodesParts extends CodesDesk {
  readonly branch: Branch;
  readonly log: Log;
  /** Id of the kiosk's panel. */
  readonly device: string;
  readonly voice: KioskVoice;
  /** How a ticket would be handed over now; something to say: none is, and why. */
  handover(): 'paper' | 'screen' | Saying;
  /** What the hall says while numbers and calls stand still; null: they do not. */
  stopped(): Saying | null;
  /** A code of somebody who waits for this service is being answered: until the function is called. */
  begin(service: string | null): () => void;
  tell(pages: Pages): void;
  /** What the customer has chosen before the code; null: nothing. It is taken: no other customer has it. */
  own(): OwnChoice | null;
  /** Whoever shows the code has a number now. */
  left(): void;
  /** What a number that was issued, or a fault, says. */
  answering(reply: Reply): Saying;
}

/** What may be the reference of an appointment: as clients of the branch may choose it. */
const REFERENCE = /^[A-Za-z0-9._%-]{1,64}$/;
const UNKNOWN: Saying = (texts) => texts.codeNotKnown;

/**
 * Turns codes that customers show a kiosk into commands: the slip of a no-show brings it back into its queue, the reference of
 * an appointment checks in; any other slip is told how it stands, and opens nothing. One at a time: a code that is shown while
 * another is answered is passed over.
 *
 * @returns a function that stops it
 */
export function readCodes(parts: CodesParts): () => void {
  let isBusy = false;
  let isStopped = false;
  const answer = async (code: string): Promise<void> => {
    isBusy = true;
    const pages = await answered(parts, code);
    isBusy = false;
    if (!isStopped) parts.tell(pages);
  };
  parts.reader.onCode((code) => {
    if (!isStopped && !isBusy) void answer(code);
  });
  return () => {
    isStopped = true;
  };
}

async function answered(parts: CodesParts, code: string): Promise<Pages> {
  const { voice, log, device, language } = parts;
  const stopped = parts.stopped();
  if (stopped) return voice.all(stopped);
  const slip = parts.slipOf(code);
  if (slip) return await slipAnswer(parts, slip);
  const saying = REFERENCE.test(code) ? await appointmentAnswer(parts, code) : null;
  if (saying) return [voice.to(language, saying)];
  // What stands in it is whatever somebody held there: it is nobody's business.
  log.info({ device }, 'a code that is no slip of this branch was shown to the kiosk');
  return voice.all(UNKNOWN);
}

async function slipAnswer(parts: CodesParts, { label, day }: SlipCode): Promise<Pages> {
  const { voice } = parts;
  const { committed } = parts.branch;
  const live = liveTicket(parts, label);
  // Who was held over waits with the slip of another day.
  if (live && parts.dayOf(live) === day) return [voice.to(live.language, standing(parts, live))];
  const ended = live ? null : (committed.ended.findLast((ticket) => ticket.label === label) ?? null);
  const isOfToday = day === (committed.day?.date ?? null) || (ended !== null && isHeldOverFrom(parts, ended, day));
  if (!isOfToday) return voice.all((texts) => texts.slipOfAnotherDay);
  if (live) return [voice.to(live.language, standing(parts, live))];
  const saying = await returning(parts, label, ended?.service ?? null);
  return ended ? [voice.to(ended.language, saying)] : voice.all(saying);
}

/** Whether somebody was held over from that day, and the visit ended on this one. */
function isHeldOverFrom({ branch: { committed }, dayOf }: CodesParts, ended: Ticket, day: string | null): boolean {
  return (ended.endedAt ?? 0) >= (committed.day?.openedAt ?? 0) && dayOf(ended) === day;
}

/** Brings a ticket that has ended back into its queue. */
async function returning(parts: CodesParts, label: string, service: string | null): Promise<Saying> {
  const reply = await submit(parts, service, { type: 'return-late', ticket: { label }, counter: null });
  if (reply.kind === 'done') {
    parts.left();
    return backAgain(parts, label);
  }
  if (reply.kind !== 'refused') return parts.answering(reply);
  const { refusal } = reply;
  if (refusal.code === 'wrong-status' || refusal.code === 'unknown-ticket') return (texts) => texts.isOver(label);
  return (texts) => texts.refusal(refusal, parts.branch.committed.rules, true);
}

function liveTicket({ branch: { committed } }: CodesParts, label: string): Ticket | undefined {
  const id = committed.labels.get(label);
  return id === undefined ? undefined : committed.tickets.get(id);
}

/** What somebody is told who is back in the queue: a window that stood waiting may have called at once. */
function backAgain(parts: CodesParts, label: string): Saying {
  const live = liveTicket(parts, label);
  return live ? standing(parts, live) : (texts) => texts.waits(label);
}

/** How a ticket stands that is live. */
function standing({ branch: { committed } }: CodesParts, { label, status, counter: at }: Ticket): Saying {
  const window = committed.rules?.counters.find((counter) => counter.id === at)?.number;
  const isAtWindow = status === 'called' || status === 'serving';
  return isAtWindow && window !== undefined ? (texts) => texts.toWindow(label, window) : (texts) => texts.waits(label);
}

/** Checks somebody in; null: no appointment has this reference. */
async function appointmentAnswer(parts: CodesParts, reference: string): Promise<Saying | null> {
  const appointment = parts.branch.committed.appointments.get(reference);
  if (!appointment) return null;
  const handover = parts.handover();
  if (typeof handover === 'function') return handover;
  const { language } = parts;
  // Whom the appointment is for was booked; what that customer needs was said at the kiosk.
  const own = parts.own();
  const needs = own && own.needs.length > 0 ? { needs: own.needs } : {};
  // A reader has no second press that says yes: see docs/decisions/127-a-code-asks-no-question.md.
  const asked = { type: 'check-in', reference, language, handover, isUnasked: true, ...needs } as const;
  const reply = await submit(parts, appointment.service, asked);
  own?.settle(reply);
  if (reply.kind === 'issued') parts.left();
  return reply.kind === 'refused' ? appointmentRefusal(parts, reply.refusal) : parts.answering(reply);
}

function appointmentRefusal({ branch }: CodesParts, refusal: Refusal): Saying {
  if (refusal.code === 'check-in-early') return (texts) => texts.tooEarly(refusal.wait);
  return (texts) => texts.refusal(refusal, branch.committed.rules);
}

type Wish = Extract<Command, { readonly type: 'return-late' | 'check-in' }>;
type Bare<T> = T extends unknown ? Omit<T, 'id' | 'actor'> : never;

/** A reader shows a code once: there is nobody who could ask again, and nothing to remember. */
async function submit(parts: CodesParts, service: string | null, wish: Bare<Wish>): Promise<Reply> {
  const end = parts.begin(service);
  const reply = await parts.branch.submit({ ...wish, id: null, actor: { kind: 'kiosk', device: parts.device } });
  end();
  return reply;
}
