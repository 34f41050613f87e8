import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PrintEnd } from '../../src/devices/kinds.ts';
import { PrinterBench, textsOf, ticket, wholeTicket } from '../../test/printer-bench.ts';
import { runs } from '../../test/runs.ts';

const LABEL = 'A012';

/** Slips that a customer can take for the ticket. */
function wholeSlips(stand: PrinterBench): number {
  const whole = JSON.stringify(wholeTicket(LABEL));
  return stand.view().slips.filter((slip) => slip.end !== 'torn' && JSON.stringify(textsOf(slip)) === whole).length;
}

/** The paper is the judge: printed means a whole slip now, failed means none now or later. */
async function judge(stand: PrinterBench, end: PrintEnd | 'never', mend: () => Promise<void>): Promise<void> {
  expect(end).not.toBe('never');
  if (end !== 'never' && end.kind === 'printed') expect(wholeSlips(stand)).toBe(1);
  await mend();
  if (end !== 'never' && end.kind === 'failed') expect(wholeSlips(stand)).toBe(0);
  expect(wholeSlips(stand)).toBeLessThanOrEqual(1);
  // Whatever happened, the next ticket stands alone on its slip.
  expect(await stand.print(2, ticket('B001'))).toEqual({ kind: 'printed' });
  expect(textsOf(stand.view().slips.at(-1))).toEqual(wholeTicket('B001'));
}

async function startOf(isClone: boolean): Promise<PrinterBench> {
  const stand = new PrinterBench();
  stand.emulator.act(isClone ? 'clone on' : 'clone off');
  await stand.ready();
  return stand;
}

/** Bytes that one ticket costs, questions included, with room to spare. */
const TICKET_BYTES = 480;

describe.each([false, true])('the cable pulled at every byte (clone: %s)', (isClone) => {
  test.each([0, 1, 2, 3])(
    'part %i of 4: no ticket is called printed or failed wrongly',
    { timeout: 120_000 },
    async (part) => {
      let kinds = '';
      for (let position = part; position < TICKET_BYTES; position += 4) {
        const stand = await startOf(isClone);
        stand.pullAfter(position);
        const end = await stand.print(1, ticket(LABEL));
        if (end !== 'never') kinds += end.kind[0];
        await judge(stand, end, async () => {
          stand.pullAfter(Number.POSITIVE_INFINITY);
          stand.pull();
          await stand.clock.advance(3_000);
          await stand.ready();
          await stand.clock.advance(3_000);
        });
      }
      expect(kinds).toMatch(/^f+u+p+$/);
    },
  );
});

test.each([false, true])(
  'a daemon killed at any byte leaves a slip that the next one brings out (clone: %s)',
  {
    timeout: 120_000,
  },
  async (isClone) => {
    for (let position = 3; position < TICKET_BYTES; position += 23) {
      const stand = await startOf(isClone);
      stand.pullAfter(position);
      const end = await stand.begin(1, ticket(LABEL));
      while (end() === null) await stand.clock.advance(5);
      stand.restart();
      stand.pullAfter(Number.POSITIVE_INFINITY);
      // The journal is read while the line is being cleared, or before, or after.
      const { port } = stand.device;
      if (position % 3 === 0) port.bringOutLeftover(false);
      stand.connect();
      await stand.clock.advance(position % 3 === 1 ? 60 : 0);
      if (position % 3 === 1) port.bringOutLeftover(false);
      while (port.readiness().kind !== 'ready') await stand.clock.advance(50);
      if (position % 3 === 2) port.bringOutLeftover(false);
      while (port.readiness().kind !== 'ready') await stand.clock.advance(50);
      expect(await stand.print(2, ticket('B001'))).toEqual({ kind: 'printed' });
      expect(textsOf(stand.view().slips.at(-1)), `killed at byte ${position}`).toEqual(wholeTicket('B001'));
    }
  },
);

test('trouble at any moment, mended at any moment, calls no ticket printed or failed wrongly', {
  timeout: 120_000,
}, async () => {
  const troubles = fc.constantFrom(
    ['paper out', 'paper load'],
    ['cover open', 'cover close'],
    ['cutter jam', 'cutter clear'],
    ['mute on', 'mute off'],
    ['slow on', 'slow off'],
    ['fast on', 'fast off'],
  );
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      troubles,
      fc.integer({ min: 0, max: 900 }),
      fc.integer({ min: 1_500, max: 15_000 }),
      async (isClone, [make, mend], after, lasts) => {
        const stand = await startOf(isClone);
        const end = await stand.begin(1, ticket(LABEL));
        await stand.clock.advance(after);
        stand.emulator.act(make ?? '');
        await stand.clock.advance(lasts);
        stand.emulator.act(mend ?? '');
        const atEnd = await stand.endOf(end);
        await judge(stand, atEnd, async () => {
          await stand.clock.advance(30_000);
          if (stand.lost.length > 0) await stand.ready();
          await stand.clock.advance(30_000);
        });
      },
    ),
    { numRuns: runs(150) },
  );
});

test('noise on the wire, at any time, is no crash, no false print, and the next ticket prints', {
  timeout: 120_000,
}, async () => {
  const burst = fc.record({
    after: fc.integer({ min: 0, max: 900 }),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(burst, { minLength: 1, maxLength: 5 }), async (bursts) => {
      const stand = await startOf(false);
      const end = await stand.begin(1, ticket(LABEL));
      for (const { after, bytes } of bursts) {
        await stand.clock.advance(after);
        stand.noise(bytes);
      }
      const atEnd = await stand.endOf(end);
      await judge(stand, atEnd, async () => {
        await stand.clock.advance(30_000);
        if (stand.lost.length > 0) await stand.ready();
        await stand.clock.advance(30_000);
      });
    }),
    { numRuns: runs(100) },
  );
});
