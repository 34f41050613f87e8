import { stack } from 'd3-shape';
import { type Frame, peopleScale, peopleTicks, stepBand, stepLine, timeScale } from '../../views/step-chart.ts';
import type { HallSample, StagedService } from '../stage.ts';

/** The last hour, ms. */
export const HOUR = 3_600_000;
const QUARTER = 900_000;

/** A band of the chart: the customers of one service who wait. */
export interface Band {
  readonly service: StagedService;
  /** Place of its prefix among the prefixes, and its place among the services of that prefix. */
  readonly hue: number;
  readonly shade: number;
  readonly path: string;
}

/** The chart as shapes, in pixels of its frame. */
export interface HallShapes {
  readonly bands: readonly Band[];
  readonly inHall: string;
  readonly ticksX: readonly { readonly at: number; readonly x: number }[];
  readonly ticksY: readonly { readonly count: number; readonly y: number }[];
}

/** The letters of the services, in the order of the bank standard. */
export const prefixesOf = (services: readonly StagedService[]): readonly string[] => [
  ...new Set(services.map(({ prefix }) => prefix)),
];

/** Services in the order of their bands: those of one letter stand together. */
export function inBands(services: readonly StagedService[]): readonly (StagedService & Pick<Band, 'hue' | 'shade'>)[] {
  return prefixesOf(services).flatMap((prefix, hue) =>
    services.filter((service) => service.prefix === prefix).map((service, shade) => ({ ...service, hue, shade })),
  );
}

/**
 * Queues and people of the last hour as shapes: what was true stays true until the next sample.
 *
 * @param now wall time of the branch, Unix ms: the right edge
 */
export function hallShapes(
  services: readonly StagedService[],
  samples: readonly HallSample[],
  now: number,
  frame: Frame,
): HallShapes {
  const drawn = upTo(samples, now);
  const x = timeScale(now - HOUR, now, frame);
  const y = peopleScale(Math.max(0, ...drawn.map(({ inHall }) => inHall)), frame);
  // A band in which nobody waited has no shape: of a dozen services few are busy at once.
  const ordered = inBands(services).filter(({ id }) => drawn.some(({ waiting }) => (waiting[id] ?? 0) > 0));
  const stacked = stack<HallSample, string>()
    .keys(ordered.map(({ id }) => id))
    .value(({ waiting }, id) => waiting[id] ?? 0)([...drawn]);
  const bandOf = (layer: (typeof stacked)[number] | readonly never[]): string =>
    stepBand(
      layer.map(({ 0: low, 1: high, data }) => ({ at: data.at, low, high })),
      x,
      y,
    );
  return {
    bands: ordered.map(({ hue, shade, ...service }, place) => ({
      service,
      hue,
      shade,
      path: bandOf(stacked[place] ?? []),
    })),
    inHall: stepLine(
      drawn.map(({ at, inHall }) => ({ at, count: inHall })),
      x,
      y,
    ),
    ticksX: quarters(now).map((at) => ({ at, x: x(at) })),
    ticksY: peopleTicks(y),
  };
}

/** The samples of the hour, the last one drawn on to the right edge. */
function upTo(samples: readonly HallSample[], now: number): readonly HallSample[] {
  const start = now - HOUR;
  const first = samples.findLastIndex(({ at }) => at <= start);
  const within = samples.slice(Math.max(0, first)).filter(({ at }) => at <= now);
  const last = within.at(-1);
  return last ? [...within, { ...last, at: now }] : [];
}

function quarters(now: number): readonly number[] {
  const last = Math.floor(now / QUARTER) * QUARTER;
  return [3, 2, 1, 0].map((back) => last - back * QUARTER).filter((at) => at > now - HOUR);
}

/** Every tenth minute of the hour, newest first, with what was true then: for the table. */
export function tenths(samples: readonly HallSample[], now: number): readonly HallSample[] {
  return Array.from({ length: 7 }, (_, place) => now - (place * HOUR) / 6).flatMap((moment) => {
    const sample = samples.findLast(({ at }) => at <= moment);
    return sample ? [{ ...sample, at: moment }] : [];
  });
}
