import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = `${import.meta.dirname}/../..`;
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');
const FILES = [
  ...['keypad.ts', 'keypad-ask.ts', 'keypad-entry.ts', 'keypad-screen.ts', 'keypad-info.ts', 'keypad-visit.ts'],
  ...['replies.ts', 'replies-aside.ts', 'replies-visit.ts', 'replies-care.ts'],
];
const shown = new Set(Array.from(read('devices/keypad-line/README.md').matchAll(/`([^`\n]+)`/g), ([, text]) => text));

/** Every text for a pad in the sources: capitals, with what differs from press to press as `${…}`. */
const texts = FILES.flatMap((file) =>
  Array.from(
    read(`src/inputs/${file}`).matchAll(/'([^'\n]+)'|`([^`\n]+)`/g),
    ([, plain, template]) => plain ?? template ?? '',
  ),
).filter(
  (text) =>
    /[A-Z]{2}/.test(text.replaceAll(/\$\{[^}]*\}/g, '')) && !/[a-z]/.test(text.replaceAll(/\$\{[^}]*\}|x$/g, '')),
);

describe('the README of the keypad', () => {
  it.each([...new Set(texts)])('shows %s', (text) => {
    // Where another counter is follows the number of the ticket.
    const pattern = new RegExp(`^([A-Z]\\d{3} )?${text.replaceAll(/\$\{[^}]*\}/g, '[A-Z0-9]+')}$`);
    expect([...shown].filter((each) => pattern.test(each ?? ''))).not.toEqual([]);
  });

  it.each(['open', 'paused', 'closed', 'A012 called', 'A012 serving', '1=A012 2=B012'])('shows %s', (text) => {
    expect(shown).toContain(text.toUpperCase());
  });
});
