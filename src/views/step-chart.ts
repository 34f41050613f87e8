import { type ScaleLinear, scaleLinear } from 'd3-scale';
import { area, curveStepAfter, line } from 'd3-shape';

/** People over time as shapes, for all charts of lobbyd: what was true stays true until the next sample. */

/** The frame that is drawn into, pixels from the top left. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A number from a moment on. */
export interface Sample {
  readonly at: number;
  readonly count: number;
}

/** The lowest top of a chart, people: an empty hall is not drawn as a full one. */
export const LOWEST_TOP = 5;
const TICKS = 4;

/** Where people stand above each other: from none to at least so many, at a round number. */
export function peopleScale(most: number, { top, bottom }: Frame): ScaleLinear<number, number> {
  return scaleLinear([0, Math.max(LOWEST_TOP, most)], [bottom, top]).nice(TICKS);
}

/** Where moments stand beside each other. */
export function timeScale(from: number, to: number, { left, right }: Frame): ScaleLinear<number, number> {
  return scaleLinear([from, to], [left, right]).clamp(true);
}

/** Whole people to mark at the side. */
export function peopleTicks(y: ScaleLinear<number, number>): readonly { readonly count: number; readonly y: number }[] {
  return y
    .ticks(TICKS)
    .filter(Number.isInteger)
    .map((count) => ({ count, y: y(count) }));
}

/** The line of samples in the order of time. */
export function stepLine(
  samples: readonly Sample[],
  x: ScaleLinear<number, number>,
  y: ScaleLinear<number, number>,
): string {
  const shape = line<Sample>()
    .x(({ at }) => x(at))
    .y(({ count }) => y(count))
    .curve(curveStepAfter);
  return shape([...samples]) ?? '';
}

/** The area between two numbers from each moment on. */
export function stepBand(
  samples: readonly { readonly at: number; readonly low: number; readonly high: number }[],
  x: ScaleLinear<number, number>,
  y: ScaleLinear<number, number>,
): string {
  const shape = area<(typeof samples)[number]>()
    .x(({ at }) => x(at))
    .y0(({ low }) => y(low))
    .y1(({ high }) => y(high))
    .curve(curveStepAfter);
  return shape([...samples]) ?? '';
}
