import { describe, expect, it } from 'vitest';
import { seconds } from '../clock.ts';
import { kioskStand } from './kiosk-stand.fake.ts';
import { fault, held } from './pad-stand.fake.ts';

describe('a kiosk at rest', () => {
  it('lights the buttons that give a ticket, and says welcome', () => {
    const kiosk = kioskStand();
    expect(kiosk.lamps).toEqual(['on', 'on', 'off', 'on']);
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it('darkens a button whose service gives no tickets, and all before the day is open', () => {
    const kiosk = kioskStand();
    const { committed } = kiosk.branch;
    if (committed.rules) {
      const services = committed.rules.services.map((rules) => ({ ...rules, isIssuing: rules.id !== 'cash' }));
      committed.rules = { ...committed.rules, services };
    }
    kiosk.branch.commit();
    expect(kiosk.lamps).toEqual(['on', 'off', 'off', 'on']);
    committed.day = null;
    kiosk.branch.commit();
    expect(kiosk.lamps).toEqual(['off', 'off', 'off', 'off']);
    expect(kiosk.text).toBe('NO TICKETS NOW / PLEASE ASK STAFF');
  });
});

describe('a press on a kiosk button', () => {
  it('asks for a ticket of its service, under the identity of the press, and is acknowledged with the answer', async () => {
    const kiosk = kioskStand();
    kiosk.press(2, { id: 'C0DE-5' });
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toEqual([
      {
        type: 'issue',
        service: 'cash',
        segment: 'ordinary',
        language: 'en',
        handover: 'paper',
        id: { source: 'panel:kiosk1', key: 'C0DE-5' },
        actor: { kind: 'kiosk', device: 'kiosk1' },
      },
    ]);
    expect(kiosk.acknowledged).toEqual(['C0DE-5']);
    expect(kiosk.text).toBe('NUMBER A001 / YOU ARE NEXT');
    await kiosk.clock.advance(seconds(6));
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it('blinks its lamp until the answer is on disk, and a resend meanwhile asks for no second ticket', async () => {
    const kiosk = kioskStand();
    const release = held(kiosk.branch);
    kiosk.press(1, { id: 'C0DE-1' });
    kiosk.press(1, { id: 'C0DE-1' });
    await kiosk.clock.advance(0);
    expect(kiosk.lamps).toEqual(['blink', 'on', 'off', 'on']);
    expect(kiosk.acknowledged).toEqual([]);
    release({ kind: 'issued', ticket: 1, label: 'A001', ahead: 4 });
    await kiosk.clock.advance(0);
    expect(kiosk.lamps).toEqual(['on', 'on', 'off', 'on']);
    expect(kiosk.text).toBe('NUMBER A001 / 4 BEFORE YOU');
    expect(kiosk.branch.commands).toHaveLength(1);
    expect(kiosk.acknowledged).toEqual(['C0DE-1']);
  });

  it('on a button without a service is acknowledged and gives nothing', async () => {
    const kiosk = kioskStand();
    kiosk.press(3);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toEqual([]);
    expect(kiosk.acknowledged).toEqual(['N-1']);
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it('that is refused says why', async () => {
    const kiosk = kioskStand();
    kiosk.branch.reply = () => ({ kind: 'refused', refusal: { code: 'numbers-exhausted', service: 'account' } });
    kiosk.press(1);
    await kiosk.clock.advance(0);
    expect(kiosk.text).toBe('NUMBERS USED UP / PLEASE ASK STAFF');
  });

  it('with a full disk says so, and is not sent again', async () => {
    const kiosk = kioskStand();
    kiosk.branch.reply = () => fault('journal/disk-full');
    kiosk.press(1);
    await kiosk.clock.advance(0);
    expect(kiosk.text).toBe('DISK FULL: HELP! / PLEASE ASK STAFF');
    expect(kiosk.acknowledged).toEqual(['N-1']);
  });

  it('that a stopping daemon did not take is kept by the panel for the next one', async () => {
    const kiosk = kioskStand();
    kiosk.branch.reply = () => fault('branch/stopping');
    kiosk.press(1);
    await kiosk.clock.advance(0);
    expect(kiosk.text).toBe('ONE MOMENT / PLEASE WAIT');
    expect(kiosk.acknowledged).toEqual([]);
  });

  it('from before an outage gives no ticket, unless it was answered then', async () => {
    const kiosk = kioskStand();
    kiosk.press(1, { ageMs: 20_100 });
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toEqual([]);
    expect(kiosk.acknowledged).toEqual(['N-1']);
    const answer = { kind: 'issued', ticket: 7, label: 'A007', ahead: 0 } as const;
    kiosk.branch.committed.answers.set('panel:kiosk1', [{ key: 'N-2', answer }]);
    kiosk.press(1, { ageMs: 20_100 });
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toHaveLength(1);
  });

  it('beyond sixteen at once is told to come again', async () => {
    const kiosk = kioskStand();
    held(kiosk.branch);
    for (let count = 0; count < 17; count += 1) kiosk.press(1);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toHaveLength(16);
    expect(kiosk.acknowledged).toEqual(['N-17']);
    expect(kiosk.text).toBe('ONE AT A TIME / PLEASE PRESS AGAIN');
  });
});

describe('a daemon that stops', () => {
  it('takes no press any more, but acknowledges what got on disk', async () => {
    const kiosk = kioskStand();
    const release = held(kiosk.branch);
    kiosk.press(1);
    await kiosk.clock.advance(0);
    kiosk.stop();
    kiosk.press(2);
    kiosk.printer('gone');
    release({ kind: 'issued', ticket: 1, label: 'A001', ahead: 0 });
    await kiosk.clock.advance(seconds(10));
    expect(kiosk.branch.commands).toHaveLength(1);
    expect(kiosk.acknowledged).toEqual(['N-1']);
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
    expect(kiosk.clock.pending()).toBe(0);
  });
});

describe('a kiosk whose printer has not said a word since the start', () => {
  it('is open for presses, which wait for the word and then get their tickets', async () => {
    const kiosk = kioskStand({ atStart: 'gone' });
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
    kiosk.press(1);
    await kiosk.clock.advance(seconds(1));
    expect(kiosk.branch.commands).toEqual([]);
    expect(kiosk.acknowledged).toEqual([]);
    kiosk.printer(null);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toMatchObject([{ type: 'issue', handover: 'paper' }]);
    expect(kiosk.acknowledged).toEqual(['N-1']);
  });

  it('says that it is off when no word comes', async () => {
    const kiosk = kioskStand({ atStart: 'gone' });
    kiosk.press(1);
    await kiosk.clock.advance(seconds(4));
    expect(kiosk.branch.commands).toEqual([]);
    expect(kiosk.acknowledged).toEqual(['N-1']);
    expect(kiosk.text).toBe('PRINTER OFF / PLEASE ASK STAFF');
    expect(kiosk.lamps).toEqual(['off', 'off', 'off', 'off']);
  });

  it('leaves a press that waits to the next daemon when it is stopped', async () => {
    const kiosk = kioskStand({ atStart: 'gone' });
    kiosk.press(1);
    kiosk.stop();
    await kiosk.clock.advance(seconds(10));
    expect(kiosk.branch.commands).toEqual([]);
    expect(kiosk.acknowledged).toEqual([]);
  });
});

it('a press that got its ticket before the crash is told its number again, though the printer is off since', async () => {
  const kiosk = kioskStand({ atStart: 'gone' });
  await kiosk.clock.advance(seconds(4));
  const answer = { kind: 'issued', ticket: 1, label: 'A001', ahead: 0 } as const;
  kiosk.branch.committed.answers.set('panel:kiosk1', [{ key: 'C0DE-7', answer }]);
  kiosk.press(1, { id: 'C0DE-7' });
  await kiosk.clock.advance(0);
  expect(kiosk.text).toBe('NUMBER A001 / YOU ARE NEXT');
  expect(kiosk.acknowledged).toEqual(['C0DE-7']);
});
