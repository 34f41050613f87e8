import { describe, expect, it } from 'vitest';
import { ms, seconds } from '../clock.ts';
import type { Refusal } from '../queue/refusals.ts';
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

/** Numbers are to be had for whoever insists. */
function asking(refusal: Refusal): KioskStand {
  const kiosk = several();
  const { branch } = kiosk;
  const limits = { perDay: null, askWaiting: 20, askBy: null, insistWithin: seconds(10) };
  if (branch.committed.rules) branch.committed.rules = { ...branch.committed.rules, limits };
  branch.reply = (command) =>
    command.type === 'issue' && command.insists
      ? { kind: 'issued', ticket: 1, label: 'B001', ahead: 21 }
      : { kind: 'refused', refusal };
  return kiosk;
}

const LONG: Refusal = { code: 'confirm-needed', service: 'cash', reason: 'waiting', waiting: 21, estimate: null };
const MACHINE: Refusal = {
  ...{ code: 'machine-better', service: 'cash', machine: 'm1' },
  ...{ waiting: 3, reason: null, estimate: null },
};

describe('a question at such a kiosk', () => {
  it('is answered as long as it stands, and at once', async () => {
    const kiosk = asking(LONG);
    kiosk.press(2);
    await kiosk.clock.advance(seconds(4) + ms(50));
    expect(kiosk.text).toBe('21 ARE WAITING / YES: PRESS AGAIN');
    await kiosk.clock.advance(seconds(7));
    kiosk.press(2);
    await kiosk.clock.advance(ms(50));
    expect(kiosk.text).toBe('NUMBER B001 / 21 BEFORE YOU');
    expect(kiosk.acknowledged).toEqual(['N-1', 'N-2']);
  });

  it.each([2, 1])('about two services is answered with button %i for both', async (button) => {
    const kiosk = asking(LONG);
    kiosk.press(2);
    kiosk.press(1);
    await kiosk.clock.advance(seconds(4) + ms(50));
    expect(kiosk.lamps.slice(0, 2)).toEqual(['blink', 'blink']);
    kiosk.press(button);
    await kiosk.clock.advance(ms(50));
    expect(kiosk.branch.commands.at(-1)).toMatchObject({ service: 'cash', more: ['account'], insists: true });
  });

  it('about a machine counts nobody as gone there who wants the number, or something else', async () => {
    for (const button of [2, 1]) {
      const kiosk = asking(MACHINE);
      kiosk.press(2);
      await kiosk.clock.advance(seconds(4 + 7));
      kiosk.press(button);
      await kiosk.clock.advance(seconds(5));
      const insisted = kiosk.branch.commands.map((command) => command.type === 'issue' && command.insists === true);
      expect(insisted).toEqual([false, button === 2]);
    }
  });
});

describe('a card that draws a number at once at such a kiosk', () => {
  function withCards(): KioskStand {
    const kiosk = kioskStand({ severalWithin: seconds(4), cards: { limit: null, isDrawing: true } });
    const { committed } = kiosk.branch;
    if (committed.rules) committed.rules = { ...committed.rules, visit: { ...VISITS, most: 3 } };
    return kiosk;
  }

  it('waits for no further press', async () => {
    const kiosk = withCards();
    kiosk.card('t1');
    await kiosk.clock.advance(ms(50));
    expect(kiosk.text).toBe('NUMBER A001 / YOU ARE NEXT');
  });

  it('ends the choice that it comes to', async () => {
    const kiosk = withCards();
    kiosk.press(1);
    kiosk.card('t1');
    await kiosk.clock.advance(ms(50));
    expect(kiosk.branch.commands).toMatchObject([{ service: 'account', more: ['cash'] }]);
  });
});
