import { describe, expect, it } from 'vitest';
import { type Evidence, judge } from './oracle.ts';

const record = (seq: number, type: string, body: object): string =>
  JSON.stringify({ seq, stream: 'queue', type, body: { counter: null, ...body } });
const message = (seq: number, epoch = 'e'): string =>
  JSON.stringify({ id: `b/${epoch}/${seq}`, sequence: String(seq), epoch });

const A1 = { ticket: 1, label: 'A001' };
const good: Evidence = {
  journal: [
    record(1, 'issued', A1),
    record(2, 'print-started', A1),
    record(3, 'print-ended', A1),
    record(4, 'called', { ...A1, counter: 'c1' }),
    record(5, 'finished', { ...A1, counter: 'c1' }),
    record(6, 'issued', { ticket: 2, label: 'A001' }),
  ],
  messages: [1, 2, 2, 1, 3, 4, 5, 6].map((seq) => message(seq)),
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
  ])('sees %s', (_what, evidence, expected) => {
    expect(judge(evidence).join('\n')).toMatch(expected);
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
