import { judge } from '../oracle/oracle.ts';
import { clock, PATIENCE } from './bell.ts';
import { COUNTERS } from './branch-file.ts';
import { unsound } from './journal.ts';
import { type Scene, turnedAway } from './scene.ts';
import { labelOf } from './slip-label.ts';
import type { Traffic } from './traffic.ts';

interface Line {
  readonly seq: number;
  readonly type: string;
  readonly body: { readonly ticket?: number; readonly handover?: string; readonly counter?: string };
}

const ENDS = /^(print-(ended|failed|unknown)|started|finished|no-show|cancelled)$/;

/** Tickets that still wait for their slip. */
function unprinted(journal: readonly string[]): readonly number[] {
  const waiting = new Set<number>();
  for (const line of journal) {
    const { type, body } = JSON.parse(line) as Line;
    if (type === 'issued' && body.handover === 'paper' && body.ticket !== undefined) waiting.add(body.ticket);
    else if (ENDS.test(type) && body.ticket !== undefined) waiting.delete(body.ticket);
  }
  return [...waiting];
}

/** What came out after the printer was in trouble, and is no ticket: its copy stands on a slip of its own. */
function isVoid(slip: readonly string[]): boolean {
  return slip.some((line) => line.includes('作废 VOID'));
}

/** Waits until a branch has come to rest: presses answered, slips out, events heard, displays steady. */
async function atRest({ hall, reader }: Scene): Promise<readonly string[]> {
  const { views } = hall;
  const until = clock.monotonic() + 4 * PATIENCE;
  for (;;) {
    await hall.until('every press is answered', () => {
      const pads = [1, 2, 3].map(views.pad);
      return [views.panel, ...pads].every(({ unacknowledged }) => unacknowledged.length === 0);
    });
    const journal = await hall.export();
    await reader.complete(journal.length);
    const left = unprinted(journal);
    if (left.length > 0) {
      if (clock.monotonic() > until) throw new Error(`tickets ${left.join(', ')} are not printed`);
      await hall.until('the next record', () => reader.events.has(journal.length + 1), 2 * PATIENCE);
      continue;
    }
    await hall.until('displays are steady', () => [1, 2, 3].every((number) => !views.sign(number).isBlinking));
    if ((await hall.export()).length === journal.length) return journal;
  }
}

/**
 * What must not have happened in a scene, once it is at rest; empty when all is well.
 *
 * @param traffic that has stopped; null: presses are not counted
 */
export async function verdict(scene: Scene, traffic: Traffic | null = null): Promise<readonly string[]> {
  const { hall, reader } = scene;
  const { views } = hall;
  const displays = (): Record<string, string> =>
    Object.fromEntries(COUNTERS.map((counter, index) => [counter, views.sign(index + 1).text]));
  const judgement = (journal: readonly string[]): readonly string[] =>
    judge({
      journal,
      messages: reader.messages,
      lostSessions: reader.lostSessions,
      delivery: reader.delivery,
      slips: hall.slips.flatMap((slip) => (isVoid(slip) ? [] : [labelOf(slip)])).filter((label) => label !== ''),
      told: [...hall.told.flatMap((text) => /^NUMBER ([A-Z]\d{3})$/.exec(text)?.[1] ?? []), ...(traffic?.told ?? [])],
      called: hall.padTold.map(({ pad, label }) => ({ counter: `counter${pad}`, label })),
      ...(traffic ? { presses: traffic.presses, turnedAway: turnedAway(hall) } : {}),
      displays: displays(),
    });
  let found = await atRest(scene).then(settled);
  // A device that was lost meanwhile is a record that the export has not, and the consumer has.
  while (found.isOvertaken) found = await atRest(scene).then(settled);
  return [...found.problems, ...unsound(hall.journal)];

  async function settled(journal: readonly string[]) {
    // The last frames may still be on their way to the signs.
    await hall
      .until('displays say what the journal says', () => judgement(journal).every((line) => !line.includes('display')))
      .catch(() => {});
    const isOvertaken = reader.events.has(journal.length + 1) && (await hall.export()).length > journal.length;
    return { isOvertaken, problems: isOvertaken ? [] : judgement(journal) };
  }
}
