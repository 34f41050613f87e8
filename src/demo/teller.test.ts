import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../clock.ts';
import { seededRandom } from '../devices/wire/seeded.ts';
import { type PadSight, tellerStep } from './teller.ts';

const sight = (line1: string, more: Partial<PadSight> = {}): PadSight => ({
  line1,
  line2: '',
  standardTime: minutes(5),
  waited: minutes(3),
  isRecalled: false,
  ...more,
});
/** Every chance is this one. */
const always = (value: number) => (): number => value;

function shares(pad: PadSight, tries = 4_000): ReadonlyMap<string, number> {
  const chance = seededRandom(3);
  const counts = new Map<string, number>();
  for (let count = 0; count < tries; count += 1) {
    const [key = 'none'] = tellerStep(pad, chance, 12).keys;
    counts.set(key, (counts.get(key) ?? 0) + 1 / tries);
  }
  return counts;
}

describe('a teller', () => {
  it.each([
    ['CLOSED', ['pause']],
    ['PAUSED', ['pause']],
    ['OPEN', ['next']],
    ['A001 CALLED', ['start']],
    ['A001 SERVING', ['finish']],
    ['NEXT COMES', []],
    ['NO LINE', []],
  ])('who reads %s presses %j', (line1, keys) => {
    expect(tellerStep(sight(line1), always(0.5), 12).keys).toEqual(keys);
  });

  it('presses nothing while the disk is waited for', () => {
    expect(tellerStep(sight('OPEN', { line2: 'WAIT' }), always(0.5), 12).keys).toEqual([]);
  });

  it('calls once more who does not come, and gives up whom a second call does not bring', () => {
    expect(tellerStep(sight('A001 CALLED'), always(0.01), 12).keys).toEqual(['recall']);
    expect(tellerStep(sight('A001 CALLED', { isRecalled: true }), always(0.01), 12).keys).toEqual(['no-show']);
  });

  it('misses more customers the longer they had to wait', () => {
    const missed = (waited: number): number => shares(sight('A001 CALLED', { waited })).get('recall') ?? 0;
    expect(missed(minutes(5))).toBeLessThan(0.1);
    expect(missed(minutes(45))).toBeGreaterThan(0.4);
  });

  it('sends some customers on, by the number of a service that there is', () => {
    const { keys } = tellerStep(sight('A001 SERVING'), always(0.01), 12);
    expect(keys).toEqual(['transfer', '1', 'enter']);
    const served = shares(sight('A001 SERVING'));
    expect(served.get('transfer')).toBeGreaterThan(0.02);
    expect(served.get('transfer')).toBeLessThan(0.08);
  });

  it('takes on average as long as the standard says', () => {
    const chance = seededRandom(5);
    const steps = Array.from({ length: 4_000 }, () => tellerStep(sight('A001 SERVING'), chance, 0).after);
    const mean = steps.reduce((sum, after) => sum + after, 0) / steps.length;
    expect(mean).toBeGreaterThan(minutes(4.7));
    expect(mean).toBeLessThan(minutes(5.3));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(seconds(20));
  });
});
