import { expect, test } from 'vitest';
import type { EventBody, QueueEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { snapshot } from './snapshot.ts';
import { ask, type Given, given, issued, issuedOnPaper, opened, PLAIN, RULES, START } from './spec.ts';

function event(body: EventBody, counter: string | null = '1'): QueueEvent {
  return {
    ...body,
    at: START,
    actor: { kind: 'daemon' },
    counter,
    teller: null,
    rule: null,
    command: { source: 'pad', key: '1' },
    answer: { kind: 'done', label: null },
  };
}

/** Refused with the typed fault, and nothing written: not even the memory of the command. */
function contradicts({ state }: Given, body: EventBody, counter: string | null = '1'): void {
  const before = snapshot(state);
  expect(() => evolve(state, event(body, counter)), body.type).toThrow(
    expect.objectContaining({ name: 'Contradiction', code: 'queue/contradiction' }),
  );
  expect(snapshot(state)).toEqual(before);
}

const next = ask({ type: 'call-next', counter: '1' });
const first = { ticket: 1, label: 'C001' } as const;
const call = { type: 'called', ...first, service: 'cash', waited: 0, how: 'next', ...PLAIN } as const;
const issue = {
  type: 'issued',
  number: 1,
  service: 'cash',
  segment: 'ordinary',
  language: 'en',
  handover: 'screen',
  ahead: 0,
  ...first,
} as const;
const ticketEvents: readonly EventBody[] = [
  { type: 'recalled', ...first, times: 1 },
  { type: 'started', ...first },
  { type: 'finished', ...first, service: 'cash', served: 0 },
  { type: 'no-show', ...first, service: 'cash' },
  { type: 'transferred', ...first, from: 'cash', to: 'wealth', queuedAt: START, served: 0 },
];
const prints: readonly EventBody[] = [
  { type: 'print-started', ...first, device: 'p' },
  { type: 'print-ended', ...first, device: 'p' },
  { type: 'print-failed', ...first, device: 'p', reason: 'gone' },
  { type: 'print-unknown', ...first, device: 'p', reason: 'restart' },
];

test('a number is not issued twice, nor out of order, nor without rules', () => {
  contradicts(given(), issue);
  contradicts(given(...opened()), { ...issue, ticket: 2 });
  contradicts(given(...opened(), issued('cash')), { ...issue, ticket: 2 });
});

test('a ticket is called once, to an open and free counter, when it may be', () => {
  contradicts(given(...opened(['1'])), call);
  contradicts(given(...opened(), issued('cash')), call);
  contradicts(given(...opened(['1']), issued('cash')), call, '9');
  contradicts(given(...opened(['1']), issued('cash')), call, null);
  contradicts(given(...opened(['1', '2']), issued('cash'), next), call, '2');
  contradicts(given(...opened(['1']), issued('cash'), issued('cash'), next), { ...call, ticket: 2, label: 'C002' });
  contradicts(given(...opened(['1']), issuedOnPaper('cash')), call);
  contradicts(given(...opened(['1']), issued('cash')), { ...call, label: 'C002' });
  contradicts(given(...opened(['1']), issued('cash')), { ...call, service: 'wealth' });
  contradicts(given(...opened(['1']), issued('cash')), { ...call, how: 'request', ...PLAIN });
});

test('what happens at a counter happens to the ticket that is there', () => {
  for (const body of ticketEvents) {
    contradicts(given(...opened(['1']), issued('cash')), body);
    contradicts(given(...opened(['1', '2']), issued('cash'), next), body, '2');
  }
});

test('what is over has happened', () => {
  const serving = given(...opened(['1']), issued('cash'), next, ask({ type: 'start', counter: '1' }));
  contradicts(serving, { type: 'started', ...first });
  contradicts(serving, { type: 'recalled', ...first, times: 1 });
  contradicts(serving, { type: 'no-show', ...first, service: 'cash' });
  const over = given(...opened(['1']), issued('cash'), next, ask({ type: 'finish', counter: '1' }));
  for (const body of [...ticketEvents, ...prints, { type: 'cancelled', ...first, reason: 'left' } as const]) {
    contradicts(over, body);
  }
});

test('a recall is counted, a transfer leaves from where the ticket is', () => {
  const called = given(...opened(['1']), issued('cash'), next);
  contradicts(called, { type: 'recalled', ...first, times: 2 });
  contradicts(called, { type: 'transferred', ...first, from: 'wealth', to: 'cash', queuedAt: START, served: 0 });
});

test('another counter cancels nobody at this one', () => {
  contradicts(given(...opened(['1', '2']), issued('cash'), next), { type: 'cancelled', ...first, reason: 'left' }, '2');
});

test('only what can be undone is undone', () => {
  const restored = [{ ticket: 1, status: 'waiting', counter: null }] as const;
  contradicts(given(...opened(['1']), issued('cash')), { type: 'undone', what: 'call', restored });
  const called = () => given(...opened(['1']), issued('cash'), next);
  contradicts(called(), { type: 'undone', what: 'finish', restored });
  contradicts(called(), { type: 'undone', what: 'call', restored: [] });
  contradicts(called(), { type: 'undone', what: 'call', restored: [{ ...restored[0], ticket: 2 }] });
  const gone = given(
    ...opened(['1']),
    issued('cash'),
    next,
    ask({ type: 'cancel', ticket: { id: 1 }, counter: null, reason: 'left' }),
  );
  contradicts(gone, { type: 'undone', what: 'call', restored });
  const services = RULES.services.map((service) => ({ ...service, numbers: { ...service.numbers, last: 1 } }));
  const finish = ask({ type: 'finish', counter: '1' });
  const reissued = given(...opened(['1'], { ...RULES, services }), issued('cash'), next, finish, issued('cash'));
  const back = [{ ticket: 1, status: 'called', counter: '1' }] as const;
  contradicts(reissued, { type: 'undone', what: 'finish', restored: back });
});

test('a counter is in one state, its request in one', () => {
  const closed = given(...opened());
  contradicts(closed, { type: 'counter-closed' });
  contradicts(closed, { type: 'counter-paused', reason: 'teller' });
  contradicts(closed, { type: 'request-stands', until: START });
  contradicts(closed, { type: 'request-ended', reason: 'time' });
  contradicts(closed, { type: 'counter-opened', profile: 'lazy' });
  contradicts(closed, { type: 'counter-opened', profile: 'fair' }, '9');
  const standing = given(...opened(['1']), next);
  contradicts(standing, { type: 'counter-closed' });
  contradicts(standing, { type: 'counter-paused', reason: 'teller' });
  const busy = given(...opened(['1']), issued('cash'), next);
  contradicts(busy, { type: 'counter-closed' });
  contradicts(busy, { type: 'request-stands', until: START });
});

test('a printer has nothing to say of a ticket that was told on a screen', () => {
  for (const body of prints) contradicts(given(...opened(), issued('cash')), body, null);
});

test('what may be called is not released again', () => {
  contradicts(given(...opened(), issued('cash')), { type: 'released', ...first }, null);
});

test('an opening balance belongs to its state', () => {
  const { state } = given(...opened());
  const opening = { ...snapshot(state), lastTicket: 7 };
  contradicts(given(...opened()), { type: 'day-opened', day: 'x', instants: [], opening, openingHash: '' }, null);
});

test('an event of an unknown type stops the replay', () => {
  contradicts(given(...opened()), { type: 'danced' } as unknown as EventBody);
  contradicts(given(...opened()), { type: 'toString' } as unknown as EventBody);
});

test('a ticket that was called once more and goes on to another queue counts its calls anew', () => {
  const recall = ask({ type: 'recall', counter: '1' });
  const transfer = ask({ type: 'transfer', counter: '1', service: 'wealth' });
  const { state } = given(...opened(['1']), issued('cash'), next, recall, transfer);
  expect(state.tickets.get(1)).toMatchObject({ status: 'waiting', recalls: 0 });
});
