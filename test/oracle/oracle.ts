import { z } from 'zod';

/**
 * The judge of a campaign: reads what a branch left behind (journal as exported, messages as a consumer got them, slips
 * as the printer cut them, answers as the kiosk showed them) and says what must not have happened. Shares no code with
 * the program that it judges.
 */
export interface Evidence {
  /** Lines of `lobbyd journal export`, all of them. */
  readonly journal: readonly string[];
  /** Payloads of `…/evt/#`, in the order of arrival, doubles included. */
  readonly messages: readonly string[];
  /** Labels on slips that were cut, in order. */
  readonly slips: readonly string[];
  /** Labels that a person was told. */
  readonly told: readonly string[];
}

const RECORD = z.object({
  seq: z.int().min(1),
  stream: z.string(),
  type: z.string(),
  body: z.looseObject({
    counter: z.string().nullish(),
    ticket: z.int().optional(),
    label: z.string().optional(),
    restored: z
      .array(
        z.object({ ticket: z.int(), status: z.enum(['waiting', 'called', 'serving']), counter: z.string().nullable() }),
      )
      .optional(),
  }),
});
type JournalRecord = z.infer<typeof RECORD>;
const MESSAGE = z.object({ id: z.string(), sequence: z.string().regex(/^\d+$/), epoch: z.string() });

/** Everything wrong, one sentence each; empty when all is well. */
export function judge(evidence: Evidence): readonly string[] {
  const records = evidence.journal.map((line) => RECORD.parse(JSON.parse(line)));
  return [...judgeJournal(records), ...judgeMessages(records, evidence.messages), ...judgePaper(records, evidence)];
}

interface Hall {
  /** Live tickets by label. */
  readonly live: Map<string, number>;
  readonly labels: Map<number, string>;
  /** Where each called ticket is. */
  readonly at: Map<number, string>;
}

function judgeJournal(records: readonly JournalRecord[]): string[] {
  const wrong: string[] = [];
  const hall: Hall = { live: new Map(), labels: new Map(), at: new Map() };
  for (const [index, record] of records.entries()) {
    if (record.seq !== index + 1) wrong.push(`record ${record.seq} stands at place ${index + 1}`);
    if (record.stream === 'queue') wrong.push(...step(hall, record));
  }
  return wrong;
}

const ENDS = new Set(['finished', 'no-show', 'cancelled', 'print-failed']);

function step(hall: Hall, { seq, type, body }: JournalRecord): string[] {
  const wrong: string[] = [];
  const { ticket, label, counter } = body;
  if (type === 'issued' && ticket !== undefined && label !== undefined) {
    if (hall.live.has(label)) wrong.push(`record ${seq}: number ${label} was issued while it was live`);
    if (hall.labels.has(ticket)) wrong.push(`record ${seq}: ticket ${ticket} was issued twice`);
    hall.live.set(label, ticket);
    hall.labels.set(ticket, label);
  }
  if (type === 'called' && ticket !== undefined && counter != null) {
    const other = hall.at.get(ticket);
    if (other !== undefined) wrong.push(`record ${seq}: ${label} was called to ${counter} while it was at ${other}`);
    for (const [present, where] of hall.at) {
      if (where === counter)
        wrong.push(`record ${seq}: ${label} was called to ${counter} beside ${hall.labels.get(present)}`);
    }
    if (!hall.live.has(label ?? '')) wrong.push(`record ${seq}: ${label} was called but is not live`);
    hall.at.set(ticket, counter);
  }
  if (ENDS.has(type) && ticket !== undefined) {
    hall.at.delete(ticket);
    hall.live.delete(label ?? '');
  }
  if (type === 'transferred' && ticket !== undefined) hall.at.delete(ticket);
  for (const restored of body.restored ?? []) {
    hall.at.delete(restored.ticket);
    if (restored.status !== 'waiting' && restored.counter !== null) hall.at.set(restored.ticket, restored.counter);
    hall.live.set(hall.labels.get(restored.ticket) ?? '', restored.ticket);
  }
  return wrong;
}

function judgeMessages(records: readonly JournalRecord[], messages: readonly string[]): string[] {
  const wrong: string[] = [];
  const seen = new Set<string>();
  let last = 0;
  const epochs = new Set<string>();
  for (const text of messages) {
    const { id, sequence, epoch } = MESSAGE.parse(JSON.parse(text));
    epochs.add(epoch);
    if (seen.has(id)) continue;
    seen.add(id);
    const seq = Number(sequence);
    if (seq !== last + 1) wrong.push(`event ${seq} reached the consumer after ${last}`);
    last = seq;
  }
  if (epochs.size > 1) wrong.push(`events of ${epochs.size} epochs`);
  if (last !== records.length)
    wrong.push(`the consumer has events up to ${last}, the journal has ${records.length} records`);
  return wrong;
}

function judgePaper(records: readonly JournalRecord[], { slips, told }: Evidence): string[] {
  const wrong: string[] = [];
  const issued = new Set(records.filter(({ type }) => type === 'issued').map(({ body }) => body.label));
  for (const label of slips)
    if (!issued.has(label)) wrong.push(`slip ${label} was printed, but no such ticket was issued`);
  for (const label of told) if (!issued.has(label)) wrong.push(`${label} was told to somebody, but was not issued`);
  const ends = new Map<number, string[]>();
  for (const { type, body } of records) {
    if (type.startsWith('print-') && body.ticket !== undefined) {
      ends.set(body.ticket, [...(ends.get(body.ticket) ?? []), type]);
    }
  }
  for (const { type, body } of records) {
    if (type !== 'print-ended' || slips.includes(body.label ?? '')) continue;
    wrong.push(`the journal says that ${body.label} was printed, but no slip came out`);
  }
  for (const [ticket, types] of ends) {
    const starts = types.filter((each) => each === 'print-started').length;
    if (types.length > starts * 2) wrong.push(`ticket ${ticket}: ${types.join(', ')}`);
  }
  return wrong;
}
