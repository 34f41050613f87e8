import { describe, expect, it } from 'vitest';
import type { EventBody } from '../events.ts';
import { and, ask, decideFrozen, type Given, given, happens, issued, later, MINUTE, opened, RULES } from '../spec.ts';

const tick = ask({ type: 'tick' });
const next = (counter: string) => ask({ type: 'call-next', counter });
const panic = (counter: string) => ask({ type: 'panic', counter });
const DONE = { kind: 'done', label: null } as const;
const CASH_1 = { ticket: 1, label: 'C001' } as const;

const watched = (alerts: NonNullable<typeof RULES.alerts>) => ({ ...RULES, alerts });

function raised(alert: string, body: Omit<Extract<EventBody, { type: 'alert-raised' }>, 'type' | 'alert'>): EventBody {
  return { type: 'alert-raised', alert, ...body };
}

function acknowledge(alert: string, id: string | null = null) {
  const command = { type: 'acknowledge-alert', alert, person: 'lm-2', of: null } as const;
  return ask(command, id === null ? null : { source: 'tablet', key: id });
}

const kindsOf = ({ events }: Pick<Given, 'events'>): readonly string[] =>
  events.flatMap((event) =>
    event.type === 'alert-raised' || event.type === 'alert-cleared' ? [`${event.type} ${event.kind}`] : [],
  );

describe('a wait over the target', () => {
  const rules = watched({ waitOver: { above: 1, below: 0.8 } });

  it('is told once the target is over, with whom and with the counters of the queue, and nobody else a moment before', () => {
    const waiting = given(...opened([], rules), issued('cash'), later(10 * MINUTE));
    waiting.when(tick).thenHappens(DONE);
    const over = and(waiting, later(1));
    const body = raised('a1', {
      kind: 'wait-over-target',
      service: 'cash',
      tickets: [CASH_1],
      counters: ['1', '2', '3'],
      measured: 10 * MINUTE + 1,
    });
    over.when(tick).thenHappens(DONE, happens(body));
  });

  it('stands for the next customer too, until nobody has waited the lower bound', () => {
    const start = [...opened(['1', '2'], rules), issued('cash'), later(MINUTE), issued('cash'), later(9 * MINUTE + 1)];
    const told = given(...start, tick);
    // The second one has waited nine minutes of ten: above the lower bound.
    const one = and(told, next('1'), later(1), tick);
    expect(kindsOf(one)).toEqual(['alert-raised wait-over-target']);
    const both = and(one, next('2'), later(1));
    const lasted = both.now - (told.events.at(-1)?.at ?? 0);
    const cleared = { type: 'alert-cleared', alert: 'a1', kind: 'wait-over-target', service: 'cash', lasted } as const;
    both.when(tick).thenHappens(DONE, happens(cleared));
  });

  it('is told anew where the next one has waited as long before anybody looked', () => {
    const start = [...opened(['1'], rules), issued('cash'), later(5 * MINUTE), issued('cash'), later(6 * MINUTE), tick];
    const again = given(...start, next('1'), later(5 * MINUTE), tick);
    expect(kindsOf(again)).toEqual(['raised', 'cleared', 'raised'].map((what) => `alert-${what} wait-over-target`));
    expect(again.state.alerts.standing.get('wait-over-target/cash')?.id).toBe('a2');
  });

  it('counts from the return to the queue, whatever the arrival', () => {
    const back = [ask({ type: 'transfer', counter: '1', service: 'account' }), later(2 * MINUTE), tick];
    const moved = given(...opened(['1'], rules), issued('cash'), later(9 * MINUTE), next('1'), ...back);
    expect(kindsOf(moved)).toEqual([]);
  });
});

describe('a service over its time', () => {
  const rules = watched({ serviceOver: 2 });

  it('is told by counter, and is over with the customer, though the next one comes at once', () => {
    const served = [...opened(['1'], rules), issued('cash'), next('1'), ask({ type: 'start', counter: '1' })];
    const long = given(...served, later(10 * MINUTE + 1));
    const what = { kind: 'service-over-time', service: null, tickets: [CASH_1], counters: ['1'] } as const;
    const told = long.when(tick).thenHappens(DONE, happens(raised('a1', { ...what, measured: 10 * MINUTE + 1 }), '1'));
    const other = and(told, issued('cash'), next('1'), later(1), tick);
    expect(kindsOf(other)).toEqual(['alert-raised service-over-time', 'alert-cleared service-over-time']);
  });
});

describe('an idle counter', () => {
  const rules = watched({ counterIdle: 2 * MINUTE });

  it('is told when it asked for nobody while somebody waits, with whom it could call', () => {
    const idle = given(...opened(['1'], rules), later(MINUTE), issued('cash'), later(2 * MINUTE));
    const what = { kind: 'counter-idle', service: null, tickets: [CASH_1], counters: ['1'] } as const;
    idle.when(tick).thenHappens(DONE, happens(raised('a1', { ...what, measured: 2 * MINUTE }), '1'));
  });

  it('is none that asked: the customer would have come', () => {
    const asked = given(...opened(['1', '4'], rules), next('4'), issued('cash'), next('1'), later(5 * MINUTE), tick);
    expect(kindsOf(asked)).toEqual([]);
  });

  it.each([
    ['calls', next('1')],
    ['pauses', ask({ type: 'pause-counter', counter: '1' })],
    ['closes', ask({ type: 'close-counter', counter: '1' })],
  ] as const)('is over when it %s', (_what, command) => {
    const told = given(...opened(['1'], rules), issued('cash'), later(2 * MINUTE), tick, command, later(1), tick);
    expect(kindsOf(told)).toEqual(['alert-raised counter-idle', 'alert-cleared counter-idle']);
  });

  it('is over when new rules have the counter no more', () => {
    const counters = rules.counters.filter(({ id }) => id !== '1');
    const dropped = ask({ type: 'apply-rules', rules: { ...rules, counters } });
    const told = given(...opened(['1'], rules), issued('cash'), later(2 * MINUTE), tick, dropped, later(1), tick);
    expect(kindsOf(told)).toEqual(['alert-raised counter-idle', 'alert-cleared counter-idle']);
  });
});

describe('too many people', () => {
  it('are told between two bounds once, by their own numbers for a service that has some', () => {
    const own = { service: 'wealth', above: 1, below: 1 };
    const rules = watched({ queueLong: { above: 2, below: 2, services: [own] } });
    const long = given(...opened(['1'], rules), issued('cash'), issued('cash'), issued('cash'), issued('wealth'));
    const tickets = ['C001', 'C002', 'C003'].map((label, n) => ({ ticket: n + 1, label }));
    const body = { kind: 'queue-long', service: 'cash', tickets, counters: ['1', '2', '3'], measured: 3 } as const;
    const told = and(long, later(1))
      .when(tick)
      .thenHappens(DONE, happens(raised('a1', body)));
    const between = and(told, next('1'), later(1), tick, issued('cash'), later(1), tick);
    expect(kindsOf(between)).toEqual(['alert-raised queue-long']);
    const wealth = and(between, issued('wealth'), later(1), tick);
    expect(wealth.state.alerts.standing.get('queue-long/wealth')?.id).toBe('a2');
  });

  it('in the whole branch are counted together', () => {
    const rules = watched({ allQueuesLong: { above: 2, below: 2 } });
    const steps = [issued('cash'), issued('wealth'), issued('account'), later(1)];
    const what = { kind: 'all-queues-long', service: null, tickets: [], counters: [], measured: 3 } as const;
    given(...opened([], rules), ...steps)
      .when(tick)
      .thenHappens(DONE, happens(raised('a1', what)));
  });

  it('raise nothing where somebody comes and is called within one command', () => {
    const rules = watched({ allQueuesLong: { above: 0, below: 1 } });
    const asked = given(...opened(['1'], rules), next('1'), issued('cash'), later(1), tick);
    expect(asked.state.counters.get('1')?.ticket).toBe(1);
    expect(kindsOf(asked)).toEqual([]);
  });
});

describe('a clock that is not trusted', () => {
  it('is told after a while, and over when it is', () => {
    const clock = (isTrusted: boolean) => ask({ type: 'set-clock', offset: 0, isTrusted });
    const rules = watched({ clockUntrusted: 5 * MINUTE });
    const away = given(...opened([], rules), clock(false), later(5 * MINUTE - 1), tick);
    expect(kindsOf(away)).toEqual([]);
    const told = and(away, later(1), tick, clock(true), later(1), tick);
    expect(kindsOf(told)).toEqual(['alert-raised clock-untrusted', 'alert-cleared clock-untrusted']);
  });
});

describe('a call for help', () => {
  const START = opened(['1']);

  it('stands until somebody acknowledges it, and says how often the key was pressed', () => {
    const what = { kind: 'panic', service: null, tickets: [], counters: ['1'], measured: 1 } as const;
    const told = given(...START)
      .when(panic('1'))
      .thenHappens(DONE, happens(raised('a1', what), '1'));
    const again = { type: 'alert-repeated', alert: 'a1', kind: 'panic', times: 2 } as const;
    const twice = told.when(panic('1')).thenHappens(DONE, happens(again, '1'));
    const quiet = and(twice, later(60 * MINUTE), tick, ask({ type: 'close-counter', counter: '1' }), later(1), tick);
    const about = { alert: 'a1', kind: 'panic', service: null } as const;
    const over = quiet
      .when(acknowledge('a1'))
      .thenHappens(
        DONE,
        { ...happens({ type: 'alert-acknowledged', ...about, device: null, person: 'lm-2' }, '1'), teller: null },
        { ...happens({ type: 'alert-cleared', ...about, lasted: 60 * MINUTE + 1 }, '1'), teller: null },
      );
    expect(and(over, panic('1')).state.alerts.standing.get('panic/1')?.id).toBe('a2');
  });

  it('is refused at a counter that nobody knows, and where the rules have none', () => {
    given(...START)
      .when(panic('9'))
      .thenRefused({ code: 'unknown-counter', counter: '9' });
    const { alerts: _, ...none } = RULES;
    given(...opened(['1'], none))
      .when(panic('1'))
      .thenRefused({ code: 'no-panic-key' });
  });
});

/** How an alert stands × what is asked of it: event types, or the code of the refusal. */
const STANDINGS = {
  never: [],
  stands: [issued('cash'), later(1), tick],
  acknowledged: [issued('cash'), later(1), tick, acknowledge('a1')],
  over: [issued('cash'), later(1), tick, next('1'), later(1), tick],
} as const;
const TABLE = {
  never: { acknowledge: 'no-such-alert', tick: [], over: ['called'] },
  stands: { acknowledge: ['alert-acknowledged'], tick: [], over: ['called'] },
  acknowledged: { acknowledge: 'already-acknowledged', tick: [], over: ['called'] },
  over: { acknowledge: 'no-such-alert', tick: [], over: ['finished', 'called'] },
} as const;

describe.each(Object.keys(TABLE) as (keyof typeof TABLE)[])('an alert that %s', (standing) => {
  const rules = watched({ allQueuesLong: { above: 0, below: 1 } });
  const past = () => given(...opened(['1'], rules), ...STANDINGS[standing]);

  it('meets an acknowledgement, a tick, and the end of its cause', () => {
    const cellOf = (branch: Given, command: ReturnType<typeof ask>) => {
      const { answer, ...decision } = decideFrozen(branch.state, command, branch.now);
      if (answer.kind === 'refused') return answer.refusal.code;
      return 'events' in decision ? decision.events.map(({ type }) => type) : [];
    };
    expect(cellOf(past(), acknowledge('a1'))).toEqual(TABLE[standing].acknowledge);
    expect(cellOf(past(), tick)).toEqual(TABLE[standing].tick);
    expect(cellOf(and(past(), issued('cash')), next('1'))).toEqual(TABLE[standing].over);
  });
});

describe('an acknowledgement', () => {
  const rules = watched({ allQueuesLong: { above: 0, below: 1 } });

  it('that is sent again gets its first answer, also when the alert is over', () => {
    const done = given(...opened(['1'], rules), issued('cash'), later(1), tick, acknowledge('a1', 'k1'));
    done.when(acknowledge('a1', 'k1')).thenRepeated(DONE);
    and(done, next('1'), later(1), tick).when(acknowledge('a1', 'k1')).thenRepeated(DONE);
  });

  it('of an alert of a device is written down and kept nowhere', () => {
    const of = { device: 'printer1', kind: 'paper-out', isAcknowledged: false };
    const command = ask({ type: 'acknowledge-alert', alert: 'd1-1', person: null, of });
    const body = { alert: 'd1-1', kind: 'paper-out', service: null, device: 'printer1', person: null } as const;
    const before = given(...opened(['1']));
    before.when(command).thenHappens(DONE, happens({ type: 'alert-acknowledged', ...body }));
    const twice = ask({ type: 'acknowledge-alert', alert: 'd1-1', person: null, of: { ...of, isAcknowledged: true } });
    before.when(twice).thenRefused({ code: 'already-acknowledged', alert: 'd1-1' });
  });
});

it('alerts stand over a new business day, and go under rules that have none', () => {
  const rules = watched({ waitOver: { above: 1, below: 0.8 } });
  const day = ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' });
  const told = given(...opened([], rules), issued('cash'), later(11 * MINUTE), tick, day, later(1), tick);
  expect([...told.state.alerts.standing.keys()]).toEqual(['wait-over-target/cash']);
  const { alerts: _, ...none } = rules;
  const gone = and(told, ask({ type: 'apply-rules', rules: none }), later(1), tick);
  expect(kindsOf(gone)).toEqual(['alert-raised wait-over-target', 'alert-cleared wait-over-target']);
});
