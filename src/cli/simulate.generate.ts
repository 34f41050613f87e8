import { z } from 'zod';
import { adviceSchema } from '../simulate/advise/advice-schema.ts';
import { resultSchema } from '../simulate/result-schema.ts';
import { scenarioSchema } from '../simulate/schema.ts';
import { whatIfSchema } from '../simulate/what-if/what-if-schema.ts';

/** The shape of a scenario, for editors, and of what `lobbyd simulate --json` and its like write, for programs that read it. */
export async function files(): Promise<Readonly<Record<string, string>>> {
  const scenario = z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const text = (schema: unknown): string => JSON.stringify(schema, null, 2);
  return {
    'config/scenario.schema.json': text({ ...scenario, title: 'A scenario of lobbyd' }),
    'docs/simulate.schema.json': text(z.toJSONSchema(resultSchema)),
    'docs/advise.schema.json': text(z.toJSONSchema(adviceSchema)),
    'docs/what-if.schema.json': text(z.toJSONSchema(whatIfSchema)),
  };
}
