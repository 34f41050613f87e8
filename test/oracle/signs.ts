import type { AlarmEvidence } from './alarms.ts';
import type { JournalRecord } from './evidence.ts';
import { Hall } from './hall.ts';

/** What the signs over the counters showed, all day long. */
export interface SignEvidence {
  /** How long a call, a recall and a customer who was taken over blink, ms. */
  readonly blinkFor: number;
  /** By counter. */
  readonly signs: Readonly<Record<string, Sign>>;
  /** Until when they were looked at, ms. */
  readonly until: number;
}

/** A sign, and what it showed from when on, in order. */
export interface Sign {
  readonly device: string;
  readonly shown: readonly Shown[];
}

export interface Shown {
  readonly at: number;
  readonly text: string;
  readonly isBlinking: boolean;
}

/** A face has to be there by then, and no other for longer, ms. */
const WITHIN = 3_000;
/** How long after trouble of its own, or of its bus, a sign may still be wrong: it is set up again in its turn. */
const SET_UP = 150_000;
/** The same after an outage and trouble of the disk. */
const ECHO = 45_000;

/** Who looks for somebody from now on, and blinks. */
const CALLS: ReadonlySet<string> = new Set(['called', 'recalled', 'taken-over']);

/**
 * Each sign shows what the journal says at any time of the day, blinking for a while after a call, unless something was
 * wrong with it, with its bus, the disk or the daemon.
 *
 * @param records all of them
 */
export function judgeSigns(
  records: readonly JournalRecord[],
  { signs, blinkFor, until }: SignEvidence,
  alarms: AlarmEvidence,
): readonly string[] {
  const due = facesDue(records, Object.keys(signs), blinkFor, alarms.writtenAt);
  return Object.entries(signs).flatMap(([counter, { device, shown }]) =>
    stretches(due.get(counter) ?? [], shown, until)
      .filter(({ from, to }) => to - from > WITHIN && !isExcused(from, to, device, alarms))
      .map(
        ({ from, to, isDue, isShown }) =>
          `${device} shows ${said(isShown)} until ${inSeconds(to)} s, the journal says ${said(isDue)} since ${inSeconds(from)} s`,
      ),
  );
}

const said = ({ text, isBlinking }: Shown): string => `"${text}"${isBlinking ? ' blinking' : ''}`;
const inSeconds = (at: number): number => Math.round(at / 1_000);
const DARK: Shown = { at: 0, text: '', isBlinking: false };

/** What each counter's sign has to show, from when on. */
function facesDue(
  records: readonly JournalRecord[],
  counters: readonly string[],
  blinkFor: number,
  writtenAt: readonly number[],
): ReadonlyMap<string, readonly Shown[]> {
  const hall = new Hall();
  const due = new Map(counters.map((counter) => [counter, [DARK]]));
  const blinking = new Map<string, number>();
  const look = (counter: string, at: number): void => {
    const isCalled = hall.counters.get(counter)?.ticket?.status === 'called';
    const isBlinking = isCalled && (blinking.get(counter) ?? 0) > at;
    due.get(counter)?.push({ at, text: hall.face(counter), isBlinking });
  };
  const stopBlinking = (until: number): void => {
    for (const [counter, end] of blinking) {
      if (end > until) continue;
      look(counter, end);
      blinking.delete(counter);
    }
  };
  for (const record of records) {
    if (record.stream !== 'queue') continue;
    const { seq, type, body } = record;
    const at = writtenAt[seq - 1] ?? Number.NaN;
    stopBlinking(at);
    hall.take(record);
    if (CALLS.has(type) && body.counter != null) blinking.set(body.counter, at + blinkFor);
    for (const counter of counters) look(counter, at);
  }
  stopBlinking(Number.POSITIVE_INFINITY);
  return due;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Before it ended. */
  readonly isDue: Shown;
  readonly isShown: Shown;
}

/** The times in which a sign showed something else than was due, whatever it was. */
function stretches(due: readonly Shown[], shown: readonly Shown[], until: number): readonly Stretch[] {
  const steps = [...due.map((face) => ({ face, isDue: true })), ...shown.map((face) => ({ face, isDue: false }))];
  steps.sort((one, other) => one.face.at - other.face.at);
  const found: Stretch[] = [];
  let [isDue, isShown, from] = [DARK, DARK, Number.NaN];
  const close = (to: number): void => {
    if (!Number.isNaN(from)) found.push({ from, to, isDue, isShown });
    from = Number.NaN;
  };
  for (const { face, isDue: isOfJournal } of steps) {
    const [next, seen] = isOfJournal ? [face, isShown] : [isDue, face];
    const isRight = next.text === seen.text && next.isBlinking === seen.isBlinking;
    if (isRight) close(face.at);
    else if (Number.isNaN(from)) from = face.at;
    [isDue, isShown] = [next, seen];
  }
  close(until);
  return found;
}

function isExcused(from: number, to: number, device: string, { injected, outages }: AlarmEvidence): boolean {
  const meets = (trouble: { readonly from: number; readonly to: number }, after: number): boolean =>
    trouble.from <= to && trouble.to + after >= from;
  return (
    outages.some((outage) => meets(outage, ECHO)) ||
    injected.some((done) => {
      if (done.devices.includes('journal')) return meets(done, ECHO);
      return done.devices.includes(device) && meets(done, SET_UP);
    })
  );
}
