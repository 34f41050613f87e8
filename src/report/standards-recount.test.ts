import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../test/runs.ts';
import { badDays, histories, play } from '../queue/arbitrary.ts';
import type { EventOf, QueueEvent } from '../queue/events.ts';
import { RICH_RULES } from '../queue/rules-arbitrary.ts';
import { RULES } from '../queue/spec.ts';
import { VISIT_RULES } from '../queue/spec-visit.fake.ts';
import type { QueueState } from '../queue/state.ts';
import { Standards } from './standards.ts';
import { type Cell, DIMENSIONS, type Dimension } from './standards-tally.ts';

/** One thing that the record holds, told again in the plainest way: with what the real state knew before the event. */
interface Fact {
  readonly event: QueueEvent;
  readonly segment: string | null;
  readonly service: string | null;
  readonly isFromPool: boolean;
  readonly targets: { readonly wait: number; readonly service: number } | null;
  readonly papers: string | null;
  readonly bulk: number | null;
  isUndone: boolean;
}

function factOf(state: QueueState, event: QueueEvent): Fact {
  const id = 'ticket' in event ? event.ticket : null;
  const ticket = id === null ? undefined : (state.tickets.get(id) ?? state.ended.find((each) => each.id === id));
  const named = 'service' in event ? event.service : endsAtService(event) ? event.from : null;
  const service = named ?? ticket?.service ?? null;
  const rules = state.rules?.services.find((each) => each.id === service);
  return {
    event,
    segment: ticket?.segment ?? null,
    papers: id === null ? null : seen(event.type === 'papers-marked' ? event.isReady : ticket?.visit?.papersReady),
    bulk: ticket?.bulk ?? null,
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
  // A visit that was taken over has neither been called nor ended by that.
  for (const { ticket, status } of event.type === 'undone' && event.what !== 'take-over' ? event.restored : []) {
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
  const bulk = { visits: 0, slips: 0, total: 0 };
  let [noShows, recalls, referrals] = [0, 0, 0];
  for (const [place, fact] of facts.entries()) {
    const { event, targets } = fact;
    if (fact.isUndone || !isMeant(fact)) continue;
    if (event.type === 'called' && targets && !fact.isFromPool && !event.isBack)
      waits.push([event.waited, targets.wait]);
    if (endsService(event)) {
      const whole = event.served + before(facts.slice(0, place), event.ticket);
      if (fact.bulk !== null) {
        bulk.visits += 1;
        bulk.slips += fact.bulk;
        bulk.total += whole;
      } else if (targets) services.push([whole, targets.service]);
    }
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
  return { wait: tally(waits), service: tally(services), ...counts, bulk, marks: [1, 2, 3, 4, 5].map(of) };
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

/** Names the service that it leaves. */
function endsAtService(event: QueueEvent): event is EventOf<'transferred' | 'referred' | 'service-finished'> {
  return event.type === 'transferred' || event.type === 'referred' || event.type === 'service-finished';
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
    fc.property(fc.oneof(histories(), badDays()), fc.constantFrom(RULES, RICH_RULES, VISIT_RULES), (steps, rules) => {
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
    { numRuns: runs(25) },
  );
});
