import { describe, expect, it } from 'vitest';
import { addTicket, callTicket, type FakeBranch, fakeBranch } from '../branch/port.fake.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import type { DisplayFace } from '../devices/kinds.ts';
import type { EventBodyOf } from '../queue/events.ts';
import type { Ticket } from '../queue/state.ts';
import { directDisplays } from './display-director.ts';

interface Stand {
  readonly clock: FakeClock;
  readonly branch: FakeBranch;
  /** Faces given to each display, in order. */
  readonly faces: { readonly c1: string[]; readonly c2: string[] };
  readonly stop: () => void;
}

const spoken = ({ text, isBlinking }: DisplayFace): string => (isBlinking ? `${text} blinking` : text);

function stand(prepare: (branch: FakeBranch) => void = () => {}): Stand {
  const clock = fakeClock();
  const branch = fakeBranch();
  prepare(branch);
  const faces: Stand['faces'] = { c1: [], c2: [] };
  const stop = directDisplays({
    branch,
    clock,
    displays: new Map([
      ['c1', { show: (face) => void faces.c1.push(spoken(face)) }],
      ['c2', { show: (face) => void faces.c2.push(spoken(face)) }],
    ]),
    texts: { idle: 'NEXT', paused: 'PAUSE', closed: 'CLOSED', evacuated: 'EXIT', seat: 'SIT' },
    blinkFor: seconds(8),
  });
  return { clock, branch, faces, stop };
}

function called(ticket: Ticket): EventBodyOf<'called'> {
  return {
    type: 'called',
    ticket: ticket.id,
    label: ticket.label,
    service: ticket.service,
    waited: 0,
    how: 'next',
    score: null,
    passedOver: 0,
    turns: null,
  };
}

function handedOff(ticket: Ticket): EventBodyOf<'handed-off'> {
  return {
    type: 'handed-off',
    ticket: ticket.id,
    label: ticket.label,
    service: ticket.service,
    language: 'en',
    step: null,
    to: 'review',
    where: 'pool',
    pool: { kind: 'step', service: ticket.service, step: 'review' },
    home: 'c1',
    isSeated: true,
    queuedAt: 0,
    served: 0,
  };
}

function call(branch: FakeBranch, label: string, counter = 'c1'): Ticket {
  const ticket = addTicket(branch.committed, label, 'account');
  callTicket(branch.committed, ticket, counter, branch.time);
  branch.commit({ ...called(ticket), counter });
  return ticket;
}

describe('the displays over the counters', () => {
  it('show a number that another window takes over there: blinking where its customer has not come, else steady', async () => {
    const { branch, clock, faces } = stand();
    const ticket = call(branch, 'A012');
    await clock.advance(seconds(9));
    const over = (from: string, counter: string, status: 'called' | 'serving'): void => {
      const at = branch.committed.counters.get(from);
      if (at) Object.assign(at, { ticket: null, state: 'paused' });
      Object.assign(ticket, { counter, status });
      Object.assign(branch.committed.counters.get(counter) ?? {}, { ticket: ticket.id, state: 'open' });
      branch.commit({ type: 'taken-over', ticket: ticket.id, label: 'A012', from, status, counter });
    };
    over('c1', 'c2', 'called');
    expect([faces.c1.at(-1), faces.c2.at(-1)]).toEqual(['PAUSE', 'A012 blinking']);
    await clock.advance(seconds(9));
    expect(faces.c2.at(-1)).toBe('A012');
    over('c2', 'c1', 'serving');
    expect([faces.c1.at(-1), faces.c2.at(-1)]).toEqual(['A012', 'PAUSE']);
  });

  it('tell a customer whose papers go to the back office to sit down, until the next one is called', async () => {
    const { branch, clock, faces } = stand();
    const ticket = call(branch, 'A012');
    const counter = branch.committed.counters.get('c1');
    ticket.status = 'waiting';
    if (counter) counter.ticket = null;
    branch.commit({ ...handedOff(ticket), counter: 'c1' });
    expect(faces.c1.at(-1)).toBe('SIT');
    await clock.advance(seconds(8));
    expect(faces.c1.at(-1)).toBe('NEXT');
    branch.commit({ ...handedOff(ticket), counter: 'c1' });
    call(branch, 'A013');
    expect(faces.c1.slice(-2)).toEqual(['SIT', 'A013 blinking']);
    branch.commit({ ...handedOff(ticket), isSeated: false, counter: 'c2' });
    expect(faces.c2.at(-1)).toBe('NEXT');
  });

  it('say at the start whether the counter is free, paused or closed', () => {
    const { faces } = stand(({ committed }) => {
      const second = committed.counters.get('c2');
      if (second) second.state = 'paused';
    });
    expect(faces).toEqual({ c1: ['NEXT'], c2: ['PAUSE'] });
  });

  it('say closed before there are rules, and for a counter that never opened', () => {
    expect(stand((branch) => branch.committed.counters.clear()).faces).toEqual({ c1: ['CLOSED'], c2: ['CLOSED'] });
    const { faces } = stand(({ committed }) => {
      committed.rules = null;
    });
    expect(faces).toEqual({ c1: ['CLOSED'], c2: ['CLOSED'] });
  });

  it('blink a called number for eight seconds, then show it plain, and leave the other counter alone', async () => {
    const { clock, branch, faces } = stand();
    call(branch, 'A012');
    await clock.advance(seconds(7.9));
    expect(faces).toEqual({ c1: ['NEXT', 'A012 blinking'], c2: ['NEXT'] });
    await clock.advance(seconds(0.1));
    expect(faces.c1).toEqual(['NEXT', 'A012 blinking', 'A012']);
  });

  it('blink again, and for the whole time, when the number is recalled', async () => {
    const { clock, branch, faces } = stand();
    const ticket = call(branch, 'A012');
    await clock.advance(seconds(6));
    branch.commit({ type: 'recalled', ticket: ticket.id, label: 'A012', times: 1, counter: 'c1' });
    await clock.advance(seconds(7.9));
    expect(faces.c1).toEqual(['NEXT', 'A012 blinking']);
    await clock.advance(seconds(1));
    expect(faces.c1).toEqual(['NEXT', 'A012 blinking', 'A012']);
    branch.commit({ type: 'recalled', ticket: ticket.id, label: 'A012', times: 2, counter: 'c1' });
    expect(faces.c1.at(-1)).toBe('A012 blinking');
  });

  it('stop blinking when the customer is being served', () => {
    const { branch, faces } = stand();
    const ticket = call(branch, 'A012');
    ticket.status = 'serving';
    branch.commit({ type: 'started', ticket: ticket.id, label: 'A012', counter: 'c1' });
    expect(faces.c1).toEqual(['NEXT', 'A012 blinking', 'A012']);
  });

  it('go on to the next number at once, though the one before still blinks', async () => {
    const { clock, branch, faces } = stand();
    call(branch, 'A012');
    await clock.advance(seconds(5));
    call(branch, 'A013');
    await clock.advance(seconds(7));
    expect(faces.c1).toEqual(['NEXT', 'A012 blinking', 'A013 blinking']);
  });

  it('show a number that is transferred away no longer, though it still would blink', async () => {
    const { clock, branch, faces } = stand();
    const ticket = call(branch, 'A012');
    ticket.status = 'waiting';
    const counter = branch.committed.counters.get('c1');
    if (counter) counter.ticket = null;
    branch.commit({ type: 'no-show', ticket: ticket.id, label: 'A012', service: 'account', counter: 'c1' });
    await clock.advance(seconds(10));
    expect(faces.c1).toEqual(['NEXT', 'A012 blinking', 'NEXT']);
  });

  it('go on blinking a call from three seconds before a restart for the five that are left', async () => {
    const { clock, faces } = stand((branch) => {
      const ticket = addTicket(branch.committed, 'A012', 'account');
      callTicket(branch.committed, ticket, 'c1', branch.time - 3_000);
    });
    expect(faces.c1).toEqual(['A012 blinking']);
    await clock.advance(seconds(5));
    expect(faces.c1).toEqual(['A012 blinking', 'A012']);
  });

  it('all show the way out while the building is evacuated, and afterwards what stood there', async () => {
    const { branch, clock, faces } = stand();
    call(branch, 'A012');
    const { hall } = branch.committed;
    branch.committed.hall = { ...hall, byHand: { state: 'evacuation', since: 0, before: 'open' } };
    branch.commit({ type: 'hall-set', from: 'open', state: 'evacuation' });
    await clock.advance(seconds(10));
    expect([faces.c1.at(-1), faces.c2.at(-1)]).toEqual(['EXIT', 'EXIT']);
    branch.committed.hall = hall;
    branch.commit({ type: 'hall-set', from: 'evacuation', state: 'open' });
    expect([faces.c1.at(-1), faces.c2.at(-1)]).toEqual(['A012', 'NEXT']);
  });

  it('are given the same face only once', () => {
    const { branch, faces } = stand();
    branch.commit({ type: 'counter-opened', profile: 'longest', counter: 'c1' });
    branch.commit({ type: 'counter-opened', profile: 'longest', counter: 'c1' });
    expect(faces.c1).toEqual(['NEXT']);
  });

  it('are left as they are when the daemon stops', async () => {
    const { clock, branch, faces, stop } = stand();
    call(branch, 'A012');
    stop();
    call(branch, 'A013');
    await clock.advance(seconds(10));
    expect(faces.c1).toEqual(['NEXT', 'A012 blinking']);
    expect(clock.pending()).toBe(0);
  });
});
