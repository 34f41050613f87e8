import { z } from 'zod';
import type { AnyDriver } from '../../devices/driver.ts';
import { branchSchema } from './branch.ts';
import { standardSchema } from './standard.ts';

/** Widest line of a written schema, as the formatter wants it. */
const WIDTH = 120;

/** The two JSON Schemas, as the text of their files. */
export interface JsonSchemas {
  /** `config/branch.schema.json`. */
  readonly branch: string;
  /** `config/bank-standard.schema.json`. */
  readonly standard: string;
}

/**
 * The JSON Schemas of both files (draft 7, what YAML editors read), made from the schemas that check the files.
 *
 * @param catalogue the drivers whose settings stand in the branch's schema
 */
export function jsonSchemas(catalogue: readonly AnyDriver[]): JsonSchemas {
  return {
    branch: textOf(branchSchema(catalogue), 'A branch of lobbyd'),
    standard: textOf(standardSchema, 'The bank standard of lobbyd'),
  };
}

function textOf(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' });
  const { '~standard': _, ...plain } = rest as Record<string, unknown>;
  return `${written({ $schema, title, ...plain }, 0, 0)}\n`;
}

/**
 * JSON as the project's formatter writes it: a list of plain values on one line where it fits.
 *
 * @param depth levels of indentation
 * @param before characters that stand before it on its line, after the indentation
 */
function written(value: unknown, depth: number, before: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  if (entries.length === 0) return isList ? '[]' : '{}';
  if (isList && value.every((each) => typeof each !== 'object')) {
    const line = `[${value.map((each) => JSON.stringify(each)).join(', ')}]`;
    if (depth * 2 + before + line.length < WIDTH) return line;
  }
  const inner = '  '.repeat(depth + 1);
  const lines = entries.map(([key, each]) => {
    const name = isList ? '' : `${JSON.stringify(key)}: `;
    return `${inner}${name}${written(each, depth + 1, name.length)}`;
  });
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  return `${open}\n${lines.join(',\n')}\n${'  '.repeat(depth)}${close}`;
}
