import type { Figure } from './intervals.ts';

/** Figures as people read them: the mean, and ± half of its interval where there is one. */

function shown({ mean, plusMinus }: Figure, scale: number, digits: number, unit = ''): string {
  if (mean === null) return '–';
  const text = `${(mean * scale).toFixed(digits)}${unit}`;
  return plusMinus === null ? text : `${text} ±${(plusMinus * scale).toFixed(digits)}`;
}

const NOTHING: Figure = { mean: null, plusMinus: null };
/** Seconds as minutes. */
export const minutes = (figure: Figure = NOTHING): string => shown(figure, 1 / 60, 2);
/** Seconds as hours. */
export const hours = (figure: Figure): string => shown(figure, 1 / 3_600, 1);
/** A share as per cent. */
export const percent = (figure: Figure = NOTHING): string => shown(figure, 100, 1, ' %');
/** A count; whole where one day alone was played. */
export const number = (figure: Figure = NOTHING): string => {
  const isWhole = figure.plusMinus === null && Number.isInteger(figure.mean);
  return shown(figure, 1, isWhole ? 0 : 1);
};

/** A time of day with half of its interval in minutes. */
export function clock({ mean, plusMinus }: Figure): string {
  if (mean === null) return '–';
  const text = timeOfDay(mean);
  return plusMinus === null ? text : `${text} ±${(plusMinus / 60).toFixed(0)}`;
}

/** Seconds after midnight as a time of day. */
export function timeOfDay(seconds: number): string {
  const whole = Math.round(seconds / 60);
  return [Math.floor(whole / 60), whole % 60].map((each) => String(each).padStart(2, '0')).join(':');
}
