import { describe, expect, it } from 'vitest';
import { recordsOf } from './evidence.ts';
import { judgeQueueAlerts } from './queue-alerts.ts';

const MINUTE = 60_000;
const RULES = {
  services: [
    { id: 'account', targetWait: 10 * MINUTE, standardTime: 15 * MINUTE },
    { id: 'cash', targetWait: 10 * MINUTE, standardTime: 4 * MINUTE },
  ],
  counters: [{ id: 'counter1', services: ['account', 'cash'] }],
  alerts: { serviceOver: 2 },
};
const TICKET = { ticket: 1, label: 'B001' };
const AT = { counter: 'counter1' };

/** A customer of an account is served from minute 0 on; then what is given happens. */
function judged(...then: readonly (readonly [minute: number, type: string, body: object])[]): readonly string[] {
  const told = [
    [0, 'rules-applied', { rules: RULES }],
    [0, 'counter-opened', AT],
    [0, 'issued', { ...TICKET, service: 'account', segment: 'ordinary', handover: 'screen' }],
    [0, 'called', { ...TICKET, ...AT }],
    [0, 'started', { ...TICKET, ...AT }],
    ...then,
  ] as const;
  const lines = told.map(([minute, type, body], index) =>
    JSON.stringify({ seq: index + 1, stream: 'queue', type, at: minute * MINUTE, body }),
  );
  const writtenAt = told.map(([minute]) => minute * MINUTE);
  return judgeQueueAlerts(recordsOf(lines), { injected: [], outages: [], complaints: [], writtenAt });
}

const recalled = (minute: number) => [minute, 'recalled', { ...TICKET, ...AT }] as const;
const transferred = [5, 'transferred', { ...TICKET, ...AT, from: 'account', to: 'cash' }] as const;
const undone = (what: string) =>
  [6, 'undone', { ...AT, what, restored: [{ ticket: 1, status: 'serving', counter: 'counter1' }] }] as const;
const NOT_TOLD = /nobody was told of service-over-time\/counter1/;

describe('the judge of a service over its time', () => {
  it('asks for an alert after twice the standard time of the service, and not before', () => {
    expect(judged(recalled(29), recalled(30))).toEqual([]);
    expect(judged(recalled(31), recalled(32)).join()).toMatch(NOT_TOLD);
  });

  it('goes by the service that the customer is served for again once a transfer is undone', () => {
    expect(judged(transferred, undone('transfer'), recalled(20), recalled(21))).toEqual([]);
    expect(judged(transferred, undone('transfer'), recalled(31), recalled(32)).join()).toMatch(NOT_TOLD);
  });

  it('goes by the other service where the transfer stands and what came after it was undone', () => {
    const again = [
      [6, 'called', { ...TICKET, ...AT }],
      [6, 'started', { ...TICKET, ...AT }],
      [7, 'finished', { ...TICKET, ...AT }],
    ] as const;
    const finish = [7, 'undone', { ...AT, what: 'finish', restored: undone('finish')[2].restored }] as const;
    expect(judged(transferred, ...again, finish, recalled(13), recalled(13.9))).toEqual([]);
    expect(judged(transferred, ...again, finish, recalled(15), recalled(16)).join()).toMatch(NOT_TOLD);
  });
});
