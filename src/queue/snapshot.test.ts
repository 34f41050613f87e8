import { expect, test } from 'vitest';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { emptyState, restore, snapshot } from './snapshot.ts';
import { and, ask, given, issued, issuedOnPaper, opened } from './spec.ts';
import type { QueueState } from './state.ts';

const next = ask({ type: 'call-next', counter: '1' });

function busyBranch() {
  return given(...opened(['1', '2']), issued('cash'), issuedOnPaper('account'), next, issued('cash'));
}

function go(state: QueueState, now: number): void {
  for (const command of [next, issued('account'), ask({ type: 'undo', counter: '1' }), issued('wealth')]) {
    const decision = decide(state, command, now);
    for (const event of decision.kind === 'decided' ? decision.events : []) evolve(state, event);
  }
}

test('a snapshot survives JSON, and the state goes on from it as if nothing had happened', () => {
  const { state, now } = busyBranch();
  const copy = restore(JSON.parse(JSON.stringify(snapshot(state))));
  expect(snapshot(copy)).toEqual(snapshot(state));
  go(state, now);
  go(copy, now);
  expect(snapshot(copy)).toEqual(snapshot(state));
});

test('a snapshot stays as it was when the state goes on, and so does what it was restored from', () => {
  const { state, now } = busyBranch();
  const taken = snapshot(state);
  const text = JSON.stringify(taken);
  go(state, now);
  go(restore(taken), now);
  expect(JSON.stringify(taken)).toBe(text);
});

test('a customer who was called by mistake leaves the same text as one who was not', () => {
  const steps = [...opened(['1']), issued('cash'), issued('cash')];
  const plain = given(...steps);
  const undone = and(given(...steps), next, ask({ type: 'undo', counter: '1' }));
  expect(JSON.stringify(snapshot(undone.state))).toBe(JSON.stringify(snapshot(plain.state)));
});

test('an empty state has an empty snapshot', () => {
  expect(snapshot(restore(snapshot(emptyState())))).toEqual({
    version: 1,
    rules: null,
    day: null,
    clock: null,
    lastTicket: 0,
    tickets: [],
    ended: [],
    counters: [],
    lastNumbers: [],
    calls: [],
    hall: { phase: 'not-open-yet', since: 0, seen: 0, shut: [], manned: [], leaving: [] },
    tallies: [],
    appointments: [],
    answers: [],
    switchesOn: [],
    scheduledTo: 0,
    lastAt: 0,
    passes: [],
    alerts: { last: 0, standing: [], pending: [], idleSince: [], untrustedSince: null },
  });
});

test('a balance from before there was parking, late return, appointments and alerts is one without any', () => {
  const { state } = busyBranch();
  const { calls: _, appointments: __, alerts: ___, ...old } = snapshot(state);
  const tickets = old.tickets.map(({ parked, parkings, missedAfter, returns, ...ticket }) => ticket);
  const restored = restore(JSON.parse(JSON.stringify({ ...old, tickets })));
  expect(snapshot(restored)).toEqual({ ...snapshot(state), calls: [] });
});
