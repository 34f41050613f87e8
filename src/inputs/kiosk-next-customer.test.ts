import { expect, it } from 'vitest';
import { seconds } from '../clock.ts';
import type { HandState } from '../queue/hall-states.ts';
import { issues, type KioskStand, type KioskStandOptions, kioskStand, presses } from './kiosk-stand.fake.ts';

const CARE = { within: seconds(20), buttons: [{ button: 6, segment: 'caring', needs: ['large-type'] }] } as const;

/** A kiosk that sends everybody to a machine who does not insist; who does, or presses another button, gets a number. */
function machineKiosk(options: KioskStandOptions = {}): KioskStand {
  const kiosk = kioskStand({ care: CARE, cards: { limit: null }, ...options });
  const { branch } = kiosk;
  if (branch.committed.rules) {
    const limits = { perDay: null, askWaiting: null, askBy: null, insistWithin: seconds(10) };
    const machines = [{ id: 'm1', names: { en: 'Machine 1' }, services: ['cash'], queueBelow: 3 }];
    branch.committed.rules = { ...branch.committed.rules, limits, machines };
  }
  const numbers = branch.reply;
  branch.reply = (command) => {
    if (command.type === 'take-machine') return { kind: 'done', label: null };
    if (command.type !== 'issue' || command.service !== 'cash' || command.insists) return numbers(command);
    const offer = { service: 'cash', machine: 'm1', waiting: 4, reason: null, estimate: null } as const;
    return { kind: 'refused', refusal: { code: 'machine-better', ...offer } };
  };
  return kiosk;
}

const CHOSEN = ['cash', 'caring', 'large-type'];
const NEXT = ['account', 'ordinary'];

it('who says yes to a machine leaves no choice to the next customer', async () => {
  const kiosk = machineKiosk({ yesButton: 5 });
  await presses(kiosk, 6, 2, 5);
  expect(kiosk.lamps[5]).toBe('on');
  await presses(kiosk, 1);
  expect(issues(kiosk)).toEqual([CHOSEN, NEXT]);
});

it('nor does who goes there without a word', async () => {
  const kiosk = machineKiosk();
  await presses(kiosk, 6, 2);
  await kiosk.clock.advance(seconds(10));
  await presses(kiosk, 1);
  expect(issues(kiosk)).toEqual([CHOSEN, NEXT]);
});

it('who insists on the number has it with what was chosen', async () => {
  const kiosk = machineKiosk();
  await presses(kiosk, 6, 2, 2);
  expect(issues(kiosk)).toEqual([CHOSEN, CHOSEN]);
});

it('who goes to a machine leaves no card either', async () => {
  const kiosk = machineKiosk({ yesButton: 5 });
  kiosk.card('t1', 'gold');
  await presses(kiosk, 2, 5, 1);
  expect(issues(kiosk)).toEqual([['cash', 'gold'], NEXT]);
});

it('who checks in by a code after a choice does not leave it behind', async () => {
  const kiosk = machineKiosk();
  kiosk.branch.committed.appointments.set('R-1', { reference: 'R-1', service: 'cash', segment: 'gold', time: 0 });
  await presses(kiosk, 6);
  kiosk.show('R-1');
  await kiosk.clock.advance(seconds(4));
  await presses(kiosk, 1);
  expect(issues(kiosk)).toEqual([NEXT]);
  // The segment is that of the booking; what the customer needs was chosen here.
  expect(kiosk.branch.commands).toContainEqual(
    expect.objectContaining({ type: 'check-in', reference: 'R-1', needs: ['large-type'] }),
  );
});

it('who checks in too early has the choice for the button of a service still', async () => {
  const kiosk = machineKiosk();
  kiosk.branch.committed.appointments.set('R-1', { reference: 'R-1', service: 'cash', segment: 'gold', time: 0 });
  const numbers = kiosk.branch.reply;
  kiosk.branch.reply = (command) => {
    if (command.type !== 'check-in') return numbers(command);
    return { kind: 'refused', refusal: { code: 'check-in-early', reference: 'R-1', wait: 600_000 } };
  };
  await presses(kiosk, 6);
  kiosk.show('R-1');
  await kiosk.clock.advance(seconds(4));
  await presses(kiosk, 1);
  expect(issues(kiosk)).toEqual([['account', 'caring', 'large-type']]);
});

it.each<HandState>(['evacuation', 'out-of-order'])('nobody finds a choice of before: %s', async (state) => {
  const kiosk = machineKiosk();
  const { committed } = kiosk.branch;
  await presses(kiosk, 6);
  const hall = committed.hall;
  committed.hall = { ...hall, byHand: { state, since: committed.lastAt, before: 'open' } };
  kiosk.branch.commit();
  committed.hall = hall;
  kiosk.branch.commit();
  await presses(kiosk, 1);
  expect(issues(kiosk)).toEqual([NEXT]);
});
