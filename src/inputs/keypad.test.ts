import { beforeEach, describe, expect, it } from 'vitest';
import { addTicket } from '../branch/port.fake.ts';
import { seconds } from '../clock.ts';
import { NEWS_AFTER } from './keypad.ts';
import { fault, type PadStand, padStand } from './pad-stand.fake.ts';

let pad: PadStand;
beforeEach(() => {
  pad = padStand();
});

describe('what a teller reads', () => {
  it('is how many wait, and who is called, as it changes', () => {
    expect(pad.lines).toEqual({ line1: 'OPEN', line2: '0 WAITING' });
    addTicket(pad.branch.committed, 'B002', 'cash');
    addTicket(pad.branch.committed, 'C001', 'wealth');
    pad.call('A012');
    expect(pad.lines).toEqual({ line1: 'A012 CALLED', line2: '1 WAITING' });
  });

  it('is what happened elsewhere soon, once for ten calls, and what happened here at once', async () => {
    for (let n = 1; n <= 10; n += 1) {
      addTicket(pad.branch.committed, `B00${n}`, 'cash');
      pad.branch.commit({ type: 'counter-paused', reason: 'teller', counter: 'c2' });
    }
    expect(pad.shown).toHaveLength(1);
    await pad.clock.advance(NEWS_AFTER - 1);
    expect(pad.shown).toHaveLength(1);
    await pad.clock.advance(1);
    expect(pad.shown.slice(1)).toEqual([{ line1: 'OPEN', line2: '10 WAITING' }]);
    pad.branch.commit({ type: 'counter-paused', reason: 'teller', counter: 'c1' });
    expect(pad.shown).toHaveLength(3);
  });

  it('is nothing of what happened elsewhere once the pad is given up', async () => {
    pad.branch.commit({ type: 'counter-paused', reason: 'teller', counter: 'c2' });
    pad.stop();
    await pad.clock.advance(NEWS_AFTER);
    expect(pad.shown).toHaveLength(1);
  });

  it('is how to open a counter that is paused or closed', () => {
    const counter = pad.branch.committed.counters.get('c1');
    if (counter) counter.state = 'paused';
    pad.branch.commit({ type: 'counter-paused', reason: 'teller', counter: 'c1' });
    expect(pad.lines).toEqual({ line1: 'PAUSED', line2: 'PAUSE KEY OPENS' });
  });

  it('is that the counter is unknown when the rules do not have it', async () => {
    pad.branch.committed.rules = null;
    pad.branch.commit();
    await pad.clock.advance(NEWS_AFTER);
    expect(pad.lines).toEqual({ line1: 'NO COUNTER', line2: 'CHECK SETTINGS' });
  });

  it('is that the next customer comes by itself when nobody waits, until one comes', async () => {
    pad.branch.reply = () => {
      const counter = pad.branch.committed.counters.get('c1');
      if (counter) counter.request = { since: 0, until: 1 };
      return { kind: 'standing', counter: 'c1' };
    };
    await pad.type('next');
    expect(pad.lines).toEqual({ line1: 'NEXT COMES', line2: 'NOBODY WAITS' });
    await pad.clock.advance(seconds(1));
    pad.call('A013');
    expect(pad.lines).toEqual({ line1: 'A013 CALLED', line2: '0 WAITING' });
  });

  it('is never the answer to the last customer beside the one whom the next key calls', async () => {
    pad.call('A001');
    await pad.clock.advance(seconds(2));
    pad.branch.reply = () => ({ kind: 'done', label: 'A001' });
    await pad.type('recall');
    expect(pad.lines).toEqual({ line1: 'A001 CALLED', line2: 'OK A001' });
    pad.branch.reply = () => {
      pad.call('A002');
      return { kind: 'called', ticket: 2, label: 'A002', counter: 'c1', waiting: 0 };
    };
    await pad.type('next');
    expect(pad.shown.filter(({ line1 }) => line1 === 'A002 CALLED').map(({ line2 }) => line2)).not.toContain('OK A001');
    expect(pad.lines).toEqual({ line1: 'A002 CALLED', line2: '0 WAITING' });
  });

  it('never is longer than the sixteen characters of the pad', async () => {
    for (const key of ['transfer', '9', '9', '9', '9', '9'] as const) {
      await pad.type(key);
      expect(pad.lines.line2.length).toBeLessThanOrEqual(16);
    }
    expect(pad.lines.line2).toBe('TO SERVICE 9999_');
  });
});

describe('a press', () => {
  it.each([
    ['next', 'call-next'],
    ['recall', 'recall'],
    ['start', 'start'],
    ['finish', 'finish'],
    ['no-show', 'no-show'],
    ['undo', 'undo'],
    ['pause', 'pause-counter'],
  ] as const)('of %s asks %s for its counter, under the identity of the press', async (key, asked) => {
    pad.press(key, { id: '1A2B3C4D-7' });
    await pad.clock.advance(0);
    expect(pad.branch.commands).toEqual([
      {
        type: asked,
        counter: 'c1',
        id: { source: 'keypad:pad1', key: '1A2B3C4D-7' },
        actor: { kind: 'keypad', device: 'pad1' },
      },
    ]);
    expect(pad.acknowledged).toEqual(['1A2B3C4D-7']);
  });

  it('of pause opens a counter that is not open', async () => {
    const counter = pad.branch.committed.counters.get('c1');
    if (counter) counter.state = 'closed';
    await pad.type('pause');
    expect(pad.branch.commands).toMatchObject([{ type: 'open-counter', counter: 'c1', teller: null, profile: null }]);
  });

  it('of park sets the customer aside as the rules say', async () => {
    pad.branch.reply = () => ({ kind: 'done', label: 'A012' });
    await pad.type('park');
    expect(pad.branch.commands).toMatchObject([{ type: 'park', counter: 'c1', pool: null, returnAfter: null }]);
    expect(pad.lines.line2).toBe('OK A012');
  });

  it('is pad.acknowledged only when its answer is on disk, with WAIT on the pad as long as that takes', async () => {
    const release = pad.held();
    pad.press('next');
    await pad.clock.advance(199);
    expect(pad.lines.line2).toBe('0 WAITING');
    await pad.clock.advance(1);
    expect(pad.lines.line2).toBe('WAIT');
    await pad.clock.advance(seconds(20));
    expect(pad.lines.line2).toBe('WAIT');
    expect(pad.acknowledged).toEqual([]);
    release({ kind: 'called', ticket: 1, label: 'A012', counter: 'c1', waiting: 0 });
    await pad.clock.advance(0);
    expect(pad.acknowledged).toEqual(['N-1']);
    expect(pad.lines.line2).toBe('0 WAITING');
  });

  it('of next that comes down twice does not send away the customer whom the first one called', async () => {
    pad.branch.reply = () => {
      pad.call('A012');
      return { kind: 'called', ticket: 1, label: 'A012', counter: 'c1', waiting: 0 };
    };
    await pad.type('next', 'next');
    expect(pad.branch.commands).toHaveLength(1);
    expect(pad.acknowledged).toHaveLength(2);
    expect(pad.lines).toEqual({ line1: 'A012 CALLED', line2: 'CALLED JUST NOW' });
    await pad.clock.advance(seconds(1));
    await pad.type('next');
    expect(pad.branch.commands).toHaveLength(2);
  });

  it('of next tells how long ago it was, for it may say that nobody came', async () => {
    pad.call('A013');
    await pad.clock.advance(seconds(6));
    pad.press('next', { ageMs: 2_500 });
    await pad.clock.advance(0);
    expect(pad.branch.commands).toMatchObject([{ type: 'call-next', heldFor: 2_500 }]);
  });

  it('of next, kept since before a customer came by itself, was not meant for that one', async () => {
    pad.call('A013');
    await pad.clock.advance(seconds(2));
    pad.press('next', { ageMs: 2_500 });
    await pad.clock.advance(0);
    expect(pad.branch.commands).toEqual([]);
    expect(pad.lines.line2).toBe('CALLED JUST NOW');
  });

  it('of next right after a call, in a hall that is to be left, is asked: the teller has to read why nobody comes', async () => {
    pad.call('A013');
    pad.branch.committed.hall = {
      ...pad.branch.committed.hall,
      byHand: { state: 'evacuation', since: 0, before: 'open' },
    };
    pad.branch.reply = () => ({ kind: 'refused', refusal: { code: 'hall-evacuated' } });
    await pad.type('next');
    expect(pad.branch.commands).toHaveLength(1);
    expect(pad.lines.line2).toBe('LEAVE BUILDING');
  });

  it('that comes again while it is being answered is not asked twice', async () => {
    const release = pad.held();
    pad.press('next', { id: 'N-1' });
    pad.press('next', { id: 'N-1' });
    await pad.clock.advance(0);
    release({ kind: 'done', label: null });
    await pad.clock.advance(0);
    expect(pad.branch.commands).toHaveLength(1);
    expect(pad.acknowledged).toEqual(['N-1']);
  });

  it('made while another is answered waits for its turn; the ninth is told to come again', async () => {
    const release = pad.held();
    for (let count = 0; count < 9; count += 1) pad.press('recall');
    await pad.clock.advance(0);
    expect(pad.branch.commands).toHaveLength(1);
    expect(pad.lines.line2).toBe('BUSY PRESS AGAIN');
    expect(pad.acknowledged).toEqual(['N-9']);
    pad.branch.reply = () => ({ kind: 'done', label: 'A012' });
    release({ kind: 'done', label: 'A012' });
    await pad.clock.advance(0);
    expect(pad.branch.commands.map((command) => command.id?.key)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `N-${n}`),
    );
    expect(pad.acknowledged).toEqual(['N-9', ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `N-${n}`)]);
  });

  it('is answered for four seconds, then the pad says again how many wait', async () => {
    pad.branch.reply = () => ({ kind: 'refused', refusal: { code: 'counter-busy', counter: 'c1', label: 'A012' } });
    await pad.type('next');
    expect(pad.lines.line2).toBe('FINISH A012');
    await pad.clock.advance(seconds(4));
    expect(pad.lines.line2).toBe('0 WAITING');
  });

  it('from before an outage is not done any more, and says so', async () => {
    pad.press('next', { ageMs: 10_100 });
    await pad.clock.advance(0);
    expect(pad.branch.commands).toEqual([]);
    expect(pad.lines.line2).toBe('LATE PRESS AGAIN');
    expect(pad.acknowledged).toEqual(['N-1']);
  });

  it('that was answered before a crash gets its answer again, however old it is', async () => {
    pad.branch.committed.answers.set('keypad:pad1', [{ key: 'N-1', answer: { kind: 'done', label: null } }]);
    pad.press('next', { ageMs: 25_500 });
    await pad.clock.advance(0);
    expect(pad.branch.commands).toHaveLength(1);
    expect(pad.acknowledged).toEqual(['N-1']);
  });
});

describe('a press that fails', () => {
  it.each([
    ['journal/disk-full', 'DISK FULL: HELP!'],
    ['journal/unknown', 'DISK: TRY AGAIN'],
    ['journal/unavailable', 'DISK FAULT: HELP'],
    ['journal/busy', 'BUSY PRESS AGAIN'],
    ['journal/superseded', 'FAULT: CALL HELP'],
    ['branch/broken', 'FAULT: CALL HELP'],
  ] as const)('by %s says "%s" and is not sent again by the pad', async (code, text) => {
    pad.branch.reply = () => fault(code);
    await pad.type('next');
    expect(pad.lines.line2).toBe(text);
    expect(pad.acknowledged).toEqual(['N-1']);
  });

  it('because the daemon stops is kept by the pad for the next daemon', async () => {
    pad.branch.reply = () => fault('branch/stopping');
    await pad.type('next');
    expect(pad.lines.line2).toBe('RESTARTING: WAIT');
    expect(pad.acknowledged).toEqual([]);
  });
});

describe('a daemon that stops', () => {
  it('takes no press and paints nothing any more, but acknowledges what got on disk', async () => {
    const release = pad.held();
    pad.press('next');
    await pad.clock.advance(0);
    pad.stop();
    const before = pad.lines;
    pad.press('recall');
    pad.call('A012');
    release({ kind: 'done', label: null });
    await pad.clock.advance(seconds(20));
    expect(pad.branch.commands).toHaveLength(1);
    expect(pad.acknowledged).toEqual(['N-1']);
    expect(pad.lines).toBe(before);
    expect(pad.clock.pending()).toBe(0);
  });
});
