import { catalogue } from '../../devices/index.ts';
import { jsonSchemas } from '../config/schema/json-schema.ts';

/** The JSON Schemas by which editors complete and check the two configuration files. */
export async function files(): Promise<Readonly<Record<string, string>>> {
  const { branch, standard } = jsonSchemas(catalogue);
  return { 'config/branch.schema.json': branch, 'config/bank-standard.schema.json': standard };
}
