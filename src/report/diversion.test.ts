import { describe, expect, test } from 'vitest';
import type { Rules } from '../queue/rules.ts';
import { ask, given, issued, opened, RULES } from '../queue/spec.ts';
import { DiversionRecord, diversionTable } from './diversion.ts';

const GUIDED: Rules = {
  ...RULES,
  services: RULES.services.map((service) =>
    service.id === 'cash' ? { ...service, diversion: { fromWaiting: 1 } } : service,
  ),
  machines: [{ id: 'm1', names: { en: 'Machine 1' }, services: ['cash'], queueBelow: 3 }],
};

const wants = (insists: boolean) =>
  ask({ type: 'issue', service: 'cash', segment: 'ordinary', language: 'en', handover: 'screen', insists });
const takes = (how: 'chosen' | 'silence') => ask({ type: 'take-machine', service: 'cash', machine: 'm1', how });

/** Three are asked: one says yes, one says nothing, one insists. */
function morning() {
  const branch = given(
    ...[...opened([], GUIDED), issued('cash'), ask({ type: 'machine-state', machine: 'm1', isUsable: true, queue: 0 })],
    ...[takes('chosen'), takes('silence'), wants(true)],
  );
  const asked = ['a', 'b', 'c'].flatMap((key) => {
    const { actor } = wants(false);
    const refusal = {
      code: 'machine-better',
      service: 'cash',
      machine: 'm1',
      waiting: 1,
      reason: null,
      estimate: null,
    } as const;
    const answer = { kind: 'refused', refusal } as const;
    const head = { at: branch.now, actor, counter: null, teller: null, rule: null, answer } as const;
    return [{ type: 'refused', asked: 'issue', refusal, ...head, command: { source: 'panel:kiosk1', key } } as const];
  });
  return [...branch.events, ...asked];
}

describe('the record of diversion', () => {
  test('says who was offered a machine, who took it and how, and who insisted', () => {
    const record = new DiversionRecord();
    for (const event of morning()) record.take(event);
    const figures = record.figures();
    expect(figures).toEqual({
      day: '2026-03-02',
      by: [{ service: 'cash', machine: 'm1', offered: 3, chosen: 1, silent: 1, refused: 1 }],
    });
    expect(diversionTable(figures)).toBe(
      [
        '2026-03-02',
        'service  machine  offered  chosen  silent  refused  taken',
        'cash     m1             3       1       1        1    67%',
      ].join('\n'),
    );
  });

  test('begins anew with each business day', () => {
    const record = new DiversionRecord();
    for (const event of morning()) record.take(event);
    const [, day] = morning();
    if (day?.type !== 'day-opened') return expect.unreachable();
    record.take({ ...day, day: '2026-03-03' });
    expect(record.figures()).toEqual({ day: '2026-03-03', by: [] });
  });
});
