import type { LineAhead } from './ahead-leaps.ts';
import type { Claim } from './claims.ts';
import { countAfter, passedOver } from './passes.ts';
import { comesBefore, countBefore } from './places.ts';
import type { RuleIndex } from './rule-index.ts';
import type { Place } from './rules.ts';
import type { QueueState } from './state.ts';

/** Who calls, as far as those who are passed over see it. */
interface Passer {
  readonly group: number;
  readonly lines: readonly LineAhead[];
  /** On each of `lines`; null: all are its own. A counter that only helps people passes none of them over. */
  readonly claims: readonly Claim[] | null;
}

/** How matters stand before a leap. */
export type PassesKept = readonly { readonly passedOver: number; readonly leapt: number }[];

/**
 * How often the first of each line was passed over, kept while calls are played: exact while they are played one by
 * one. Of a leap it is known by how many the first of another line was passed over, but not any more who of those
 * behind came later: they are counted alike.
 */
export class PassesAhead {
  readonly #state: Readonly<QueueState>;
  readonly #index: RuleIndex;
  readonly #lines: readonly LineAhead[];
  /** Those called one by one, in order of their places, by group. */
  readonly #called = new Map<number, Place[]>();
  /** What leaps have added to a line. */
  readonly #leapt = new Map<LineAhead, number>();
  readonly #isAnybodyPassed: boolean;

  constructor(state: Readonly<QueueState>, index: RuleIndex, lines: readonly LineAhead[]) {
    this.#state = state;
    this.#index = index;
    this.#lines = lines;
    this.#isAnybodyPassed = state.passes.size > 0;
    for (const line of lines) this.#look(line);
  }

  /** So many of a line have just been passed by this counter. */
  note(passer: Passer, line: LineAhead, calls: number): void {
    const { lines, claims } = passer;
    const place = line.queue[line.passed - 1];
    const foremost = line.queue[line.passed - calls];
    if (!place || !foremost) return;
    if (calls === 1) this.#noteOne(passer, line, place);
    else {
      for (const [n, other] of lines.entries()) {
        if (other === line || !other.first || !comesBefore(other.first, place)) continue;
        if (claims?.[n]?.isOwn === false) continue;
        const isByAll = comesBefore(other.first, foremost);
        const passed = isByAll ? calls : line.passed - countBefore(line.queue, other.first);
        other.passedOver += passed;
        this.#leapt.set(other, (this.#leapt.get(other) ?? 0) + passed);
      }
    }
    this.#look(line);
  }

  /** Who waited for the counter, its teller or a step, and stood in none of its lines, has been called there. */
  notePooled(passer: Passer, place: Place): void {
    this.#noteOne(passer, null, place);
  }

  /** Done for each call that is played: by the numbers that lines keep of their first. */
  #noteOne({ group, lines, claims }: Passer, line: LineAhead | null, place: Place): void {
    const called = this.#called.get(group);
    if (called) called.splice(countBefore(called, place), 0, place);
    else this.#called.set(group, [place]);
    const { queuedAt, id } = place;
    for (let n = 0; n < lines.length; n += 1) {
      const other = lines[n];
      if (!other || other === line) continue;
      const isPassed = other.firstAt < queuedAt || (other.firstAt === queuedAt && other.firstId < id);
      if (isPassed && claims?.[n]?.isOwn !== false) other.passedOver += 1;
    }
  }

  /** For taking a leap back. */
  keep(): PassesKept {
    return this.#lines.map((line) => ({ passedOver: line.passedOver, leapt: this.#leapt.get(line) ?? 0 }));
  }

  /** Takes a leap back, in which nobody was noted alone. */
  putBack(kept: PassesKept): void {
    for (const [n, line] of this.#lines.entries()) {
      line.passedOver = kept[n]?.passedOver ?? 0;
      this.#leapt.set(line, kept[n]?.leapt ?? 0);
    }
  }

  #look(line: LineAhead): void {
    const { first, traits } = line;
    if (!first) return;
    let count = this.#leapt.get(line) ?? 0;
    if (this.#isAnybodyPassed) count += passedOver(this.#state, this.#index, traits, first);
    for (const [group, called] of this.#called) {
      if (this.#index.claims.of(group, traits)?.isOwn) count += countAfter(called, first);
    }
    line.passedOver = count;
  }
}
