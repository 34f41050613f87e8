import { describe, expect, it } from 'vitest';
import { ms, seconds } from '../clock.ts';
import { type KioskStand, kioskStand } from './kiosk-stand.fake.ts';

const RULES = { presses: 3, within: seconds(10), for: seconds(20) };
const WAIT = 'PLEASE WAIT / ONE NUMBER EACH';

async function press({ press: down, clock }: KioskStand, times: number, button = 2): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    down(button);
    await clock.advance(ms(500));
  }
}

const asked = ({ branch }: KioskStand): number => branch.commands.filter(({ type }) => type === 'issue').length;

describe('a kiosk at which one person presses again and again', () => {
  it('issues three numbers, then says please wait and asks the branch for nothing', async () => {
    const kiosk = kioskStand({ lockOut: RULES });
    await press(kiosk, 5);
    expect(asked(kiosk)).toBe(3);
    await kiosk.clock.advance(seconds(10));
    expect(kiosk.text).toBe(WAIT);
    expect(kiosk.lamps).toEqual(['off', 'off', 'off', 'off']);
    // The panel does not send them again.
    expect(kiosk.acknowledged).toEqual(['N-1', 'N-2', 'N-3', 'N-4', 'N-5']);
  });

  it('counts presses on any button', async () => {
    const kiosk = kioskStand({ lockOut: RULES });
    for (const button of [1, 2, 4, 1]) await press(kiosk, 1, button);
    expect(asked(kiosk)).toBe(3);
  });

  it('welcomes the next customer when the time is over, whatever was pressed meanwhile', async () => {
    const kiosk = kioskStand({ lockOut: RULES });
    await press(kiosk, 4);
    await kiosk.clock.advance(seconds(15));
    await press(kiosk, 1);
    await kiosk.clock.advance(seconds(10));
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
    expect(kiosk.lamps).toEqual(['on', 'on', 'off', 'on']);
    await press(kiosk, 3);
    expect(asked(kiosk)).toBe(6);
  });

  it('does not count who is told that there is no number', async () => {
    const kiosk = kioskStand({ lockOut: RULES });
    const refusal = { code: 'service-closed', service: 'cash', opens: null } as const;
    kiosk.branch.reply = () => ({ kind: 'refused', refusal });
    await press(kiosk, 5);
    expect(asked(kiosk)).toBe(5);
    kiosk.branch.reply = () => ({ kind: 'issued', ticket: 1, label: 'A001', ahead: 0 });
    await press(kiosk, 5);
    expect(asked(kiosk)).toBe(8);
  });

  it('takes presses that lie further apart for those of several customers', async () => {
    const kiosk = kioskStand({ lockOut: RULES });
    for (let count = 0; count < 8; count += 1) {
      await press(kiosk, 1);
      await kiosk.clock.advance(seconds(4));
    }
    expect(asked(kiosk)).toBe(8);
  });

  it('takes a yes to its question for no further press, and lets it through', async () => {
    const kiosk = kioskStand({ lockOut: { ...RULES, presses: 1 } });
    const { branch, clock } = kiosk;
    const { rules } = branch.committed;
    if (rules) {
      const limits = { perDay: null, askWaiting: 1, askBy: null, insistWithin: seconds(10) };
      branch.committed.rules = { ...rules, limits };
    }
    const question = {
      code: 'confirm-needed',
      service: 'cash',
      reason: 'waiting',
      waiting: 21,
      estimate: null,
    } as const;
    branch.reply = (command) =>
      command.type === 'issue' && command.insists
        ? { kind: 'issued', ticket: 1, label: 'B001', ahead: 21 }
        : { kind: 'refused', refusal: question };
    await press(kiosk, 2);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('NUMBER B001 / 21 BEFORE YOU');
  });

  it('answers a press again that the panel sends again', async () => {
    const kiosk = kioskStand({ lockOut: { ...RULES, presses: 1 } });
    kiosk.branch.committed.answers.set('panel:kiosk1', [
      { key: 'N-9', answer: { kind: 'issued', ticket: 9, label: 'A009', ahead: 0 } },
    ]);
    await press(kiosk, 2);
    kiosk.press(2, { id: 'N-9' });
    await kiosk.clock.advance(ms(50));
    expect(asked(kiosk)).toBe(2);
  });

  it('without a lock-out issues as many as are pressed', async () => {
    const kiosk = kioskStand();
    await press(kiosk, 6);
    expect(asked(kiosk)).toBe(6);
  });

  it('leaves no timer behind when the daemon stops', async () => {
    const kiosk = kioskStand({ lockOut: RULES });
    await press(kiosk, 4);
    kiosk.stop();
    expect(kiosk.clock.pending()).toBe(0);
  });
});
