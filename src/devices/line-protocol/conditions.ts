import type { DriverContext } from '../driver.ts';
import type { ConditionCode } from '../kinds.ts';

/** Tells the supervisor of a condition when it changes, and only then. */
export function conditionReporter(
  context: DriverContext,
): (code: ConditionCode, isRaised: boolean, detail?: string) => void {
  const raised = new Set<ConditionCode>();
  return (code, isRaised, detail) => {
    if (isRaised === raised.has(code)) return;
    if (isRaised) raised.add(code);
    else raised.delete(code);
    context.condition(code, isRaised, detail);
  };
}
