import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PUBLIC_TYPES, TOPICS, topicKindOf } from './topics.ts';

const text = readFileSync(new URL('../../docs/mqtt.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/```json (\S+)\n([\s\S]*?)```/g)].map(([, topic = '', body = '']) => ({
  topic,
  body,
}));
const byHand = [...text.matchAll(/-t bq\/v1\/branch-1\/main\/(cmd\/\S+).* -m '([^']*)'/g)].map(
  ([, topic = '', body = '']) => ({ topic, body }),
);

describe('docs/mqtt.md', () => {
  it.each([...examples, ...byHand])(
    'the example of $topic is one that the program would send or take',
    ({ topic, body }) => {
      const kind = topicKindOf(topic);
      expect(kind).not.toBeNull();
      expect(kind?.schema.safeParse(JSON.parse(body)).error).toBeUndefined();
    },
  );

  it('has an example of every state, every command and of what is not an event', () => {
    const shown = new Set(examples.map(({ topic }) => topicKindOf(topic)));
    const missing = TOPICS.filter((kind) => !kind.pattern.startsWith('evt/') && !shown.has(kind));
    expect(missing.map(({ pattern }) => pattern)).toEqual([]);
    expect(byHand).toHaveLength(2);
  });

  it('names every event in one row', () => {
    const rows = text.slice(text.indexOf('| type | when |\n|---|---|\n'), text.indexOf("### The reader's rules"));
    const types = rows.split('\n').flatMap((row) => row.split('|')[1]?.match(/[a-z][a-z-]+/g) ?? []);
    expect(types.slice(1).sort()).toEqual([...PUBLIC_TYPES].sort());
  });

  it('gives each command of its examples an id of its own, since it is done once', () => {
    const ids = [...examples, ...byHand]
      .filter(({ topic }) => topic.startsWith('cmd/'))
      .map(({ body }) => JSON.parse(body).id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names every problem that a command can get', () => {
    const sources = ['command-parse.ts', 'source-book.ts', '../commands/check.ts', '../commands/perform.ts']
      .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
      .join('\n');
    const codes = new Set([...sources.matchAll(/code: '((?:mqtt|command)\/[a-z-]+)'/g)].map(([, code]) => code));
    expect(codes.size).toBeGreaterThan(10);
    expect([...codes].filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });
});
