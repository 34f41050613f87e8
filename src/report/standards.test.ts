import { describe, expect, test } from 'vitest';
import type { QueueEvent } from '../queue/events.ts';
import { ask, given, issued, later, MINUTE, opened, type Step } from '../queue/spec.ts';
import { dayOf, dayWith, ruled, TICK } from '../queue/spec-hours.fake.ts';
import { VISIT_RULES } from '../queue/spec-visit.fake.ts';
import { Standards, VISITS_KEPT } from './standards.ts';

function keptOf(events: readonly QueueEvent[]) {
  const standards = new Standards();
  for (const event of events) standards.take(event);
  return standards.kept();
}

const next = (counter = '1'): Step => ask({ type: 'call-next', counter });
const finish = (counter = '1'): Step => ask({ type: 'finish', counter });
const mark = (score: number): Step => ask({ type: 'rate', counter: '1', ticket: null, score });
/** Waits of 4 and 12 minutes against 10, services of 3 and 8 minutes against 5. */
const MORNING: readonly Step[] = [
  ...opened(['1']),
  issued('cash'),
  issued('cash'),
  later(4 * MINUTE),
  next(),
  later(3 * MINUTE),
  finish(),
  mark(5),
  later(5 * MINUTE),
  next(),
  later(8 * MINUTE),
  finish(),
  mark(2),
];

describe('the record of the standards', () => {
  test('says how often the wait and the service were in time, the mean parts, the worst, and the marks', () => {
    const { day, all, by } = keptOf(given(...MORNING).events);
    expect(day).toBe('2026-03-02');
    expect(all).toEqual({
      wait: { kept: 1, of: 2, total: 16 * MINUTE, worst: 12 * MINUTE },
      service: { kept: 1, of: 2, total: 11 * MINUTE, worst: 8 * MINUTE },
      noShows: 0,
      recalls: 0,
      referrals: 0,
      bulk: { visits: 0, slips: 0, total: 0 },
      marks: [0, 1, 0, 0, 1],
    });
    expect(by).toEqual({
      service: [['cash', all]],
      counter: [['1', all]],
      teller: [['teller-1', all]],
      segment: [['ordinary', all]],
      papers: [['not-seen', all]],
      'service-papers': [['cash/not-seen', all]],
    });
  });

  test('knows the newest visits, so that its memory has an end, and counts the others in the sum of all', () => {
    const [first, ...after] = given(...opened(['1']), issued('cash'), next(), finish()).events.slice(-3);
    const before = given(...opened(['1'])).events;
    if (first?.type !== 'issued') throw new RangeError('a visit begins with its number');
    const others = Array.from({ length: VISITS_KEPT }, (_, n) => ({ ...first, ticket: 1_000 + n }));
    const all = keptOf([...before, first, ...others, ...after]);
    expect([all.all.service.of, all.by.segment]).toEqual([1, []]);
    const fewer = keptOf([...before, first, ...others.slice(1), ...after]);
    expect(fewer.by.segment).toEqual([['ordinary', fewer.all]]);
  });

  test('takes nothing back with a take-over: the service is that of who ended it, the wait that of the call', () => {
    const takeOver = ask({ type: 'take-over', counter: '2', from: '1' });
    const over = [
      ...opened(['1', '2']),
      issued('cash'),
      next(),
      later(2 * MINUTE),
      takeOver,
      later(MINUTE),
      finish('2'),
    ];
    const { all, by } = keptOf(given(...over).events);
    expect([all.wait.of, all.service]).toMatchObject([1, { kept: 1, of: 1, total: 3 * MINUTE }]);
    expect(by.teller.map(([teller, { wait, service }]) => [teller, wait.of, service.of])).toEqual([
      ['teller-1', 1, 0],
      ['teller-2', 0, 1],
    ]);
    // Counter 2 has sent the customer on before: that ended a service, whatever becomes of the take-over.
    const sent = ask({ type: 'transfer', counter: '2', service: 'account' });
    const undo = ask({ type: 'undo', counter: '2' });
    const back = [...opened(['1', '2']), issued('cash'), next('2'), later(MINUTE), sent, next('1'), takeOver, undo];
    expect(keptOf(given(...back).events).all.service.of).toBe(1);
  });

  test('begins anew with each business day', () => {
    const tomorrow = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
    const { day, all } = keptOf(given(...MORNING, tomorrow, issued('cash'), next()).events);
    expect([day, all.wait.of, all.service.of, all.marks]).toEqual(['2026-03-03', 1, 0, []]);
  });

  test('counts what was not undone, and a corrected mark once', () => {
    const undo = ask({ type: 'undo', counter: '1' });
    const { all } = keptOf(given(...MORNING, mark(4), undo, later(2 * MINUTE), finish()).events);
    expect(all.service).toEqual({ kept: 1, of: 2, total: 13 * MINUTE, worst: 10 * MINUTE });
    expect(all.marks).toEqual([0, 0, 0, 1, 1]);
  });

  test('takes a wrong next out whole: the call, and the end of the visit before it', () => {
    const { all } = keptOf(
      given(...MORNING.slice(0, 7), later(MINUTE), next(), ask({ type: 'undo', counter: '1' })).events,
    );
    expect([all.wait.of, all.service.of]).toEqual([1, 0]);
  });

  test('measures the service of who was parked as one, and no wait in the pool', () => {
    const park = ask({ type: 'park', counter: '1', pool: null, returnAfter: null });
    const back = ask({ type: 'call-ticket', counter: '1', ticket: { label: 'C001' } });
    const { all } = keptOf(
      given(
        ...opened(['1']),
        issued('cash'),
        next(),
        later(4 * MINUTE),
        park,
        later(MINUTE),
        back,
        later(2 * MINUTE),
        finish(),
      ).events,
    );
    expect([all.wait.of, all.service]).toEqual([1, { kept: 0, of: 1, total: 6 * MINUTE, worst: 6 * MINUTE }]);
  });

  test('measures no wait of who was held over, also where one is called on the same day', () => {
    const rules = ruled({ atClosing: 'park' });
    const day = dayOf(dayWith(), rules, '1');
    const closing = ask({ type: 'set-hall', state: 'closing' });
    const late: readonly Step[] = [later(12 * MINUTE), TICK, issued('cash'), closing, TICK];
    const call: readonly Step[] = [
      ask({ type: 'open-counter', counter: '1', teller: 'teller-1', profile: null }),
      ask({ type: 'call-ticket', counter: '1', ticket: { label: 'C001' } }),
    ];
    const { events } = given(...day, ...late, ...call);
    expect(events.map(({ type }) => type).filter((type) => type === 'held-over' || type === 'called')).toEqual([
      'held-over',
      'called',
    ]);
    expect(keptOf(events).all.wait.of).toBe(0);
  });

  test('says how long a service took with papers that were ready, and without', () => {
    const papers = (label: string, isReady: boolean | null): Step =>
      ask({ type: 'mark-papers', ticket: { label }, isReady, counter: null });
    const { by } = keptOf(
      given(
        ...[...opened(['1']), issued('cash'), issued('cash'), issued('cash'), papers('C001', true)],
        ...[next(), later(2 * MINUTE), finish(), next(), papers('C002', false), later(7 * MINUTE), finish()],
        ...[next(), later(3 * MINUTE), finish()],
      ).events,
    );
    const times = (cells: typeof by.papers) =>
      cells.map(([id, { service }]) => [id, service.of, service.total / MINUTE]);
    expect(times(by.papers)).toEqual([
      ['missing', 1, 7],
      ['not-seen', 1, 3],
      ['ready', 1, 2],
    ]);
    expect(times(by['service-papers'])).toEqual([
      ['cash/missing', 1, 7],
      ['cash/not-seen', 1, 3],
      ['cash/ready', 1, 2],
    ]);
  });

  test('counts whom a teller has handed to the client manager, and not what was undone', () => {
    const refer: Step = ask({ type: 'refer', counter: '1', reason: 'large-deposit' });
    const undo: Step = ask({ type: 'undo', counter: '1' });
    const steps = [...opened(['1'], VISIT_RULES), issued('cash'), issued('cash')];
    const { by } = keptOf(given(...steps, next(), refer, undo, refer, next(), later(MINUTE), finish()).events);
    expect(by.teller.map(([id, { referrals }]) => [id, referrals])).toEqual([['teller-1', 1]]);
    expect(by.service.map(([id, { referrals }]) => [id, referrals])).toEqual([['cash', 1]]);
  });

  test('holds each service of a visit against its own standard', () => {
    const send = ask({ type: 'transfer', counter: '1', service: 'wealth' });
    const { by } = keptOf(
      given(
        ...opened(['1', '4']),
        issued('cash'),
        next(),
        later(2 * MINUTE),
        send,
        next('4'),
        later(9 * MINUTE),
        finish('4'),
      ).events,
    );
    expect(by.service.map(([id, { service }]) => [id, service.kept, service.of])).toEqual([
      ['cash', 1, 1],
      ['wealth', 0, 1],
    ]);
  });

  test('counts no-shows and recalls where they were', () => {
    const recall = ask({ type: 'recall', counter: '1' });
    const { by } = keptOf(
      given(...opened(['1']), issued('cash'), next(), recall, recall, ask({ type: 'no-show', counter: '1' })).events,
    );
    expect(by.counter).toMatchObject([['1', { noShows: 1, recalls: 2 }]]);
  });
});
