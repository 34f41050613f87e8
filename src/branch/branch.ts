import { type Clock, type Millis, seconds } from '../clock.ts';
import type { Log } from '../devices/log.ts';
import { asFault, LobbydError, messageOf } from '../errors.ts';
import { draftOf, eventOf } from '../journal/codec.ts';
import type { Draft, Head, Store, StoredRecord } from '../journal/store.ts';
import { busyFault } from '../journal/write-faults.ts';
import type { AddEnd, Writer } from '../journal/writer.ts';
import type { Command } from '../queue/commands.ts';
import { decide } from '../queue/decide.ts';
import { nextDue } from '../queue/due.ts';
import type { Answer, QueueEvent } from '../queue/events.ts';
import { evolve } from '../queue/evolve.ts';
import { restore, snapshot } from '../queue/snapshot.ts';
import type { QueueState } from '../queue/state.ts';
import { deviceDraft } from './health.ts';
import type { Branch, Committed, Reply } from './port.ts';
import { startTicker } from './ticker.ts';
import type { BranchTime } from './time.ts';

export interface BranchParts {
  readonly store: Store;
  readonly time: BranchTime;
  /** For the disk. */
  readonly clock: Clock;
  /** Runs with {@link BranchParts.time}; left out: `clock` does. */
  readonly branchClock?: Clock;
  readonly log: Log;
  /** State after the store's head; taken over and written. */
  readonly state: QueueState;
  /** Makes the group-commit writer; `onBroken` is called once each time it stopped. */
  writer(onBroken: (end: AddEnd) => void): Writer;
}

/** The live branch with what only the composition root uses. */
export interface LiveBranch extends Branch {
  /** Journals what is no business of the queue (device health). True once it is on disk. */
  record(drafts: readonly Draft[]): Promise<boolean>;
  /**
   * Called with what a command came to, at once, before it is on disk: what is asked in it rides in the same commit. Nothing of
   * it may be shown; it may yet come to nothing. A listener must not throw.
   */
  onDecided(listener: (events: readonly QueueEvent[]) => void): () => void;
  /** Newest state, uncommitted included: for schedules that decide what to ask, never for anything shown. */
  readonly newest: Readonly<QueueState>;
  /** Why nothing can be written now, null while all is well. */
  trouble(): LobbydError | null;
  /** Called when {@link LiveBranch.trouble} begins, and when it is over. A listener must not throw. */
  onTrouble(listener: () => void): () => void;
  /** Takes no more commands, waits for what is under way, writes the cursors. Idempotent. */
  close(): Promise<void>;
}

/** Records read at once. */
const PAGE = 500;
const TOO_MANY = 'too many commands wait for the disk: this one was not taken';
/** Pause between two tries to learn what is on disk. */
const REOPEN_AFTER: Millis = seconds(1);

/**
 * The live branch: decides every command at once against the newest state, lets it be written, and releases answers
 * and events when they are on disk. Two states: the newest, uncommitted included, which decides; and the
 * committed one, which everybody sees. After a failed or unknown write the newest is made anew from the committed.
 */
export function openBranch(parts: BranchParts): LiveBranch {
  return new BranchCore(parts);
}

class BranchCore implements LiveBranch {
  readonly #parts: BranchParts;
  readonly #writer: Writer;
  readonly #listeners = new Set<(batch: readonly Committed[]) => void>();
  readonly #troubled = new Set<() => void>();
  readonly #foretold = new Set<(events: readonly QueueEvent[]) => void>();
  readonly #ticker: ReturnType<typeof startTicker>;
  readonly #committed: QueueState;
  #newest: QueueState;
  #committedSeq: number;
  #moves: Record<string, number> = {};
  #last: Promise<unknown> = Promise.resolve();
  #underWay = 0;
  #trouble: LobbydError | null = null;
  /** The first fault of a time of trouble that is not in the journal yet, with its branch time. */
  #untold: { readonly code: string; readonly since: number } | null = null;
  #isRepairing = false;
  #closing: Promise<void> | null = null;

  constructor(parts: BranchParts) {
    this.#parts = parts;
    this.#committed = parts.state;
    this.#newest = restore(snapshot(parts.state));
    this.#committedSeq = parts.store.head().seq;
    this.#writer = parts.writer((end) => void this.#repair(end));
    this.#ticker = startTicker({
      clock: parts.branchClock ?? parts.clock,
      now: () => parts.time.now(),
      nextDue: () => nextDue(this.#newest),
      tick: async () => (await this.submit({ type: 'tick', id: null, actor: { kind: 'schedule' } })).kind !== 'fault',
    });
  }

  get committed(): Readonly<QueueState> {
    return this.#committed;
  }

  get newest(): Readonly<QueueState> {
    return this.#newest;
  }

  get committedSeq(): number {
    return this.#committedSeq;
  }

  now(): number {
    return this.#parts.time.now();
  }

  wallOf(at: number): number | null {
    return this.#parts.time.wallOf(at);
  }

  trouble(): LobbydError | null {
    return this.#trouble;
  }

  onCommitted(listener: (batch: readonly Committed[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onDecided(listener: (events: readonly QueueEvent[]) => void): () => void {
    this.#foretold.add(listener);
    return () => this.#foretold.delete(listener);
  }

  onTrouble(listener: () => void): () => void {
    this.#troubled.add(listener);
    return () => this.#troubled.delete(listener);
  }

  moveCursor(name: string, seq: number): void {
    this.#moves[name] = seq;
  }

  async submit(command: Command): Promise<Reply> {
    if (this.#closing || this.#isRepairing) return { kind: 'fault', fault: this.#refusing() };
    // What is decided must be written: a full writer is asked before, not after.
    if (this.#writer.isFull) return { kind: 'fault', fault: busyFault('branch', TOO_MANY) };
    const decision = this.#decide(command);
    if (decision instanceof LobbydError) return { kind: 'fault', fault: decision };
    if (decision.events.length === 0) return this.#afterPending(decision.answer);
    const { events, answer } = decision;
    const contradiction = this.#take(events, command.type);
    if (contradiction) return { kind: 'fault', fault: contradiction };
    const adding = this.#add(events.map((event) => draftOf(event, this.#parts.time.label())));
    for (const listener of this.#foretold) listener(events);
    const end = await adding;
    if (end.kind !== 'committed') return { kind: 'fault', fault: end.fault };
    this.#release(events, end.records);
    return answer;
  }

  async record(drafts: readonly Draft[]): Promise<boolean> {
    if (drafts.length === 0 || this.#closing || this.#isRepairing || this.#writer.isFull) return false;
    const end = await this.#add(drafts);
    if (end.kind !== 'committed') return false;
    this.#recovered();
    this.#committedSeq = end.records.at(-1)?.seq ?? this.#committedSeq;
    this.#tell([]);
    return true;
  }

  close(): Promise<void> {
    this.#closing ??= this.#shut();
    return this.#closing;
  }

  #decide(command: Command): { readonly events: readonly QueueEvent[]; readonly answer: Answer } | LobbydError {
    try {
      const decision = decide(this.#newest, command, this.#parts.time.now());
      return { events: decision.kind === 'repeated' ? [] : decision.events, answer: decision.answer };
    } catch (caught) {
      return this.#broken(caught, `the command ${command.type}`);
    }
  }

  /** The newest state is ahead of the journal from here until the commit. */
  #take(events: readonly QueueEvent[], asked: string): LobbydError | null {
    try {
      for (const event of events) {
        evolve(this.#newest, event);
        if (event.type === 'clock-set') this.#parts.time.relabel({ offset: event.offset, isTrusted: event.isTrusted });
      }
      this.#ticker.arm();
      return null;
    } catch (caught) {
      void this.#startOver();
      return this.#broken(caught, `what was decided of ${asked}`);
    }
  }

  /** A state that half an event was written to is thrown away. */
  async #startOver(): Promise<void> {
    this.#isRepairing = true;
    await this.#writer.drained();
    this.#newest = restore(snapshot(this.#committed));
    this.#isRepairing = false;
    this.#ticker.arm();
  }

  #add(drafts: readonly Draft[]): Promise<AddEnd> {
    const moves = this.#moves;
    this.#moves = {};
    this.#underWay += 1;
    const end = this.#writer.add(drafts, moves).finally(() => {
      this.#underWay -= 1;
    });
    this.#last = end;
    return end;
  }

  /** An answer that needs no event still rests on decisions that may not be on disk yet. */
  async #afterPending(answer: Answer): Promise<Reply> {
    if (this.#underWay === 0) return answer;
    await this.#last;
    return this.#trouble ? { kind: 'fault', fault: this.#trouble } : answer;
  }

  /** Something was written: a time of trouble is over, and can be written down itself (decision 034). */
  #recovered(): void {
    if (!this.#trouble) return;
    this.#parts.log.info({ code: this.#trouble.code }, 'the journal can be written again');
    this.#trouble = null;
    for (const listener of this.#troubled) listener();
    void this.#tellTrouble();
  }

  /** Where this fails as well the trouble goes on, since its first fault. */
  async #tellTrouble(): Promise<void> {
    const untold = this.#untold;
    if (!untold) return;
    const { time } = this.#parts;
    const event = { type: 'disk-trouble', device: 'journal', ...untold } as const;
    if (await this.record([deviceDraft(event, { at: time.now(), ...time.label() })])) this.#untold = null;
  }

  #release(events: readonly QueueEvent[], records: readonly StoredRecord[]): void {
    this.#recovered();
    const batch: Committed[] = [];
    for (const [index, event] of events.entries()) {
      const record = records[index];
      if (!record) continue;
      evolve(this.#committed, event);
      this.#committedSeq = record.seq;
      batch.push({ record, event });
    }
    this.#tell(batch);
  }

  #tell(batch: readonly Committed[]): void {
    for (const listener of this.#listeners) {
      try {
        listener(batch);
      } catch (caught) {
        const fault = this.#broken(caught, 'an output');
        this.#parts.log.error({ code: fault.code, seq: batch.at(-1)?.record.seq }, fault.message);
      }
    }
  }

  async #repair(end: AddEnd): Promise<void> {
    if (end.kind === 'committed') return;
    if (!this.#trouble) this.#parts.log.error({ code: end.fault.code }, end.fault.message);
    this.#trouble = end.fault;
    this.#untold ??= { code: end.fault.code, since: this.#parts.time.now() };
    for (const listener of this.#troubled) listener();
    this.#isRepairing = true;
    // Another controller leads: this one must not write again, whatever it is asked.
    if (end.kind === 'superseded') return;
    const head = end.kind === 'unknown' ? await this.#learnHead() : this.#parts.store.head();
    if (head) this.#rebuild(head);
    this.#isRepairing = false;
    this.#ticker.arm();
  }

  async #learnHead(): Promise<Head | null> {
    let isToldWhy = false;
    while (!this.#closing) {
      try {
        const head = await this.#parts.store.reopen();
        for (let from = this.#committedSeq + 1; from <= head.seq; from = this.#committedSeq + 1) {
          await this.#catchUp(from);
        }
        return head;
      } catch (caught) {
        this.#trouble = asFault(caught, {
          code: 'journal/unavailable',
          what: messageOf(caught),
          where: 'journal',
          next: 'check the disk; the daemon tries again by itself',
        });
        // The first fault told that a write went wrong; this one tells that the disk does not come back.
        if (!isToldWhy) this.#parts.log.error({ code: this.#trouble.code }, this.#trouble.message);
        isToldWhy = true;
        await new Promise<void>((resolve) => void this.#parts.clock.after(REOPEN_AFTER, resolve));
      }
    }
    return null;
  }

  /** What the unknown batch left on disk after all becomes committed: its callers got a fault and may ask again. */
  async #catchUp(from: number): Promise<void> {
    const records = await this.#parts.store.read(from, PAGE);
    const batch: Committed[] = [];
    for (const record of records) {
      const event = eventOf(record);
      if (event) {
        evolve(this.#committed, event);
        batch.push({ record, event });
      }
      this.#committedSeq = record.seq;
    }
    this.#tell(batch);
  }

  #rebuild(head: Head): void {
    this.#newest = restore(snapshot(this.#committed));
    const clock = this.#committed.clock;
    if (clock) this.#parts.time.relabel(clock);
    this.#writer.resume(head);
  }

  #refusing(): LobbydError {
    if (this.#trouble) return this.#trouble;
    if (!this.#closing) return busyFault('branch', 'the state is being made anew from the journal');
    return new LobbydError({
      code: 'branch/stopping',
      what: 'the daemon is stopping and takes no more commands',
      where: 'branch',
      next: 'press again when it is back',
    });
  }

  #broken(caught: unknown, where: string): LobbydError {
    const fault = asFault(caught, {
      code: 'branch/broken',
      what: messageOf(caught),
      where,
      next: 'report this with the journal: the program contradicts itself',
    });
    this.#parts.log.error({ code: fault.code }, fault.message);
    return fault;
  }

  async #shut(): Promise<void> {
    this.#ticker.stop();
    await this.#writer.drained();
    if (Object.keys(this.#moves).length > 0 && !this.#trouble) await this.#add([]);
  }
}
