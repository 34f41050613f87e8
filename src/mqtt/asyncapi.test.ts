import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { asyncApi } from './asyncapi.ts';
import { TOPICS } from './topics.ts';

const root = new URL('../../', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));

describe('the AsyncAPI document', () => {
  it('in docs is the one that the schemas give (npx vitest run src/mqtt/asyncapi -u)', async () => {
    const text = stringify(asyncApi(version), { lineWidth: 120, aliasDuplicateObjects: false });
    await expect(text).toMatchFileSnapshot(new URL('docs/mqtt.asyncapi.yaml', root).pathname);
  });

  it('names every topic once', () => {
    const { channels } = asyncApi(version) as { channels: Record<string, { address: string }> };
    const addresses = Object.values(channels).map(({ address }) => address);
    expect(addresses.sort()).toEqual(TOPICS.map(({ pattern }) => `{root}/v1/{branch}/{unit}/${pattern}`).sort());
  });
});
