import { describe, expect, it } from 'vitest';
import { addTicket, callTicket } from '../branch/port.fake.ts';
import { seconds } from '../clock.ts';
import { kioskStand } from './kiosk-stand.fake.ts';

const TODAY = '2026-01-05';

/** A stand whose branch had a no-show A001 of accounts. */
function missed(reply: Parameters<typeof answering>[1] = { kind: 'done', label: 'A001' }) {
  const stand = kioskStand();
  const ticket = addTicket(stand.branch.committed, 'A001', 'account');
  const { committed } = stand.branch;
  committed.tickets.delete(ticket.id);
  committed.labels.delete('A001');
  committed.waiting.clear();
  ticket.status = 'no-show';
  committed.ended.push(ticket);
  answering(stand, reply);
  return { stand, ticket };
}

function answering(stand: ReturnType<typeof kioskStand>, reply: ReturnType<typeof stand.branch.reply>): void {
  stand.branch.reply = () => reply;
}

const shown = async (stand: ReturnType<typeof kioskStand>, code: string): Promise<string> => {
  stand.show(code);
  await stand.clock.advance(0);
  return stand.text;
};

describe('a slip that is shown to the kiosk', () => {
  it('brings a no-show back, for the lobby and by no teller', async () => {
    const { stand } = missed();
    expect(await shown(stand, `${TODAY} A001`)).toBe('A001 WAITS / YOU WILL BE CALLED');
    expect(stand.branch.commands).toEqual([
      {
        type: 'return-late',
        ticket: { label: 'A001' },
        counter: null,
        id: null,
        actor: { kind: 'kiosk', device: 'kiosk1' },
      },
    ]);
  });

  it('lets the lamp of the service blink while it is answered', async () => {
    const { stand } = missed();
    let answer = (): void => {};
    stand.branch.reply = () =>
      new Promise((resolve) => {
        answer = () => resolve({ kind: 'done', label: 'A001' });
      });
    stand.show(`${TODAY} A001`);
    await stand.clock.advance(100);
    expect(stand.lamps).toEqual(['blink', 'on', 'off', 'on']);
    // Whoever shows another one meanwhile has to show it again.
    stand.show(`${TODAY} A001`);
    answer();
    await stand.clock.advance(0);
    expect(stand.lamps).toEqual(['on', 'on', 'off', 'on']);
    expect(stand.branch.commands).toHaveLength(1);
  });

  it('says where to go when a window that stood waiting called it at once', async () => {
    const { stand, ticket } = missed();
    const { committed } = stand.branch;
    stand.branch.reply = () => {
      committed.tickets.set(ticket.id, ticket);
      committed.labels.set('A001', ticket.id);
      callTicket(committed, ticket, 'c1', 0);
      return { kind: 'done', label: 'A001' };
    };
    expect(await shown(stand, `${TODAY} A001`)).toBe('A001 TO WINDOW 1 / PLEASE GO THERE');
  });

  it.each([
    [{ code: 'return-too-late', label: 'A001', called: 7 } as const, 'A001 TOO LATE / PLEASE TAKE A NUMBER'],
    [{ code: 'no-late-return' } as const, 'NO LATE RETURN / PLEASE TAKE A NUMBER'],
    [{ code: 'wrong-status', label: 'A001', status: 'finished' } as const, 'A001 IS OVER / PLEASE TAKE A NUMBER'],
    [{ code: 'unknown-ticket', ticket: 'A001' } as const, 'A001 IS OVER / PLEASE TAKE A NUMBER'],
  ])('says why not: %o', async (refusal, text) => {
    const { stand } = missed({ kind: 'refused', refusal });
    expect(await shown(stand, `${TODAY} A001`)).toBe(text);
  });

  it('of somebody who waits, is parked or is called changes nothing', async () => {
    const stand = kioskStand();
    const { committed } = stand.branch;
    const ticket = addTicket(committed, 'A001', 'account');
    expect(await shown(stand, `${TODAY} A001`)).toBe('A001 WAITS / YOU WILL BE CALLED');
    callTicket(committed, ticket, 'c2', 0);
    await stand.clock.advance(seconds(10));
    expect(await shown(stand, `${TODAY} A001`)).toBe('A001 TO WINDOW 2 / PLEASE GO THERE');
    expect(stand.branch.commands).toEqual([]);
  });

  it('of yesterday is that of somebody who was held over and waits with it', async () => {
    const stand = kioskStand();
    Object.assign(addTicket(stand.branch.committed, 'A001', 'account'), { issuedAt: -1 });
    expect(await shown(stand, '2026-01-04 A001')).toBe('A001 WAITS / YOU WILL BE CALLED');
    await stand.clock.advance(seconds(10));
    expect(await shown(stand, '2026-01-03 A001')).toBe('SLIP OF ANOTHER DAY / PLEASE TAKE A NUMBER');
    expect(stand.branch.commands).toEqual([]);
  });

  it('of yesterday brings back who was held over and is a no-show of today', async () => {
    const { stand, ticket } = missed();
    Object.assign(ticket, { issuedAt: -1, endedAt: 5 });
    expect(await shown(stand, '2026-01-04 A001')).toBe('A001 WAITS / YOU WILL BE CALLED');
    await stand.clock.advance(seconds(10));
    Object.assign(ticket, { endedAt: -1 });
    expect(await shown(stand, '2026-01-04 A001')).toBe('SLIP OF ANOTHER DAY / PLEASE TAKE A NUMBER');
    expect(stand.branch.commands).toHaveLength(1);
  });

  it('of yesterday says nothing of somebody who has the number today and waits', async () => {
    const stand = kioskStand();
    addTicket(stand.branch.committed, 'A001', 'account');
    expect(await shown(stand, '2026-01-04 A001')).toBe('SLIP OF ANOTHER DAY / PLEASE TAKE A NUMBER');
  });

  it('of yesterday is not taken for that of somebody who has the number today', async () => {
    const { stand } = missed();
    expect(await shown(stand, '2026-01-04 A001')).toBe('SLIP OF ANOTHER DAY / PLEASE TAKE A NUMBER');
    expect(stand.branch.commands).toEqual([]);
  });
});

describe('the reference of an appointment that is shown to the kiosk', () => {
  const booked = (options: Parameters<typeof kioskStand>[0] = {}) => {
    const stand = kioskStand(options);
    const appointment = { reference: 'R-1', service: 'cash', segment: 'gold', time: 0 };
    stand.branch.committed.appointments.set('R-1', appointment);
    return stand;
  };

  it('checks in, on paper, and shows the number', async () => {
    const stand = booked();
    expect(await shown(stand, 'R-1')).toBe('NUMBER A001 / YOU ARE NEXT');
    expect(stand.branch.commands).toEqual([
      {
        type: 'check-in',
        reference: 'R-1',
        language: 'en',
        handover: 'paper',
        // Who is late has no second press that says yes.
        isUnasked: true,
        id: null,
        actor: { kind: 'kiosk', device: 'kiosk1' },
      },
    ]);
  });

  it('is told how long it is too early', async () => {
    const stand = booked();
    for (const [wait, text] of [
      [61_000, 'TOO EARLY / COME BACK IN 2 MIN'],
      [7_200_000, 'TOO EARLY / COME BACK IN 2 H'],
    ] as const) {
      answering(stand, { kind: 'refused', refusal: { code: 'check-in-early', reference: 'R-1', wait } });
      expect(await shown(stand, 'R-1')).toBe(text);
      await stand.clock.advance(seconds(10));
    }
  });

  it('gets no number that cannot be printed where the kiosk refuses those', async () => {
    const stand = booked();
    stand.printer('paper-out');
    expect(await shown(stand, 'R-1')).toBe('OUT OF PAPER / PLEASE ASK STAFF');
    expect(stand.branch.commands).toEqual([]);
    const told = booked({ whenNotReady: 'screen' });
    told.printer('paper-out');
    await shown(told, 'R-1');
    expect(told.branch.commands).toMatchObject([{ type: 'check-in', handover: 'screen' }]);
  });
});

it.each(['R-2', 'https://bank.example/menu', '6901234567892', 'lobbyd:1:elsewhere:2026-01-05:A001:00000000'])(
  'a code that is none of the branch is answered, and asks nothing of it: %s',
  async (code) => {
    const { stand } = missed();
    expect(await shown(stand, code)).toBe('CODE NOT KNOWN / PLEASE ASK STAFF');
    expect(stand.branch.commands).toEqual([]);
  },
);

it('a kiosk that was stopped answers no code', async () => {
  const { stand } = missed();
  stand.stop();
  await shown(stand, `${TODAY} A001`);
  expect(stand.branch.commands).toEqual([]);
});
