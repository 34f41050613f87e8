import { minutes, number, percent } from './formats.ts';
import type { GroupResult, RulesResult } from './result-schema.ts';

/** Rows of how true the waits were that customers were told, the head first; none where nobody was told. */
export function toldRows(
  head: readonly string[],
  rules: readonly RulesResult[],
  nameOf: (rules: RulesResult) => string,
): readonly (readonly string[])[] {
  const rows = rules.flatMap((each) => {
    const told = each.groups[0]?.told;
    return told && (told.of.mean ?? 0) > 0 ? [[nameOf(each), ...cellsOf(told)]] : [];
  });
  return rows.length === 0 ? [] : [head, ...rows];
}

function cellsOf({ of, inside, early, late, estimate, plain }: GroupResult['told']): readonly string[] {
  const shares = [inside, early, late].map((each) => percent(each));
  const errors = [estimate, plain].flatMap(({ bias, rmse, pinball }) => [bias, rmse, pinball]);
  return [number(of), ...shares, ...errors.map((each) => minutes(each))];
}

export const TOLD_HEAD = [
  'waits that were told',
  'customers',
  'inside',
  'before',
  'after',
  'bias',
  'RMSE',
  'pinball',
  'by thumb: bias',
  'RMSE',
  'pinball',
];
