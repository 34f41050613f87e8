import type { Branch, Reply } from '../branch/port.ts';
import { type Clock, type Millis, ms, seconds, type Timer } from '../clock.ts';
import type { Keypad, KeypadKey, PadScreen, Press } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { Actor, Command, CommandId } from '../queue/commands.ts';
import type { CounterId, ServiceId } from '../queue/rules.ts';
import { type CounterView, counterView } from '../views/counter.ts';
import { type Entry, findByNumber, nextEntry } from './keypad-entry.ts';
import { faultText, refusalText, screen } from './replies.ts';

export interface KeypadParts {
  readonly branch: Branch;
  readonly clock: Clock;
  readonly log: Log;
  /** Id of the keypad in the configuration. */
  readonly device: string;
  readonly keypad: Keypad;
  readonly counter: CounterId;
  /** Services as a teller numbers them for a transfer: 1 is the first. */
  readonly services: readonly ServiceId[];
}

/** How long an answer stays on the second line. */
const ANSWER_STAYS: Millis = seconds(4);
/** An answer that takes longer is announced with `WAIT`: the press was heard. */
const WAIT_AFTER: Millis = ms(200);

type Asked = { readonly kind: 'command'; readonly command: Command } | { readonly kind: 'say'; readonly text: string };

/**
 * One counter's keypad: keys become commands of its counter, answers and the state of the counter become its two lines.
 * A press is acknowledged once its answer is on disk, so that the pad sends it again after a crash; the branch knows its id.
 *
 * @returns a function that stops it
 */
export function runKeypad(parts: KeypadParts): () => void {
  const { branch, clock, keypad } = parts;
  let entry: Entry = { kind: 'none' };
  let message: { readonly text: string; readonly timer: Timer } | null = null;
  let inHand: string | null = null;

  const paint = (): void => keypad.show(screenOf(counterView(branch.committed, parts.counter), entry, message?.text));
  const say = (text: string): void => {
    message?.timer.cancel();
    const timer = clock.after(ANSWER_STAYS, () => {
      message = null;
      paint();
    });
    message = { text, timer };
    paint();
  };
  const submit = async (command: Command): Promise<void> => {
    const wait = clock.after(WAIT_AFTER, () => say('WAIT'));
    const reply = await branch.submit(command);
    wait.cancel();
    if (reply.kind === 'fault') parts.log.warn({ device: parts.device, code: reply.fault.code }, reply.fault.message);
    say(replyText(reply));
  };
  const press = async (event: Press<KeypadKey>): Promise<void> => {
    if (inHand !== null) return;
    inHand = event.id;
    const step = nextEntry(entry, event.key);
    entry = step.entry;
    const id = { source: `keypad:${parts.device}`, key: event.id };
    const asked = step.done ? ask(parts, step.done, id) : null;
    if (asked?.kind === 'command') await submit(asked.command);
    else if (asked) say(asked.text);
    else clearMessage();
    inHand = null;
    event.acknowledge();
  };
  const clearMessage = (): void => {
    message?.timer.cancel();
    message = null;
    paint();
  };
  keypad.onPress((event) => void press(event));
  const unsubscribe = branch.onCommitted(paint);
  paint();
  return () => {
    unsubscribe();
    message?.timer.cancel();
  };
}

/** A command before it has an identity and an actor. */
type Wish = Command extends infer C ? (C extends Command ? Omit<C, 'id' | 'actor'> : never) : never;
type Done = NonNullable<ReturnType<typeof nextEntry>['done']>;

function ask(parts: KeypadParts, done: Done, id: CommandId): Asked {
  const { counter } = parts;
  const head: { readonly id: CommandId; readonly actor: Actor } = {
    id,
    actor: { kind: 'keypad', device: parts.device },
  };
  const command = (body: Wish): Asked => ({
    kind: 'command',
    command: { ...body, ...head } as Command,
  });
  switch (done.kind) {
    case 'key':
      return askKey(parts, done.key, command);
    case 'call-number': {
      const found = findByNumber(parts.branch.committed, counter, done.number);
      if (found.length === 0) return { kind: 'say', text: `NO NUMBER ${done.number}` };
      if (found.length > 1) return { kind: 'say', text: `${found.join(' OR ')}?` };
      return command({ type: 'call-ticket', counter, ticket: { label: found[0] ?? '' } });
    }
    case 'transfer': {
      const service = parts.services[done.number - 1];
      if (service === undefined) return { kind: 'say', text: `NO SERVICE ${done.number}` };
      return command({ type: 'transfer', counter, service });
    }
  }
}

/** Commands that need nothing but the counter. */
type CounterCommand = 'call-next' | 'recall' | 'start' | 'finish' | 'no-show' | 'undo' | 'pause-counter';
type CommandKey = Extract<Done, { kind: 'key' }>['key'];

function askKey(parts: KeypadParts, key: CommandKey, command: (body: Wish) => Asked): Asked {
  const counter = parts.counter;
  const body = (type: CounterCommand): Asked => command({ type, counter });
  switch (key) {
    case 'next':
      return body('call-next');
    case 'recall':
    case 'start':
    case 'finish':
    case 'no-show':
    case 'undo':
      return body(key);
    case 'pause': {
      const isOpen = parts.branch.committed.counters.get(counter)?.state === 'open';
      if (isOpen) return body('pause-counter');
      return command({ type: 'open-counter', counter, teller: null, profile: null });
    }
    case 'park':
      return { kind: 'say', text: 'NO PARKING HERE' };
  }
}

function replyText(reply: Reply): string {
  switch (reply.kind) {
    case 'called':
      return `CALLED ${reply.label}`;
    case 'standing':
      return 'NOBODY WAITS';
    case 'done':
      return reply.label === null ? 'OK' : `OK ${reply.label}`;
    case 'issued':
      return `ISSUED ${reply.label}`;
    case 'refused':
      return refusalText(reply.refusal);
    case 'fault':
      return faultText(reply);
  }
}

function screenOf(view: CounterView | null, entry: Entry, message: string | undefined): PadScreen {
  if (!view) return screen('NO COUNTER', 'CHECK SETTINGS');
  const hint = view.state === 'open' ? `${view.waiting} WAITING` : 'PAUSE KEY OPENS';
  const second = entryText(entry) ?? message ?? hint;
  if (view.ticket) return screen(`${view.ticket.label} ${view.ticket.status.toUpperCase()}`, second);
  if (view.isStanding) return screen('NEXT COMES', second);
  return screen(`${view.state.toUpperCase()}`, second);
}

function entryText(entry: Entry): string | null {
  switch (entry.kind) {
    case 'none':
      return null;
    case 'number':
      return `CALL ${entry.digits}_`;
    case 'transfer':
      return `TO SERVICE ${entry.digits}_`;
  }
}
