import { z } from 'zod';

/** Text for customers by language tag. */
const texts = z.record(z.string(), z.string());

/** `…/state/guidance/<service>`: what screens tell the customers of a service. */
export const guidanceState = {
  service: z.string(),
  names: texts,
  /** Papers and forms to prepare. */
  forms: z.array(texts),
  /** Messages of the bank for everybody in the hall. */
  messages: z.array(z.strictObject({ id: z.string(), texts })),
  /** Machines that do it now: may be used, and few stand there. */
  machines: z.array(z.strictObject({ machine: z.string(), names: texts })),
} as const;

/** `…/state/diversion`: the machines, and how many went there on the business day so far. */
export const diversionState = {
  /** ISO date; null while the branch does not know it. */
  day: z.string().nullable(),
  machines: z.array(
    z.strictObject({
      machine: z.string(),
      names: texts,
      services: z.array(z.string()),
      /** What it says of itself. */
      isUsable: z.boolean(),
      /** Usable, and few stand there. */
      isOffered: z.boolean(),
      /** How many stand there, at most as many as make a difference. */
      queue: z.int().min(0),
    }),
  ),
  /** For each service and machine: who was asked, who went there, who insisted on a number. */
  today: z.array(
    z.strictObject({
      service: z.string(),
      machine: z.string(),
      offered: z.int().min(0),
      taken: z.int().min(0),
      refused: z.int().min(0),
    }),
  ),
} as const;
