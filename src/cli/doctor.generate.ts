import { z } from 'zod';
import { findingsSchema } from '../doctor/finding.ts';

/** The shape of `lobbyd doctor --json`, for programs that read it. */
export async function files(): Promise<Readonly<Record<string, string>>> {
  return { 'docs/technician/doctor.schema.json': JSON.stringify(z.toJSONSchema(findingsSchema), null, 2) };
}
