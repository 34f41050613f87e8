import { describe, expect, it } from 'vitest';
import { type AlarmEvidence, type Injected, judgeAlarms, judgeUnprinted } from './alarms.ts';
import { recordsOf } from './evidence.ts';

const record = (seq: number, type: string, body: object, stream = 'device'): string =>
  JSON.stringify({ seq, stream, type, at: seq * 1_000, body });
const PAPER: Injected = {
  what: 'printer1: paper out',
  devices: ['printer1'],
  from: 500,
  to: 30_000,
  causes: ['paper-out'],
  raises: ['paper-out'],
  codes: [],
};
const raised = record(1, 'condition-raised', { device: 'printer1', condition: 'paper-out' });
const cleared = record(2, 'condition-cleared', { device: 'printer1', condition: 'paper-out' });
const judged = (lines: readonly string[], more: Partial<AlarmEvidence> = {}): readonly string[] => {
  const writtenAt = lines.map((_line, index) => 1_000 * (index + 1));
  return judgeAlarms(recordsOf(lines), { injected: [PAPER], outages: [], complaints: [], writtenAt, ...more });
};

describe('the judge of alarms', () => {
  it('finds nothing wrong with a fault that was reported and is over', () => {
    expect(judged([raised, cleared])).toEqual([]);
  });

  it.each<[string, readonly string[], Partial<AlarmEvidence>, RegExp]>([
    [
      'an alarm without a cause',
      [raised, cleared],
      { injected: [] },
      /record 1: printer1 reports paper-out, but nothing/,
    ],
    ['a cause without its alarm', [], {}, /paper out at 1 s, and nobody reported paper-out/],
    ['an alarm that does not end', [raised], {}, /paper-out of printer1 still stands/],
    ['a device that stays lost', [record(1, 'device-lost', { device: 'p' })], {}, /device-lost of p still stands/],
    [
      'trouble of the disk from before anything was done to it',
      [record(1, 'disk-trouble', { device: 'journal', since: -90_000 })],
      { injected: [{ ...PAPER, devices: ['journal'], causes: ['disk-trouble'], raises: [] }] },
      /journal reports disk-trouble/,
    ],
    [
      'a complaint of the log without a cause',
      [raised, cleared],
      { complaints: [{ at: 2_000, code: 'branch/broken' }] },
      /complains of branch\/broken at 2 s/,
    ],
  ])('sees %s', (_what, lines, more, sentence) => {
    expect(judged(lines, more).join('\n')).toMatch(sentence);
  });

  it('expects no alarm of a fault in an outage', () => {
    expect(judged([], { outages: [{ from: 0, to: 5_000 }] })).toEqual([]);
  });

  it('sees a ticket that nobody tried to print, but for one that fell into a time of trouble', () => {
    const ticket = { ticket: 1, label: 'A001', handover: 'paper' };
    const lines = [record(1, 'issued', ticket, 'queue'), record(2, 'called', ticket, 'queue')];
    const evidence = { outages: [], complaints: [], writtenAt: [1_000, 2_000] };
    expect(judgeUnprinted(recordsOf(lines), { ...evidence, injected: [] })).toHaveLength(1);
    expect(judgeUnprinted(recordsOf(lines), { ...evidence, injected: [PAPER] })).toEqual([]);
    const printed = [...lines, record(3, 'print-started', ticket, 'queue')];
    expect(judgeUnprinted(recordsOf(printed), { ...evidence, injected: [] })).toEqual([]);
  });
});
