import { describe, expect, test } from 'vitest';
import { PrintStand } from '../../test/print-stand.ts';
import { seconds } from '../clock.ts';

describe('a new roll', () => {
  test('is shown by a test slip, then what waits comes out in order', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ready('paper-out');
    const labels = [stand.issue(), stand.issue(), stand.issue()];
    await stand.after(seconds(5));
    expect(stand.printed).toEqual([]);
    // Whoever puts it in opens the cover.
    stand.ready('cover-open');
    stand.ready(null);
    await stand.after();
    expect(stand.printed).toEqual(['test slip', ...labels.map((label) => `${label} in time`)]);
    expect(stand.said).toEqual(labels.flatMap((label) => [`print-started ${label}`, `print-ended ${label}`]));
    expect(new Set(stand.jobs).size).toBe(4);
    await spooler.stop();
  });

  test('is shown once, also while nobody waits; a cover that was opened is no new roll', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ready('paper-out');
    stand.ready(null);
    await stand.after();
    stand.ready('cover-open');
    stand.ready(null);
    await stand.after();
    expect(stand.printed).toEqual(['test slip']);
    expect(stand.said).toEqual([]);
    await spooler.stop();
  });

  test('in a printer that was out of paper at the start is shown too', async () => {
    const stand = new PrintStand();
    stand.ready('paper-out');
    const spooler = stand.spooler();
    await stand.after();
    stand.ready(null);
    await stand.after();
    expect(stand.printed).toEqual(['test slip']);
    await spooler.stop();
  });

  test.each([
    ['failed', { kind: 'failed', trouble: 'fault' }],
    ['not known', { kind: 'unknown' }],
  ] as const)('whose test slip is %s loses none of the tickets that wait', async (_, end) => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ready('paper-out');
    const label = stand.issue();
    await stand.after();
    stand.ends.push(end);
    stand.ready(null);
    await stand.after();
    expect(stand.printed).toEqual(['test slip', `${label} in time`]);
    expect(stand.said).toEqual([`print-started ${label}`, `print-ended ${label}`]);
    await spooler.stop();
  });

  test('that is used up by its test slip is followed by another test slip', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ready('paper-out');
    const label = stand.issue();
    await stand.after();
    stand.ends.push({ kind: 'failed', trouble: 'paper-out' });
    stand.troubleAtPrint = 'paper-out';
    stand.ready(null);
    await stand.after();
    expect(stand.printed).toEqual(['test slip']);
    stand.troubleAtPrint = null;
    stand.ready(null);
    await stand.after();
    expect(stand.printed).toEqual(['test slip', 'test slip', `${label} in time`]);
    await spooler.stop();
  });

  test('whose test slip cannot be laid out prints what waits', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler({
      composeTest: () => {
        throw new TypeError('no such language');
      },
    });
    await stand.after();
    stand.ready('paper-out');
    const label = stand.issue();
    stand.ready(null);
    await stand.after();
    expect(stand.printed).toEqual([`${label} in time`]);
    await spooler.stop();
  });
});

describe('a test slip that somebody asks for', () => {
  test('comes at once, several wishes as one', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    spooler.test();
    spooler.test();
    await stand.after();
    expect(stand.printed).toEqual(['test slip']);
    await spooler.stop();
  });

  test('comes before what waits, and no ticket begins ahead of it', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    spooler.test();
    const label = stand.issue();
    await stand.after();
    expect(stand.printed).toEqual(['test slip', `${label} in time`]);
    expect(stand.expected).toEqual([]);
    await spooler.stop();
  });
});
