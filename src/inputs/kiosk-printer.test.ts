import { describe, expect, it } from 'vitest';
import { seconds } from '../clock.ts';
import { kioskStand } from './kiosk-stand.fake.ts';

describe('a kiosk whose printer is free', () => {
  it('asks it how it is before a number is decided: presses of one moment wait for no decision of others', async () => {
    const kiosk = kioskStand();
    kiosk.press(1);
    kiosk.press(2);
    expect([kiosk.asked, kiosk.branch.commands]).toEqual([[0, 0], []]);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toMatchObject([{ service: 'account' }, { service: 'cash' }]);
    expect(kiosk.acknowledged).toEqual(['N-1', 'N-2']);
  });

  it('asks it nothing for a number that is told on the screen', async () => {
    const kiosk = kioskStand({ whenNotReady: 'screen' });
    kiosk.printer('gone');
    kiosk.press(1);
    await kiosk.clock.advance(0);
    expect([kiosk.asked, kiosk.branch.commands.length]).toEqual([[], 1]);
  });

  it('leaves a press to the next daemon that it heard in its last moment', async () => {
    const kiosk = kioskStand();
    kiosk.press(1);
    kiosk.stop();
    await kiosk.clock.advance(0);
    expect([kiosk.branch.commands, kiosk.acknowledged]).toEqual([[], []]);
  });
});

describe('a kiosk whose printer does not print', () => {
  it('refuses at once, darkens its buttons and says why, and is back when there is paper', async () => {
    const kiosk = kioskStand();
    kiosk.printer('paper-out');
    expect(kiosk.lamps).toEqual(['off', 'off', 'off', 'off']);
    expect(kiosk.text).toBe('OUT OF PAPER / PLEASE ASK STAFF');
    kiosk.press(1);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toEqual([]);
    expect(kiosk.acknowledged).toEqual(['N-1']);
    kiosk.printer(null);
    await kiosk.clock.advance(seconds(6));
    expect(kiosk.lamps).toEqual(['on', 'on', 'off', 'on']);
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it('does not wipe the number that a customer is reading', async () => {
    const kiosk = kioskStand();
    kiosk.press(1);
    await kiosk.clock.advance(0);
    kiosk.printer('paper-out');
    expect(kiosk.text).toBe('NUMBER A001 / YOU ARE NEXT');
    await kiosk.clock.advance(seconds(6));
    expect(kiosk.text).toBe('OUT OF PAPER / PLEASE ASK STAFF');
  });

  it('tells the number on the screen where that is the rule, each long enough to be read', async () => {
    const kiosk = kioskStand({ whenNotReady: 'screen' });
    kiosk.printer('gone');
    expect(kiosk.lamps).toEqual(['on', 'on', 'off', 'on']);
    kiosk.press(1);
    kiosk.press(2);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toMatchObject([{ handover: 'screen' }, { handover: 'screen' }]);
    expect(kiosk.text).toBe('NUMBER A001 / YOU ARE NEXT');
    await kiosk.clock.advance(seconds(3));
    expect(kiosk.text).toBe('NUMBER A002 / 1 BEFORE YOU');
    await kiosk.clock.advance(seconds(6));
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it('gives no number that nobody could read: with eight waiting to be shown a press is told to come again', async () => {
    const kiosk = kioskStand({ hasPrinter: false });
    for (let count = 0; count < 12; count += 1) {
      kiosk.press(1);
      await kiosk.clock.advance(0);
    }
    expect(kiosk.branch.commands).toHaveLength(9);
    expect(kiosk.acknowledged).toHaveLength(12);
    await kiosk.clock.advance(seconds(3 * 8));
    expect(kiosk.text).toBe('NUMBER A009 / 8 BEFORE YOU');
  });

  it('tells its customer that the slip did not come, or may not have come', async () => {
    const kiosk = kioskStand();
    const issued = {
      type: 'issued',
      number: 1,
      service: 'account',
      segment: 'ordinary',
      language: 'en',
      handover: 'paper',
      ahead: 0,
    } as const;
    const here = { kind: 'kiosk', device: 'kiosk1' } as const;
    const there = { kind: 'kiosk', device: 'kiosk2' } as const;
    kiosk.branch.commit(
      { ...issued, ticket: 1, label: 'A001', actor: here },
      { ...issued, ticket: 2, label: 'A002', actor: there },
      { ...issued, ticket: 3, label: 'A003', actor: here },
    );
    const failed = { type: 'print-failed', device: 'printer', reason: 'paper-out' } as const;
    kiosk.branch.commit({ ...failed, ticket: 2, label: 'A002' });
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
    kiosk.branch.commit({ ...failed, ticket: 1, label: 'A001' });
    kiosk.branch.commit({ type: 'print-unknown', device: 'printer', reason: 'no-answer', ticket: 3, label: 'A003' });
    expect(kiosk.text).toBe('A001 NOT PRINTED / PLEASE ASK STAFF');
    await kiosk.clock.advance(seconds(3));
    expect(kiosk.text).toBe('NUMBER A003 / NO SLIP? ASK STAFF');
  });
});
