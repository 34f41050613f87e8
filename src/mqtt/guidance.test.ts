import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { and, ask, given, issued, opened, RULES } from '../queue/spec.ts';
import { diversionState, guidanceState } from './schema/states-guidance.ts';
import { thingsOf } from './state-views.ts';

const MACHINES = [
  { id: 'm1', names: { 'zh-CN': '智能柜台', en: 'Machine 1' }, services: ['cash'], queueBelow: 2 },
  { id: 'm2', names: { en: 'Machine 2' }, services: ['account'], queueBelow: 2 },
];
const GUIDED = {
  ...RULES,
  services: RULES.services.map((service) =>
    service.id === 'cash' ? { ...service, diversion: { fromWaiting: 1 } } : service,
  ),
  machines: MACHINES,
};

const CASH = {
  names: { en: 'Cash' },
  forms: [{ en: 'ID card' }],
  messages: [{ id: 'deposit', texts: { en: 'New deposits' } }],
};

function thingsAt({ state, now }: ReturnType<typeof given>): ReturnType<typeof thingsOf> {
  return thingsOf({
    branch: { committed: state, now: () => now, wallOf: () => null },
    devices: () => [],
    deviceAlerts: () => [],
    standards: () => null,
    guidance: (service) => (service === 'cash' ? CASH : null),
    zone: () => 'Asia/Shanghai',
    shownHead: () => ({ seq: 0, hash: '' }),
  });
}

/** What is painted of a branch, by the name of the thing. */
function painted(branch: ReturnType<typeof given>): ReadonlyMap<string, object | null> {
  return new Map(thingsAt(branch).map(({ name, paint }) => [name, paint()]));
}

describe('what screens are told of guidance', () => {
  it('are forms, messages for everybody, and machines that do it now', () => {
    const branch = given(
      ...opened([], GUIDED),
      ask({ type: 'machine-state', machine: 'm1', isUsable: true, queue: 1 }),
    );
    const states = painted(branch);
    expect([...states.keys()].filter((name) => name.startsWith('guidance/'))).toEqual(['guidance/cash']);
    const state = states.get('guidance/cash');
    expect(state).toEqual({
      service: 'cash',
      names: { en: 'Cash' },
      forms: [{ en: 'ID card' }],
      messages: [{ id: 'deposit', texts: { en: 'New deposits' } }],
      machines: [{ machine: 'm1', names: { 'zh-CN': '智能柜台', en: 'Machine 1' } }],
    });
    expect(z.strictObject(guidanceState).safeParse(state).success).toBe(true);
    const full = and(branch, ask({ type: 'machine-state', machine: 'm1', isUsable: true, queue: 2 }));
    expect(painted(full).get('guidance/cash')).toMatchObject({ machines: [] });
  });

  it('are painted again for another configuration alone, but where a machine does the service', () => {
    const source = (rules: typeof RULES) =>
      thingsAt(given(...opened([], rules))).find(({ name }) => name === 'guidance/cash')?.source;
    expect(source(RULES)).toBe(CASH);
    expect(source({ ...GUIDED, machines: MACHINES.slice(1) })).toBe(CASH);
    expect(source(GUIDED)).toBeUndefined();
  });

  it('are the machines, and how many went there', () => {
    const state = painted(
      given(
        ...opened([], GUIDED),
        issued('cash'),
        ask({ type: 'machine-state', machine: 'm1', isUsable: true, queue: 0 }),
        ask({ type: 'take-machine', service: 'cash', machine: 'm1', how: 'chosen' }),
      ),
    ).get('diversion');
    expect(state).toMatchObject({
      day: '2026-03-02',
      machines: [
        { machine: 'm1', services: ['cash'], isUsable: true, isOffered: true, queue: 0 },
        { machine: 'm2', services: ['account'], isUsable: false, isOffered: false, queue: 0 },
      ],
      today: [{ service: 'cash', machine: 'm1', offered: 0, taken: 1, refused: 0 }],
    });
    expect(z.strictObject(diversionState).safeParse(state).success).toBe(true);
  });

  it('is nothing of machines in a branch without any', () => {
    const { machines: _, ...without } = GUIDED;
    expect(painted(given(...opened([], without))).has('diversion')).toBe(false);
  });
});
