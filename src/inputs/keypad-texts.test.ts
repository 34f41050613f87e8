import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = `${import.meta.dirname}/../..`;
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');
/** Every file with a word of a keypad, so that none of a later one is left out. */
const FILES = readdirSync(import.meta.dirname).filter((file) => /^(keypad|replies)(-[a-z]+)?\.ts$/.test(file));
/** What a kiosk says no pad does. */
const OF_KIOSK = /\/\*\* Both lines of a kiosk[\s\S]*?\n}\n/g;
const shown = new Set(Array.from(read('devices/keypad-line/README.md').matchAll(/`([^`\n]+)`/g), ([, text]) => text));

/** Every text for a pad in the sources: capitals, with what differs from press to press as `${…}`. */
const texts = FILES.flatMap((file) =>
  Array.from(
    read(`src/inputs/${file}`)
      .replaceAll(OF_KIOSK, '')
      .matchAll(/'([^'\n]+)'|`([^`\n]+)`/g),
    ([, plain, template]) => plain ?? template ?? '',
  ),
).filter(
  (text) =>
    /[A-Z]{2}/.test(text.replaceAll(/\$\{[^}]*\}/g, '')) && !/[a-z]/.test(text.replaceAll(/\$\{[^}]*\}|x$/g, '')),
);

describe('the README of the keypad', () => {
  it.each([...new Set(texts)])('shows %s', (text) => {
    // Where another counter is follows the number of the ticket.
    const pattern = new RegExp(`^([A-Z]\\d{3} )?${text.replaceAll(/\$\{[^}]*\}/g, '[A-Z0-9]+( [0-9]+)?')}$`);
    expect([...shown].filter((each) => pattern.test(each ?? ''))).not.toEqual([]);
  });

  it('is compared with the answers of the hall, of the hours and of who is where', () => {
    expect(texts).toEqual(expect.arrayContaining(['LEAVE BUILDING', 'NOT OPEN', 'MACHINE IS FREE']));
    expect(texts).not.toContain('USE THE EXITS');
  });

  it.each(['you: window 3', 'open', 'paused', 'closed', 'A012 called', 'A012 serving', '1=A012 2=B012'])(
    'shows %s',
    (text) => {
      expect(shown).toContain(text.toUpperCase());
    },
  );
});
