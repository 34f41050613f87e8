import type { Branch, Committed, Reply } from '../branch/port.ts';
import { type Clock, gathered, type Millis, ms, seconds, type Timer } from '../clock.ts';
import type { Keypad, KeypadKey, Press } from '../devices/kinds.ts';
import type { Log } from '../devices/log.ts';
import type { Command, CommandId } from '../queue/commands.ts';
import { stoppedBy } from '../queue/hall-states.ts';
import type { CounterId, ServiceId } from '../queue/rules.ts';
import { counterView, waitingFor } from '../views/counter.ts';
import { visitAt } from '../views/visit.ts';
import { type Asked, ask, askParts, incomplete } from './keypad-ask.ts';
import { type Entry, nextEntry } from './keypad-entry.ts';
import { infoLines, summaryOf } from './keypad-info.ts';
import { padScreen, replyText } from './keypad-screen.ts';
import { type PanicCalls, panicCalls } from './panic.ts';
import { isAnswered, isStopping } from './replies.ts';

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
  /** Tells at once, before anything is on disk, that the teller of a counter calls for help. */
  panic(counter: CounterId): void;
}

/** How long an answer stays on the second line. */
const ANSWER_STAYS: Millis = seconds(4);
/** An answer that takes longer is announced with `WAIT`: the press was heard. */
const WAIT_AFTER: Millis = ms(200);
/** What happens elsewhere, and so how many wait, is shown that much later than what happens here: ten calls at once change it ten times. */
export const NEWS_AFTER: Millis = ms(50);
/** What was typed and not entered is forgotten, so that it does not become the start of another number. */
const ENTRY_STAYS: Millis = seconds(10);
/** A press that was kept for longer while nobody listened is not done any more: the teller has seen `NO LINE`. */
const STALE_AFTER: Millis = seconds(10);
/** Presses that wait for their turn, of keypads that do not hold them back themselves; a further one is told to come again. */
const PRESSES_WAITING = 8;
/**
 * A *next* from before the teller could see whom the last one called was not meant for that customer: the finger came
 * down twice, or a customer came by itself just then. It would end a visit that has not begun.
 */
export const SEEN_AFTER: Millis = seconds(1);

/** A press with the time at which the key went down, monotonic. */
interface Taken {
  readonly press: Press<KeypadKey>;
  readonly at: Millis;
}

/**
 * One counter's keypad: keys become commands of its counter, answers and the state of the counter become its two lines.
 * A press is acknowledged once its answer is on disk, so that the pad sends it again after a crash; the branch knows its id.
 *
 * @returns a function that stops it
 */
export function runKeypad(parts: KeypadParts): () => void {
  const counter = new CounterPad(parts);
  return () => counter.stop();
}

class CounterPad {
  readonly #parts: KeypadParts;
  readonly #presses: Taken[] = [];
  readonly #calls: PanicCalls;
  /** Panic keys that are being dealt with: a pad sends a press again until it is acknowledged. */
  readonly #panics = new Set<string>();
  readonly #unsubscribe: () => void;
  readonly #paintSoon: () => void;
  #entry: Entry = { kind: 'none' };
  #forget: Timer | null = null;
  #message: string | null = null;
  #fade: Timer | null = null;
  #isBusy = false;
  #isStopped = false;
  #label: string | undefined;
  /** Since when the pad shows its present customer, monotonic. */
  #cameAt: Millis = Number.NEGATIVE_INFINITY;

  constructor(parts: KeypadParts) {
    this.#parts = parts;
    this.#calls = panicCalls(parts);
    parts.keypad.onPress((press) => void this.#take(press));
    this.#paintSoon = gathered(parts.clock, NEWS_AFTER, () => {
      if (!this.#isStopped) this.#paint();
    });
    this.#unsubscribe = parts.branch.onCommitted((batch) => this.#changed(batch));
    this.#label = counterView(parts.branch.committed, parts.counter)?.ticket?.label;
    this.#paint();
  }

  stop(): void {
    this.#isStopped = true;
    this.#unsubscribe();
    this.#calls.stop();
    this.#forget?.cancel();
    this.#fade?.cancel();
  }

  async #take(press: Press<KeypadKey>): Promise<void> {
    if (this.#isStopped || this.#presses.some((taken) => taken.press.id === press.id)) return;
    // It waits for nothing, however old it is: whoever pressed it cannot press again.
    if (press.key === 'panic') return this.#panicKey(press);
    if (this.#presses.length >= PRESSES_WAITING) {
      this.#say('BUSY PRESS AGAIN');
      press.acknowledge();
      return;
    }
    this.#presses.push({ press, at: this.#parts.clock.monotonic() - (press.ageMs ?? 0) });
    if (this.#isBusy) return;
    this.#isBusy = true;
    for (let next = this.#presses[0]; next && !this.#isStopped; next = this.#presses[0]) {
      const isDone = await this.#do(next);
      this.#presses.shift();
      if (isDone) next.press.acknowledge();
    }
    this.#isBusy = false;
  }

  async #panicKey(press: Press<KeypadKey>): Promise<void> {
    if (this.#panics.has(press.id)) return;
    this.#panics.add(press.id);
    this.#setEntry({ kind: 'none' });
    const asked = ask(askParts(this.#parts, 0), { kind: 'key', key: 'panic' }, this.#idOf(press));
    if (asked.kind !== 'command' || (await this.#submit(asked.command))) press.acknowledge();
    this.#panics.delete(press.id);
  }

  #idOf(press: Press<KeypadKey>): CommandId {
    return { source: `keypad:${this.#parts.device}`, key: press.id };
  }

  /** @returns false when the press is to come again, at the next daemon */
  async #do({ press, at }: Taken): Promise<boolean> {
    const { branch } = this.#parts;
    const id = this.#idOf(press);
    if ((press.ageMs ?? 0) > STALE_AFTER && !isAnswered(branch.committed, id)) {
      this.#setEntry({ kind: 'none' });
      this.#say('LATE PRESS AGAIN');
      return true;
    }
    if (press.key === 'next' && this.#isUnseen(at) && !isAnswered(branch.committed, id)) {
      this.#setEntry({ kind: 'none' });
      this.#say('CALLED JUST NOW');
      return true;
    }
    const step = nextEntry(this.#entry, press.key);
    this.#setEntry(step.entry);
    const heldFor = this.#parts.clock.monotonic() - at;
    const asked: Asked = step.done ? ask(askParts(this.#parts, heldFor), step.done, id) : incomplete(press.key);
    switch (asked.kind) {
      case 'command':
        return this.#submit(asked.command);
      case 'say':
        this.#say(asked.text);
        return true;
      case 'choose':
        this.#setEntry({ kind: 'choice', act: asked.act, labels: asked.labels });
        this.#say(null);
        return true;
      case 'info':
        this.#say(this.#nextInfo());
        return true;
      case 'nothing':
        this.#say(null);
        return true;
    }
  }

  /** Whether the customer here was called too shortly before `at` to be seen. In a stopped hall the teller reads why instead. */
  #isUnseen(at: Millis): boolean {
    const { committed } = this.#parts.branch;
    const isCalled = counterView(committed, this.#parts.counter)?.ticket?.status === 'called';
    return isCalled && at < this.#cameAt + SEEN_AFTER && stoppedBy(committed.hall) === null;
  }

  async #submit(command: Command): Promise<boolean> {
    if (command.type === 'panic') return this.#callForHelp(command);
    const { branch, clock, log, device } = this.#parts;
    const wait = clock.after(WAIT_AFTER, () => this.#write('WAIT'));
    const reply: Reply = await branch.submit(command);
    wait.cancel();
    if (reply.kind === 'fault') log.warn({ device, code: reply.fault.code }, reply.fault.message);
    if (!this.#isStopped) this.#say(replyText(reply, branch.committed.rules, command));
    return !isStopping(reply);
  }

  /** The pad goes on as if nothing had been pressed: whoever stands at the window reads it too. */
  async #callForHelp(command: Command & { readonly type: 'panic' }): Promise<boolean> {
    this.#say(null);
    const reply = await this.#calls.call(command);
    const { rules } = this.#parts.branch.committed;
    if (reply.kind === 'refused' && !this.#isStopped) this.#say(replyText(reply, rules, command));
    return !isStopping(reply);
  }

  /** An answer to the last one called does not stand beside the next one, whether a key called that one or it came by itself. */
  #changed(batch: readonly Committed[]): void {
    const view = counterView(this.#parts.branch.committed, this.#parts.counter);
    const isOther = view?.ticket?.label !== this.#label;
    this.#label = view?.ticket?.label;
    if (isOther) this.#cameAt = this.#parts.clock.monotonic();
    if (isOther) this.#say(null);
    else if (batch.some(({ event }) => 'counter' in event && event.counter === this.#parts.counter)) this.#paint();
    else this.#paintSoon();
  }

  #setEntry(entry: Entry): void {
    this.#entry = entry;
    this.#forget?.cancel();
    if (entry.kind === 'none') return;
    this.#forget = this.#parts.clock.after(ENTRY_STAYS, () => {
      this.#entry = { kind: 'none' };
      this.#paint();
    });
  }

  /** The next line of what is known of the customer, the first after the last. */
  #nextInfo(): string | null {
    const { branch, counter, services } = this.#parts;
    const view = visitAt(branch.committed, counter);
    if (!view) return null;
    const lines = infoLines(view, services, branch.committed.rules);
    const at = this.#message === null ? -1 : lines.indexOf(this.#message);
    return lines[(at + 1) % lines.length] ?? null;
  }

  /** Shows a text for a while; null shows the state of the counter. */
  #say(text: string | null): void {
    this.#write(text);
    if (text === null) return;
    this.#fade = this.#parts.clock.after(ANSWER_STAYS, () => this.#write(null));
  }

  /** Shows a text until the next one. */
  #write(text: string | null): void {
    this.#fade?.cancel();
    this.#message = text;
    this.#paint();
  }

  #paint(): void {
    const { branch, counter, keypad } = this.#parts;
    const view = counterView(branch.committed, counter);
    const visit = view?.ticket ? visitAt(branch.committed, counter) : null;
    const waiting = waitingFor(branch.committed, counter);
    keypad.show(padScreen(view, this.#entry, this.#message, waiting, visit && summaryOf(visit)));
  }
}
