import { beforeEach, describe, expect, it } from 'vitest';
import { addTicket, callTicket } from '../branch/port.fake.ts';
import { ms, seconds } from '../clock.ts';
import type { HandState } from '../queue/hall-states.ts';
import { type KioskStand, type KioskStandOptions, kioskStand } from './kiosk-stand.fake.ts';

const LEAVE = 'LEAVE BUILDING / USE THE EXITS';
const CARE = { within: seconds(20), buttons: [{ button: 6, segment: 'caring', needs: [] }] } as const;
const OPTIONS: KioskStandOptions = { care: CARE, cards: { limit: null }, hasForms: true };

let kiosk: KioskStand;

async function settled(delay = ms(50)): Promise<string> {
  await kiosk.clock.advance(delay);
  return kiosk.text;
}

/** A person has the hall stand so. */
function order(state: HandState): void {
  const { committed } = kiosk.branch;
  committed.hall = { ...committed.hall, byHand: { state, since: committed.lastAt, before: 'open' } };
  kiosk.branch.commit();
}

/** A slip of the day whose ticket is called to window 2. */
function called(): string {
  const { committed } = kiosk.branch;
  callTicket(committed, addTicket(committed, 'A001', 'account'), 'c2', 0);
  return `${committed.day?.date} A001`;
}

beforeEach(() => {
  kiosk = kioskStand(OPTIONS);
});

describe('a kiosk in an evacuation says that everybody is to leave', () => {
  it('to whoever presses a discreet button, which takes nothing', async () => {
    order('evacuation');
    kiosk.press(6);
    expect(await settled()).toBe(LEAVE);
    expect(kiosk.lamps[5]).toBe('off');
  });

  it('after a choice', async () => {
    kiosk.press(6);
    expect(await settled()).toBe('CHOOSE SERVICE / PRESS A BUTTON');
    order('evacuation');
    expect(await settled()).toBe(LEAVE);
    expect(kiosk.lamps[5]).toBe('off');
  });

  it('while a card lies there', async () => {
    kiosk.card('t1');
    expect(await settled()).toBe('CARD READ / PRESS A BUTTON');
    order('evacuation');
    expect(await settled()).toBe(LEAVE);
    kiosk.card('t2');
    expect(await settled()).toBe(LEAVE);
  });

  it('to whoever shows a slip, and sends nobody to a window', async () => {
    const slip = called();
    order('evacuation');
    kiosk.show(slip);
    expect(await settled()).toBe(LEAVE);
  });

  it('to whoever would come back late or checks in, and asks nothing of the branch', async () => {
    const { committed } = kiosk.branch;
    committed.appointments.set('R-1', { reference: 'R-1', service: 'cash', segment: 'gold', time: 0 });
    order('evacuation');
    for (const code of [`${committed.day?.date} A009`, 'R-1']) {
      kiosk.show(code);
      expect(await settled()).toBe(LEAVE);
    }
    expect(kiosk.branch.commands).toEqual([]);
  });

  it('at once, whatever is being told and whatever would follow', async () => {
    kiosk.press(2);
    expect(await settled()).toBe('NUMBER A001 / YOU ARE NEXT');
    order('evacuation');
    expect(kiosk.text).toBe(LEAVE);
    for (let second = 0; second < 12; second += 1) expect(await settled(seconds(1))).toBe(LEAVE);
  });
});

describe('a kiosk that gives no numbers', () => {
  it.each<[HandState, string]>([
    ['closing', 'NOT OPEN YET / PLEASE ASK STAFF'],
    ['out-of-order', 'OUT OF ORDER / BACK SOON'],
  ])('asks for no service: %s', async (state, text) => {
    order(state);
    kiosk.press(6);
    expect(await settled()).toBe(text);
    expect(kiosk.lamps[5]).toBe('off');
  });

  it('answers no slip while the branch is out of order, and does so when it is closed', async () => {
    const slip = called();
    order('out-of-order');
    kiosk.show(slip);
    expect(await settled()).toBe('OUT OF ORDER / BACK SOON');
    order('closing');
    await settled(seconds(10));
    kiosk.show(slip);
    expect(await settled()).toBe('A001 TO WINDOW 2 / PLEASE GO THERE');
  });
});
