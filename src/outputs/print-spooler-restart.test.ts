import { describe, expect, test } from 'vitest';
import { PrintStand } from '../../test/print-stand.ts';
import { seconds } from '../clock.ts';

const FAILED = { kind: 'failed', trouble: 'paper-out' } as const;

describe('a start', () => {
  test('leaves what was being printed as unknown and prints what waited, in order, then what comes', async () => {
    const stand = new PrintStand();
    const [first, second, third] = [stand.issue(), stand.issue(), stand.issue()];
    stand.change(first, { print: 'printed' });
    stand.change(second, { print: 'started' });
    const spooler = stand.spooler();
    const fourth = stand.issue();
    await stand.after();
    expect(stand.said).toEqual([
      `print-unknown ${second} restart`,
      ...[third, fourth].flatMap((label) => [`print-started ${label}`, `print-ended ${label}`]),
    ]);
    expect(stand.leftovers).toEqual(['cut']);
    await spooler.stop();
  });

  test('numbers its jobs otherwise than the process before: a late answer of the printer fits none of them', async () => {
    const stand = new PrintStand();
    for (let life = 0; life < 3; life += 1) {
      const spooler = stand.spooler();
      for (let tickets = 0; tickets < 3; tickets += 1) stand.issue();
      await stand.after();
      await spooler.stop();
    }
    expect(stand.jobs).toHaveLength(9);
    expect(new Set(stand.jobs).size).toBe(9);
  });

  test('has the printer bring out the slip of a customer who was served before it was whole', async () => {
    const stand = new PrintStand();
    const [served, waiting] = [stand.issue(), stand.issue()];
    stand.change(served, { print: 'started' });
    stand.change(served, 'ended');
    const spooler = stand.spooler();
    await stand.after();
    expect(stand.leftovers).toEqual(['cut']);
    expect(stand.said).toEqual([`print-started ${waiting}`, `print-ended ${waiting}`]);
    await spooler.stop();
  });

  test('after a start that died before the printer was ready has the slip brought out all the same', async () => {
    const stand = new PrintStand();
    const label = stand.issue();
    stand.change(label, { print: 'started' });
    stand.ready('gone');
    const first = stand.spooler();
    await stand.after();
    expect(stand.said).toEqual([`print-unknown ${label} restart`]);
    expect(stand.cursors).toEqual([]);
    const second = stand.spooler();
    await stand.after();
    expect(stand.leftovers).toEqual(['cut', 'cut']);
    stand.ready(null);
    await stand.after();
    expect(stand.cursors.length).toBeGreaterThan(0);
    await Promise.all([first.stop(), second.stop()]);
  });

  test('after a ticket was withdrawn for want of paper has the rest of its slip marked as void, and cut off', async () => {
    const stand = new PrintStand();
    const label = stand.issue();
    stand.change(label, { print: 'failed' });
    stand.ready('gone');
    const spooler = stand.spooler();
    await stand.after();
    expect(stand.leftovers).toEqual(['void']);
    await spooler.stop();
  });

  test('with a slip that a customer may hold among those that are left marks nothing as void', async () => {
    const stand = new PrintStand();
    stand.change(stand.issue(), { print: 'unknown' });
    stand.change(stand.issue(), { print: 'failed' });
    stand.ready('gone');
    const spooler = stand.spooler();
    await stand.after();
    expect(stand.leftovers).toEqual(['cut']);
    await spooler.stop();
  });

  test('whose journal is still being read when a teller presses a key forgets no ticket that waits', async () => {
    const stand = new PrintStand();
    const label = stand.issue();
    stand.ready('gone');
    let page = (): void => {};
    const isRead = new Promise<void>((resolve) => {
      page = resolve;
    });
    const spooler = stand.spooler({
      read: async (from, limit) => {
        await isRead;
        return stand.records.slice(from - 1, from - 1 + limit);
      },
    });
    stand.change('none', {});
    page();
    await stand.after();
    stand.ready(null);
    expect(stand.cursors).toEqual([]);
    await stand.after();
    expect(stand.printed).toEqual([`${label} in time`]);
    await spooler.stop();
  });

  test('reads the journal page by page from the cursor on', async () => {
    const stand = new PrintStand();
    stand.issue();
    for (let count = 0; count < 1_200; count += 1) stand.change('none', {});
    const label = stand.issue();
    const pages: number[] = [];
    const spooler = stand.spooler({
      cursor: 1,
      read: async (from, limit) => {
        pages.push(from);
        return stand.records.slice(from - 1, from - 1 + limit);
      },
    });
    await stand.after();
    await stand.after();
    expect(pages).toEqual([2, 502, 1_002]);
    expect(stand.printed).toEqual([`${label} in time`]);
    await spooler.stop();
  });

  test('without a ticket that waits for paper reads nothing', async () => {
    const stand = new PrintStand();
    stand.change(stand.issue(), { print: 'printed' });
    const read = (): never => {
      throw new TypeError('read');
    };
    const spooler = stand.spooler({ read });
    await stand.after();
    await spooler.stop();
    expect(stand.said).toEqual([]);
  });

  test('tries again when the journal cannot be read', async () => {
    const stand = new PrintStand();
    const label = stand.issue();
    let tries = 0;
    const spooler = stand.spooler({
      read: async (from, limit) => {
        tries += 1;
        if (tries === 1) throw new TypeError('no disk');
        return stand.records.slice(from - 1, from - 1 + limit);
      },
    });
    await stand.after(seconds(2));
    expect(stand.printed).toEqual([`${label} in time`]);
    await spooler.stop();
  });
});

describe('a stop', () => {
  test('leaves the ticket in hand as unknown, and the rest for the next start', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ends.push('hang');
    const [first, second] = [stand.issue(), stand.issue()];
    await stand.after();
    await Promise.all([spooler.stop(), spooler.stop()]);
    expect(stand.said).toEqual([`print-started ${first}`, `print-unknown ${first} restart`]);
    const next = stand.spooler({ cursor: stand.cursors.at(-1) ?? 0 });
    await stand.after();
    expect(stand.said.slice(2)).toEqual([`print-started ${second}`, `print-ended ${second}`]);
    await next.stop();
  });

  test('withdraws a failed ticket that still waited for its copy', async () => {
    const stand = new PrintStand();
    const spooler = stand.spooler();
    await stand.after();
    stand.ends.push(FAILED);
    const label = stand.issue();
    stand.troubleAtPrint = 'paper-out';
    await stand.after();
    await spooler.stop();
    expect(stand.said).toEqual([`print-started ${label}`, `print-failed ${label} paper-out`]);
  });
});
