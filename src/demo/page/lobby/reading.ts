import type { StateKind, StatePayload } from '../../stage.ts';
import { eventWords } from '../event-words.ts';
import type { Shown, ShownEvent } from '../state.ts';

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

/** Time of day that MQTT tells, Unix ms; null where it tells none. */
export const wallOf = (time: string | null): number | null => (time === null ? null : Date.parse(time));

/** A field of an event as text; empty where it has none. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
