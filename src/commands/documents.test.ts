import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMAND_NAMES, COMMANDS, type CommandName } from './schema.ts';

/** Rows of the table of commands: the names of each, and its fields as they stand there. */
function rowsOf(page: string) {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const [, table = ''] = text.split('| command | fields | result |\n|---|---|---|\n');
  const rows = table.slice(0, table.indexOf('\n\n')).split('\n');
  return rows.map((row) => {
    const [, names = '', fields = ''] = row.split('|');
    return { names: [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name), fields };
  });
}

/** The fields that a command has of its own; those that may be left out with a question mark. */
function fieldsOf(name: CommandName): readonly string[] {
  const own = Object.entries(COMMANDS[name].shape).filter(([field]) => field !== 'expiresAt' && field !== 'user');
  return own.map(([field, schema]) => `\`${field}\`${schema.safeParse(undefined).success ? '?' : ''}`);
}

describe.each(['http.md', 'mqtt.md'])('docs/%s', (page) => {
  it('has every command in one row', () => {
    expect(
      rowsOf(page)
        .flatMap(({ names }) => names)
        .sort(),
    ).toEqual([...COMMAND_NAMES].sort());
  });

  it.each(COMMAND_NAMES)('tells all fields of %s, and which of them may be left out', (name) => {
    const told = rowsOf(page).find(({ names }) => names.includes(name))?.fields ?? '';
    const words = told
      .replaceAll(/\([^)]*\)/g, '')
      .split(/,| or | after /)
      .map((word) => word.trim());
    expect(words.filter((word) => /^`/.test(word))).toEqual(fieldsOf(name));
  });
});
