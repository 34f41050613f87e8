import { describe, expect, it } from 'vitest';
import { type FakeBranch, fakeBranch } from '../branch/port.fake.ts';
import type { Reply } from '../branch/port.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import type { LampState, Press, PrinterReadiness, PrintTrouble } from '../devices/kinds.ts';
import { silentLog } from '../devices/log.ts';
import { LobbydError } from '../errors.ts';
import { runKiosk } from './kiosk.ts';

interface Stand {
  readonly clock: FakeClock;
  readonly branch: FakeBranch;
  readonly acknowledged: string[];
  lamps: readonly LampState[];
  text: string;
  press(button: number, extra?: Partial<Press<number>>): void;
  printer(trouble: PrintTrouble | null): void;
  stop(): void;
}

interface StandOptions {
  readonly whenNotReady?: 'refuse' | 'screen';
  readonly hasPrinter?: boolean;
  /** How the printer is when the daemon starts. */
  readonly atStart?: PrintTrouble;
}

function stand(options: StandOptions = {}): Stand {
  const clock = fakeClock();
  const branch = fakeBranch();
  let pressed: (press: Press<number>) => void = () => {};
  let readiness: PrinterReadiness = options.atStart
    ? { kind: 'not-ready', trouble: options.atStart }
    : { kind: 'ready', isPaperLow: false };
  const listeners = new Set<(readiness: PrinterReadiness) => void>();
  let sequence = 0;
  let number = 0;
  const made: Stand = {
    clock,
    branch,
    acknowledged: [],
    lamps: [],
    text: '',
    press(button, extra = {}) {
      sequence += 1;
      const id = extra.id ?? `N-${sequence}`;
      pressed({ key: button, id, acknowledge: () => void made.acknowledged.push(id), ...extra });
    },
    printer(trouble) {
      readiness = trouble ? { kind: 'not-ready', trouble } : { kind: 'ready', isPaperLow: false };
      for (const listener of [...listeners]) listener(readiness);
    },
    stop: () => stop(),
  };
  branch.reply = () => {
    number += 1;
    return { kind: 'issued', ticket: number, label: `A00${number}`, ahead: number - 1 };
  };
  const button = (at: number, service: string) => ({ button: at, service, segment: 'ordinary', language: 'en' });
  const stop = runKiosk({
    branch,
    clock,
    log: silentLog,
    device: 'kiosk1',
    buttons: [button(1, 'account'), button(2, 'cash'), button(4, 'wealth')],
    whenNotReady: options.whenNotReady ?? 'refuse',
    panel: {
      onPress: (given) => {
        pressed = given;
      },
      showLamps: (given) => {
        made.lamps = given;
      },
      showText: ({ line1, line2 }) => {
        made.text = `${line1} / ${line2}`;
      },
    },
    printer:
      options.hasPrinter === false
        ? null
        : {
            readiness: () => readiness,
            print: () => expect.fail('the kiosk does not print'),
            onReadiness(given) {
              listeners.add(given);
              return () => void listeners.delete(given);
            },
          },
  });
  return made;
}

function held(branch: FakeBranch): (reply: Reply) => void {
  let release: (reply: Reply) => void = () => {};
  const promise = new Promise<Reply>((resolve) => {
    release = resolve;
  });
  branch.reply = () => promise;
  return release;
}

const fault = (code: `branch/${string}` | `journal/${string}`): Reply => ({
  kind: 'fault',
  fault: new LobbydError({ code, what: 'planted', where: 'test', next: 'none' }),
});

describe('a kiosk at rest', () => {
  it('lights the buttons that give a ticket, and says welcome', () => {
    const kiosk = stand();
    expect(kiosk.lamps).toEqual(['on', 'on', 'off', 'on']);
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it('darkens a button whose service gives no tickets, and all before the day is open', () => {
    const kiosk = stand();
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
    const kiosk = stand();
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
    const kiosk = stand();
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
    const kiosk = stand();
    kiosk.press(3);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toEqual([]);
    expect(kiosk.acknowledged).toEqual(['N-1']);
    expect(kiosk.text).toBe('WELCOME / PRESS A BUTTON');
  });

  it('that is refused says why', async () => {
    const kiosk = stand();
    kiosk.branch.reply = () => ({ kind: 'refused', refusal: { code: 'numbers-exhausted', service: 'account' } });
    kiosk.press(1);
    await kiosk.clock.advance(0);
    expect(kiosk.text).toBe('NUMBERS USED UP / PLEASE ASK STAFF');
  });

  it('with a full disk says so, and is not sent again', async () => {
    const kiosk = stand();
    kiosk.branch.reply = () => fault('journal/disk-full');
    kiosk.press(1);
    await kiosk.clock.advance(0);
    expect(kiosk.text).toBe('DISK FULL: HELP! / PLEASE ASK STAFF');
    expect(kiosk.acknowledged).toEqual(['N-1']);
  });

  it('that a stopping daemon did not take is kept by the panel for the next one', async () => {
    const kiosk = stand();
    kiosk.branch.reply = () => fault('branch/stopping');
    kiosk.press(1);
    await kiosk.clock.advance(0);
    expect(kiosk.text).toBe('ONE MOMENT / PLEASE WAIT');
    expect(kiosk.acknowledged).toEqual([]);
  });

  it('from before an outage gives no ticket, unless it was answered then', async () => {
    const kiosk = stand();
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
    const kiosk = stand();
    held(kiosk.branch);
    for (let count = 0; count < 17; count += 1) kiosk.press(1);
    await kiosk.clock.advance(0);
    expect(kiosk.branch.commands).toHaveLength(16);
    expect(kiosk.acknowledged).toEqual(['N-17']);
    expect(kiosk.text).toBe('ONE AT A TIME / PLEASE PRESS AGAIN');
  });
});

describe('a kiosk whose printer does not print', () => {
  it('refuses at once, darkens its buttons and says why, and is back when there is paper', async () => {
    const kiosk = stand();
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
    const kiosk = stand();
    kiosk.press(1);
    await kiosk.clock.advance(0);
    kiosk.printer('paper-out');
    expect(kiosk.text).toBe('NUMBER A001 / YOU ARE NEXT');
    await kiosk.clock.advance(seconds(6));
    expect(kiosk.text).toBe('OUT OF PAPER / PLEASE ASK STAFF');
  });

  it('tells the number on the screen where that is the rule, each long enough to be read', async () => {
    const kiosk = stand({ whenNotReady: 'screen' });
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
    const kiosk = stand({ hasPrinter: false });
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
    const kiosk = stand();
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

describe('a daemon that stops', () => {
  it('takes no press any more, but acknowledges what got on disk', async () => {
    const kiosk = stand();
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
    const kiosk = stand({ atStart: 'gone' });
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
    const kiosk = stand({ atStart: 'gone' });
    kiosk.press(1);
    await kiosk.clock.advance(seconds(4));
    expect(kiosk.branch.commands).toEqual([]);
    expect(kiosk.acknowledged).toEqual(['N-1']);
    expect(kiosk.text).toBe('PRINTER OFF / PLEASE ASK STAFF');
    expect(kiosk.lamps).toEqual(['off', 'off', 'off', 'off']);
  });

  it('leaves a press that waits to the next daemon when it is stopped', async () => {
    const kiosk = stand({ atStart: 'gone' });
    kiosk.press(1);
    kiosk.stop();
    await kiosk.clock.advance(seconds(10));
    expect(kiosk.branch.commands).toEqual([]);
    expect(kiosk.acknowledged).toEqual([]);
  });
});

it('a press that got its ticket before the crash is told its number again, though the printer is off since', async () => {
  const kiosk = stand({ atStart: 'gone' });
  await kiosk.clock.advance(seconds(4));
  const answer = { kind: 'issued', ticket: 1, label: 'A001', ahead: 0 } as const;
  kiosk.branch.committed.answers.set('panel:kiosk1', [{ key: 'C0DE-7', answer }]);
  kiosk.press(1, { id: 'C0DE-7' });
  await kiosk.clock.advance(0);
  expect(kiosk.text).toBe('NUMBER A001 / YOU ARE NEXT');
  expect(kiosk.acknowledged).toEqual(['C0DE-7']);
});
