import { expect, test } from 'vitest';
import type { ClientActor } from '../queue/commands.ts';
import { actorOf, type Person } from './people.ts';

const tablet: ClientActor = { kind: 'http', client: 'tablet7' };
const people: readonly Person[] = [
  { id: 'lm-wang', role: 'lobby-manager', by: [tablet, { kind: 'mqtt', client: 'console' }] },
  { id: 'ho-operations', role: 'head-office', by: [{ kind: 'http', client: 'head-office' }] },
];

test('a program that names nobody acts itself', () => {
  expect(actorOf(people, tablet, undefined)).toEqual(tablet);
});

test('a program acts for whom the branch file says', () => {
  const actor = { kind: 'lobby-manager', user: 'lm-wang', through: tablet };
  expect(actorOf(people, tablet, 'lm-wang')).toEqual(actor);
});

test.each([
  ['another person', tablet, 'ho-operations'],
  ['nobody that is known', tablet, 'lm-li'],
  ['a person for whom another program of that name speaks', { kind: 'mqtt', client: 'tablet7' } as const, 'lm-wang'],
])('a program does not act for %s', (_, client, user) => {
  expect(actorOf(people, client, user)).toMatchObject({ code: 'command/unknown-user' });
});
