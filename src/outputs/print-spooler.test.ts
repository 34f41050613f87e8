import { describe, expect, test } from 'vitest';
import { PrintStand } from '../../test/print-stand.ts';
import { seconds } from '../clock.ts';
import { COPY_WITHIN, printerFor, SPOOLER_BOUND } from './print-spooler.ts';

const FAILED = { kind: 'failed', trouble: 'paper-out' } as const;

describe('an issued ticket', () => {
  test('is on disk as being printed before it goes to the printer, and as printed after', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    const label = stand.issue();
    expect(stand.printed).toEqual([]);
    await stand.after();
    expect(stand.printed).toEqual([`${label} in time`]);
    expect(stand.said).toEqual([`print-started ${label}`, `print-ended ${label}`]);
    expect(stand.cursors.at(-1)).toBe(3);
    expect(spooler.waiting()).toBe(0);
    await spooler.stop();
  });

  test('is laid out and announced to a free printer while the disk takes it, once', async () => {
    const stand = new PrintStand();
    const composed: string[] = [];
    const spooler = stand.spooler({
      compose(issued, isLate) {
        composed.push(`${issued.label} ${isLate ? 'late' : 'in time'}`);
        return { blocks: [{ kind: 'pair', left: issued.label, right: 'announced' }] };
      },
    });
    await stand.after();
    const release = stand.holdCommits();
    const [first] = [stand.issue(), stand.issue()];
    await stand.after();
    expect(stand.expected).toEqual([0]);
    expect(stand.prepared).toHaveLength(1);
    expect(stand.printed).toEqual([]);
    release();
    await stand.after();
    expect(stand.printed).toEqual([`${first} announced`, expect.stringContaining('announced')]);
    expect(stand.documents[0]).toBe(stand.prepared[0]);
    expect(composed).toHaveLength(2);
    await spooler.stop();
  });

  test('that the disk took long to take tells nobody how many were before', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    const release = stand.holdCommits();
    const label = stand.issue();
    await stand.after(seconds(31));
    release();
    await stand.after();
    expect(stand.printed).toEqual([`${label} late`]);
    await spooler.stop();
  });

  test('that is told on a screen, or belongs to another kiosk, is not printed', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler({ isMine: (actor) => actor.kind === 'kiosk' && actor.device === 'kiosk-1' });
    await stand.after();
    stand.issue({ kind: 'kiosk', device: 'kiosk-2' });
    stand.issue({ kind: 'kiosk', device: 'kiosk-1' }, 'screen');
    await stand.after();
    expect(stand.printed).toEqual([]);
    expect(stand.cursors.at(-1)).toBe(2);
    await spooler.stop();
  });

  test('waits its turn: one at a time, in order', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    const labels = [stand.issue(), stand.issue(), stand.issue()];
    await stand.after();
    expect(stand.said).toEqual(labels.flatMap((label) => [`print-started ${label}`, `print-ended ${label}`]));
    expect(new Set(stand.jobs).size).toBe(3);
    await spooler.stop();
  });

  test('does not go to the printer while the journal cannot take it, and does when it can', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    // The first is that of the beginning which rides with the ticket.
    stand.faults = 3;
    stand.issue();
    await stand.after(seconds(1.5));
    expect(stand.printed).toEqual([]);
    await stand.after(seconds(1));
    expect(stand.printed).toHaveLength(1);
    await spooler.stop();
  });

  test('of which nobody knows stays live; the next one is printed', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ends.push({ kind: 'unknown' });
    const [first, second] = [stand.issue(), stand.issue()];
    await stand.after();
    expect(stand.said).toEqual([
      `print-started ${first}`,
      `print-unknown ${first} no-answer`,
      `print-started ${second}`,
      `print-ended ${second}`,
    ]);
    await spooler.stop();
  });

  test('is called unknown by a lost connection when the printer is gone', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ends.push({ kind: 'unknown' });
    stand.troubleAtPrint = 'gone';
    const label = stand.issue();
    await stand.after();
    expect(stand.said.at(-1)).toBe(`print-unknown ${label} connection-lost`);
    await spooler.stop();
  });
});

describe('a ticket that failed', () => {
  test('is tried once more at once when the printer is ready, without a second start in the journal', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ends.push(FAILED);
    const label = stand.issue();
    await stand.after();
    expect(stand.printed).toHaveLength(2);
    expect(stand.jobs[0]).not.toBe(stand.jobs[1]);
    expect(stand.said).toEqual([`print-started ${label}`, `print-ended ${label}`]);
    await spooler.stop();
  });

  test('is withdrawn when its copy fails too', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ends.push(FAILED, { kind: 'failed', trouble: 'cover-open' });
    const label = stand.issue();
    await stand.after();
    expect(stand.printed).toHaveLength(2);
    expect(stand.said).toEqual([`print-started ${label}`, `print-failed ${label} cover-open`]);
    await spooler.stop();
  });

  test('waits for the new roll, and what was issued meanwhile follows in order', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ends.push({ kind: 'printed' }, FAILED);
    const first = stand.issue();
    stand.ready('paper-out');
    const second = stand.issue();
    await stand.after(seconds(60));
    expect(stand.printed).toHaveLength(0);
    stand.ready(null);
    await stand.after();
    expect(stand.said).toEqual([first, second].flatMap((label) => [`print-started ${label}`, `print-ended ${label}`]));
    expect(stand.printed.map((text) => text.slice(5))).toEqual(['slip', 'late', 'late', 'late']);
    await spooler.stop();
  });

  test('is withdrawn when no new roll comes in time', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ends.push(FAILED);
    const label = stand.issue();
    stand.troubleAtPrint = 'paper-out';
    await stand.after(COPY_WITHIN - 1);
    expect(stand.said).toEqual([`print-started ${label}`]);
    await stand.after(1);
    expect(stand.said.at(-1)).toBe(`print-failed ${label} paper-out`);
    await spooler.stop();
  });
});

describe('a ticket that waits for its paper', () => {
  test.each([
    { what: 'was cancelled', change: 'ended' as const, isPrinted: false },
    { what: 'is served already', change: { status: 'serving' as const }, isPrinted: false },
    { what: 'was just called', change: { status: 'called' as const }, isPrinted: true },
  ])('and $what: is it printed? $isPrinted', async ({ change, isPrinted }) => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ready('paper-out');
    const first = stand.issue();
    const second = stand.issue();
    await stand.after(seconds(5));
    stand.change(first, change);
    stand.ready(null);
    await stand.after();
    const waited = isPrinted ? [first, second] : [second];
    expect(stand.printed.map((text) => text.slice(0, 4))).toEqual(['test', ...waited]);
    await spooler.stop();
  });

  test('beyond the bound is withdrawn at once', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ready('gone');
    for (let count = 0; count < SPOOLER_BOUND; count += 1) stand.issue();
    await stand.after();
    expect(stand.said).toEqual([]);
    const label = stand.issue();
    await stand.after();
    expect(stand.said).toEqual([`print-failed ${label} gone`]);
    expect(spooler.waiting()).toBe(SPOOLER_BOUND);
    await spooler.stop();
  });
});

test('a kiosk prints on its own printer, everybody else on the default one', () => {
  const kiosks = new Map([['kiosk-2', 'printer-2']]);
  expect(printerFor({ kind: 'kiosk', device: 'kiosk-2' }, kiosks, 'printer-1')).toBe('printer-2');
  expect(printerFor({ kind: 'kiosk', device: 'kiosk-3' }, kiosks, 'printer-1')).toBe('printer-1');
  expect(printerFor({ kind: 'mqtt', client: 'tablet' }, kiosks, 'printer-1')).toBe('printer-1');
  expect(printerFor({ kind: 'schedule' }, kiosks, null)).toBeNull();
});
