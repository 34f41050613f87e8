import { describe, expect, test } from 'vitest';
import { PrinterBench, textsOf, ticket, wholeTicket } from '../../test/printer-bench.ts';

const WAYS = [
  { way: 'process ids', action: 'clone off' },
  { way: 'status alone', action: 'clone on' },
] as const;

describe.each(WAYS)('a printer that confirms by $way', ({ action }) => {
  test('is identified, its line is cleared, and nothing comes out', async () => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    expect(stand.identified).toEqual(['answers DLE EOT']);
    expect(stand.device.port.readiness()).toEqual({ kind: 'ready', isPaperLow: false });
    expect(stand.changes).toEqual([]);
    expect(stand.view().slips).toEqual([]);
    expect(stand.view().slip.parts).toEqual([]);
  });

  test('prints a ticket whole, cuts it, and says so', async () => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'printed' });
    const [slip] = stand.view().slips;
    expect(textsOf(slip)).toEqual(wholeTicket('A012'));
    expect(slip?.end).toBe('partial');
  });

  test('prints what it was told to expect, asking no second time, and never another document in its place', async () => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    const { port } = stand.device;
    /** What the printer hears first of a slip. */
    const firstOf = async (job: number, document: ReturnType<typeof ticket>): Promise<string> => {
      const before = stand.heard.length;
      expect(await stand.print(job, document)).toEqual({ kind: 'printed' });
      return Buffer.from(stand.heard.slice(before, before + 2)).toString('hex');
    };
    const [expected, other] = [ticket('A012'), ticket('B003')];
    port.expect();
    port.prepare(expected);
    await stand.clock.advance(60);
    expect(await firstOf(1, expected)).toBe('1b40');
    port.prepare(expected);
    expect(await firstOf(2, other)).toBe('1004');
    expect(stand.view().slips.map(textsOf)).toEqual(['A012', 'B003'].map(wholeTicket));
  });

  test('prints one ticket after another, each on its own slip', async () => {
    const stand = new PrinterBench({ cut: 'full' });
    stand.emulator.act(action);
    await stand.ready();
    for (const [index, label] of ['A012', 'B003', 'C101'].entries()) {
      expect(await stand.print(index + 1, ticket(label))).toEqual({ kind: 'printed' });
    }
    expect(stand.view().slips.map(textsOf)).toEqual(['A012', 'B003', 'C101'].map(wholeTicket));
    expect(stand.view().slips.map(({ end }) => end)).toEqual(['full', 'full', 'full']);
  });

  test('that waits for the rest of a command whose length noise has changed loses one slip, and not the next', async () => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    // GS ( H with 390 bytes to follow.
    stand.emulator.receive(Uint8Array.of(0x1d, 0x28, 0x48, 0x86, 0x01));
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'unknown' });
    await stand.clock.advance(10_000);
    expect(stand.device.port.readiness().kind).toBe('ready');
    expect(await stand.print(2, ticket('B003'))).toEqual({ kind: 'printed' });
    expect(textsOf(stand.view().slips.at(-1))).toEqual(wholeTicket('B003'));
  });

  test('that has no paper refuses the ticket before a byte of it has left', async () => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    stand.emulator.act('paper out');
    const before = stand.heard.length;
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'failed', trouble: 'paper-out' });
    // Two rounds of questions and nothing else: the second because one byte of noise could have looked like it.
    expect(stand.heard.length - before).toBeLessThanOrEqual(2 * 12);
    expect([...stand.conditions]).toEqual(['paper-out']);
  });

  test.each([
    { trouble: 'paper-out', make: 'paper out', mend: 'paper load' },
    { trouble: 'cover-open', make: 'cover open', mend: 'cover close' },
  ])(
    'that stops in the middle ($trouble) fails the ticket, voids its rest, and prints the copy whole',
    async (fault) => {
      const stand = new PrinterBench();
      stand.emulator.act(action);
      await stand.ready();
      const end = await stand.begin(1, ticket('A012'));
      await stand.clock.advance(200);
      stand.emulator.act(fault.make);
      await stand.clock.advance(3_000);
      expect(end()).toEqual({ kind: 'failed', trouble: fault.trouble });
      expect(stand.device.port.readiness()).toEqual({ kind: 'not-ready', trouble: fault.trouble });
      stand.emulator.act(fault.mend);
      await stand.clock.advance(20_000);
      expect(await stand.print(2, ticket('A012'))).toEqual({ kind: 'printed' });
      const slips = stand.view().slips.map(textsOf);
      expect(slips.at(-1)).toEqual(wholeTicket('A012'));
      expect(slips.at(-2)?.at(-1)).toBe('作废 VOID');
      expect(slips.slice(0, -1)).not.toContainEqual(wholeTicket('A012'));
      expect(stand.conditions.size).toBe(0);
    },
  );

  test('whose cutter jams leaves the ticket unknown, and cuts it when the jam is cleared', async () => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    stand.emulator.act('cutter jam');
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'unknown' });
    expect([...stand.conditions]).toEqual(['cutter-jam']);
    stand.emulator.act('cutter clear');
    await stand.clock.advance(20_000);
    expect(textsOf(stand.view().slips[0])).toEqual(wholeTicket('A012'));
    expect(await stand.print(2, ticket('A013'))).toEqual({ kind: 'printed' });
    expect(textsOf(stand.view().slips.at(-1))).toEqual(wholeTicket('A013'));
  });

  test('that falls mute while it prints leaves the ticket unknown and is lost', async () => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    const end = await stand.begin(1, ticket('A012'));
    await stand.clock.advance(200);
    stand.emulator.act('mute on');
    await stand.clock.advance(20_000);
    expect(end()).toEqual({ kind: 'unknown' });
    expect(stand.lost).toHaveLength(1);
    expect(stand.device.port.readiness()).toEqual({ kind: 'not-ready', trouble: 'gone' });
  });

  test('that is slow still confirms within its time', async () => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    stand.emulator.act('slow on');
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'printed' });
  });

  test('whose daemon stops in the middle of a ticket cuts it, and the ticket is unknown', async () => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    const end = await stand.begin(1, ticket('A012'));
    await stand.clock.advance(200);
    await stand.device.close();
    await stand.clock.advance(5_000);
    expect(end()).toEqual({ kind: 'unknown' });
    expect(stand.view().slips.map(textsOf)).toEqual([wholeTicket('A012')]);
  });
});

describe('the wire', () => {
  test('pulled before the ticket began fails it as gone', async () => {
    const stand = new PrinterBench();
    await stand.ready();
    const end = await stand.begin(1, ticket('A012'));
    stand.pull();
    await stand.clock.advance(0);
    expect(end()).toEqual({ kind: 'failed', trouble: 'gone' });
    expect(await stand.print(2, ticket('A012'))).toEqual({ kind: 'failed', trouble: 'gone' });
  });

  test('that nobody answers on is lost after three questions', async () => {
    const stand = new PrinterBench();
    stand.emulator.act('mute on');
    stand.connect();
    await stand.clock.advance(1_500);
    expect(stand.lost).toEqual([]);
    await stand.clock.advance(100);
    expect(stand.lost).toHaveLength(1);
    expect(stand.identified).toEqual([]);
  });

  test('that goes silent while nobody prints is noticed within seven seconds', async () => {
    const stand = new PrinterBench();
    await stand.ready();
    stand.emulator.act('mute on');
    await stand.clock.advance(7_000);
    expect(stand.lost).toHaveLength(1);
  });

  test('is left alone between two checks of an idle printer', async () => {
    const stand = new PrinterBench();
    await stand.ready();
    await stand.clock.advance(1_000);
    const before = stand.heard.length;
    await stand.clock.advance(60_000);
    expect(stand.heard.length - before).toBe(12 * 12);
    expect(stand.clock.pending()).toBe(1);
  });
});

describe('readiness and conditions', () => {
  test('near end is told once and printing goes on; out and a new roll are told at once', async () => {
    const stand = new PrinterBench();
    await stand.ready();
    stand.emulator.act('paper low');
    await stand.clock.advance(6_000);
    expect(stand.device.port.readiness()).toEqual({ kind: 'ready', isPaperLow: true });
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'printed' });
    stand.emulator.act('paper out');
    await stand.clock.advance(100);
    stand.emulator.act('paper load');
    await stand.clock.advance(100);
    expect(stand.changes).toEqual(['+paper-near-end', '-paper-near-end', '+paper-out', '-paper-out']);
    expect(stand.readinesses).toEqual(['ready', 'ready', 'paper-out', 'ready']);
  });

  test('paper out is told although the cover is open as well, and nothing comes out by itself after a new roll', async () => {
    const stand = new PrinterBench();
    await stand.ready();
    stand.emulator.act('paper out');
    await stand.clock.advance(6_000);
    stand.emulator.act('cover open');
    stand.emulator.act('paper load');
    await stand.clock.advance(6_000);
    stand.emulator.act('cover close');
    await stand.clock.advance(6_000);
    expect(stand.readinesses).toEqual(['ready', 'paper-out', 'cover-open', 'ready']);
    expect(stand.view().slips).toEqual([]);
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'printed' });
    expect(stand.view().slips.map(textsOf)).toEqual([wholeTicket('A012')]);
  });

  test('a printer without paper at the start is identified, and ready when it got a roll', async () => {
    const stand = new PrinterBench();
    stand.emulator.act('paper out');
    stand.connect();
    await stand.clock.advance(1_000);
    expect(stand.identified).toHaveLength(1);
    expect(stand.device.port.readiness()).toEqual({ kind: 'not-ready', trouble: 'paper-out' });
    stand.emulator.act('paper load');
    await stand.clock.advance(6_000);
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'printed' });
  });
});

describe('the caller', () => {
  test('that prints while another print is under way is refused, and the first comes out', async () => {
    const stand = new PrinterBench();
    await stand.ready();
    const first = await stand.begin(1, ticket('A012'));
    const second = await stand.begin(2, ticket('A013'));
    await stand.clock.advance(3_000);
    expect(first()).toEqual({ kind: 'printed' });
    expect(second()).toEqual({ kind: 'failed', trouble: 'fault' });
    expect(stand.view().slips.map(textsOf)).toEqual([wholeTicket('A012')]);
  });

  test('that wants Chinese in a QR code is refused, and the printer is ready for the next', async () => {
    const stand = new PrinterBench();
    await stand.ready();
    expect(await stand.print(1, { blocks: [{ kind: 'qr', data: '号' }] })).toEqual({
      kind: 'failed',
      trouble: 'fault',
    });
    expect(await stand.print(2, ticket('A012'))).toEqual({ kind: 'printed' });
  });
});

test.each(WAYS)(
  'a printer that confirms by $way and waits for 65,535 bytes is not printed on before it has them',
  async ({ action }) => {
    const stand = new PrinterBench();
    stand.emulator.act(action);
    await stand.ready();
    stand.emulator.receive(Uint8Array.of(0x1d, 0x28, 0x48, 0xff, 0xff));
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'unknown' });
    await stand.clock.advance(10_000);
    expect(stand.device.port.readiness().kind).toBe('not-ready');
    await stand.clock.advance(120_000);
    expect(await stand.print(2, ticket('B003'))).toEqual({ kind: 'printed' });
    expect(stand.lost).toEqual([]);
  },
);
