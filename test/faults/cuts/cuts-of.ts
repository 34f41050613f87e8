import type { Chance } from '../../stand/chance.ts';
import { Disk, type Files, type Loss } from './disk.ts';
import type { Promised } from './judge.ts';
import { lossesOf } from './losses.ts';
import type { Story } from './plan.ts';
import type { Recording } from './record.ts';
import type { Step } from './trace.ts';

/** A power cut: after how many steps, what got lost, what somebody had been told, and what is left. */
export interface Cut {
  readonly after: number;
  readonly loss: Loss;
  readonly promised: Promised;
  readonly files: Files;
}

/**
 * Every power cut that there may be in a recording: after each step, in every way.
 *
 * @param begin what had been promised before its first step
 * @param most of them; the draw says which
 */
export function* cutsOf(
  recording: Recording,
  story: Story,
  begin: Promised,
  draw: Chance,
  most = Number.POSITIVE_INFINITY,
): Generator<Cut> {
  const plans: Omit<Cut, 'files'>[] = [];
  let promised = begin;
  for (const { after, step, disk } of along(recording)) {
    if (step.kind === 'said') promised = heard(step.line, story, promised);
    for (const loss of lossesOf(disk.pending, draw)) plans.push({ after, loss, promised });
  }
  const chosen = some(plans, most, draw);
  for (const { after, disk } of along(recording)) {
    for (const plan of chosen.filter((each) => each.after === after)) yield { ...plan, files: disk.left(plan.loss) };
  }
}

/** So many of all, in their order. */
function some<T>(all: readonly T[], most: number, draw: Chance): readonly T[] {
  const lots = all.map((one, index) => ({ one, index, lot: draw.below(2 ** 32) }));
  const drawn = lots.toSorted((one, other) => one.lot - other.lot).slice(0, most);
  return drawn.toSorted((one, other) => one.index - other.index).map(({ one }) => one);
}

interface Moment {
  /** So many steps. */
  readonly after: number;
  readonly step: Step;
  readonly disk: Disk;
}

/** The one disk, after each step. */
function* along({ before, known, steps }: Recording): Generator<Moment> {
  const disk = new Disk();
  for (const [name, content] of before) disk.put(name, known.get(name) ?? -1, content);
  for (const [index, step] of steps.entries()) {
    disk.take(step);
    yield { after: index + 1, step, disk };
  }
}

/** What a line of `life.mjs` promises. */
function heard(line: string, story: Story, before: Promised): Promised {
  const [, seq, cursor, epoch = before.epoch] = /^(?:open|committed) (\d+) (\d+)(?: (\w+))?$/.exec(line) ?? [];
  const place = story.places.findIndex((each) => each.seq === Number(seq) && each.cursor === Number(cursor));
  if (place < 0) throw new Error(`a life said "${line}", which is no place of its story`);
  return { place, epoch };
}
