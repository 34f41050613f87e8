import { describe, expect, it } from 'vitest';
import { seconds } from '../clock.ts';
import { VISITS } from '../queue/spec-visit.fake.ts';
import type { KioskCare } from './kiosk-care.ts';
import { issues, kioskStand, presses } from './kiosk-stand.fake.ts';

/** A heart at button 6, a soldier's star at 7, an ear at 8, an eye at 9. */
const CARE: KioskCare = {
  within: seconds(20),
  buttons: [
    { button: 6, segment: 'caring', needs: [] },
    { button: 7, segment: 'service', needs: [] },
    { button: 8, segment: null, needs: ['flash', 'pager'] },
    { button: 9, segment: null, needs: ['large-type'] },
  ],
};
const CHOOSE = 'CHOOSE SERVICE / PRESS A BUTTON';
const WELCOME = 'WELCOME / PRESS A BUTTON';

describe('the discreet choice at a kiosk', () => {
  it('gives the next number its segment and its needs, and no other', async () => {
    const kiosk = kioskStand({ care: CARE });
    await presses(kiosk, 6, 9, 2, 2);
    expect(issues(kiosk)).toEqual([
      ['cash', 'caring', 'large-type'],
      ['cash', 'ordinary'],
    ]);
  });

  it('leaves the segment to the button of the service where it says a need alone', async () => {
    const kiosk = kioskStand({ care: CARE });
    await presses(kiosk, 8, 4);
    expect(issues(kiosk)).toEqual([['wealth', 'caring', 'flash', 'pager']]);
  });

  it('is taken back by the same button, and of two segments the later one counts', async () => {
    const kiosk = kioskStand({ care: CARE });
    await presses(kiosk, 6, 6, 2);
    await presses(kiosk, 6, 8, 7, 2);
    expect(issues(kiosk)).toEqual([
      ['cash', 'ordinary'],
      ['cash', 'service', 'flash', 'pager'],
    ]);
  });

  it('says on the screen what is true of everybody, whichever button it was', async () => {
    const shown = new Set<string>();
    for (const { button } of CARE.buttons) {
      const kiosk = kioskStand({ care: CARE });
      expect(kiosk.text).toBe(WELCOME);
      await presses(kiosk, button);
      shown.add(kiosk.text);
      await presses(kiosk, button);
      expect(kiosk.text).toBe(WELCOME);
      await presses(kiosk, button, 2);
      expect(kiosk.text).toBe('NUMBER A001 / YOU ARE NEXT');
    }
    expect([...shown]).toEqual([CHOOSE]);
  });

  it('shows at the button alone that it was heard', async () => {
    const kiosk = kioskStand({ care: CARE });
    expect(kiosk.lamps).toEqual(['on', 'on', 'off', 'on', 'off', 'on', 'on', 'on', 'on']);
    await presses(kiosk, 8);
    expect(kiosk.lamps).toEqual(['on', 'on', 'off', 'on', 'off', 'on', 'on', 'blink', 'on']);
    await presses(kiosk, 8);
    expect(kiosk.lamps[7]).toBe('on');
  });

  it('is forgotten when no service is chosen in time', async () => {
    const kiosk = kioskStand({ care: CARE });
    await presses(kiosk, 6);
    await kiosk.clock.advance(seconds(18));
    expect(kiosk.text).toBe(CHOOSE);
    await kiosk.clock.advance(seconds(2));
    expect(kiosk.text).toBe(WELCOME);
    expect(kiosk.lamps[5]).toBe('on');
    await presses(kiosk, 2);
    expect(issues(kiosk)).toEqual([['cash', 'ordinary']]);
  });

  it('counts before a card, which counts in place of what no button says', async () => {
    const kiosk = kioskStand({ care: CARE, cards: { limit: null } });
    kiosk.card('t1', 'gold');
    await presses(kiosk, 6, 2);
    kiosk.card('t2', 'gold');
    await presses(kiosk, 8, 2);
    expect(issues(kiosk)).toEqual([
      ['cash', 'caring'],
      ['cash', 'gold', 'flash', 'pager'],
    ]);
  });

  it('stands until a question is answered', async () => {
    const kiosk = kioskStand({ care: CARE });
    const { reply } = kiosk.branch;
    kiosk.branch.reply = () => ({
      kind: 'refused',
      refusal: { code: 'confirm-needed', service: 'cash', reason: 'waiting', waiting: 30, estimate: null },
    });
    await presses(kiosk, 6, 2);
    kiosk.branch.reply = reply;
    await presses(kiosk, 2);
    expect(issues(kiosk)).toEqual([
      ['cash', 'caring'],
      ['cash', 'caring'],
    ]);
  });

  it('holds for a ticket with several services, however long they are chosen', async () => {
    const kiosk = kioskStand({ care: CARE, severalWithin: seconds(30) });
    const { committed } = kiosk.branch;
    if (committed.rules) committed.rules = { ...committed.rules, visit: { ...VISITS, most: 3 } };
    await presses(kiosk, 6, 2);
    await kiosk.clock.advance(seconds(30));
    expect(issues(kiosk)).toEqual([['cash', 'caring']]);
  });

  it('is no number that the lock-out counts, and gives none while it stands', async () => {
    const kiosk = kioskStand({ care: CARE, lockOut: { presses: 1, within: seconds(10), for: seconds(20) } });
    await presses(kiosk, 6, 6, 6, 2);
    expect(issues(kiosk)).toEqual([['cash', 'caring']]);
    await presses(kiosk, 2, 6, 2);
    expect(issues(kiosk)).toHaveLength(1);
    expect(kiosk.text).toBe('PLEASE WAIT / ONE NUMBER EACH');
    expect(kiosk.lamps.slice(5, 9)).toEqual(['off', 'off', 'off', 'off']);
  });

  it('of a press from before an outage is none', async () => {
    const kiosk = kioskStand({ care: CARE });
    kiosk.press(6, { ageMs: 60_000 });
    await presses(kiosk, 2);
    expect(issues(kiosk)).toEqual([['cash', 'ordinary']]);
    expect(kiosk.acknowledged).toEqual(['N-1', 'N-2']);
  });
});
