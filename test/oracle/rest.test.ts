import { describe, expect, it } from 'vitest';
import type { JournalRecord } from './evidence.ts';
import { Hall } from './hall.ts';
import { judgeMessages } from './messages.ts';
import { judgeRest, type RestEvidence } from './rest.ts';
import { judgeScreen } from './screen.ts';

const record = (seq: number, type: string, body: JournalRecord['body']): JournalRecord => ({
  ...{ seq, stream: 'queue', type, at: seq, offset: 0, isTrusted: true, body },
});
const A1 = { ticket: 1, label: 'A001' };

describe('the judge of a branch at rest', () => {
  const hall = new Hall();
  hall.take(record(1, 'issued', { ...A1, service: 'cash' }));
  const B1 = { ticket: 2, label: 'B001' };
  hall.take(record(2, 'issued', { ...B1, service: 'account', handover: 'screen' }));
  hall.take(record(3, 'called', { ...B1, counter: 'c1', how: 'next' }));
  for (const alert of ['a1', 'a2']) hall.take(record(4, 'alert-raised', { alert }));
  hall.take(record(6, 'alert-cleared', { alert: 'a2' }));
  const good: RestEvidence = {
    lamps: { panel1: ['on', 'on'] },
    kept: { panel1: [], keypad1: [] },
    waitingPads: [],
    isAnswered: true,
    queues: { cash: 1, account: 0 },
    board: { c1: { state: 'open', label: 'B001', status: 'called' } },
    parked: [],
    alerts: [{ id: 'a1', kind: 'wait-over-target', device: null }],
    devices: { printer1: { state: 'running', conditions: [] } },
  };

  it('finds nothing wrong where everybody is answered and kiosks give numbers', () => {
    expect(judgeRest(hall, good)).toEqual([]);
  });

  it.each<[string, Partial<RestEvidence>, string]>([
    ['a button that gives no number', { lamps: { panel1: ['on', 'off'] } }, 'lamp 2 of panel1 is off at the end'],
    ['a press that nobody took', { kept: { keypad1: ['next'] } }, 'keypad1 still keeps what was pressed: next'],
    ['a teller who waits', { waitingPads: ['keypad1'] }, 'keypad1 still waits for an answer'],
    ['a tablet that waits', { isAnswered: false }, 'a command over MQTT was never answered'],
    ['a queue that is told wrong', { queues: { cash: 2 } }, 'the broker retains 2 waiting for cash, 1 do'],
    [
      'a window that is told wrong',
      { board: { c1: { state: 'open', label: 'B001', status: 'serving' } } },
      'the board shows c1 open B001 serving, the journal has it open B001 called',
    ],
    [
      'a window without its customer',
      { board: { c1: { state: 'open', label: null, status: null } } },
      'the board shows c1 open, the journal has it open B001 called',
    ],
    ['a board that is not told', { board: null }, 'the broker retains no board'],
    ['somebody who is parked no more', { parked: ['A001'] }, 'the broker retains as parked A001, it is nobody'],
    ['alerts that are not told', { alerts: null }, 'the broker retains no alerts'],
    ['an alert that nobody sees', { alerts: [] }, 'alert a1 stands, the broker does not retain it'],
    [
      'an alert that is over',
      { alerts: [...(good.alerts ?? []), { id: 'a2', kind: 'queue-long', device: null }] },
      'the broker retains alert a2, it does not stand',
    ],
    [
      'an alert of a device that is well',
      { alerts: [...(good.alerts ?? []), { id: 'p', kind: 'paper-out', device: 'printer1' }] },
      'the broker retains paper-out of printer1, which is well',
    ],
    [
      'a device that stays ill',
      { devices: { printer1: { state: 'backing-off', conditions: ['paper-out'] } } },
      'the broker retains printer1 as backing-off, paper-out, it is well',
    ],
    ['a device that is not told', { devices: { printer1: null } }, 'the broker retains nothing of printer1'],
    ['a queue that is not told', { queues: { cash: null } }, 'the broker retains null waiting for cash, 1 do'],
  ])('sees %s', (_, change, sentence) => {
    expect(judgeRest(hall, { ...good, ...change })).toEqual([sentence]);
  });
});

describe('the judge of what is published', () => {
  const records = [record(1, 'called', { ...A1, service: 'cash', counter: 'counter1' })];
  const wrongOf = (data: object): readonly string[] => {
    const message = { id: 'b/e/1', sequence: '1', epoch: 'e', type: 'lobbyd.ticket-called', data: { ...A1, ...data } };
    const evidence = { journal: [], messages: [JSON.stringify(message)], delivery: null, slips: [], told: [] };
    return judgeMessages(records, evidence);
  };

  it('lets an event leave out the service, but not name another one, nor another counter', () => {
    expect(wrongOf({ counter: 'counter1' })).toEqual([]);
    expect(wrongOf({ counter: 'counter2' })).toEqual(['event 1 is of counter2, the journal has counter1']);
    expect(wrongOf({})).toEqual(['event 1 is of undefined, the journal has counter1']);
    expect(wrongOf({ counter: 'counter1', service: 'account' })).toEqual([
      'event 1 is of service account, the journal has cash',
    ]);
  });
});

describe('the judge of presses that are turned away', () => {
  const screen = { policy: 'refuse', told: new Set<string>(), turnedAway: 1, printer: 'p', panel: 'k' } as const;
  const out = { what: 'no paper', devices: ['p'], from: 10_000, to: 20_000, causes: [], raises: [], codes: [] };
  const wrongAt = (at: number): readonly string[] =>
    judgeScreen([], { ...screen, turnedAwayAt: [at] }, { injected: [out], outages: [], writtenAt: [], complaints: [] });

  it('wants a printer in trouble for each', () => {
    expect(wrongAt(15_000)).toEqual([]);
    expect(wrongAt(9_000)).toHaveLength(1);
    expect(wrongAt(80_000)).toEqual(['a press was turned away at 80 s, though nothing was wrong with the printer']);
  });
});
