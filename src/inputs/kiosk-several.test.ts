import { describe, expect, it } from 'vitest';
import { seconds } from '../clock.ts';
import { VISITS } from '../queue/spec-visit.fake.ts';
import { type KioskStand, kioskStand } from './kiosk-stand.fake.ts';

function several(most = 3): KioskStand {
  const kiosk = kioskStand({ severalWithin: seconds(4) });
  const { committed } = kiosk.branch;
  if (committed.rules) committed.rules = { ...committed.rules, visit: { ...VISITS, most } };
  return kiosk;
}

describe('a kiosk where a customer may choose several services', () => {
  it('gives one number for all of them, so long after the last press', async () => {
    const kiosk = several();
    kiosk.press(2);
    await kiosk.clock.advance(seconds(3));
    expect(kiosk.text).toBe('1 CHOSEN / SAME KEY = READY');
    // A panel sends its next press when this one got through.
    expect(kiosk.acknowledged).toEqual(['N-1']);
    kiosk.press(1);
    await kiosk.clock.advance(seconds(3));
    expect(kiosk.branch.commands).toEqual([]);
    await kiosk.clock.advance(seconds(1));
    expect(kiosk.branch.commands).toMatchObject([
      { type: 'issue', service: 'cash', more: ['account'], id: { key: 'N-1' } },
    ]);
    expect(kiosk.acknowledged).toEqual(['N-1', 'N-2']);
  });

  it('gives it at once when a button is pressed again, or when no more may be on the ticket', async () => {
    const kiosk = several(2);
    kiosk.press(2);
    kiosk.press(2);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toHaveLength(1);
    expect(kiosk.branch.commands[0]).not.toHaveProperty('more');
    kiosk.press(1);
    kiosk.press(4);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands.at(-1)).toMatchObject({ service: 'account', more: ['wealth'] });
    expect([...kiosk.acknowledged].sort()).toEqual(['N-1', 'N-2', 'N-3', 'N-4']);
  });

  it('forgets what was chosen when the daemon stops', async () => {
    const kiosk = several();
    kiosk.press(2);
    kiosk.stop();
    await kiosk.clock.advance(seconds(5));
    expect(kiosk.branch.commands).toEqual([]);
  });
});
