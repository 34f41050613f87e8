import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { histories, play } from '../queue/arbitrary.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import { RICH_RULES } from '../queue/rules-arbitrary.ts';
import { ask, given, issued, later, MINUTE, opened, RULES, type Step } from '../queue/spec.ts';
import { VISIT_RULES } from '../queue/spec-visit.fake.ts';
import type { QueueState } from '../queue/state.ts';
import { Standards } from './standards.ts';
import { type Cell, DIMENSIONS, type Dimension } from './standards-tally.ts';

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

/** One thing that the record holds, told again in the plainest way: with what the real state knew before the event. */
interface Fact {
  readonly event: QueueEvent;
  readonly segment: string | null;
  readonly service: string | null;
  readonly isFromPool: boolean;
  readonly targets: { readonly wait: number; readonly service: number } | null;
  readonly papers: string | null;
  isUndone: boolean;
}

function factOf(state: QueueState, event: QueueEvent): Fact {
  const id = 'ticket' in event ? event.ticket : null;
  const ticket = id === null ? undefined : (state.tickets.get(id) ?? state.ended.find((each) => each.id === id));
  const service = 'service' in event ? event.service : 'from' in event ? event.from : (ticket?.service ?? null);
  const rules = state.rules?.services.find((each) => each.id === service);
  return {
    event,
    segment: ticket?.segment ?? null,
    papers: id === null ? null : seen(event.type === 'papers-marked' ? event.isReady : ticket?.visit?.papersReady),
    service,
    isFromPool: ticket?.status === 'parked',
    targets: rules ? { wait: rules.targetWait, service: rules.standardTime } : null,
    isUndone: false,
  };
}

function seen(isReady: boolean | null | undefined): string {
  return isReady == null ? 'not-seen' : isReady ? 'ready' : 'missing';
}

const CALLS = ['called'];
const ENDS: readonly string[] = [
  'finished',
  'service-finished',
  'transferred',
  'referred',
  'handed-off',
  'no-show',
  'parked',
];

function markUndone(facts: readonly Fact[], event: QueueEvent): void {
  for (const { ticket, status } of event.type === 'undone' ? event.restored : []) {
    const types = status === 'waiting' || status === 'parked' ? CALLS : ENDS;
    const fact = facts.findLast(
      (each) =>
        'ticket' in each.event && each.event.ticket === ticket && types.includes(each.event.type) && !each.isUndone,
    );
    if (fact) fact.isUndone = true;
  }
}

/** Sums of the facts that a choice lets through. */
function recount(facts: readonly Fact[], isMeant: (fact: Fact) => boolean) {
  const waits: [number, number][] = [];
  const services: [number, number][] = [];
  const marks = new Map<string, number>();
  let [noShows, recalls, referrals] = [0, 0, 0];
  for (const [place, fact] of facts.entries()) {
    const { event, targets } = fact;
    if (fact.isUndone || !isMeant(fact)) continue;
    if (event.type === 'called' && targets && !fact.isFromPool && !event.isBack)
      waits.push([event.waited, targets.wait]);
    if (endsService(event) && targets)
      services.push([event.served + before(facts.slice(0, place), event.ticket), targets.service]);
    if (event.type === 'no-show') noShows += 1;
    if (event.type === 'recalled') recalls += 1;
    if (event.type === 'referred') referrals += 1;
    if (event.type === 'rated' && isLastMark(facts, place, event))
      marks.set(`${event.ticket}/${event.part}`, event.score);
  }
  const tally = (times: readonly [number, number][]) => ({
    kept: times.filter(([took, standard]) => took <= standard).length,
    of: times.length,
    total: times.reduce((sum, [took]) => sum + took, 0),
    worst: Math.max(0, ...times.map(([took]) => took)),
  });
  const of = (score: number) => [...marks.values()].filter((each) => each === score).length;
  const counts = { noShows, recalls, referrals };
  return { wait: tally(waits), service: tally(services), ...counts, marks: [1, 2, 3, 4, 5].map(of) };
}

/** A mark counts until another one corrects it, whoever the customer is taken for by then. */
function isLastMark(facts: readonly Fact[], place: number, { ticket, part }: EventOf<'rated'>): boolean {
  return !facts
    .slice(place + 1)
    .some(({ event }) => event.type === 'rated' && event.ticket === ticket && event.part === part);
}

/** What was served before it was parked, since the last service of the visit ended. */
function before(facts: readonly Fact[], ticket: number): number {
  const own = facts.filter(({ event, isUndone }) => 'ticket' in event && event.ticket === ticket && !isUndone);
  const ends = own.findLastIndex(({ event }) => endsService(event));
  return own.slice(ends + 1).reduce((sum, { event }) => sum + ('served' in event ? event.served : 0), 0);
}

type EndOfService = EventOf<'finished' | 'service-finished' | 'transferred' | 'referred'>;

function endsService(event: QueueEvent): event is EndOfService {
  if (event.type === 'transferred' || event.type === 'referred') return event.from !== event.to;
  return event.type === 'finished' || event.type === 'service-finished';
}

function idOf({ event, segment, service, papers }: Fact, dimension: Dimension): string | null {
  const both = service === null || papers === null ? null : `${service}/${papers}`;
  const by = { service, segment, counter: event.counter, teller: event.teller, papers, 'service-papers': both };
  return by[dimension];
}

const shown = (cell: Cell | undefined) =>
  cell && { ...cell, marks: Array.from({ length: 5 }, (_, index) => cell.marks[index] ?? 0) };
const NOTHING = recount([], () => true);

test('after every event it is what a recount from the first event of the day gives, undone ones left out', () => {
  fc.assert(
    fc.property(histories(), fc.constantFrom(RULES, RICH_RULES, VISIT_RULES), (steps, rules) => {
      const standards = new Standards();
      let facts: Fact[] = [];
      const onlooker = {
        beforeEvent(state: QueueState, event: QueueEvent): void {
          if (event.type === 'day-opened') facts = [];
          markUndone(facts, event);
          facts.push(factOf(state, event));
          standards.take(event);
        },
        afterStep(): void {
          const { all, by } = standards.kept();
          expect(shown(all)).toEqual(recount(facts, () => true));
          for (const dimension of DIMENSIONS) {
            const cells = new Map(by[dimension]);
            const ids = new Set(facts.map((fact) => idOf(fact, dimension)).filter((id) => id !== null));
            for (const id of ids) {
              const recounted = recount(facts, (fact) => idOf(fact, dimension) === id);
              expect(shown(cells.get(id)) ?? NOTHING, `${dimension} ${id}`).toEqual(recounted);
            }
            expect([...cells.keys()].every((id) => ids.has(id))).toBe(true);
          }
        },
      };
      play(steps, onlooker, rules);
    }),
    { numRuns: 25 },
  );
});
