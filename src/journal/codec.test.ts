import { describe, expect, test } from 'vitest';
import { EVENT_VERSIONS, type EventType, type QueueEvent } from '../queue/events.ts';
import { canonicalJson, openingHashOf } from './canonical.ts';
import { draftOf, eventOf } from './codec.ts';
import type { StoredRecord } from './store.ts';
import { liftedVersion } from './upcast.ts';

const event: QueueEvent = {
  type: 'recalled',
  at: 5_000,
  actor: { kind: 'keypad', device: 'pad-3' },
  counter: '3',
  teller: 'li',
  rule: null,
  command: { source: 'pad-3', key: '77-1' },
  answer: { kind: 'done', label: 'A012' },
  ticket: 12,
  label: 'A012',
  times: 2,
};

function stored(over: Partial<StoredRecord> = {}): StoredRecord {
  return { ...draftOf(event, { offset: 9, isTrusted: true }), seq: 41, hash: 'h', ...over };
}

describe('a queue event in the journal', () => {
  test('is kept with its time and version in columns and all the rest in the body', () => {
    const { type: _type, at: _at, ...body } = event;
    expect(draftOf(event, { offset: 9, isTrusted: true })).toEqual({
      stream: 'queue',
      type: 'recalled',
      version: 1,
      at: 5_000,
      offset: 9,
      isTrusted: true,
      body,
    });
  });

  test('comes back as it was decided', () => {
    expect(eventOf(stored({ body: JSON.parse(JSON.stringify(stored().body)) as unknown }))).toEqual(event);
  });

  test('is no event of the queue when devices wrote it', () => {
    expect(eventOf(stored({ stream: 'device', type: 'device-lost' }))).toBeNull();
  });

  test.each([
    ['of a type that this lobbyd does not know', { type: 'teleported' }, 'journal/unknown-event'],
    ['of a type that every object has', { type: 'constructor' }, 'journal/unknown-event'],
    ['of a version to come', { version: 2 }, 'journal/newer-event'],
    ['of no version', { version: 0 }, 'journal/newer-event'],
    ['without a body', { body: null }, 'journal/bad-event'],
    ['without an actor', { body: { ...(stored().body as object), actor: 'me' } }, 'journal/bad-event'],
    ['without a command', { body: { ...(stored().body as object), command: undefined } }, 'journal/bad-event'],
  ])('is refused with its number and the next step: %s', (_title, over, code) => {
    expect(() => eventOf(stored(over))).toThrow(
      expect.objectContaining({ code, where: 'journal, record 41', next: expect.stringMatching(/./) }),
    );
  });
});

test('every older shape of an event is lifted to the one of today', () => {
  for (const [type, version] of Object.entries(EVENT_VERSIONS)) {
    expect(liftedVersion(type as EventType), type).toBe(version);
  }
});

test('a pause that was written before reasons were is the teller’s own', () => {
  const { times: _times, ticket: _ticket, label: _label, ...body } = stored().body as Record<string, unknown>;
  expect(eventOf(stored({ type: 'counter-paused', version: 1, body }))).toMatchObject({
    type: 'counter-paused',
    reason: 'teller',
    counter: '3',
    at: 5_000,
  });
});

describe('the hash of an opening balance', () => {
  test('does not depend on the order in which members were written', () => {
    const one = { b: [1, { y: null, x: '张' }], a: undefined, c: 0.1 };
    const other = { c: 0.1, b: [1, { x: '张', y: null }] };
    expect(canonicalJson(one)).toBe('{"b":[1,{"x":"张","y":null}],"c":0.1}');
    expect(openingHashOf(one)).toBe(openingHashOf(other));
  });

  test('is that of its text', () => {
    // printf '{"a":1}' | sha256sum
    expect(openingHashOf({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
  });

  test('depends on the order of a list', () => {
    expect(openingHashOf([1, 2])).not.toBe(openingHashOf([2, 1]));
  });
});
