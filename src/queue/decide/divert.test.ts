import { describe, expect, test } from 'vitest';
import type { Command } from '../commands.ts';
import { diversionsOf, machineFor } from '../machines.ts';
import type { Rules, ServiceRules } from '../rules.ts';
import { restore, snapshot } from '../snapshot.ts';
import { and, ask, type Given, given, happens, issued, opened, RULES } from '../spec.ts';
import { tallyOf } from '../tallies.ts';

/** Who wants cash is offered a machine while at least one waits; the first machine takes three, the second two. */
const GUIDED: Rules = {
  ...RULES,
  services: RULES.services.map((service) =>
    service.id === 'cash' ? { ...service, diversion: { segments: ['ordinary'], fromWaiting: 1 } } : service,
  ),
  machines: [
    { id: 'm1', names: { en: 'Machine 1' }, services: ['cash', 'account'], queueBelow: 3 },
    { id: 'm2', names: { en: 'Machine 2' }, services: ['cash'], queueBelow: 2 },
  ],
};
const ASKING: Rules = { ...GUIDED, limits: { perDay: null, askWaiting: 0, askBy: null, insistWithin: 10_000 } };

let keys = 0;
/** A command with an identity: a refusal of it is written. */
function identified(command: Command): Command {
  keys += 1;
  return { ...command, id: { source: 'panel:kiosk-1', key: `N-${keys}` } };
}

function says(machine: string, isUsable: boolean, queue: number): Command {
  return ask({ type: 'machine-state', machine, isUsable, queue });
}

function wants(over: Partial<Extract<Command, { type: 'issue' }>> = {}): Command {
  const issue = { type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'screen' } as const;
  return ask({ ...issue, ...over });
}

function takes(machine: string, service = 'cash', how: 'chosen' | 'silence' = 'chosen'): Command {
  return ask({ type: 'take-machine', service, machine, how });
}

/** One waits for cash, one for account, and no counter is open. */
function busy(rules: Rules, ...steps: readonly Command[]): Given {
  return given(...opened([], rules), issued('cash'), issued('account'), ...steps);
}

const better = (machine: string) =>
  ({ code: 'machine-better', service: 'cash', machine, waiting: 1, reason: null, estimate: null }) as const;

function isIssued(branch: Given, command: Command): boolean {
  const before = branch.state.lastTicket;
  return and(branch, command).state.lastTicket === before + 1;
}

describe('a machine is offered in place of a number', () => {
  test('while it says that it may be used and few stand there', () => {
    const branch = busy(GUIDED, says('m1', true, 2));
    branch.when(wants()).thenRefused(better('m1'));
    expect(isIssued(and(branch, says('m1', true, 3)), wants())).toBe(true);
    expect(isIssued(and(branch, says('m1', false, 0)), wants())).toBe(true);
  });

  test('not before it has said anything', () => {
    expect(isIssued(busy(GUIDED), wants())).toBe(true);
  });

  test('that with the shortest queue, of equal ones the first of the rules', () => {
    busy(GUIDED, says('m1', true, 2), says('m2', true, 1))
      .when(wants())
      .thenRefused(better('m2'));
    busy(GUIDED, says('m2', true, 1), says('m1', true, 1))
      .when(wants())
      .thenRefused(better('m1'));
  });

  test('to those segments alone that the rules name, and while so many wait', () => {
    const branch = busy(GUIDED, says('m1', true, 0));
    expect(isIssued(branch, wants({ segment: 'senior' }))).toBe(true);
    expect(isIssued(given(...opened([], GUIDED), says('m1', true, 0)), wants())).toBe(true);
  });

  test('not for a service without diversion, nor for a visit of several services', () => {
    const rules = { ...GUIDED, visit: { ...VISIT, most: 2 } };
    const branch = (): Given => busy(rules, says('m1', true, 0));
    expect(isIssued(branch(), wants({ service: 'account' }))).toBe(true);
    expect(isIssued(branch(), wants({ more: ['account'] }))).toBe(true);
    // The service itself may be named again.
    branch()
      .when(wants({ more: ['cash'] }))
      .thenRefused(better('m1'));
  });

  test('not to who has an appointment', () => {
    const rules = { ...GUIDED, appointments: { before: 60_000, after: 60_000, expiresAfter: 60_000, most: 9 } };
    const branch = busy(
      rules,
      says('m1', true, 0),
      ask({ type: 'set-clock', offset: 0, isTrusted: true }),
      ask({ type: 'book', reference: 'R-1', service: 'cash', segment: 'ordinary', time: 1_000_000 }),
    );
    expect(isIssued(branch, ask({ type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen' }))).toBe(
      true,
    );
  });
});

const VISIT = {
  most: 1,
  order: 'asked',
  nextPlace: 'original',
  transferPlace: 'original',
  referralPlace: 'original',
  delay: 600_000,
  pools: 'first',
  reasons: [],
} as const;

describe('who insists', () => {
  test('gets the number, and the ticket knows which machine was declined', () => {
    const body = { ticket: 3, label: 'C002', number: 2, service: 'cash', segment: 'ordinary', language: 'en' } as const;
    busy(GUIDED, says('m1', true, 0))
      .when(wants({ insists: true }))
      .thenHappens(
        { kind: 'issued', ticket: 3, label: 'C002', ahead: 2 },
        happens({ type: 'issued', ...body, handover: 'screen', ahead: 2, declined: 'm1' }),
      );
  });

  test('is not asked again because many wait: two questions are one', () => {
    const branch = busy(ASKING, says('m1', true, 0));
    branch.when(wants()).thenRefused({ ...better('m1'), reason: 'waiting' });
    const { events } = and(branch, wants({ insists: true }));
    expect(events.at(-1)).toMatchObject({ insisted: 'waiting', declined: 'm1' });
  });

  test('is asked the other question where no machine is to be had', () => {
    busy(ASKING)
      .when(wants())
      .thenRefused({ code: 'confirm-needed', service: 'cash', reason: 'waiting', waiting: 1, estimate: null });
  });
});

describe('who takes the machine', () => {
  test('gets no number', () => {
    busy(GUIDED, says('m1', true, 0))
      .when(takes('m1', 'cash', 'silence'))
      .thenHappens(
        { kind: 'done', label: null },
        happens({ type: 'diverted', service: 'cash', machine: 'm1', how: 'silence' }),
      );
  });

  test('may find others there, but a machine that may be used', () => {
    const branch = busy(GUIDED, says('m1', true, 9), says('m2', false, 0));
    branch
      .when(takes('m1'))
      .thenHappens(
        { kind: 'done', label: null },
        happens({ type: 'diverted', service: 'cash', machine: 'm1', how: 'chosen' }),
      );
    branch.when(takes('m2')).thenRefused({ code: 'machine-not-usable', machine: 'm2' });
    branch.when(takes('m9')).thenRefused({ code: 'unknown-machine', machine: 'm9' });
    branch.when(takes('m2', 'account')).thenRefused({ code: 'not-at-machine', machine: 'm2', service: 'account' });
    branch.when(takes('m1', 'loan')).thenRefused({ code: 'unknown-service', service: 'loan' });
  });
});

describe('what a machine says', () => {
  test('is written when it may decide otherwise, and not when it cannot', () => {
    const branch = busy(GUIDED, says('m1', true, 2));
    const nothing = { kind: 'done', label: null } as const;
    branch.when(says('m1', true, 2)).thenHappens(nothing);
    const full = branch
      .when(says('m1', true, 7))
      .thenHappens(nothing, happens({ type: 'machine-changed', machine: 'm1', isUsable: true, queue: 3 }));
    full.when(says('m1', true, 5)).thenHappens(nothing);
    full
      .when(says('m1', false, 5))
      .thenHappens(nothing, happens({ type: 'machine-changed', machine: 'm1', isUsable: false, queue: 0 }));
    branch.when(says('m9', true, 0)).thenRefused({ code: 'unknown-machine', machine: 'm9' });
  });

  test('is forgotten under rules that have it otherwise or not at all', () => {
    const branch = (): Given => busy(GUIDED, says('m1', true, 2), says('m2', true, 0));
    const [m1, m2] = GUIDED.machines ?? [];
    if (!m1 || !m2) return expect.unreachable();
    const longer = { ...GUIDED, version: 'b', machines: [{ ...m1, queueBelow: 5 }, m2] };
    expect([...and(branch(), ask({ type: 'apply-rules', rules: longer })).state.machines.keys()]).toEqual(['m2']);
    const fewer = { ...GUIDED, version: 'c', machines: [m1] };
    expect([...and(branch(), ask({ type: 'apply-rules', rules: fewer })).state.machines.keys()]).toEqual(['m1']);
  });
});

describe('counted for each service and machine', () => {
  const branch = (): Given =>
    busy(
      ASKING,
      says('m1', true, 0),
      says('m2', true, 1),
      takes('m1'),
      takes('m1', 'account'),
      wants({ insists: true }),
    );

  test('are who was offered it, took it and refused it, and a question within the offer is one', () => {
    const refused = branch()
      .when(identified(wants()))
      .thenRefused({ ...better('m1'), waiting: 2, reason: 'waiting' });
    expect(diversionsOf(refused.state)).toEqual([
      { service: 'account', machine: 'm1', offered: 0, taken: 1, refused: 0 },
      { service: 'cash', machine: 'm1', offered: 1, taken: 1, refused: 1 },
    ]);
    expect(tallyOf(refused.state, 'cash')).toEqual({ issued: 2, refused: 0, asked: 1, insisted: 1 });
  });

  test('is not who shows a late code to a reader, where nobody could say yes; the slip is told all the same', () => {
    const book = ask({ type: 'book', reference: 'R-1', service: 'cash', segment: 'ordinary', time: 0 });
    const shown = { type: 'check-in', reference: 'R-1', language: 'en', handover: 'screen', isUnasked: true } as const;
    const before = and(branch(), book);
    const [counted, tally] = [diversionsOf(before.state), tallyOf(before.state, 'cash')];
    const { state, events } = and(before, ask(shown));
    const issued = events.at(-1);
    expect(issued).toMatchObject({ type: 'issued', unasked: { reason: 'waiting', machine: 'm1' } });
    expect(issued).not.toHaveProperty('insisted');
    expect(issued).not.toHaveProperty('declined');
    expect(diversionsOf(state)).toEqual(counted);
    expect(tallyOf(state, 'cash')).toEqual({ ...tally, issued: tally.issued + 1 });
  });

  test('until the business day is over; a snapshot keeps all of it', () => {
    const { state } = branch();
    const copy = restore(JSON.parse(JSON.stringify(snapshot(state))));
    expect(diversionsOf(copy)).toEqual(diversionsOf(state));
    expect([...copy.machines]).toEqual([...state.machines]);
    const next = and(branch(), ask({ type: 'open-day', day: '2026-03-03', instants: [], openingHash: 'hash' }));
    expect(diversionsOf(next.state)).toEqual([]);
    expect(next.state.machines.size).toBe(2);
  });
});

test('no machine is offered for a service that none does', () => {
  const { state } = busy(GUIDED, says('m1', true, 0));
  const wealth: ServiceRules | undefined = RULES.services.find(({ id }) => id === 'wealth');
  if (!wealth) return expect.unreachable();
  expect(machineFor(state, { ...wealth, diversion: { fromWaiting: 0 } }, 'ordinary')).toBeNull();
});
