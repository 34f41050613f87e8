import { describe, expect, it } from 'vitest';
import type { EventOf } from '../events.ts';
import type { Rules } from '../rules.ts';
import { and, ask, type Given, given, issued, later, MINUTE, opened, RULES } from '../spec.ts';

/** Two windows for gold customers, of which the first helps seniors while it is idle, and one for everybody. */
const WINDOWS: Rules['counters'] = RULES.counters.slice(0, 3).map((counter) => {
  const rules = { ...counter, services: ['cash'], profile: 'fair' };
  if (counter.id === '3') return rules;
  const helps = counter.id === '1' ? [{ when: 'idle' as const, of: { segments: ['senior'] } }] : [];
  return { ...rules, own: { of: { segments: ['gold'] }, helps } };
});

function watched(alerts: NonNullable<Rules['alerts']>): Rules {
  return { ...RULES, counters: WINDOWS, services: RULES.services.filter(({ id }) => id === 'cash'), alerts };
}

const tick = ask({ type: 'tick' });
const comes = (segment: string) => ask({ type: 'issue', service: 'cash', segment, language: 'en', handover: 'screen' });
const call = (counter: string, label: string) => ask({ type: 'call-ticket', counter, ticket: { label } });

function toldOf({ events }: Given): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'alert-cleared') return [`over ${event.alert}`];
    return event.type === 'alert-raised' ? [inWords(event)] : [];
  });
}

function inWords({ kind, counters, tickets, measured }: EventOf<'alert-raised'>): string {
  const labels = tickets.map(({ label }) => label);
  return [kind, ...(kind === 'counter-idle' ? [] : [measured]), 'at', ...counters, 'for', ...labels].join(' ');
}

describe('a counter that is there for some is idle', () => {
  const rules = watched({ counterIdle: 2 * MINUTE });
  const idle = (...segments: readonly string[]) =>
    given(...opened(['1', '2'], rules), ...segments.map(comes), later(2 * MINUTE), tick);

  it('while one of them waits', () => {
    expect(toldOf(idle('gold'))).toEqual(['counter-idle at 1 for C001', 'counter-idle at 2 for C001']);
  });

  it('while somebody waits whom it helps when it is idle, and not while others wait', () => {
    expect(toldOf(idle('senior'))).toEqual(['counter-idle at 1 for C001']);
    expect(toldOf(idle('ordinary'))).toEqual([]);
  });

  it('for whom it would call: its own before those whom it helps', () => {
    expect(toldOf(idle('senior', 'gold'))).toEqual(['counter-idle at 1 for C002', 'counter-idle at 2 for C002']);
  });

  it('no more when the customer turns out to be somebody else', () => {
    const other = ask({
      type: 'change-segment',
      ticket: { label: 'C001' },
      segment: 'ordinary',
      reason: 'potential-vip',
    });
    const upgrade: Rules['upgrade'] = { to: 'any', reasons: ['potential-vip'] };
    const open = given(...opened(['1'], { ...rules, upgrade }), comes('senior'), later(2 * MINUTE), tick);
    expect(toldOf(and(open, other, later(1), tick))).toEqual(['counter-idle at 1 for C001', 'over a1']);
  });
});

it('an alert of a queue names the counters that are there for whom it is about', () => {
  const long = given(...opened([], watched({ queueLong: { above: 0, below: 1 } })), issued('cash'), later(1), tick);
  expect(toldOf(long)).toEqual(['queue-long 1 at 3 for C001']);
  const rules = watched({ waitOver: { above: 1, below: 0.5 } });
  const start = given(
    ...opened([], rules),
    comes('gold'),
    later(MINUTE),
    comes('ordinary'),
    later(9 * MINUTE + 1),
    tick,
  );
  // The ordinary customer has waited nine minutes of ten.
  expect(toldOf(start)).toEqual(['wait-over-target 600001 at 1 2 3 for C001']);
});

describe('a customer who was passed over', () => {
  it('too often is told with the queue, and is no more when the call is taken back', () => {
    const rules = { ...RULES, alerts: { passedOver: 2 } };
    const start = [...opened(['1'], rules), issued('cash'), issued('cash'), issued('cash')];
    const once = given(...start, call('1', 'C002'), later(1), tick);
    expect(toldOf(once)).toEqual([]);
    const told = and(once, call('1', 'C003'), later(1), tick);
    expect(toldOf(told)).toEqual(['passed-over 2 at 1 2 3 for C001']);
    const undone = and(told, ask({ type: 'undo', counter: '1' }), later(1), tick);
    expect(toldOf(undone)).toEqual(['passed-over 2 at 1 2 3 for C001', 'over a1']);
  });

  it('at the windows that are there for it is counted, though an other stands first in the queue', () => {
    const start = [
      ...opened(['1', '2'], watched({ passedOver: 2 })),
      comes('ordinary'),
      ...Array.from({ length: 3 }, () => comes('gold')),
    ];
    const once = given(...start, call('1', 'C003'), later(1), tick);
    expect(toldOf(once)).toEqual([]);
    // Two went past the ordinary customer too, at windows that are not there for it.
    const told = and(once, call('2', 'C005'), later(1), tick);
    expect(toldOf(told)).toEqual(['passed-over 2 at 1 2 3 for C002']);
    const over = and(told, ask({ type: 'finish', counter: '1' }), call('1', 'C002'), later(1), tick);
    expect(toldOf(over)).toEqual(['passed-over 2 at 1 2 3 for C002', 'over a1']);
  });
});
