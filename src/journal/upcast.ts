import type { EventType } from '../queue/events.ts';

type Body = Readonly<Record<string, unknown>>;
/** Lifts a body by one version. Pure; knows only what stands in the body. */
type Step = (body: Body) => Body;

/**
 * For each event whose shape has changed, the steps from version 1 on: the first lifts 1 to 2.
 * A step stays for ever: journals keep what was written.
 */
const STEPS: { readonly [T in EventType]?: readonly Step[] } = {
  // Version 1 gave no estimate, which is what its absence says.
  issued: [(body) => body],
  // Version 1 knew no scores and no cycles, and did not count who was passed over.
  called: [(body) => ({ ...body, score: null, passedOver: 0, turns: null })],
  // Version 1 knew no pause but the teller's own.
  'counter-paused': [(body) => ({ ...body, reason: 'teller' })],
};

/**
 * Brings the body of an event to today's shape.
 *
 * @param version the version that it was written in, at most today's
 */
export function lift(type: EventType, version: number, body: Body): Body {
  const steps = STEPS[type] ?? [];
  if (steps.length < version) return body;
  return steps.slice(version - 1).reduce((lifted, step) => step(lifted), body);
}

/** Newest version that {@link lift} gives for a type. */
export function liftedVersion(type: EventType): number {
  return (STEPS[type]?.length ?? 0) + 1;
}
