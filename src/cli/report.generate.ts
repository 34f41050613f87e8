import { z } from 'zod';
import { reportSchema } from '../report/report-schema.ts';

/** The shape of `lobbyd report --json`, for programs that read it. */
export async function files(): Promise<Readonly<Record<string, string>>> {
  return { 'docs/report.schema.json': JSON.stringify(z.toJSONSchema(reportSchema), null, 2) };
}
