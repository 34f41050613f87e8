import { addTicket, callTicket, type FakeBranch, fakeBranch } from '../branch/port.fake.ts';
import type { Reply } from '../branch/port.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import type { Keypad, KeypadKey, PadScreen, Press } from '../devices/kinds.ts';
import { silentLog } from '../devices/log.ts';
import { LobbydError } from '../errors.ts';
import { runKeypad } from './keypad.ts';

/** The keypad of counter `c1` at a branch that the test writes. */
export interface PadStand {
  readonly clock: FakeClock;
  readonly branch: FakeBranch;
  /** Ids of presses, in the order of their acknowledgement. */
  readonly acknowledged: readonly string[];
  /** Counters whose calls for help were told at once. */
  readonly calls: readonly string[];
  /** What stands on the pad now. */
  readonly lines: PadScreen;
  /** Everything that stood on it, in order. */
  readonly shown: readonly PadScreen[];
  /** A press with the id `N-1`, `N-2` … unless another is given. */
  press(key: KeypadKey, extra?: Partial<Press<KeypadKey>>): void;
  /** Presses one after the other, each answered before the next. */
  type(...keys: readonly KeypadKey[]): Promise<void>;
  /** A ticket is issued and called to the counter. */
  call(label: string): void;
  /** Keeps the next answers back; gives the function that releases them. */
  held(): (reply: Reply) => void;
  stop(): void;
}

/** Makes a {@link PadStand}. Services for a transfer: 1 account, 2 cash, 3 wealth. */
export function padStand(): PadStand {
  const clock = fakeClock();
  const branch = fakeBranch();
  const acknowledged: string[] = [];
  const shown: PadScreen[] = [];
  let lines: PadScreen = { line1: '', line2: '' };
  let listener: (press: Press<KeypadKey>) => void = () => {};
  let sequence = 0;
  const keypad: Keypad = {
    onPress: (given) => {
      listener = given;
    },
    show: (screen) => {
      lines = screen;
      shown.push(screen);
    },
  };
  const services = ['account', 'cash', 'wealth'];
  const calls: string[] = [];
  const stop = runKeypad({
    branch,
    clock,
    log: silentLog,
    device: 'pad1',
    keypad,
    counter: 'c1',
    services,
    panic: (counter) => void calls.push(counter),
  });
  const press: PadStand['press'] = (key, extra = {}) => {
    sequence += 1;
    const id = extra.id ?? `N-${sequence}`;
    listener({ key, id, acknowledge: () => void acknowledged.push(id), ...extra });
  };
  return {
    clock,
    branch,
    acknowledged,
    calls,
    shown,
    get lines() {
      return lines;
    },
    press,
    async type(...keys) {
      for (const key of keys) {
        press(key);
        await clock.advance(0);
      }
    },
    call: (label) => callHere(branch, label),
    held: () => held(branch),
    stop,
  };
}

function callHere(branch: FakeBranch, label: string): void {
  const ticket = addTicket(branch.committed, label, 'account');
  callTicket(branch.committed, ticket, 'c1', 0);
  branch.commit({
    type: 'called',
    ticket: ticket.id,
    label,
    service: 'account',
    waited: 0,
    how: 'next',
    score: null,
    passedOver: 0,
    turns: null,
    counter: 'c1',
  });
}

/** Keeps the answers of a branch back; gives the function that releases them. */
export function held(branch: FakeBranch): (reply: Reply) => void {
  let release: (reply: Reply) => void = () => {};
  const promise = new Promise<Reply>((resolve) => {
    release = resolve;
  });
  branch.reply = () => promise;
  return release;
}

/** A fault as the branch answers it. */
export function fault(code: `journal/${string}` | `branch/${string}`): Reply {
  return { kind: 'fault', fault: new LobbydError({ code, what: 'planted', where: 'test', next: 'none' }) };
}
