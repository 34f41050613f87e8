import { describe, expect, test } from 'vitest';
import { PrintStand } from '../../test/print-stand.ts';
import { seconds } from '../clock.ts';
import { COPY_WITHIN } from './print-spooler.ts';

const FAILED = { kind: 'failed', trouble: 'paper-out' } as const;

/** A printer that has printed one slip. */
async function printed(parts: Parameters<PrintStand['spooler']>[0] = {}) {
  const stand = new PrintStand();
  const spooler = stand.spooler(parts);
  await stand.after();
  const label = stand.issue();
  await stand.after();
  stand.said.length = 0;
  stand.printed.length = 0;
  return { stand, spooler, label };
}

describe('a copy of a slip', () => {
  test('comes in its turn between the slips of new tickets, and is told when it is out', async () => {
    const { stand, spooler, label } = await printed();
    const second = stand.issue();
    stand.reprint(label);
    const third = stand.issue();
    expect(spooler.waiting()).toBe(3);
    await stand.after();
    expect(stand.printed).toEqual([`${second} in time`, `${label} copy 1`, `${third} in time`]);
    expect(stand.said).toEqual([
      ...[`print-started ${second}`, `print-ended ${second}`, `copy 1 of ${label} printed`],
      ...[`print-started ${third}`, `print-ended ${third}`],
    ]);
    await spooler.stop();
  });

  test.each([
    [true, [`copy 1 of A001 failed gone`]],
    [false, []],
  ])(
    'that waits when its printer is taken away has failed, and is left to the next start otherwise: %s',
    async (isGone, told) => {
      const { stand, spooler, label } = await printed();
      stand.ready('cover-open');
      stand.reprint(label);
      await stand.after(seconds(1));
      await spooler.stop(isGone);
      expect(stand.said).toEqual(told);
    },
  );

  test('that is in the printer when it is taken away is unknown, and those behind it have failed', async () => {
    const { stand, spooler, label } = await printed();
    const second = stand.issue();
    await stand.after();
    stand.said.length = 0;
    stand.ends.push('hang');
    stand.reprint(label);
    stand.reprint(second);
    await stand.after();
    await spooler.stop(true);
    expect(stand.said).toEqual([`copy 1 of ${label} unknown restart`, `copy 1 of ${second} failed gone`]);
  });

  test('says how often the slip was asked for', async () => {
    const { stand, spooler, label } = await printed();
    for (let times = 0; times < 2; times += 1) {
      stand.reprint(label);
      await stand.after();
    }
    expect(stand.printed).toEqual([`${label} copy 1`, `${label} copy 2`]);
    await spooler.stop();
  });

  test('comes out at the printer of the kiosk that is named, and at no other', async () => {
    const { stand, spooler, label } = await printed({ isMyCopy: (kiosk) => kiosk === null });
    stand.reprint(label, 'kiosk-2');
    await stand.after();
    expect([stand.printed, spooler.waiting()]).toEqual([[], 0]);
    await spooler.stop();
  });

  test.each([
    [FAILED, 'failed paper-out'],
    [{ kind: 'unknown' }, 'unknown no-answer'],
  ] as const)('is tried once, whatever comes of it: %j', async (end, told) => {
    const { stand, spooler, label } = await printed();
    stand.ends.push(end);
    stand.reprint(label);
    await stand.after();
    expect([stand.printed, stand.said]).toEqual([[`${label} copy 1`], [`copy 1 of ${label} ${told}`]]);
    await spooler.stop();
  });

  test('waits two minutes for a printer that is not ready', async () => {
    const { stand, spooler, label } = await printed();
    stand.ready('cover-open');
    stand.reprint(label);
    await stand.after(seconds(60));
    stand.ready(null);
    await stand.after();
    expect(stand.printed).toEqual([`${label} copy 1`]);
    stand.ready('cover-open');
    stand.reprint(label);
    await stand.after(COPY_WITHIN - 1);
    expect(stand.said).toEqual([`copy 1 of ${label} printed`]);
    await stand.after(1);
    expect(stand.said.at(-1)).toBe(`copy 2 of ${label} failed cover-open`);
    await spooler.stop();
  });

  test('of a visit that ends before its turn is not printed', async () => {
    const { stand, spooler, label } = await printed();
    stand.ready('gone');
    stand.reprint(label);
    await stand.after();
    stand.change(label, 'ended');
    await stand.after();
    stand.ready(null);
    await stand.after();
    expect([stand.printed, stand.said]).toEqual([[], [`copy 1 of ${label} failed over`]]);
    await spooler.stop();
  });

  test('that cannot be laid out fails, and what waits goes on', async () => {
    const { stand, spooler, label } = await printed({
      composeCopy: () => {
        throw new TypeError('no such service');
      },
    });
    stand.reprint(label);
    const next = stand.issue();
    await stand.after();
    expect(stand.said).toEqual([`copy 1 of ${label} failed fault`, `print-started ${next}`, `print-ended ${next}`]);
    await spooler.stop();
  });
});

describe('a start', () => {
  test('finds a copy in hand: nobody knows what became of it, and it is not printed again', async () => {
    const { stand, spooler, label } = await printed();
    stand.ends.push('hang');
    stand.reprint(label);
    await stand.after();
    expect(stand.printed).toEqual([`${label} copy 1`]);
    const waiting = stand.issue();
    const second = stand.spooler({ cursor: stand.cursors.at(-1) ?? 0 });
    await stand.after();
    expect(stand.said.slice(0, 2)).toEqual([`copy 1 of ${label} unknown restart`, `print-started ${waiting}`]);
    expect(stand.printed).toEqual([`${label} copy 1`, `${waiting} in time`]);
    expect(stand.leftovers).toEqual(['cut']);
    await second.stop();
    await spooler.stop();
  });

  test('has the rest of a copy brought out of which nobody knew when the printer was gone', async () => {
    const { stand, spooler, label } = await printed();
    stand.ends.push({ kind: 'unknown' });
    stand.troubleAtPrint = 'gone';
    stand.reprint(label);
    await stand.after();
    await spooler.stop();
    const second = stand.spooler({ cursor: stand.cursors.at(-1) ?? 0 });
    await stand.after();
    expect([stand.said, stand.leftovers]).toEqual([[`copy 1 of ${label} unknown connection-lost`], ['cut']]);
    await second.stop();
  });
});

test('a stop while the printer is at a copy leaves it as unknown', async () => {
  const { stand, spooler, label } = await printed();
  stand.ends.push('hang');
  stand.reprint(label);
  await stand.after();
  await spooler.stop();
  expect(stand.said).toEqual([`copy 1 of ${label} unknown restart`]);
});
