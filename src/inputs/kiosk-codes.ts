import type { Branch, Reply } from '../branch/port.ts';
import type { CodeReader, PadScreen } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { Command } from '../queue/commands.ts';
import { MINUTE } from '../queue/durations.ts';
import type { Refusal } from '../queue/refusals.ts';
import type { Ticket } from '../queue/state.ts';
import type { OwnChoice } from './kiosk-care.ts';
import { ASK_STAFF } from './kiosk-words.ts';
import { refusalText, screen } from './replies.ts';

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
  /** How a ticket would be handed over now; a text: none is, and why. */
  handover(): 'paper' | 'screen' | PadScreen;
  /** What the hall says while numbers and calls stand still; null: they do not. */
  stopped(): PadScreen | null;
  /** A code of somebody who waits for this service is being answered: until the function is called. */
  begin(service: string | null): () => void;
  tell(text: PadScreen): void;
  /** What the customer has chosen before the code; null: nothing. It is taken: no other customer has it. */
  own(): OwnChoice | null;
  /** Whoever shows the code has a number now. */
  left(): void;
  /** What a number that was issued, or a fault, says. */
  answerText(reply: Reply): PadScreen;
}

/** What may be the reference of an appointment: as clients of the branch may choose it. */
const REFERENCE = /^[A-Za-z0-9._%-]{1,64}$/;
const TAKE_A_NUMBER = 'PLEASE TAKE A NUMBER';
const UNKNOWN = screen('CODE NOT KNOWN', ASK_STAFF);

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
    const text = await answered(parts, code);
    isBusy = false;
    if (!isStopped) parts.tell(text);
  };
  parts.reader.onCode((code) => {
    if (!isStopped && !isBusy) void answer(code);
  });
  return () => {
    isStopped = true;
  };
}

async function answered(parts: CodesParts, code: string): Promise<PadScreen> {
  const stopped = parts.stopped();
  if (stopped) return stopped;
  const slip = parts.slipOf(code);
  if (slip) return await slipAnswer(parts, slip);
  if (REFERENCE.test(code)) return await appointmentAnswer(parts, code);
  // What stands in it is whatever somebody held there: it is nobody's business.
  parts.log.info({ device: parts.device }, 'a code that is no slip of this branch was shown to the kiosk');
  return UNKNOWN;
}

async function slipAnswer(parts: CodesParts, { label, day }: SlipCode): Promise<PadScreen> {
  const { committed } = parts.branch;
  const live = liveTicket(parts, label);
  // Who was held over waits with the slip of another day.
  if (live && parts.dayOf(live) === day) return standingText(parts, live);
  if (day !== (committed.day?.date ?? null)) return screen('SLIP OF ANOTHER DAY', TAKE_A_NUMBER);
  if (live) return standingText(parts, live);
  const service = committed.ended.findLast((ticket) => ticket.label === label)?.service ?? null;
  const reply = await submit(parts, service, { type: 'return-late', ticket: { label }, counter: null });
  if (reply.kind === 'done') {
    parts.left();
    return backText(parts, label);
  }
  if (reply.kind !== 'refused') return parts.answerText(reply);
  const { refusal } = reply;
  const isOver = refusal.code === 'wrong-status' || refusal.code === 'unknown-ticket';
  return screen(isOver ? `${label} IS OVER` : refusalText(refusal, committed.rules), TAKE_A_NUMBER);
}

function liveTicket({ branch: { committed } }: CodesParts, label: string): Ticket | undefined {
  const id = committed.labels.get(label);
  return id === undefined ? undefined : committed.tickets.get(id);
}

/** What somebody is told who is back in the queue: a window that stood waiting may have called at once. */
function backText(parts: CodesParts, label: string): PadScreen {
  const live = liveTicket(parts, label);
  return live ? standingText(parts, live) : waitsText(label);
}

/** How a ticket stands that is live. */
function standingText({ branch: { committed } }: CodesParts, { label, status, counter: at }: Ticket): PadScreen {
  const window = committed.rules?.counters.find((counter) => counter.id === at)?.number;
  const isAtWindow = status === 'called' || status === 'serving';
  return isAtWindow && window !== undefined
    ? screen(`${label} TO WINDOW ${window}`, 'PLEASE GO THERE')
    : waitsText(label);
}

function waitsText(label: string): PadScreen {
  return screen(`${label} WAITS`, 'YOU WILL BE CALLED');
}

async function appointmentAnswer(parts: CodesParts, reference: string): Promise<PadScreen> {
  const appointment = parts.branch.committed.appointments.get(reference);
  if (!appointment) return UNKNOWN;
  const handover = parts.handover();
  if (typeof handover === 'object') return handover;
  const { language } = parts;
  // Whom the appointment is for was booked; what that customer needs was said at the kiosk.
  const own = parts.own();
  const needs = own && own.needs.length > 0 ? { needs: own.needs } : {};
  const reply = await submit(parts, appointment.service, { type: 'check-in', reference, language, handover, ...needs });
  own?.settle(reply);
  if (reply.kind === 'issued') parts.left();
  return reply.kind === 'refused' ? appointmentRefusal(parts, reply.refusal) : parts.answerText(reply);
}

function appointmentRefusal({ branch }: CodesParts, refusal: Refusal): PadScreen {
  if (refusal.code !== 'check-in-early') return screen(refusalText(refusal, branch.committed.rules), ASK_STAFF);
  const minutes = Math.ceil(refusal.wait / MINUTE);
  const wait = minutes < 100 ? `${minutes} MIN` : `${Math.ceil(minutes / 60)} H`;
  return screen('TOO EARLY', `COME BACK IN ${wait}`);
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
