import { type Delivery, type Evidence, type JournalRecord, type Message, messageOf } from './evidence.ts';

/** What each record of the queue is called in public, as docs/mqtt.md lists it. */
const PUBLIC: Readonly<Record<string, string>> = {
  issued: 'ticket-issued',
  called: 'ticket-called',
  recalled: 'ticket-recalled',
  started: 'ticket-started',
  finished: 'ticket-finished',
  'no-show': 'ticket-no-show',
  cancelled: 'ticket-cancelled',
  transferred: 'ticket-transferred',
  referred: 'ticket-referred',
  'taken-over': 'ticket-taken-over',
  'service-finished': 'ticket-service-finished',
  'handed-off': 'ticket-handed-off',
  requeued: 'ticket-requeued',
  'service-added': 'ticket-service-added',
  'service-dropped': 'ticket-service-dropped',
  'papers-marked': 'ticket-papers-marked',
  'bulk-marked': 'ticket-bulk-marked',
  'needs-set': 'ticket-needs-set',
  'pager-needed': 'customer-needs-pager',
  diverted: 'customer-diverted',
  released: 'ticket-released',
  parked: 'ticket-parked',
  unparked: 'ticket-unparked',
  'held-over': 'ticket-held-over',
  returned: 'ticket-returned',
  rated: 'ticket-rated',
  'low-rated': 'ticket-rated-low',
  expired: 'ticket-expired',
  recognized: 'customer-recognized',
  booked: 'appointment-booked',
  'booking-cancelled': 'appointment-cancelled',
  'booking-expired': 'appointment-expired',
  'bookings-stranded': 'appointments-stranded',
  'checked-in': 'appointment-checked-in',
  undone: 'command-undone',
  refused: 'command-refused',
  'request-stands': 'counter-waits',
  'request-ended': 'counter-wait-ended',
};

/**
 * Every record at the consumer once and in order, but for doubles that have a reason. Where the broker lost the
 * consumer's session a hole may begin; it must be filled by a replay.
 */
export function judgeMessages(records: readonly JournalRecord[], evidence: Evidence): readonly string[] {
  const messages = evidence.messages.map(messageOf);
  const wrong = [...judgeDoubles(messages, evidence.delivery)];
  const seen = new Map<string, string>();
  const epochs = new Set<string>();
  const holes = new Set<number>();
  const lost = new Set(evidence.lostSessions ?? []);
  let last = 0;
  let mayMiss = false;
  for (const [index, text] of evidence.messages.entries()) {
    if (lost.has(index)) mayMiss = true;
    const message = messages[index] as Message;
    epochs.add(message.epoch);
    const before = seen.get(message.id);
    if (before !== undefined && before !== text) wrong.push(`event ${message.sequence} came twice, and not the same`);
    if (before !== undefined) continue;
    seen.set(message.id, text);
    const seq = Number(message.sequence);
    wrong.push(...judgeContent(records, seq, message));
    if (holes.delete(seq)) continue;
    if (seq !== last + 1 && (!mayMiss || seq <= last)) wrong.push(`event ${seq} reached the consumer after ${last}`);
    for (let missed = last + 1; missed < seq; missed += 1) holes.add(missed);
    mayMiss = false;
    last = Math.max(last, seq);
  }
  if (epochs.size > 1) wrong.push(`events of ${epochs.size} epochs`);
  if (lost.size > 0 && holes.size > 0) wrong.push(`events ${[...holes].join(', ')} never reached the consumer`);
  if (last !== records.length)
    wrong.push(`the consumer has events up to ${last}, the journal has ${records.length} records`);
  return wrong;
}

/** An event comes again only where its acknowledgement may be lost, or where somebody asked for it. */
function judgeDoubles(messages: readonly Message[], delivery: Delivery | null): readonly string[] {
  if (!delivery) return [];
  const { cuts, replays, brokerDoubles } = delivery;
  const wrong: string[] = [];
  const lastAt = new Map<string, number>();
  const replayed = new Map<string, number>();
  for (const [index, { id, sequence }] of messages.entries()) {
    const before = lastAt.get(id);
    lastAt.set(id, index);
    if (before === undefined || brokerDoubles.includes(index)) continue;
    if (cuts.some((cut) => before < cut && cut <= index)) continue;
    const used = replayed.get(id) ?? 0;
    if (replays.filter((asked) => asked <= index).length > used) replayed.set(id, used + 1);
    else
      wrong.push(
        `event ${sequence} came again as message ${index + 1} after ${before + 1}, and nothing was cut between`,
      );
  }
  return wrong;
}

function judgeContent(records: readonly JournalRecord[], seq: number, { type, data }: Message): readonly string[] {
  const record = records[seq - 1];
  if (!record || type === undefined) return [];
  const expected = `lobbyd.${PUBLIC[record.type] ?? record.type}`;
  if (type !== expected && type !== 'lobbyd.internal') return [`event ${seq} is ${type}, the journal has ${expected}`];
  if (record.stream === 'queue' && type === 'lobbyd.internal') return [`event ${seq} hides a ${record.type}`];
  const { ticket, label, service } = record.body;
  // The hours of a counter change by a schedule: nobody at a counter does it.
  const counter = record.type === 'counter-hours-changed' ? record.body.of : record.body.counter;
  if (data?.ticket !== ticket || data?.label !== label)
    return [`event ${seq} speaks of ${data?.label}, the journal of ${label}`];
  const isElsewhere = record.stream === 'queue' && (data?.counter ?? null) !== (counter ?? null);
  if (isElsewhere) return [`event ${seq} is of ${data?.counter}, the journal has ${counter}`];
  // Not every event tells the service.
  if (service == null || data?.service == null || data.service === service) return [];
  return [`event ${seq} is of service ${data.service}, the journal has ${service}`];
}
