import { expect, test } from 'vitest';
import { and, ask, given, issued, MINUTE } from '../queue/spec.ts';
import { ruled } from '../queue/spec-hours.fake.ts';
import { queueView } from './queue.ts';

/** A customer who has booked a time in nine minutes, and is there. */
function early() {
  const before = given(
    ask({ type: 'apply-rules', rules: ruled({}) }),
    ask({ type: 'set-clock', offset: 0, isTrusted: true }),
    ask({ type: 'open-day', day: '2026-03-02', instants: [], openingHash: 'h' }),
  );
  const booking = { reference: 'r', service: 'cash' } as const;
  const time = before.now + 9 * MINUTE;
  return {
    time,
    branch: and(
      before,
      ask({ type: 'book', ...booking, segment: 'ordinary', time }),
      ask({ type: 'check-in', reference: booking.reference, language: 'en', handover: 'screen' }),
    ),
  };
}

test('who came before the booked time waits from then on, and for nothing until then', () => {
  const { branch, time } = early();
  expect(queueView(branch.state, 'cash', branch.now)).toMatchObject({ waiting: 1, longestSince: null });
  expect(queueView(branch.state, 'cash', time)).toMatchObject({ longestSince: time });
});

test('whoever comes without a time waits longest meanwhile', () => {
  const { branch } = early();
  const { state, now } = and(branch, issued('cash'));
  expect(queueView(state, 'cash', now)).toMatchObject({ waiting: 2, longestSince: now });
});
