import { type Millis, ms, sleep } from '../../../src/clock.ts';
import { clock } from '../../stand/bell.ts';
import type { Chance } from '../../stand/chance.ts';
import { settled } from '../../stand/hall.ts';
import type { Scene } from '../../stand/scene.ts';
import { startTraffic, type Traffic } from '../../stand/traffic.ts';
import { verdict } from '../../stand/verdict.ts';
import { type Ill, isWell, PLACES } from './ills.ts';

/** An ill, and whether the daemon starts with it or meets it in mid-traffic. */
export interface Case {
  readonly ill: Ill;
  readonly when: 'at the start' | 'in traffic';
}

/** What came of a case. */
export interface Outcome {
  /** Sentences; empty when all is well. */
  readonly wrong: readonly string[];
  /** From the beginning of the ill until it was told, null where nobody can know it; from its end until all was well. */
  readonly named: Millis | null;
  readonly over: Millis;
}

/** How long it goes on once it was told, at most; how long where nobody can tell it. */
const STAYS = ms(600);
const UNTOLD = ms(2_500);

/** All the traffic that a scene has seen. */
export class Past {
  readonly #traffics: Traffic[] = [];

  /** Starts what goes on until it is stopped. */
  begin(scene: Scene, draw: Chance): Traffic {
    const traffic = startTraffic(scene, draw, `tablet${this.#traffics.length}`);
    this.#traffics.push(traffic);
    return traffic;
  }

  /** As one. */
  get sum(): Traffic {
    const all = this.#traffics;
    return {
      presses: all.reduce((sum, { presses }) => sum + presses, 0),
      keys: all.reduce((sum, { keys }) => sum + keys, 0),
      told: all.flatMap(({ told }) => told),
      stop: () => Promise.resolve(),
    };
  }
}

/** Lives through a case; the branch is in service before it and, unless this throws, after it: then the scene is of no use any more. */
export async function liveThrough(scene: Scene, { ill, when }: Case, past: Past, draw: Chance): Promise<Outcome> {
  const { hall } = scene;
  const isAtStart = when === 'at the start';
  if (isAtStart) await (draw.is(0.5) ? hall.run().kill() : hall.run().stop());
  const traffic = past.begin(scene, draw);
  if (!isAtStart) await sleep(clock, ms(draw.below(500)));
  const begun = clock.monotonic();
  await ill.begin(scene);
  if (isAtStart) await hall.ready();
  if (ill.isNamed) await hall.until(`${ill.place}, ${ill.fault}, is told`, () => ill.isNamed?.(scene));
  const named = ill.isNamed && clock.monotonic() - begun;
  await ill.spares(scene);
  await sleep(clock, ill.isNamed ? ms(draw.below(STAYS)) : UNTOLD);
  const ended = clock.monotonic();
  const answers = scene.reader.answers.length;
  await ill.end(scene);
  await hall.until('all is well again', () => PLACES.every((place) => isWell(scene, place)));
  await hall.until('a tablet is answered', () => scene.reader.answers.length > answers);
  const over = clock.monotonic() - ended;
  await traffic.stop();
  await settled(hall);
  return { named, over, wrong: await verdict(scene, past.sum) };
}
