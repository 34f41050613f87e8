import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../devices/index.ts';
import { minutes } from '../clock.ts';
import { systemFiles } from '../config/files.ts';
import { loadConfig } from '../config/load.ts';
import { seededRandom } from '../devices/wire/seeded.ts';
import { arrivalsOf, nextArrival } from './arrivals.ts';

const loaded = loadConfig(join(process.cwd(), 'config/branch.example.yaml'), catalogue, systemFiles());
const config = loaded.kind === 'ok' ? loaded.config : expect.unreachable('the example does not load');
const arrivals = arrivalsOf(config);

describe('the customers of the example branch', () => {
  it('press every button that there is', () => {
    const all = config.kiosks.flatMap(({ panel, buttons }) => buttons.map(({ button }) => `${panel} ${button}`));
    expect(arrivals.map(({ panel, button }) => `${panel} ${button}`).toSorted()).toEqual(all.toSorted());
  });

  it('keep its counters busy for four fifths of their time', () => {
    const services = new Map(
      config.kiosks.flatMap(({ buttons }) => buttons.map(({ button, service }) => [button, service])),
    );
    const times = new Map(config.services.map(({ rules }) => [rules.id, rules.standardTime]));
    const load = arrivals.reduce(
      (sum, { button, every }) => sum + (times.get(services.get(button) ?? '') ?? 0) / every,
      0,
    );
    expect(load / config.counters.length).toBeCloseTo(0.8, 5);
  });

  it('come more at some times than at others, and in the long run as often as they should', () => {
    const chance = seededRandom(11);
    const between = (from: number, to: number): number => {
      let count = 0;
      for (let at = from; at < to; at += nextArrival(minutes(1), at, chance)) count += 1;
      return count / ((to - from) / minutes(1));
    };
    expect(between(0, minutes(90 * 200))).toBeCloseTo(1, 1);
    const tides = (from: number): number => {
      let sum = 0;
      for (let day = 0; day < 60; day += 1) sum += between(minutes(90 * day + from), minutes(90 * day + from + 45));
      return sum / 60;
    };
    expect(tides(0)).toBeGreaterThan(1.15);
    expect(tides(45)).toBeLessThan(0.85);
  });

  it('cannot press where there is no kiosk', () => {
    expect(arrivalsOf({ ...config, kiosks: [] })).toEqual([]);
  });
});
