import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topicLevel, topicNames, UNREADABLE } from './topic-names.ts';
import { TOPICS, topicKindOf } from './topics.ts';

const names = topicNames({ root: 'bq', branch: 'b1', unit: 'main' });

describe('the topics of a branch', () => {
  it('have at most seven slashes and no spare ones', () => {
    for (const { pattern } of TOPICS) {
      const topic = `${names.prefix}/${pattern}`;
      expect(topic.split('/').length - 1).toBeLessThanOrEqual(7);
      expect(topic).not.toMatch(/^\/|\/$|\/\//);
    }
  });

  it('an id of the configuration is always one level, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (id) => {
        expect(topicLevel(id)).toMatch(/^[A-Za-z0-9._%-]+$/);
      }),
    );
    expect(topicLevel('窗口/3')).toBe('%E7%AA%97%E5%8F%A3%2F3');
    expect(topicLevel('w1')).toBe('w1');
  });

  it('a command topic gives its command, any other topic none', () => {
    expect(names.commandOf('bq/v1/b1/main/cmd/issue')).toBe('issue');
    for (const topic of ['bq/v1/b1/main/cmd/', 'bq/v1/b1/main/cmd/a/b', 'bq/v1/b2/main/cmd/issue', 'cmd/issue']) {
      expect(names.commandOf(topic)).toBeNull();
    }
    for (const name of ['is sue', 'is\u202esue', 'x'.repeat(65)]) {
      expect(names.commandOf(`bq/v1/b1/main/cmd/${name}`)).toBe(UNREADABLE);
    }
  });

  it('each kind is found by a topic of it', () => {
    for (const kind of TOPICS) expect(topicKindOf(kind.pattern.replace('{id}', 'w1'))).toBe(kind);
    expect(topicKindOf('evt/unheard-of')).toBeNull();
    expect(topicKindOf('state/counter')).toBeNull();
  });
});
