import { describe, expect, it } from 'vitest';
import { ms, seconds } from '../clock.ts';
import type { HoursRefusal } from '../queue/refusals-hours.ts';
import { kioskStand } from './kiosk-stand.fake.ts';

/** Monday, 30 November 2026, 08:00 in Shanghai. */
const NOW = Date.UTC(2026, 10, 30, 0);
const HOUR = 3_600_000;
const QUESTION: HoursRefusal = {
  code: 'confirm-needed',
  service: 'cash',
  reason: 'waiting',
  waiting: 21,
  estimate: null,
};

/** A kiosk whose branch has a clock, and asks once before it issues; the time for a yes is ten seconds. */
function askingKiosk() {
  const kiosk = kioskStand();
  const { branch } = kiosk;
  branch.wallOf = () => NOW;
  if (branch.committed.rules) {
    const limits = { perDay: null, askWaiting: 20, askBy: null, insistWithin: seconds(10) };
    branch.committed.rules = { ...branch.committed.rules, limits };
  }
  branch.reply = (command) =>
    command.type === 'issue' && command.insists
      ? { kind: 'issued', ticket: 1, label: 'B001', ahead: 21 }
      : { kind: 'refused', refusal: QUESTION };
  const insisted = () => branch.commands.map((command) => command.type === 'issue' && command.insists === true);
  return { ...kiosk, kiosk, insisted };
}

describe('a question at a kiosk', () => {
  it('is told with the light of its button blinking; the same button once more gives the number', async () => {
    const { kiosk, press, clock, insisted } = askingKiosk();
    press(2);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('21 ARE WAITING / YES: PRESS AGAIN');
    expect(kiosk.lamps[1]).toBe('blink');
    await clock.advance(seconds(5));
    press(2);
    await clock.advance(ms(50));
    expect(kiosk.text).toBe('NUMBER B001 / 21 BEFORE YOU');
    expect(insisted()).toEqual([false, true]);
    expect(kiosk.lamps[1]).toBe('on');
  });

  it('is over by time: a later press asks anew', async () => {
    const { kiosk, press, clock, insisted } = askingKiosk();
    press(2);
    await clock.advance(seconds(10));
    await clock.advance(ms(50));
    expect(kiosk.lamps[1]).toBe('on');
    press(2);
    await clock.advance(ms(50));
    expect(insisted()).toEqual([false, false]);
  });

  it('is over by another button, and answered by no other', async () => {
    const { press, clock, insisted } = askingKiosk();
    for (const button of [2, 1, 2]) {
      press(button);
      await clock.advance(ms(50));
    }
    expect(insisted()).toEqual([false, false, false]);
  });
});

describe('a kiosk outside hours', () => {
  it.each<[HoursRefusal, string]>([
    [{ code: 'not-open-yet', service: 'cash', opens: NOW + HOUR }, 'NOT OPEN YET / OPENS 09:00'],
    [{ code: 'branch-break', service: 'cash', opens: NOW + 5 * HOUR }, 'BREAK / OPENS 13:00'],
    [{ code: 'branch-closed', service: 'cash', opens: NOW + 25 * HOUR }, 'WE ARE CLOSED / OPENS TUE 09:00'],
    [{ code: 'branch-closed', service: 'cash', opens: NOW + 169 * HOUR }, 'WE ARE CLOSED / OPENS 07 DEC'],
    [{ code: 'branch-closed', service: 'cash', opens: null }, 'WE ARE CLOSED / PLEASE ASK STAFF'],
    [{ code: 'service-closed', service: 'cash', opens: NOW + 2 * HOUR }, 'SERVICE CLOSED / OPENS 10:00'],
    [{ code: 'no-time-left', service: 'cash', closes: NOW, estimate: 9 }, 'CLOSING SOON / COME ANOTHER DAY'],
    [{ code: 'capacity-reached', service: 'cash', of: 'branch', limit: 9 }, 'NONE LEFT TODAY / COME ANOTHER DAY'],
    [{ code: 'capacity-reached', service: 'cash', of: 'service', limit: 9 }, 'SERVICE IS FULL / COME ANOTHER DAY'],
    [{ code: 'hall-evacuated', service: 'cash' }, 'LEAVE BUILDING / USE THE EXITS'],
    [{ code: 'hall-out-of-order', service: 'cash' }, 'OUT OF ORDER / BACK SOON'],
    [{ ...QUESTION, reason: 'closing' }, 'MAY BE TOO LATE / YES: PRESS AGAIN'],
  ])('says why, and when: %o', async (refusal, text) => {
    const kiosk = kioskStand();
    kiosk.branch.wallOf = () => NOW;
    kiosk.branch.reply = () => ({ kind: 'refused', refusal });
    kiosk.press(2);
    await kiosk.clock.advance(0);
    expect(kiosk.text).toBe(text);
    for (const line of text.split(' / ')) expect(line.length).toBeLessThanOrEqual(16);
  });

  it('says of no service that its numbers are given out when all are', () => {
    const kiosk = kioskStand();
    const { committed } = kiosk.branch;
    if (!committed.rules) return expect.unreachable();
    const services = committed.rules.services.map((service) => ({ ...service, perDay: 0 }));
    committed.rules = { ...committed.rules, services };
    kiosk.branch.commit();
    expect(kiosk.text).toBe('NONE LEFT TODAY / COME ANOTHER DAY');
  });

  it('is dark, and lights its buttons when the hall opens', () => {
    const kiosk = kioskStand();
    const { committed } = kiosk.branch;
    kiosk.branch.wallOf = () => NOW;
    const instants = [
      { at: 0, what: 'begins' },
      { at: 2_000_000, what: 'opens' },
    ] as const;
    committed.day = { date: '2026-11-30', openedAt: 0, instants };
    committed.clock = { offset: NOW + HOUR - 2_000_000, isTrusted: true };
    committed.hallTurnsAt = 2_000_000;
    kiosk.branch.commit();
    expect(kiosk.lamps).toEqual(['off', 'off', 'off', 'off']);
    expect(kiosk.text).toBe('NOT OPEN YET / OPENS 09:00');
    committed.hall = { ...committed.hall, phase: 'open' };
    kiosk.branch.commit();
    expect(kiosk.lamps).toEqual(['on', 'on', 'off', 'on']);
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it.each([
    ['evacuation', 'LEAVE BUILDING / USE THE EXITS'],
    ['out-of-order', 'OUT OF ORDER / BACK SOON'],
  ] as const)('says so while the hall is set to %s, and welcomes again afterwards', (state, text) => {
    const kiosk = kioskStand();
    const { committed } = kiosk.branch;
    const { hall } = committed;
    committed.hall = { ...hall, byHand: { state, since: 0, before: 'open' } };
    kiosk.branch.commit();
    expect(kiosk.lamps).toEqual(['off', 'off', 'off', 'off']);
    expect(kiosk.text).toBe(text);
    committed.hall = hall;
    kiosk.branch.commit();
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it('darkens the button of a service whose numbers of the day are out', () => {
    const kiosk = kioskStand();
    const { committed } = kiosk.branch;
    if (committed.rules) {
      const services = committed.rules.services.map((rules) => (rules.id === 'cash' ? { ...rules, perDay: 2 } : rules));
      committed.rules = { ...committed.rules, services };
    }
    kiosk.branch.commit();
    committed.tallies.set('cash', { issued: 2, refused: 0, asked: 0, insisted: 0 });
    kiosk.branch.commit();
    expect(kiosk.lamps).toEqual(['on', 'off', 'off', 'on']);
  });
});
