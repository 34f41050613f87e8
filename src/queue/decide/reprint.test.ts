import { expect, test } from 'vitest';
import type { Actor } from '../commands.ts';
import type { CopyEnd } from '../commands-print.ts';
import { restore, snapshot } from '../snapshot.ts';
import { and, ask, given, happens, issued, issuedOnPaper, opened, type Step } from '../spec.ts';

const device = 'printer-1';
const told = { ticket: 1, label: 'C001' } as const;
const done = { kind: 'done', label: 'C001' } as const;
const MANAGER: Actor = { kind: 'lobby-manager', user: 'lm-wang', through: { kind: 'mqtt', client: 'tablet7' } };
const reprint = ask({ type: 'reprint', ticket: { label: 'C001' } }, null, MANAGER);
const ended = (how: CopyEnd): ReturnType<typeof ask> => ask({ type: 'reprint-ended', ticket: 1, device, how });
const printed: readonly Step[] = [
  ...opened(['1']),
  issuedOnPaper('cash'),
  ask({ type: 'print-started', ticket: 1, device }),
  ask({ type: 'print-ended', ticket: 1, device }),
];

test('a lost slip is printed again: each copy is counted, with who asked for it', () => {
  const branch = given(...printed)
    .when(reprint)
    .thenHappens(done, happens({ type: 'reprint-asked', ...told, times: 1 }))
    .when(ended({ end: 'printed' }))
    .thenHappens(done, happens({ type: 'reprint-ended', ...told, device, times: 1, end: 'printed' }))
    .when(reprint)
    .thenHappens(done, happens({ type: 'reprint-asked', ...told, times: 2 }));
  expect(branch.events.at(-1)?.actor).toEqual(MANAGER);
  expect(branch.state.tickets.get(1)?.copies).toEqual({ asked: 2, end: null });
  expect(snapshot(restore(snapshot(branch.state)))).toEqual(snapshot(branch.state));
});

test('the copy comes out where the command says', () => {
  const branch = given(...printed)
    .when(ask({ type: 'reprint', ticket: { id: 1 }, kiosk: 'kiosk-2' }))
    .thenHappens(done, happens({ type: 'reprint-asked', ...told, times: 1, kiosk: 'kiosk-2' }));
  expect(branch.state.tickets.get(1)?.copies).toEqual({ asked: 1, end: null, kiosk: 'kiosk-2' });
});

test.each<CopyEnd>([
  { end: 'failed', reason: 'paper-out' },
  { end: 'unknown', reason: 'restart' },
])('a copy that is $end changes nothing of the ticket: it waits, may be called, and its slip is out', (how) => {
  const before = given(...printed);
  const { copies: _, ...ticket } = before.state.tickets.get(1) ?? expect.fail();
  const branch = and(before, reprint)
    .when(ended(how))
    .thenHappens(done, happens({ type: 'reprint-ended', ...told, device, times: 1, ...how }));
  expect(branch.state.tickets.get(1)).toEqual({ ...ticket, copies: { asked: 1, end: how.end } });
  expect(branch.state.callable.get('cash')?.map(({ id }) => id)).toEqual([1]);
});

test('one copy at a time', () => {
  given(...printed, reprint)
    .when(reprint)
    .thenRefused({ code: 'copy-in-hand', label: 'C001' });
});

test('there is no copy of a slip that is still to come, nor of a number that was told on a screen', () => {
  given(...opened(), issuedOnPaper('cash'))
    .when(reprint)
    .thenRefused({ code: 'wrong-print-state', label: 'C001', print: 'pending' });
  given(...opened(), issued('cash'))
    .when(reprint)
    .thenRefused({ code: 'no-slip', label: 'C001' });
});

test('whose slip failed and who was seen all the same gets one', () => {
  const called = ask({ type: 'call-next', counter: '1' });
  const parked = ask({ type: 'park', counter: '1', pool: null, returnAfter: null });
  const failed = ask({ type: 'print-failed', ticket: 1, device, reason: 'paper-out' });
  const unknown = ask({ type: 'print-unknown', ticket: 1, device, reason: 'no-answer' });
  given(
    ...opened(['1']),
    issuedOnPaper('cash'),
    unknown,
    { later: 3_000 },
    ask({ type: 'tick' }),
    called,
    parked,
    failed,
  )
    .when(reprint)
    .thenHappens(done, happens({ type: 'reprint-asked', ...told, times: 1 }));
});

test('what the printer says of a copy is known of the visit that has ended meanwhile; nobody asks for another', () => {
  const branch = given(
    ...printed,
    ask({ type: 'call-next', counter: '1' }),
    reprint,
    ask({ type: 'finish', counter: '1' }),
  )
    .when(ended({ end: 'printed' }))
    .thenHappens(done, happens({ type: 'reprint-ended', ...told, device, times: 1, end: 'printed' }));
  branch.when(ended({ end: 'printed' })).thenRefused({ code: 'no-copy', label: 'C001' });
  branch.when(reprint).thenRefused({ code: 'unknown-ticket', ticket: 'C001' });
  branch
    .when(ask({ type: 'reprint', ticket: { id: 1 } }))
    .thenRefused({ code: 'wrong-status', label: 'C001', status: 'finished' });
});
