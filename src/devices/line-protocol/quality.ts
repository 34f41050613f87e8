/** How clean a line is; start with {@link CLEAN}. */
export interface Quality {
  readonly level: number;
  /** Whether the line counts as garbled: raised after three bad answers close together, cleared after eight good ones. */
  readonly isGarbled: boolean;
}
export const CLEAN: Quality = { level: 0, isGarbled: false };

const BAD_COSTS = 3;
const MOST = 8;

/** The quality after one more answer: the very value that it was while nothing changes. */
export function afterAnswer(quality: Quality, isGood: boolean): Quality {
  const level = isGood ? Math.max(0, quality.level - 1) : Math.min(MOST, quality.level + BAD_COSTS);
  const isGarbled = quality.isGarbled ? level > 0 : level === MOST;
  return level === quality.level && isGarbled === quality.isGarbled ? quality : { level, isGarbled };
}
