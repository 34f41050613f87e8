import type { StateKind, StatePayload } from '../../stage.ts';
import { eventWords } from '../event-words.ts';
import type { Shown, ShownEvent } from '../state.ts';
import { type Language, named } from '../texts.ts';

/** The retained states of a kind that has one for each thing, `counter` or `queue`, in the order of their topics. */
export function statesOf<K extends StateKind>({ states }: Pick<Shown, 'states'>, kind: K): readonly StatePayload<K>[] {
  const things = Object.keys(states).filter((thing) => thing.startsWith(`${kind}/`));
  // The demo and its page are one build, and what the daemon publishes follows its schema.
  return things.sort().map((thing) => states[thing] as StatePayload<K>);
}

/** The retained state of a kind that has but one; null while nothing is known. */
export function stateOf<K extends StateKind>({ states }: Pick<Shown, 'states'>, kind: K): StatePayload<K> | null {
  return (states[kind] as StatePayload<K> | undefined) ?? null;
}

/** So many numbers are offered for a choice. */
const ISSUED_KEPT = 40;

/** An event of the branch. */
export interface Heard {
  readonly event: ShownEvent;
  /** Unix ms; null when the branch does not trust its clock. */
  readonly time: number | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The newest events of a type that the page has, newest first. */
export function heardOf({ events }: Pick<Shown, 'events'>, type: string, most: number): readonly Heard[] {
  const found: Heard[] = [];
  for (const event of events) {
    if (found.length >= most) break;
    if (event.topic.endsWith(`/${type}`)) found.push({ event, ...eventWords(event) });
  }
  return found;
}

/** Numbers that were issued, as far as the page has heard, the newest first. */
export function issuedLabels(shown: Pick<Shown, 'events'>): readonly string[] {
  return [...new Set(heardOf(shown, 'ticket-issued', ISSUED_KEPT).map(({ data }) => textOf(data.label)))];
}

/** What a service is called; one that the demo does not know, its id. */
export function serviceName({ hall }: Pick<Shown, 'hall'>, id: string, language: Language): string {
  return named(hall.services.find((service) => service.id === id)?.name ?? {}, language) || id;
}

/** What people call a counter; one that the demo does not know, its id. */
export function windowNumber({ counters }: Pick<Shown, 'counters'>, id: string): number | string {
  return counters.find((counter) => counter.id === id)?.number ?? id;
}

/** Time of day that MQTT tells, Unix ms; null where it tells none. */
export const wallOf = (time: string | null): number | null => (time === null ? null : Date.parse(time));

/** A field of an event as text; empty where it has none. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
