import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KEYPAD_KEYS } from '../kinds.ts';
import { PRESSES_KEPT } from '../line-unit/unit.ts';

const root = `${import.meta.dirname}/../../..`;
const document = readFileSync(`${root}/docs/line-protocol.md`, 'utf8');

interface Vectors {
  readonly requests: readonly { readonly text: string }[];
  readonly answers: readonly { readonly text: string }[];
  /** Frames that no document can show but in hex. */
  readonly hanzi?: readonly { readonly hex: string }[];
}

describe('the document of the line protocol', () => {
  it.each(['keypad-line', 'panel-line'])('shows every vector of %s', (driver) => {
    const vectors: Vectors = JSON.parse(readFileSync(`${root}/devices/${driver}/vectors.json`, 'utf8'));
    const texts = [...vectors.requests, ...vectors.answers].map(({ text }) => text.trimEnd());
    const inHex = (vectors.hanzi ?? []).map(({ hex }) => hex);
    expect([...texts, ...inHex].filter((text) => !document.includes(`\`${text}\``))).toEqual([]);
  });

  it('names every key, and how many presses a unit keeps', () => {
    for (const key of KEYPAD_KEYS.filter((name) => !/^[0-9]$/.test(name))) expect(document).toContain(`| ${key} |`);
    expect(document).toContain(`It keeps up to **${PRESSES_KEPT}** presses`);
  });
});
