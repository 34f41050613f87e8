import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES } from '../commands/schema.ts';
import { openApi } from './openapi.ts';

const document = openApi('1.2.3') as { readonly paths: Readonly<Record<string, object>> };

/** Everything that the document refers to. */
function* refsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === '$ref' && typeof inner === 'string') yield inner;
    else yield* refsIn(inner);
  }
}

function at(ref: string): unknown {
  return ref
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], document);
}

describe('the OpenAPI document', () => {
  it('has every command once, and the health', () => {
    const commands = COMMAND_NAMES.map((name) => `/v1/commands/${name}`);
    expect(Object.keys(document.paths).sort()).toEqual([...commands, '/v1/health'].sort());
  });

  it('refers to what stands in it alone', () => {
    const refs = [...refsIn(document)];
    expect(refs.length).toBeGreaterThan(80);
    expect(refs.filter((ref) => typeof at(ref) !== 'object')).toEqual([]);
  });
});
