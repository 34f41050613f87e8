import { describe, expect, test } from 'vitest';
import { bench, textsOf, ticket, wholeTicket } from './spec.ts';

describe('a printer that is well', () => {
  test('is identified, cleared and ready within half a second', async () => {
    const stand = bench();
    stand.connect();
    await stand.clock.advance(500);
    expect(stand.identified).toEqual(['answers DLE EOT']);
    expect(stand.device.port.readiness()).toEqual({ kind: 'ready', isPaperLow: false });
    expect(stand.changes).toEqual([]);
    expect(stand.view().slips).toEqual([]);
  });

  test('prints a ticket whole, cuts it, and says so', async () => {
    const stand = bench();
    await stand.ready();
    expect(await stand.print(1, ticket('A012'))).toEqual({ kind: 'printed' });
    const [slip] = stand.view().slips;
    expect(textsOf(slip)).toEqual(wholeTicket('A012'));
    expect(slip?.end).toBe('partial');
  });
});
