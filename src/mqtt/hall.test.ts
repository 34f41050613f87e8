import { describe, expect, it } from 'vitest';
import { and, ask, type Given, given, later, opened } from '../queue/spec.ts';
import { handoff, next, VISIT_RULES } from '../queue/spec-visit.fake.ts';
import { STATES } from './schema/states.ts';
import { paintBoard, paintSignals } from './state-views-hall.ts';

const sources = ({ state, now }: Given) => ({
  branch: { committed: state, now: () => now, wallOf: (at: number) => at },
});
const board = (branch: Given) => paintBoard(sources(branch)).windows;
const signals = (branch: Given) => paintSignals(sources(branch));
const head = { asOfSeq: 1, epoch: 'e1' };
const comes = (service: string, needs: readonly ('flash' | 'pager' | 'large-type')[], pager?: string) =>
  ask({
    ...{ type: 'issue', service, segment: 'gold', language: 'en', handover: 'screen', needs },
    ...(pager === undefined ? {} : { pager }),
  });
const recall = ask({ type: 'recall', counter: '3' });
const at = '1970-01-01T00:16:40.000Z';

describe('the board of the hall', () => {
  it('shows each window with its number and nothing else of the customer, and no back office', () => {
    const branch = given(...opened(['3', '5'], VISIT_RULES), comes('settlement', ['flash']), next('3'), recall);
    const ticket = { label: 'S001', status: 'called', calledAt: at, recalls: 1 };
    expect(board(branch)).toEqual([
      { counter: '1', number: 1, state: 'closed', ticket: null },
      { counter: '2', number: 2, state: 'closed', ticket: null },
      { counter: '3', number: 3, state: 'open', ticket },
      { counter: '4', number: 4, state: 'closed', ticket: null },
    ]);
    expect(STATES.board.safeParse({ ...head, windows: board(branch) }).error).toBeUndefined();
    const reviewed = and(branch, later(5), handoff('3'), next('5'));
    expect(board(reviewed).flatMap(({ ticket: shown }) => shown ?? [])).toEqual([]);
    expect(signals(reviewed)).toEqual({ flash: [], pagers: [] });
  });
});

describe('lamps and pagers', () => {
  it('learn of a call and of each recall, by window and by pager, until the customer has come', () => {
    const call3 = (): Given => given(...opened(['3', '4'], VISIT_RULES), comes('wealth', ['flash'], 'P-7'), next('3'));
    const called = call3();
    const call = { counter: '3', number: 3, calledAt: at, recalls: 0 };
    expect(signals(called)).toEqual({ flash: [call], pagers: [{ pager: 'P-7', ...call }] });
    expect(STATES.signals.safeParse({ ...head, ...signals(called) }).error).toBeUndefined();
    const again = and(called, recall);
    expect(signals(again).flash).toEqual([{ ...call, recalls: 1 }]);
    expect(signals(and(again, ask({ type: 'start', counter: '3' })))).toEqual({ flash: [], pagers: [] });
    expect(signals(and(call3(), ask({ type: 'no-show', counter: '3' })))).toEqual({ flash: [], pagers: [] });
  });

  it('learn nothing of those who hear, who only need large print, or who still wait for a pager', () => {
    const quiet = given(
      ...opened(['3', '4'], VISIT_RULES),
      comes('wealth', ['large-type']),
      comes('wealth', ['pager']),
      next('3'),
      next('4'),
    );
    expect(signals(quiet)).toEqual({ flash: [], pagers: [] });
    const handed = and(quiet, ask({ type: 'set-needs', ticket: { label: 'W002' }, needs: ['pager'], pager: '12' }));
    expect(signals(handed).pagers).toMatchObject([{ pager: '12', counter: '4' }]);
    expect(signals(handed).flash).toEqual([]);
  });
});
