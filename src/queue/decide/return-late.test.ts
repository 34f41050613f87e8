import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LateReturnRules } from '../rules.ts';
import { runs } from '../runs-arbitrary.ts';
import {
  and,
  ask,
  type Given,
  given,
  happens,
  issued,
  later,
  MINUTE,
  opened,
  PLAIN,
  RULES,
  START,
  type Step,
} from '../spec.ts';

const next = ask({ type: 'call-next', counter: '1' });
const noShow = ask({ type: 'no-show', counter: '1' });
const tick = later(1);
const base: LateReturnRules = { withinCalls: 2, within: 5 * MINUTE, place: { kind: 'original' }, times: 1 };

function comes(counter: string | null = null) {
  return ask({ type: 'return-late', ticket: { label: 'C001' }, counter });
}

/** C001 was a no-show, C002 … wait; each came a millisecond after the other. */
function missed(lateReturn: Partial<LateReturnRules>, waiting: number): Given {
  const rules = { ...RULES, lateReturn: { ...base, ...lateReturn } };
  const crowd = Array.from({ length: waiting }, () => [tick, issued('cash')]).flat();
  return given(...opened(['1', '2'], rules), issued('cash'), ...crowd, next, noShow, later(1_000));
}

function queue({ state }: Given): readonly (number | undefined)[] {
  return state.waiting.get('cash')?.map(({ id }) => id) ?? [];
}

function returned(place: string, queuedAt: number, counter: string | null = null) {
  const body = { type: 'returned', ticket: 1, label: 'C001', service: 'cash', queuedAt, times: 1 } as const;
  return happens(body, counter, `late-return/${place}`);
}

test.each([
  ['first', { kind: 'first' }, [1, 2, 3, 5, 6]],
  ['after two', { kind: 'after', tickets: 2 }, [2, 3, 1, 5, 6]],
  ['after more than wait', { kind: 'after', tickets: 9 }, [2, 3, 5, 6, 1]],
  ['last', { kind: 'last' }, [2, 3, 5, 6, 1]],
  ['by the original arrival', { kind: 'original' }, [1, 2, 3, 5, 6]],
] as const)('who was a no-show and comes all the same stands %s', (_what, place, order) => {
  const back = and(missed({ place }, 4), comes());
  // Number 4 is never issued; ticket 4 has number 5.
  expect(queue(back)).toEqual(order.map((number) => (number > 4 ? number - 1 : number)));
  expect(back.state.labels.get('C001')).toBe(1);
});

test('the customer waits again from the return on, and the event says where by which rule', () => {
  const back = missed({}, 1)
    .when(comes('2'))
    .thenHappens({ kind: 'done', label: 'C001' }, returned('original', START, '2'));
  and(back, later(500))
    .when(next)
    .thenHappens(
      { kind: 'called', ticket: 1, label: 'C001', counter: '1', waiting: 1 },
      happens(
        { type: 'called', ticket: 1, label: 'C001', service: 'cash', waited: 500, how: 'next', ...PLAIN },
        '1',
        'longest-wait',
      ),
    );
});

test('a counter that waits for just that calls the customer at once', () => {
  const standing = and(missed({ place: { kind: 'last' } }, 0), ask({ type: 'call-next', counter: '2' }));
  standing
    .when(comes())
    .thenHappens(
      { kind: 'done', label: 'C001' },
      returned('last', START + 1_000),
      happens(
        { type: 'called', ticket: 1, label: 'C001', service: 'cash', waited: 0, how: 'request', ...PLAIN },
        '2',
        'request',
      ),
    );
});

test('the customer is in time while so many numbers of the service were called, however long that took', () => {
  const branch = missed({ within: null }, 4);
  const twice = [next, next, later(60 * MINUTE)];
  expect(queue(and(branch, ...twice, comes()))[0]).toBe(1);
  const thrice = and(missed({ within: null }, 4), next, next, next);
  thrice.when(comes()).thenRefused({ code: 'return-too-late', label: 'C001', called: 3 });
  const others = and(missed({ within: null }, 4), issued('account'), issued('account'), issued('account'));
  const ofOthers = ['A001', 'A002', 'A003'].map((label) =>
    ask({ type: 'call-ticket', counter: '2', ticket: { label } }),
  );
  expect(queue(and(others, ...ofOthers, comes()))[0]).toBe(1);
});

test('the customer is in time for so long, however many were called', () => {
  const calls = [next, next, next, next];
  const branch = and(missed({ withinCalls: null }, 4), ...calls, later(5 * MINUTE - 1_000));
  expect(queue(and(branch, comes()))).toEqual([1]);
  const late = and(missed({ withinCalls: null }, 4), ...calls, later(5 * MINUTE - 999));
  late.when(comes()).thenRefused({ code: 'return-too-late', label: 'C001', called: 4 });
});

test('a call that was taken back is no call', () => {
  const undo = ask({ type: 'undo', counter: '2' });
  const other = ask({ type: 'call-next', counter: '2' });
  const branch = and(missed({ within: null, withinCalls: 0 }, 2), other, undo);
  expect(queue(and(branch, comes()))).toEqual([1, 2, 3]);
  and(missed({ within: null, withinCalls: 0 }, 2), other)
    .when(comes())
    .thenRefused({ code: 'return-too-late', label: 'C001', called: 1 });
});

test('a visit comes back as often as the rules say', () => {
  const again: Step[] = [comes(), next, noShow];
  and(missed({ times: 2 }, 0), ...again, ...again)
    .when(comes())
    .thenRefused({ code: 'return-limit', label: 'C001', limit: 2 });
  const { lateReturn: _, ...without } = RULES;
  given(...opened(['1'], without), issued('cash'), next, noShow)
    .when(comes())
    .thenRefused({ code: 'no-late-return' });
});

test('nobody comes back with the number of yesterday, with one that another has, or after another end', () => {
  const tomorrow = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
  and(missed({}, 0), tomorrow).when(comes()).thenRefused({ code: 'return-too-late', label: 'C001', called: 0 });
  const numbers = { prefix: 'C', first: 1, last: 1, digits: 3, skip: [] };
  const services = RULES.services.map((service) => (service.id === 'cash' ? { ...service, numbers } : service));
  const one = given(...opened(['1'], { ...RULES, services }), issued('cash'), next, noShow, issued('cash'));
  one.when(comes()).thenRefused({ code: 'wrong-status', label: 'C001', status: 'waiting' });
  one
    .when(ask({ type: 'return-late', ticket: { id: 1 }, counter: null }))
    .thenRefused({ code: 'number-taken', label: 'C001' });
  given(...opened(['1']), issued('cash'), next, ask({ type: 'finish', counter: '1' }))
    .when(comes())
    .thenRefused({ code: 'wrong-status', label: 'C001', status: 'finished' });
  given(...opened(['1']))
    .when(comes())
    .thenRefused({ code: 'unknown-ticket', ticket: 'C001' });
  missed({}, 0).when(comes('3')).thenRefused({ code: 'counter-closed', counter: '3' });
});

test('a no-show whose customer has come is not taken back', () => {
  and(missed({}, 0), comes())
    .when(ask({ type: 'undo', counter: '1' }))
    .thenRefused({ code: 'undo-overtaken', label: 'C001' });
});

test('a slip that fails to come out after all does not withdraw who came back', () => {
  const paper = { ...issued('cash'), handover: 'paper' } as Step;
  const unknown = ask({ type: 'print-unknown', ticket: 1, device: 'printer-1', reason: 'no-answer' });
  const failed = ask({ type: 'print-failed', ticket: 1, device: 'printer-1', reason: 'fault' });
  const released = [later(RULES.callableAfter), ask({ type: 'tick' })];
  const branch = given(...opened(['1']), paper, unknown, ...released, next, noShow, comes(), failed);
  expect(branch.state.tickets.get(1)?.status).toBe('waiting');
});

const crowds = fc.array(fc.nat({ max: 2 }), { maxLength: 12 });

test('whenever people came: behind as many as the rules say, and never before the own arrival', () => {
  fc.assert(
    fc.property(crowds, crowds, fc.nat({ max: 6 }), (before, after, tickets) => {
      const place = tickets === 0 ? ({ kind: 'first' } as const) : ({ kind: 'after', tickets } as const);
      const rules = { ...RULES, lateReturn: { ...base, place } };
      const people = (gaps: readonly number[]): Step[] => gaps.flatMap((gap) => [later(gap), issued('cash')]);
      const chosen = ask({ type: 'call-ticket', counter: '1', ticket: { id: before.length + 1 } });
      const steps = [...people(before), issued('cash'), ...people(after), chosen, noShow, later(1_000)];
      const { state } = and(given(...opened(['1'], rules), ...steps), {
        ...comes(),
        ticket: { id: before.length + 1 },
      } as Step);
      const line = state.waiting.get('cash') ?? [];
      const at = line.findIndex(({ id }) => id === before.length + 1);
      const own = before.length;
      expect(at).toBeGreaterThanOrEqual(Math.max(own, Math.min(tickets, line.length - 1)));
      // Beyond that only who came in the very millisecond of the last of them, or the next.
      const last = line[Math.max(own, tickets) - 1];
      for (const ahead of line.slice(Math.max(own, tickets), at)) {
        expect(ahead.queuedAt - (last?.queuedAt ?? Number.NaN)).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: runs(60) },
  );
});
