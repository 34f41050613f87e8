import { type NthUse, nthDay } from './nth.ts';
import { HOWS } from './nth-store.ts';

/** The words that show a short day again whose n-th use of the disk went wrong. */
export function replayWords(seed: number, { n, how }: NthUse): string {
  return `npm run faults -- days --seed ${seed} --nth ${n} --how '${how}'`;
}

/** What `--nth` and `--how` ask for. */
export type Asked =
  | ({ readonly kind: 'use' } & NthUse)
  | { readonly kind: 'campaign' }
  | { readonly kind: 'strange'; readonly why: string };

/** Reads the words of {@link replayWords}: both or none of them. */
export function useOf({ nth, how }: { readonly nth?: string; readonly how?: string }): Asked {
  if (nth === undefined && how === undefined) return { kind: 'campaign' };
  const known = HOWS.find((each) => each === how);
  if (!known) return { kind: 'strange', why: `--nth goes with --how, which is one of '${HOWS.join("', '")}'` };
  const n = Number(nth);
  if (!Number.isSafeInteger(n) || n < 1)
    return { kind: 'strange', why: '--how goes with --nth, a whole number above 0' };
  return { kind: 'use', n, how: known };
}

/** What a replay says, and the exit code: 1 when something was wrong, 2 when that day has no such use of the disk. */
export interface Replay {
  readonly exitCode: 0 | 1 | 2;
  readonly lines: readonly string[];
}

/** Lives through one short day again. */
export async function replayNth(seed: number, { n, how }: NthUse): Promise<Replay> {
  const { wrong, use } = await nthDay(seed, { n, how });
  const name = `operation ${n} of the disk, ${how}, seed ${seed}`;
  if (use === 'none') return { exitCode: 2, lines: [`${name}: that day uses the disk less often`] };
  if (use === 'cannot') return { exitCode: 2, lines: [`${name}: it reads, and can only fail`] };
  return {
    exitCode: wrong.length > 0 ? 1 : 0,
    lines: [`${name}: ${wrong.length} wrong`, ...wrong.map((sentence) => `  ${sentence}`)],
  };
}
