import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../test/runs.ts';
import { type FakeClock, fakeClock } from '../clock.fake.ts';
import { seconds } from '../clock.ts';
import { silentLog } from '../devices/log.ts';
import { openingHashOf } from '../journal/canonical.ts';
import { eventOf } from '../journal/codec.ts';
import { type MemoryStore, memoryStore } from '../journal/memory.ts';
import { openWriter } from '../journal/writer.ts';
import type { Command } from '../queue/commands.ts';
import { snapshot } from '../queue/snapshot.ts';
import { ask, RULES } from '../queue/spec.ts';
import { type LiveBranch, openBranch } from './branch.ts';
import type { KeptState } from './kept-state.ts';
import type { Committed, Reply } from './port.ts';
import { replay } from './replay.ts';
import { startBranchTime } from './time.ts';

interface Asked {
  readonly command: Command;
  readonly reply: Reply;
}

/** One branch on one journal, through restarts. */
class Stand {
  readonly clock: FakeClock = fakeClock();
  readonly store: MemoryStore = memoryStore();
  readonly asked: Asked[] = [];
  readonly heard: Committed[] = [];
  readonly #sent: Command[] = [];
  /** As it comes back from a file. */
  kept: KeptState | null = null;
  #branch: LiveBranch | null = null;
  #release: (() => void) | null = null;
  #day = 1;

  get branch(): LiveBranch {
    return this.#branch ?? expect.fail('the branch does not live');
  }

  async start(): Promise<void> {
    const { state, last } = await replay(this.store, 'newest-opening', this.kept);
    this.#branch = openBranch({
      store: this.store,
      clock: this.clock,
      time: startBranchTime(this.clock, last),
      log: silentLog,
      state,
      writer: (onBroken) => openWriter(this.store, onBroken, { gathered: 20 }),
    });
    this.#branch.onCommitted((batch) => this.heard.push(...batch));
  }

  async settle(): Promise<void> {
    this.#release?.();
    this.#release = null;
    for (let turn = 0; turn < 5; turn += 1) await this.clock.advance(seconds(2));
  }

  async restart(): Promise<void> {
    await this.settle();
    await this.branch.close();
    await this.start();
  }

  keep(): void {
    const head = this.store.head();
    // What is on its way to the disk, or nobody knows of, is not in the state yet.
    if (head.seq !== this.branch.committedSeq) return;
    this.kept = JSON.parse(JSON.stringify({ head, state: snapshot(this.branch.committed) }));
  }

  stall(): void {
    this.#release ??= this.store.stall();
  }

  async pass(by: number): Promise<void> {
    await this.clock.advance(by);
  }

  ask(wish: Parameters<typeof ask>[0]): void {
    const key = `${this.#sent.length}`;
    this.#submit(ask(wish, { source: `s${this.#sent.length % 3}`, key }));
  }

  openDay(): void {
    this.#day += 1;
    const day = `2026-03-${String(this.#day).padStart(2, '0')}`;
    this.ask({ type: 'open-day', day, instants: [], openingHash: openingHashOf(snapshot(this.branch.newest)) });
  }

  resend(back: number): void {
    const command = this.#sent.at(-back);
    // A source sends the same thing again, but the day's opening balance is of its own moment.
    if (command && command.type !== 'open-day') this.#submit(command);
  }

  #submit(command: Command): void {
    this.#sent.push(command);
    void this.branch.submit(command).then((reply) => this.asked.push({ command, reply }));
  }
}

const counter = fc.constantFrom('1', '2', '3');
const keys = fc.constantFrom('call-next', 'call-next', 'finish', 'no-show', 'undo', 'start', 'recall');
const step: fc.Arbitrary<(stand: Stand) => void | Promise<void>> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('cash', 'wealth').map((service) => (stand: Stand) => press(stand, service)) },
  {
    weight: 8,
    arbitrary: fc.tuple(keys, counter).map(
      ([type, at]) =>
        (stand: Stand) =>
          stand.ask({ type, counter: at } as never),
    ),
  },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 10 }).map((back) => (stand: Stand) => stand.resend(back)) },
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 1_500, 4_000).map((by) => (stand: Stand) => stand.pass(by)) },
  { weight: 1, arbitrary: fc.constant((stand: Stand) => stand.openDay()) },
  { weight: 1, arbitrary: fc.constant((stand: Stand) => stand.restart()) },
  { weight: 1, arbitrary: fc.constant((stand: Stand) => stand.keep()) },
  { weight: 2, arbitrary: fc.constant((stand: Stand) => stand.stall()) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((times) => (stand: Stand) => stand.store.fillDisk(times)),
  },
  { weight: 2, arbitrary: fc.boolean().map((isWritten) => (stand: Stand) => stand.store.loseNext(isWritten)) },
  { weight: 1, arbitrary: fc.constant((stand: Stand) => stand.store.refuseReopen(1)) },
);

function press(stand: Stand, service: string): void {
  stand.ask({ type: 'issue', service, segment: 'ordinary', language: 'en', handover: 'paper' });
}

it('whatever the disk does, nothing answered is lost or done twice, and replay gives the state that the branch shows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const stand = new Stand();
      await stand.start();
      await stand.branch.submit(ask({ type: 'apply-rules', rules: RULES }));
      stand.openDay();
      for (const id of ['1', '2', '3']) stand.ask({ type: 'open-counter', counter: id, teller: null, profile: null });
      for (const act of steps) await act(stand);
      await stand.settle();
      stand.store.fillDisk(0);
      await stand.settle();

      const shown = snapshot(stand.branch.committed);
      expect(snapshot(stand.branch.newest)).toEqual(shown);
      expect(snapshot((await replay(stand.store)).state)).toEqual(shown);
      expect(snapshot((await replay(stand.store, 'newest-opening', stand.kept)).state)).toEqual(shown);
      expect(snapshot((await replay(stand.store, 'first-record')).state)).toEqual(shown);

      const records = await stand.store.read(1, 1_000);
      expect(stand.branch.committedSeq).toBe(records.length);
      const queued = records.filter(({ stream }) => stream === 'queue');
      expect(stand.heard.map(({ record }) => record.seq)).toEqual(queued.map(({ seq }) => seq));
      const answers = new Map<string, unknown>();
      for (const record of records) {
        const event = eventOf(record);
        if (!event?.command || !event.answer) continue;
        const key = JSON.stringify(event.command);
        expect(answers.has(key), key).toBe(false);
        answers.set(key, event.answer);
      }
      for (const { command, reply } of stand.asked) {
        if (reply.kind !== 'fault') expect(reply).toEqual(answers.get(JSON.stringify(command.id)));
      }
    }),
    { numRuns: runs(150) },
  );
});
