import type { Branch, Committed } from '../branch/port.ts';
import type { Clock, Millis, Timer } from '../clock.ts';
import type { CounterDisplay, DisplayFace } from '../devices/kinds.ts';
import { stoppedBy } from '../queue/hall-states.ts';
import type { CounterId } from '../queue/rules.ts';
import { type CounterView, counterView } from '../views/counter.ts';

/** What the displays say when no ticket stands on them. */
export interface DisplayTexts {
  readonly idle: string;
  readonly paused: string;
  readonly closed: string;
  /** On all displays, whoever was called. */
  readonly evacuated: string;
  /** The customer sits down until the number is called again. */
  readonly seat: string;
}

export interface DisplayDirectorParts {
  readonly branch: Branch;
  readonly clock: Clock;
  readonly displays: ReadonlyMap<CounterId, CounterDisplay>;
  readonly texts: DisplayTexts;
  /** How long a call and a recall blink. */
  readonly blinkFor: Millis;
}

/**
 * Keeps each counter's display equal to the committed state: the number that is called or served there, blinking
 * for a while after a call and a recall. Repainting after a reconnect is the driver's work: it knows the last face.
 *
 * @returns a function that stops it
 */
export function directDisplays(parts: DisplayDirectorParts): () => void {
  const { branch, clock, displays, texts, blinkFor } = parts;
  const blinking = new Map<CounterId, Timer>();
  const seating = new Map<CounterId, Timer>();
  const shown = new Map<CounterId, DisplayFace>();

  const paint = (counter: CounterId): void => {
    const display = displays.get(counter);
    if (!display) return;
    const { committed } = branch;
    const view = counterView(committed, counter);
    const during = { isBlinking: blinking.has(counter), isSeating: seating.has(counter) };
    const isEvacuated = stoppedBy(committed.hall) === 'evacuation';
    const face = isEvacuated ? { text: texts.evacuated, isBlinking: false } : faceOf(view, texts, during);
    const before = shown.get(counter);
    if (before?.text === face.text && before.isBlinking === face.isBlinking) return;
    shown.set(counter, face);
    display.show(face);
  };
  const keepFor = (timers: Map<CounterId, Timer>, counter: CounterId, duration: Millis): void => {
    timers.get(counter)?.cancel();
    const timer = clock.after(duration, () => {
      timers.delete(counter);
      paint(counter);
    });
    timers.set(counter, timer);
  };
  const unsubscribe = branch.onCommitted((batch) => {
    for (const counter of callsIn(batch)) if (displays.has(counter)) keepFor(blinking, counter, blinkFor);
    for (const counter of seatsIn(batch)) if (displays.has(counter)) keepFor(seating, counter, blinkFor);
    for (const counter of displays.keys()) paint(counter);
  });
  for (const counter of displays.keys()) {
    const left = blinkLeft(branch, counter, blinkFor);
    if (left > 0) keepFor(blinking, counter, left);
    paint(counter);
  }
  return () => {
    unsubscribe();
    for (const timer of [...blinking.values(), ...seating.values()]) timer.cancel();
  };
}

/** A customer who was called and is taken over before coming has to look for another window. */
const CALLS: ReadonlySet<string> = new Set(['called', 'recalled', 'taken-over']);

function callsIn(batch: readonly Committed[]): Set<CounterId> {
  const counters = new Set<CounterId>();
  for (const { event } of batch) {
    if (CALLS.has(event.type) && event.counter !== null) counters.add(event.counter);
  }
  return counters;
}

/** Counters whose customer sits down until the number is called again. */
function seatsIn(batch: readonly Committed[]): readonly CounterId[] {
  return batch.flatMap(({ event }) =>
    event.type === 'handed-off' && event.isSeated && event.counter !== null ? [event.counter] : [],
  );
}

/** A call from just before a restart of the daemon goes on blinking. */
function blinkLeft(branch: Branch, counter: CounterId, blinkFor: Millis): Millis {
  const calledAt = counterView(branch.committed, counter)?.ticket?.calledAt;
  return calledAt === undefined ? 0 : calledAt + blinkFor - branch.now();
}

/** A counter that the rules in force do not know is closed to those who look at its display. */
function faceOf(
  view: CounterView | null,
  texts: DisplayTexts,
  { isBlinking, isSeating }: { readonly isBlinking: boolean; readonly isSeating: boolean },
): DisplayFace {
  if (view?.ticket) return { text: view.ticket.label, isBlinking: isBlinking && view.ticket.status === 'called' };
  if (isSeating) return { text: texts.seat, isBlinking: false };
  switch (view?.state ?? 'closed') {
    case 'open':
      return { text: texts.idle, isBlinking: false };
    case 'paused':
      return { text: texts.paused, isBlinking: false };
    case 'closed':
      return { text: texts.closed, isBlinking: false };
  }
}
