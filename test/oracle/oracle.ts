import { judgeAlarms, judgeUncertain, judgeUnprinted } from './alarms.ts';
import { judgeDays } from './business-day.ts';
import { type Evidence, type JournalRecord, recordsOf } from './evidence.ts';
import { Hall } from './hall.ts';
import { judgeMessages } from './messages.ts';
import { judgePaper } from './paper.ts';
import { judgeQueueAlerts } from './queue-alerts.ts';
import { judgeRest } from './rest.ts';
import { judgeScreen } from './screen.ts';
import { judgeSigns } from './signs.ts';

export type { Evidence } from './evidence.ts';

/**
 * The judge of a campaign: reads what a branch left behind (journal as exported, messages as a consumer got them, slips
 * as the printer cut them, what was told on panels and pads) and says what must not have happened. Shares no code with
 * the program that it judges.
 *
 * @returns everything wrong, one sentence each; empty when all is well
 */
export function judge(evidence: Evidence): readonly string[] {
  const records = recordsOf(evidence.journal);
  const hall = new Hall(evidence.numbers);
  for (const record of records) if (record.stream === 'queue') hall.take(record);
  return [
    ...judgeOrder(records),
    ...judgeCommands(records, evidence),
    ...hall.wrong,
    ...judgeMessages(records, evidence),
    ...judgePaper(records, hall, evidence),
    ...judgeTold(records, evidence),
    ...judgeDisplays(hall, evidence),
    ...judgePads(hall, evidence),
    ...judgeRetained(hall, evidence),
    ...(evidence.rest ? judgeRest(hall, evidence.rest) : []),
    ...judgeTimes(records, evidence),
  ];
}

/** What only who knows when what was done can judge. */
function judgeTimes(records: readonly JournalRecord[], { alarms, days, screen, signs }: Evidence): readonly string[] {
  if (!alarms) return [];
  return [
    ...judgeAlarms(records, alarms),
    ...judgeQueueAlerts(records, alarms),
    ...judgeUnprinted(records, alarms),
    ...judgeUncertain(records, alarms),
    ...(days ? judgeDays(records, days, alarms) : []),
    ...(screen ? judgeScreen(records, screen, alarms) : []),
    ...(signs ? judgeSigns(records, signs, alarms) : []),
  ];
}

function judgeOrder(records: readonly JournalRecord[]): string[] {
  const wrong: string[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const [index, { seq, at = before }] of records.entries()) {
    if (seq !== index + 1) wrong.push(`record ${seq} stands at place ${index + 1}`);
    if (at < before) wrong.push(`record ${seq} is older than the one before it`);
    before = at;
  }
  return wrong;
}

/** A command happens once and in one piece, however often its source sends it. */
function judgeCommands(records: readonly JournalRecord[], evidence: Evidence): string[] {
  const { presses, turnedAway = 0 } = evidence;
  const wrong: string[] = [];
  const last = new Map<string, number>();
  for (const { seq, body } of records) {
    if (!body.command) continue;
    const name = `${body.command.source} ${body.command.key}`;
    const before = last.get(name);
    if (before !== undefined && before !== seq - 1) wrong.push(`record ${seq}: ${name} was done again after ${before}`);
    last.set(name, seq);
  }
  const done = [...last.keys()].filter((name) => name.startsWith('panel:')).length;
  if (presses !== undefined && (done > presses || done < presses - turnedAway))
    wrong.push(`${presses} presses were acknowledged, ${turnedAway} turned away, ${done} were done`);
  return wrong;
}

function judgeTold(records: readonly JournalRecord[], { told, called = [] }: Evidence): string[] {
  const wrong: string[] = [];
  const issued = new Set(records.filter(({ type }) => type === 'issued').map(({ body }) => body.label));
  for (const label of told) if (!issued.has(label)) wrong.push(`${label} was told to somebody, but was not issued`);
  const labels = new Map(records.map(({ body }) => [body.ticket, body.label]));
  const calls = new Set<string>();
  for (const { type, body } of records) {
    if (type === 'called') calls.add(`${body.label} at ${body.counter}`);
    for (const { ticket, counter } of body.restored ?? []) calls.add(`${labels.get(ticket)} at ${counter}`);
  }
  for (const { counter, label } of called) {
    if (!calls.has(`${label} at ${counter}`)) wrong.push(`${counter} was told to call ${label}, but never called it`);
  }
  return wrong;
}

function judgeDisplays(hall: Hall, { displays = {} }: Evidence): string[] {
  return Object.entries(displays).flatMap(([counter, text]) => {
    const expected = hall.face(counter);
    return text === expected ? [] : [`the display of ${counter} shows "${text}", the journal says "${expected}"`];
  });
}

/** A pad names the customer of its counter; without one it names nobody. */
function judgePads(hall: Hall, { pads = {} }: Evidence): string[] {
  return Object.entries(pads).flatMap(([counter, line]) => {
    const told = /^[A-Z]\d{3}\b/.exec(line)?.[0] ?? null;
    const expected = hall.counters.get(counter)?.ticket?.label ?? null;
    return told === expected
      ? []
      : [`the pad of ${counter} says "${line}", the journal has ${expected ?? 'nobody'} there`];
  });
}

function judgeRetained(hall: Hall, { retained = {} }: Evidence): string[] {
  return Object.entries(retained).flatMap(([counter, label]) => {
    const expected = hall.counters.get(counter)?.ticket?.label ?? null;
    return label === expected ? [] : [`the broker retains ${label} for ${counter}, the journal has ${expected}`];
  });
}
