import type { Branch } from '../branch/port.ts';
import type { Actor } from '../queue/commands.ts';
import type { QueueEvent } from '../queue/events.ts';
import type { PublicData, PublicType } from './schema/events.ts';

/** A published event before it is wrapped: one of the public types with its data. */
export type PublicBody = {
  readonly [T in PublicType]: { readonly type: T; readonly subject: string; readonly data: PublicData<T> };
}[PublicType];

type HeadData = Pick<PublicData<'counter-closed'>, 'at' | 'by' | 'device' | 'counter' | 'rule'>;
type TicketEvent = Extract<QueueEvent, { readonly ticket: number; readonly label: string }>;
type Own<T extends PublicType> = Omit<PublicData<T>, keyof HeadData | 'ticket' | 'label'>;

/** The body of an event of one ticket: its head, the ticket, and what it has of its own. */
export function ticketBody<T extends PublicType>(type: T, event: TicketEvent, own: Own<T>): PublicBody {
  const { ticket, label } = event;
  // The compiler cannot see that a union member's data is what `own` and the head add up to; the test parses each.
  const data = Object.assign(headOf(event), { ticket, label }, own);
  return { type, subject: `ticket/${ticket}`, data } as unknown as PublicBody;
}

/** What stands in every event of the queue. */
export function headOf(event: QueueEvent): HeadData {
  const { at, actor, counter, rule } = event;
  return { at, by: actor.kind, device: deviceOf(actor), counter, rule };
}

/** Users and clients may carry the name of a person; devices do not. */
function deviceOf(actor: Actor): string | null {
  switch (actor.kind) {
    case 'kiosk':
    case 'keypad':
    case 'rating-pad':
    case 'printer':
      return actor.device;
    case 'mqtt':
    case 'http':
    case 'web':
    case 'lobby-manager':
    case 'head-office':
    case 'schedule':
    case 'daemon':
      return null;
  }
}

/** Largest time that a date can be, ms. */
const LATEST = 8_640_000_000_000_000;

/** The wall time of a branch time as ISO 8601; null of none, and while the clock is not trusted. */
export function wallTimeOf(branch: Pick<Branch, 'wallOf'>, at: number | null): string | null {
  return at === null ? null : isoOf(branch.wallOf(at));
}

/** Texts of the times that were asked for last: those of a hall are asked for after every commit. */
const written = new Map<number, string>();
const WRITTEN_MOST = 256;

/** A wall time as ISO 8601 in UTC, null when it is none. */
export function isoOf(wall: number | null): string | null {
  if (wall === null || !(Math.abs(wall) <= LATEST)) return null;
  const known = written.get(wall);
  if (known !== undefined) return known;
  const text = new Date(wall).toISOString();
  if (written.size >= WRITTEN_MOST) written.clear();
  written.set(wall, text);
  return text;
}
