import { beforeEach, describe, expect, it } from 'vitest';
import { addTicket, callTicket, type FakeBranch, fakeBranch } from '../branch/port.fake.ts';
import type { Reply } from '../branch/port.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import type { Keypad, KeypadKey, PadScreen, Press } from '../devices/kinds.ts';
import { silentLog } from '../devices/log.ts';
import { LobbydError } from '../errors.ts';
import { runKeypad } from './keypad.ts';

let clock: FakeClock;
let branch: FakeBranch;
let lines: PadScreen;
let acknowledged: string[];
let listener: (press: Press<KeypadKey>) => void;
let stop: () => void;
let sequence: number;

beforeEach(() => {
  clock = fakeClock();
  branch = fakeBranch();
  acknowledged = [];
  sequence = 0;
  const keypad: Keypad = {
    onPress: (given) => {
      listener = given;
    },
    show: (screen) => {
      lines = screen;
    },
  };
  const services = ['account', 'cash', 'wealth'];
  stop = runKeypad({ branch, clock, log: silentLog, device: 'pad1', keypad, counter: 'c1', services });
});

function press(key: KeypadKey, extra: Partial<Press<KeypadKey>> = {}): void {
  sequence += 1;
  const id = extra.id ?? `N-${sequence}`;
  listener({ key, id, acknowledge: () => void acknowledged.push(id), ...extra });
}

async function type(...keys: KeypadKey[]): Promise<void> {
  for (const key of keys) {
    press(key);
    await clock.advance(0);
  }
}

function fault(code: `journal/${string}` | `branch/${string}`): Reply {
  return { kind: 'fault', fault: new LobbydError({ code, what: 'planted', where: 'test', next: 'none' }) };
}

/** A reply that comes when the test says so. */
function held(): (reply: Reply) => void {
  let release: (reply: Reply) => void = () => {};
  const promise = new Promise<Reply>((resolve) => {
    release = resolve;
  });
  branch.reply = () => promise;
  return release;
}

function call(label: string): void {
  const ticket = addTicket(branch.committed, label, 'account');
  callTicket(branch.committed, ticket, 'c1', 0);
  branch.commit({
    type: 'called',
    ticket: ticket.id,
    label,
    service: 'account',
    waited: 0,
    how: 'next',
    counter: 'c1',
  });
}

describe('what a teller reads', () => {
  it('is how many wait, and who is called, as it changes', () => {
    expect(lines).toEqual({ line1: 'OPEN', line2: '0 WAITING' });
    addTicket(branch.committed, 'B002', 'cash');
    addTicket(branch.committed, 'C001', 'wealth');
    call('A012');
    expect(lines).toEqual({ line1: 'A012 CALLED', line2: '1 WAITING' });
  });

  it('is how to open a counter that is paused or closed', () => {
    const counter = branch.committed.counters.get('c1');
    if (counter) counter.state = 'paused';
    branch.commit({ type: 'counter-paused', reason: 'teller', counter: 'c1' });
    expect(lines).toEqual({ line1: 'PAUSED', line2: 'PAUSE KEY OPENS' });
  });

  it('is that the counter is unknown when the rules do not have it', () => {
    branch.committed.rules = null;
    branch.commit();
    expect(lines).toEqual({ line1: 'NO COUNTER', line2: 'CHECK SETTINGS' });
  });

  it('is that the next customer comes by itself when nobody waits, until one comes', async () => {
    branch.reply = () => {
      const counter = branch.committed.counters.get('c1');
      if (counter) counter.request = { since: 0, until: 1 };
      return { kind: 'standing', counter: 'c1' };
    };
    await type('next');
    expect(lines).toEqual({ line1: 'NEXT COMES', line2: 'NOBODY WAITS' });
    await clock.advance(seconds(1));
    call('A013');
    expect(lines).toEqual({ line1: 'A013 CALLED', line2: '0 WAITING' });
  });

  it('never is longer than the sixteen characters of the pad', async () => {
    for (const key of ['transfer', '9', '9', '9', '9', '9'] as const) {
      await type(key);
      expect(lines.line2.length).toBeLessThanOrEqual(16);
    }
    expect(lines.line2).toBe('TO SERVICE 9999_');
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
    press(key, { id: '1A2B3C4D-7' });
    await clock.advance(0);
    expect(branch.commands).toEqual([
      {
        type: asked,
        counter: 'c1',
        id: { source: 'keypad:pad1', key: '1A2B3C4D-7' },
        actor: { kind: 'keypad', device: 'pad1' },
      },
    ]);
    expect(acknowledged).toEqual(['1A2B3C4D-7']);
  });

  it('of pause opens a counter that is not open', async () => {
    const counter = branch.committed.counters.get('c1');
    if (counter) counter.state = 'closed';
    await type('pause');
    expect(branch.commands).toMatchObject([{ type: 'open-counter', counter: 'c1', teller: null, profile: null }]);
  });

  it('of park is answered though parking is not to be had', async () => {
    await type('park');
    expect(lines.line2).toBe('NO PARKING HERE');
    expect(branch.commands).toEqual([]);
    expect(acknowledged).toHaveLength(1);
  });

  it('is acknowledged only when its answer is on disk, with WAIT on the pad as long as that takes', async () => {
    const release = held();
    press('next');
    await clock.advance(199);
    expect(lines.line2).toBe('0 WAITING');
    await clock.advance(1);
    expect(lines.line2).toBe('WAIT');
    await clock.advance(seconds(20));
    expect(lines.line2).toBe('WAIT');
    expect(acknowledged).toEqual([]);
    release({ kind: 'called', ticket: 1, label: 'A012', counter: 'c1', waiting: 0 });
    await clock.advance(0);
    expect(acknowledged).toEqual(['N-1']);
    expect(lines.line2).toBe('0 WAITING');
  });

  it('that comes again while it is being answered is not asked twice', async () => {
    const release = held();
    press('next', { id: 'N-1' });
    press('next', { id: 'N-1' });
    await clock.advance(0);
    release({ kind: 'done', label: null });
    await clock.advance(0);
    expect(branch.commands).toHaveLength(1);
    expect(acknowledged).toEqual(['N-1']);
  });

  it('made while another is answered waits for its turn; the ninth is told to come again', async () => {
    const release = held();
    for (let count = 0; count < 9; count += 1) press('recall');
    await clock.advance(0);
    expect(branch.commands).toHaveLength(1);
    expect(lines.line2).toBe('BUSY PRESS AGAIN');
    expect(acknowledged).toEqual(['N-9']);
    branch.reply = () => ({ kind: 'done', label: 'A012' });
    release({ kind: 'done', label: 'A012' });
    await clock.advance(0);
    expect(branch.commands.map((command) => command.id?.key)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => `N-${n}`));
    expect(acknowledged).toEqual(['N-9', ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `N-${n}`)]);
  });

  it('is answered for four seconds, then the pad says again how many wait', async () => {
    branch.reply = () => ({ kind: 'refused', refusal: { code: 'counter-busy', counter: 'c1', label: 'A012' } });
    await type('next');
    expect(lines.line2).toBe('FINISH A012');
    await clock.advance(seconds(4));
    expect(lines.line2).toBe('0 WAITING');
  });

  it('from before an outage is not done any more, and says so', async () => {
    press('next', { ageMs: 10_100 });
    await clock.advance(0);
    expect(branch.commands).toEqual([]);
    expect(lines.line2).toBe('LATE PRESS AGAIN');
    expect(acknowledged).toEqual(['N-1']);
  });

  it('that was answered before a crash gets its answer again, however old it is', async () => {
    branch.committed.answers.set('keypad:pad1', [{ key: 'N-1', answer: { kind: 'done', label: null } }]);
    press('next', { ageMs: 25_500 });
    await clock.advance(0);
    expect(branch.commands).toHaveLength(1);
    expect(acknowledged).toEqual(['N-1']);
  });
});

describe('a press that fails', () => {
  it.each([
    ['journal/disk-full', 'DISK FULL: HELP!'],
    ['journal/unavailable', 'DISK: TRY AGAIN'],
    ['journal/busy', 'BUSY PRESS AGAIN'],
    ['branch/broken', 'FAULT: CALL HELP'],
  ] as const)('by %s says "%s" and is not sent again by the pad', async (code, text) => {
    branch.reply = () => fault(code);
    await type('next');
    expect(lines.line2).toBe(text);
    expect(acknowledged).toEqual(['N-1']);
  });

  it('because the daemon stops is kept by the pad for the next daemon', async () => {
    branch.reply = () => fault('branch/stopping');
    await type('next');
    expect(lines.line2).toBe('RESTARTING: WAIT');
    expect(acknowledged).toEqual([]);
  });
});

describe('typing on the pad', () => {
  it('calls the ticket with that number that waits for this counter', async () => {
    addTicket(branch.committed, 'A012', 'account');
    addTicket(branch.committed, 'C012', 'wealth');
    await type('1', '2');
    expect(lines.line2).toBe('CALL 12_');
    await type('enter');
    expect(branch.commands).toMatchObject([{ type: 'call-ticket', counter: 'c1', ticket: { label: 'A012' } }]);
  });

  it('lets the teller pick when the number fits two tickets', async () => {
    addTicket(branch.committed, 'A012', 'account');
    addTicket(branch.committed, 'B012', 'cash');
    await type('1', '2', 'enter');
    expect(lines).toEqual({ line1: '1=A012 2=B012', line2: 'CLEAR = NONE' });
    await type('7', '2');
    expect(branch.commands).toMatchObject([{ type: 'call-ticket', ticket: { label: 'B012' } }]);
    expect(acknowledged).toHaveLength(5);
  });

  it('asks for a ticket that is at another counter, so that the answer says where', async () => {
    const ticket = addTicket(branch.committed, 'A012', 'account');
    callTicket(branch.committed, ticket, 'c2', 0);
    branch.reply = () => ({ kind: 'refused', refusal: { code: 'other-counter', label: 'A012', counter: 'c2' } });
    await type('1', '2', 'enter');
    expect(lines.line2).toBe('A012 WINDOW 2');
  });

  it('says when nobody has the number', async () => {
    await type('9', 'enter');
    expect(lines.line2).toBe('NO NUMBER 9');
  });

  it('sends the customer to the service of that number', async () => {
    await type('transfer', '3');
    expect(lines.line2).toBe('TO SERVICE 3_');
    await type('enter');
    expect(branch.commands).toMatchObject([{ type: 'transfer', counter: 'c1', service: 'wealth' }]);
    await type('transfer', '4', 'enter');
    expect(lines.line2).toBe('NO SERVICE 4');
  });

  it('is forgotten by clear, by every other key, and after ten seconds', async () => {
    await type('1', 'clear');
    expect(lines.line2).toBe('0 WAITING');
    await type('1', 'recall', 'enter');
    expect(branch.commands.map((command) => command.type)).toEqual(['recall']);
    await type('1');
    await clock.advance(seconds(10));
    expect(lines.line2).toBe('0 WAITING');
    await type('2', 'enter');
    expect(lines.line2).toBe('NO NUMBER 2');
  });
});

describe('a daemon that stops', () => {
  it('takes no press and paints nothing any more, but acknowledges what got on disk', async () => {
    const release = held();
    press('next');
    await clock.advance(0);
    stop();
    const before = lines;
    press('recall');
    call('A012');
    release({ kind: 'done', label: null });
    await clock.advance(seconds(20));
    expect(branch.commands).toHaveLength(1);
    expect(acknowledged).toEqual(['N-1']);
    expect(lines).toBe(before);
    expect(clock.pending()).toBe(0);
  });
});
