import { describe, expect, it } from 'vitest';
import { seconds } from '../clock.ts';
import type { Command } from '../queue/commands.ts';
import { type KioskStand, kioskStand } from './kiosk-stand.fake.ts';
import { held } from './pad-stand.fake.ts';

const AWAITS = 'CARD READ / PRESS A BUTTON';
const REFUSED = { kind: 'refused', refusal: { code: 'service-not-issuing', service: 'cash' } } as const;

function segments({ branch }: KioskStand): readonly string[] {
  return branch.commands.map((command: Command) => (command.type === 'issue' ? command.segment : command.type));
}

async function pressed(kiosk: KioskStand, ...buttons: readonly number[]): Promise<void> {
  for (const button of buttons) {
    kiosk.press(button);
    await kiosk.clock.advance(seconds(4));
  }
}

describe('a card at a kiosk', () => {
  it('says who the customer is; the button after it says for what', async () => {
    const kiosk = kioskStand({ cards: { limit: null } });
    kiosk.card('t1', 'gold');
    expect(kiosk.text).toBe(AWAITS);
    await pressed(kiosk, 2);
    expect(kiosk.branch.commands).toMatchObject([{ type: 'issue', service: 'cash', segment: 'gold' }]);
    await pressed(kiosk, 2);
    expect(segments(kiosk)).toEqual(['gold', 'ordinary']);
  });

  it('is forgotten when no button follows in time, and the screen says so until then', async () => {
    const kiosk = kioskStand({ cards: { limit: null } });
    kiosk.card('t1', 'gold');
    await kiosk.clock.advance(seconds(20) - 1);
    expect(kiosk.text).toBe(AWAITS);
    await kiosk.clock.advance(1);
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
    await pressed(kiosk, 1);
    expect(segments(kiosk)).toEqual(['ordinary']);
  });

  it('leaves a button for others than ordinary customers alone: that is their own choice', async () => {
    const kiosk = kioskStand({ cards: { limit: null } });
    kiosk.card('t1', 'gold');
    await pressed(kiosk, 4);
    expect(segments(kiosk)).toEqual(['caring']);
  });

  it('of no known issuer changes nothing but that it is counted', async () => {
    const kiosk = kioskStand({ cards: { limit: 1 } });
    kiosk.card('t1');
    await pressed(kiosk, 1);
    expect(segments(kiosk)).toEqual(['ordinary']);
    kiosk.card('t1');
    expect(kiosk.text).toBe('CARD LIMIT REACHED / PLEASE ASK STAFF');
  });

  it('that cannot be read is asked for again, and the one before still counts', async () => {
    const kiosk = kioskStand({ cards: { limit: null } });
    kiosk.card('t1', 'gold');
    kiosk.card(null);
    expect(kiosk.text).toBe('CARD NOT READ / SWIPE IT AGAIN');
    await pressed(kiosk, 1);
    expect(segments(kiosk)).toEqual(['gold']);
  });

  it('draws a ticket at once where the kiosk is told so, once for each time it is swiped', async () => {
    const kiosk = kioskStand({ cards: { limit: null, isDrawing: true } });
    kiosk.card('t1', 'gold');
    await kiosk.clock.advance(seconds(4));
    kiosk.card('t2');
    await kiosk.clock.advance(seconds(4));
    expect(kiosk.branch.commands).toMatchObject([
      { service: 'cash', segment: 'gold', id: { source: 'panel:kiosk1', key: 'card-R-1' } },
      { service: 'cash', segment: 'ordinary', id: { key: 'card-R-2' } },
    ]);
    expect(kiosk.text).toBe('NUMBER A002 / 1 BEFORE YOU');
  });

  it('draws nothing while the printer is known not to print', async () => {
    const kiosk = kioskStand({ cards: { limit: 1, isDrawing: true } });
    kiosk.printer('paper-out');
    kiosk.card('t1', 'gold');
    await kiosk.clock.advance(seconds(30));
    expect(kiosk.branch.commands).toEqual([]);
    kiosk.printer(null);
    kiosk.card('t1', 'gold');
    await kiosk.clock.advance(0);
    expect(segments(kiosk)).toEqual(['gold']);
  });
});

describe('the limit of a card', () => {
  it('counts tickets: what is refused is none, and the card may be used for another service', async () => {
    const kiosk = kioskStand({ cards: { limit: 1 } });
    const { reply } = kiosk.branch;
    kiosk.branch.reply = () => REFUSED;
    kiosk.card('t1', 'gold');
    await pressed(kiosk, 2);
    kiosk.branch.reply = reply;
    await pressed(kiosk, 1);
    expect(segments(kiosk)).toEqual(['gold', 'gold']);
    kiosk.card('t1', 'gold');
    expect(kiosk.text).toBe('CARD LIMIT REACHED / PLEASE ASK STAFF');
    await pressed(kiosk, 1);
    expect(segments(kiosk).at(-1)).toBe('ordinary');
  });

  it('counts a ticket that is on its way to the disk', async () => {
    const kiosk = kioskStand({ cards: { limit: 1 } });
    const release = held(kiosk.branch);
    kiosk.card('t1', 'gold');
    kiosk.press(1);
    await kiosk.clock.advance(0);
    kiosk.card('t1', 'gold');
    expect(kiosk.text).toBe('CARD LIMIT REACHED / PLEASE ASK STAFF');
    release({ kind: 'issued', ticket: 1, label: 'A001', ahead: 0 });
  });

  it('does not count a ticket whose slip did not come out', async () => {
    const kiosk = kioskStand({ cards: { limit: 1 } });
    kiosk.card('t1', 'gold');
    await pressed(kiosk, 1);
    const job = { ticket: 1, label: 'A001', device: 'printer1' } as const;
    kiosk.branch.commit({ type: 'print-failed', ...job, reason: 'paper-out' });
    await kiosk.clock.advance(seconds(10));
    kiosk.card('t1', 'gold');
    expect(kiosk.text).toBe(AWAITS);
    await pressed(kiosk, 1);
    kiosk.branch.commit({ type: 'print-ended', ...job, ticket: 2 });
    kiosk.branch.commit({ type: 'print-failed', ...job, ticket: 2, reason: 'fault' });
    await kiosk.clock.advance(seconds(10));
    kiosk.card('t1', 'gold');
    expect(kiosk.text).toBe('CARD LIMIT REACHED / PLEASE ASK STAFF');
  });

  it('is that of each card, and of one business day: the next has another key and counts anew', async () => {
    const kiosk = kioskStand({ cards: { limit: 1 } });
    for (const token of ['t1', 't2']) {
      kiosk.card(token, 'gold');
      await pressed(kiosk, 1);
    }
    expect(segments(kiosk)).toEqual(['gold', 'gold']);
    const { committed } = kiosk.branch;
    kiosk.branch.commit();
    expect(kiosk.keys).toEqual(['01']);
    committed.day = committed.day && { ...committed.day, date: '2026-01-06' };
    kiosk.branch.commit();
    expect(kiosk.keys).toEqual(['01', '02']);
    await kiosk.clock.advance(seconds(10));
    kiosk.card('t1', 'gold');
    expect(kiosk.text).toBe(AWAITS);
  });
});
