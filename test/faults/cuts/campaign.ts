import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Chance, chance } from '../../stand/chance.ts';
import { type Cut, cutsOf } from './cuts-of.ts';
import type { Files } from './disk.ts';
import { type Promised, type StartEnd, startAfterCut } from './judge.ts';
import { lifeOf, livesOf, makeStory, type Story } from './plan.ts';
import { memoryDirectory, type Recording, recordLives, writeFiles } from './record.ts';
import type { Step } from './trace.ts';

/** Batches of a story, and of a life that begins after a power cut. */
const STORY = 40;
const LATER_LIFE = 4;
/** Most lives recorded that begin after a power cut, for each story, and for how many cuts one is worth while. */
const LATER_LIVES = 4;
const CUTS_PER_LIFE = 250;
/** Share of the cuts that is made in the first lives of a story. */
const FIRST_SHARE = 0.75;
const INDEX_BYTES = 32_768;
/** Wrong cuts whose files are kept in memory. */
const KEPT = 3;

/** A start that should not have ended so. */
export interface Wrong {
  readonly what: string;
  /** What the power cut had left; null: there were many before it. */
  readonly files: Files | null;
}

/** What a campaign came to. */
export interface Tally {
  readonly cuts: number;
  /** Steps of all recordings at which the power was cut. */
  readonly steps: number;
  /** Refused starts by code, where a bit was turned over and where none was. */
  readonly refused: {
    readonly flipped: Readonly<Record<string, number>>;
    readonly whole: Readonly<Record<string, number>>;
  };
  readonly wrong: readonly Wrong[];
}

/**
 * Records what a journal does to its files, and cuts the power at each step in every way, until there were so many cuts;
 * also in lives that begin after a power cut.
 *
 * @param count of cuts; where it is small the seed chooses among all
 * @param alter makes the disk another one than it says
 */
export async function cutPower(
  seed: number,
  count: number,
  alter: (steps: readonly Step[]) => readonly Step[] = (steps) => steps,
): Promise<Tally> {
  const campaign = new Campaign(count, alter);
  try {
    for (let round = 0; !campaign.isOver; round += 1) await campaign.play(chance(seed + round));
    return campaign.tally;
  } finally {
    campaign.close();
  }
}

const NOTHING: Promised = { place: null, epoch: null };

class Campaign {
  readonly #count: number;
  readonly #alter: (steps: readonly Step[]) => readonly Step[];
  readonly #directory = memoryDirectory();
  readonly #refused = { flipped: new Map<string, number>(), whole: new Map<string, number>() };
  readonly #wrong: Wrong[] = [];
  #cuts = 0;
  #steps = 0;

  constructor(count: number, alter: (steps: readonly Step[]) => readonly Step[]) {
    this.#count = count;
    this.#alter = alter;
  }

  get isOver(): boolean {
    return this.#cuts >= this.#count;
  }

  get tally(): Tally {
    const { flipped, whole } = this.#refused;
    const refused = { flipped: Object.fromEntries(flipped), whole: Object.fromEntries(whole) };
    return { cuts: this.#cuts, steps: this.#steps, refused, wrong: this.#wrong };
  }

  close(): void {
    rmSync(this.#directory, { recursive: true });
  }

  /** One story: its own lives, then some that begin after a power cut in those. */
  async play(draw: Chance): Promise<void> {
    const story = makeStory(STORY, draw);
    const first = this.#record(recordLives(livesOf(story, draw)));
    const left = this.#count - this.#cuts;
    await this.#cutIn(first, story, NOTHING, draw, Math.ceil(left * FIRST_SHARE));
    const lives = Math.min(LATER_LIVES, Math.ceil(this.#count / CUTS_PER_LIFE));
    for (let later = lives; later > 0 && !this.isOver; later -= 1) {
      const begun = await this.#beginLater(first, story, draw);
      if (!begun) continue;
      await this.#cutIn(begun.recording, story, begun.promised, draw, Math.ceil((this.#count - this.#cuts) / later));
    }
  }

  #record(recording: Recording): Recording {
    return { ...recording, steps: this.#alter(recording.steps) };
  }

  async #cutIn(recording: Recording, story: Story, begin: Promised, draw: Chance, most: number): Promise<void> {
    this.#steps += recording.steps.length;
    for (const cut of cutsOf(recording, story, begin, draw, most)) {
      this.#note(await this.#start({ ...cut, files: withIndex(cut.files, draw) }, story), cut, draw.seed);
      // Whoever watches over this process hears from it.
      if (this.#cuts % 50 === 0) await setImmediate();
    }
  }

  #start({ files, promised }: Cut, story: Story): Promise<StartEnd> {
    const directory = join(this.#directory, 'journal');
    writeFiles(directory, files);
    return startAfterCut(directory, story, promised);
  }

  #note(end: StartEnd, { loss, after, files }: Cut, seed: number): void {
    this.#cuts += 1;
    if (end.kind === 'refused') {
      const refused = loss.flipped ? this.#refused.flipped : this.#refused.whole;
      refused.set(end.code, (refused.get(end.code) ?? 0) + 1);
    } else if (end.kind === 'wrong') {
      const what = `seed ${seed}, after step ${after}, ${loss.what}: ${end.what}`;
      this.#wrong.push({ what, files: this.#wrong.length < KEPT ? files : null });
    }
  }

  /** A journal that starts from what a power cut left lives for a while. */
  async #beginLater(
    first: Recording,
    story: Story,
    draw: Chance,
  ): Promise<{ recording: Recording; promised: Promised } | null> {
    const [cut] = cutsOf(first, story, NOTHING, draw, 1);
    if (!cut) return null;
    const end = await this.#start(cut, story);
    if (end.kind !== 'started') return null;
    const life = lifeOf(story.batches.slice(end.place, end.place + LATER_LIFE), draw, draw.is(0.5));
    return { recording: this.#record(recordLives([life], cut.files)), promised: cut.promised };
  }
}

/** SQLite's index of the -wal, which nobody writes to the disk on purpose: gone, empty, or anything. */
function withIndex(files: Files, draw: Chance): Files {
  if (!files.has('journal.db') || draw.is(1 / 3)) return files;
  const noise = draw.is(0.5) ? Array.from({ length: 251 }, () => draw.below(256)) : [0];
  const bytes = Buffer.alloc(INDEX_BYTES, Buffer.from(noise));
  return new Map([...files, ['journal.db-shm', bytes] as const]);
}

/** What went wrong, in sentences; the files that are known are put into directories of their own, named there. */
export function told({ wrong }: Tally): readonly string[] {
  return wrong.map(({ what, files }) => {
    if (!files) return what;
    const directory = join(mkdtempSync(join(tmpdir(), 'lobbyd-cut-')), 'journal');
    writeFiles(directory, files);
    return `${what}; its files: ${directory}`;
  });
}
