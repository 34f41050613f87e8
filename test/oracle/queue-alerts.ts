import { z } from 'zod';
import type { AlarmEvidence } from './alarms.ts';
import { AlertHall, type AlertRule } from './alert-hall.ts';
import type { JournalRecord } from './evidence.ts';
import type { OwnPeople } from './windows.ts';

const RULES = z.looseObject({
  services: z.array(
    z.looseObject({
      id: z.string(),
      targetWait: z.number(),
      standardTime: z.number(),
      category: z.string().optional(),
      complexity: z.string().optional(),
    }),
  ),
  counters: z.array(
    z.looseObject({ id: z.string(), services: z.array(z.string()), own: z.custom<OwnPeople>().optional() }),
  ),
  alerts: z.custom<AlertRule>().optional(),
});
const ALERT = z.looseObject({
  alert: z.string(),
  kind: z.string(),
  service: z.string().nullish(),
  counter: z.string().nullish(),
  device: z.string().nullish(),
});

/** An alert that is due may be that late, ms: what is asked at the same moment comes before. */
const LATE = 5_000;

/**
 * Alerts of queues and counters against what was computed from the events alone: each raised for a breach and not twice, each
 * breach told, each cleared when it is over and not before. Where the branch was away or its disk was ill it may be late.
 */
export function judgeQueueAlerts(records: readonly JournalRecord[], evidence: AlarmEvidence): readonly string[] {
  const judge = new AlertJudge(evidence);
  for (const record of records) if (record.stream === 'queue') judge.take(record);
  return judge.wrong;
}

class AlertJudge {
  readonly wrong: string[] = [];
  readonly #evidence: AlarmEvidence;
  /** When the branch was away, or its disk was ill. */
  readonly #ills: readonly { readonly from: number; readonly to: number }[];
  readonly #hall = new AlertHall();
  /** Ids by what they are about. */
  readonly #standing = new Map<string, string>();
  readonly #ids = new Set<string>();
  /** Since when something should have been told, or taken back, and was not. */
  readonly #owed = new Map<string, number>();
  #before: { readonly at: number; readonly written: number } = { at: 0, written: 0 };

  constructor(evidence: AlarmEvidence) {
    const { outages, injected } = evidence;
    this.#evidence = evidence;
    this.#ills = [...outages, ...injected.filter(({ devices }) => devices.includes('journal'))];
  }

  take(record: JournalRecord): void {
    const at = record.at ?? this.#before.at;
    const written = this.#evidence.writtenAt[record.seq - 1] ?? this.#before.written;
    if (this.#wasIll(this.#before.written, written)) this.#owed.clear();
    else this.#demand(record.seq, at);
    if (record.type === 'rules-applied') this.#hall.applyRules(RULES.parse(record.body.rules), at);
    else if (record.type.startsWith('alert-')) this.#alert(record, at);
    else this.#hall.take(record, at);
    this.#note(at);
    this.#before = { at, written };
  }

  #wasIll(from: number, to: number): boolean {
    return this.#ills.some((ill) => ill.from <= to && ill.to + LATE >= from);
  }

  #alert({ seq, type, body }: JournalRecord, at: number): void {
    const { alert, kind, service, counter, device } = ALERT.parse(body);
    const key = `${kind}/${service ?? counter ?? ''}`;
    if (type === 'alert-raised') {
      if (this.#ids.has(alert)) this.wrong.push(`record ${seq}: ${alert} was raised twice`);
      if (this.#standing.has(key)) this.wrong.push(`record ${seq}: ${key} was raised while it stood`);
      const isWrong = this.#hall.wrongs(at).has(key) || kind === 'panic' || this.#hall.mayBeWrong(key);
      if (!isWrong) this.wrong.push(`record ${seq}: ${key} was raised, but nothing is wrong there`);
      this.#ids.add(alert);
      this.#standing.set(key, alert);
    } else if (type === 'alert-cleared') {
      if (this.#standing.get(key) !== alert) this.wrong.push(`record ${seq}: ${alert} was cleared, but does not stand`);
      const isOver = kind === 'panic' || [at, this.#before.at].some((time) => this.#hall.overs([key], time).has(key));
      if (!isOver) this.wrong.push(`record ${seq}: ${key} was cleared, but it is not over`);
      this.#standing.delete(key);
      this.#hall.forget(key);
    } else if (device === null && this.#standing.get(key) !== alert) {
      this.wrong.push(`record ${seq}: ${type} of ${alert}, which does not stand`);
    }
    if (type === 'alert-raised') this.#hall.raised(key);
  }

  /** What was owed for long, and what this record has not paid yet, ought to have come. */
  #demand(seq: number, at: number): void {
    for (const [what, since] of this.#owed) {
      if (at - since <= LATE) continue;
      this.wrong.push(`before record ${seq}: ${what}`);
      this.#owed.delete(what);
    }
  }

  #note(at: number): void {
    const due = new Set<string>();
    for (const key of this.#hall.wrongs(at)) if (!this.#standing.has(key)) due.add(`nobody was told of ${key}`);
    const kept = [...this.#standing.keys()].filter((key) => !key.startsWith('panic/'));
    for (const key of this.#hall.overs(kept, at)) due.add(`${key} is over and was never cleared`);
    for (const what of this.#owed.keys()) if (!due.has(what)) this.#owed.delete(what);
    for (const what of due) if (!this.#owed.has(what)) this.#owed.set(what, at);
  }
}
