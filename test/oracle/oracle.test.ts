import { describe, expect, it } from 'vitest';
import { type Evidence, judge } from './oracle.ts';

const record = (seq: number, type: string, body: object): string =>
  JSON.stringify({ seq, stream: 'queue', type, body: { counter: null, ...body } });
const message = (seq: number, epoch = 'e'): string =>
  JSON.stringify({ id: `b/${epoch}/${seq}`, sequence: String(seq), epoch });

const A1 = { ticket: 1, label: 'A001' };
const PRESS = { source: 'panel:p', key: '1-1' };
const timed = (seq: number, at: number): string =>
  JSON.stringify({ seq, stream: 'device', type: 'device-lost', at, body: {} });
const good: Evidence = {
  journal: [
    record(1, 'issued', A1),
    record(2, 'print-started', A1),
    record(3, 'print-ended', A1),
    record(4, 'called', { ...A1, counter: 'c1' }),
    record(5, 'finished', { ...A1, counter: 'c1' }),
    record(6, 'issued', { ticket: 2, label: 'A001' }),
  ],
  messages: [1, 2, 1, 2, 3, 4, 5, 6].map((seq) => message(seq)),
  delivery: { cuts: [2], replays: [], brokerDoubles: [] },
  slips: ['A001'],
  told: ['A001'],
};
const withJournal = (...lines: string[]): Evidence => ({
  ...good,
  journal: lines,
  messages: lines.map((_line, index) => message(index + 1)),
});

describe('the judge of a campaign', () => {
  it('finds nothing wrong with a good day', () => {
    expect(judge(good)).toEqual([]);
  });

  it.each<[string, Evidence, RegExp]>([
    [
      'a live number issued twice',
      withJournal(record(1, 'issued', A1), record(2, 'issued', { ticket: 2, label: 'A001' })),
      /while it was live/,
    ],
    [
      'a ticket at two counters',
      withJournal(
        record(1, 'issued', A1),
        record(2, 'called', { ...A1, counter: 'c1' }),
        record(3, 'called', { ...A1, counter: 'c2' }),
      ),
      /while it was at c1/,
    ],
    [
      'two tickets at one counter',
      withJournal(
        record(1, 'issued', A1),
        record(2, 'issued', { ticket: 2, label: 'A002' }),
        record(3, 'called', { ...A1, counter: 'c1' }),
        record(4, 'called', { ticket: 2, label: 'A002', counter: 'c1' }),
      ),
      /beside A001/,
    ],
    [
      'a lost event',
      { ...good, messages: good.messages.filter((text) => !text.includes('/4"')) },
      /event 5 .* after 3/,
    ],
    ['an event that never came', { ...good, messages: good.messages.slice(0, -1) }, /journal has 6/],
    ['events out of order', { ...good, messages: [1, 3, 2, 4, 5, 6].map((seq) => message(seq)) }, /event 3 .* after 1/],
    ['a slip without a ticket', { ...good, slips: ['A001', 'B007'] }, /B007 was printed/],
    ['an answer that was lost', { ...good, told: ['A009'] }, /A009 was told/],
    ['a print that never was', { ...good, slips: [] }, /no slip came out/],
    ['a record that is missing', withJournal(record(1, 'issued', A1), record(3, 'print-started', A1)), /at place 2/],
    [
      'a call before somebody who came earlier',
      withJournal(
        record(1, 'issued', { ...A1, service: 'cash', handover: 'screen' }),
        record(2, 'issued', { ticket: 2, label: 'A002', service: 'cash', handover: 'screen' }),
        record(3, 'called', { ticket: 2, label: 'A002', counter: 'c1', how: 'next' }),
      ),
      /A002 was called before A001/,
    ],
    [
      'a call to a paused counter',
      withJournal(
        record(1, 'counter-paused', { counter: 'c1' }),
        record(2, 'issued', A1),
        record(3, 'called', { ...A1, counter: 'c1' }),
      ),
      /to c1, which is paused/,
    ],
    [
      'a finish at another counter',
      withJournal(
        record(1, 'issued', A1),
        record(2, 'called', { ...A1, counter: 'c1' }),
        record(3, 'finished', { ...A1, counter: 'c2' }),
      ),
      /finished of A001 at c2, but it is at c1/,
    ],
    [
      'a parked ticket that came by itself',
      withJournal(
        record(1, 'issued', A1),
        record(2, 'called', { ...A1, counter: 'c1' }),
        record(3, 'parked', { ...A1, counter: 'c1' }),
        record(4, 'called', { ...A1, counter: 'c1', how: 'next' }),
      ),
      /A001 was called while it was parked/,
    ],
    [
      'a ticket that came back after it was served',
      withJournal(
        record(1, 'issued', A1),
        record(2, 'called', { ...A1, counter: 'c1' }),
        record(3, 'finished', { ...A1, counter: 'c1' }),
        record(4, 'returned', A1),
      ),
      /A001 came back after finished/,
    ],
    [
      'a press that was done twice',
      withJournal(
        record(1, 'issued', { ...A1, command: PRESS }),
        record(2, 'counter-opened', { counter: 'c1' }),
        record(3, 'issued', { ticket: 2, label: 'A002', command: PRESS }),
      ),
      /panel:p 1-1 was done again after 1/,
    ],
    ['a press that got lost', { ...good, presses: 1 }, /1 presses were acknowledged, 0 turned away, 0 were done/],
    ['two slips of one job', { ...good, slips: ['A001', 'A001'] }, /2 slips A001 came out of 1 jobs/],
    [
      'two tickets on one slip',
      { ...good, slips: ['A001', 'A001 and A002'] },
      /slip A001 and A002 was printed, but no such ticket/,
    ],
    [
      'a ticket that nobody printed',
      withJournal(record(1, 'issued', { ...A1, handover: 'paper' })),
      /A001 waits, but nobody printed it/,
    ],
    ['a call that was told and not made', { ...good, called: [{ counter: 'c2', label: 'A001' }] }, /never called it/],
    ['a wrong display', { ...good, displays: { c1: 'A001' } }, /shows "A001", the journal says "----"/],
    [
      'an event that came twice and not the same',
      { ...good, messages: [...good.messages, message(6).replace('"epoch"', '"extra":1,"epoch"')] },
      /event 6 came twice, and not the same/,
    ],
    [
      'an event that says something else',
      { ...good, messages: good.messages.map((text) => text.replace('"6","epoch"', '"6","type":"lobbyd.x","epoch"')) },
      /event 6 is lobbyd\.x, the journal has lobbyd\.ticket-issued/,
    ],
    ['records that go back in time', withJournal(timed(1, 5), timed(2, 4)), /record 2 is older/],
    [
      'a hole that no replay filled',
      { ...good, lostSessions: [2], messages: [1, 2, 4, 5, 6].map((seq) => message(seq)) },
      /events 3 never reached the consumer/,
    ],
  ])('sees %s', (_what, evidence, expected) => {
    expect(judge(evidence).join('\n')).toMatch(expected);
  });

  it('lets a broker that died lose what a replay then brings', () => {
    const messages = [1, 2, 5, 3, 4, 5, 6].map((seq) => message(seq));
    const delivery = { cuts: [2], replays: [3], brokerDoubles: [] };
    expect(judge({ ...good, lostSessions: [2], delivery, messages })).toEqual([]);
    expect(judge({ ...good, delivery, messages })).not.toEqual([]);
  });

  describe('of an event that comes again', () => {
    const NONE = { cuts: [], replays: [], brokerDoubles: [] };
    const twice = [1, 2, 3, 2, 3, 4, 5, 6].map((seq) => message(seq));
    const again = /event 2 came again as message 4 after 2, .*\nevent 3 came again as message 5 after 3, /;

    it.each<[string, Evidence['delivery']]>([
      ['a connection went away between the two', { ...NONE, cuts: [3] }],
      ['somebody asked for a replay', { ...NONE, replays: [3] }],
      ['a replay was asked for while the first was still under way', { ...NONE, replays: [1] }],
      ['the broker doubled it', { ...NONE, brokerDoubles: [3, 4] }],
      ['nobody knows what was cut', null],
    ])('finds nothing wrong where %s', (_why, delivery) => {
      expect(judge({ ...good, messages: twice, delivery })).toEqual([]);
    });

    it.each<[string, Evidence['delivery']]>([
      ['nothing happened', NONE],
      ['a connection went away before both', { ...NONE, cuts: [1] }],
      ['a connection went away after both', { ...NONE, cuts: [5] }],
      ['a replay was asked for after both', { ...NONE, replays: [5] }],
      ['the broker doubled others', { ...NONE, brokerDoubles: [0, 7] }],
    ])('sees it where %s', (_why, delivery) => {
      expect(judge({ ...good, messages: twice, delivery }).join('\n')).toMatch(again);
    });

    it('sees it where one replay brings it twice, or one cut', () => {
      const messages = [1, 2, 3, 4, 5, 6, 6, 6].map((seq) => message(seq));
      const wrong = [expect.stringMatching(/event 6 came again as message 8 after 7/)];
      expect(judge({ ...good, messages, delivery: { ...NONE, replays: [6] } })).toEqual(wrong);
      expect(judge({ ...good, messages, delivery: { ...NONE, cuts: [6] } })).toEqual(wrong);
      expect(judge({ ...good, messages, delivery: { ...NONE, cuts: [6, 7] } })).toEqual([]);
    });
  });

  it('lets an undone call be called again', () => {
    const undone = { restored: [{ ticket: 1, status: 'waiting', counter: null }], counter: 'c1' };
    const lines = [
      record(1, 'issued', A1),
      record(2, 'called', { ...A1, counter: 'c1' }),
      record(3, 'undone', undone),
      record(4, 'called', { ...A1, counter: 'c2' }),
    ];
    expect(judge({ ...withJournal(...lines), slips: [] })).toEqual([]);
  });
});
