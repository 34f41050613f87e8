import type { DriverContext } from '../../src/devices/driver.ts';
import type { ConditionCode, PrinterReadiness, Unsubscribe } from '../../src/devices/kinds.ts';
import { conditionsOf, readinessOf, type SessionState } from './session-state.ts';

/** Tells the world of changes of readiness and conditions, each once. */
export interface Announcer {
  announce(state: SessionState): void;
  onReadiness(listener: (readiness: PrinterReadiness) => void): Unsubscribe;
}

/** An announcer that has told nothing yet but that the printer is gone. */
export function announcer(context: DriverContext, initial: SessionState): Announcer {
  const listeners = new Set<(readiness: PrinterReadiness) => void>();
  let told = readinessOf(initial);
  let raised: ReadonlySet<ConditionCode> = new Set();
  let raisedFrom: SessionState['status'] = null;
  const tellConditions = (status: SessionState['status']): void => {
    const conditions = conditionsOf(status);
    for (const code of raised) if (!conditions.has(code)) context.condition(code, false);
    for (const code of conditions) if (!raised.has(code)) context.condition(code, true);
    raised = conditions;
    raisedFrom = status;
  };
  return {
    announce(state) {
      // Asked after every step: a status is never changed in place, so the same one says the same.
      if (state.status !== raisedFrom) tellConditions(state.status);
      const readiness = readinessOf(state);
      if (isSame(readiness, told)) return;
      told = readiness;
      for (const listener of [...listeners]) listener(readiness);
    },
    onReadiness(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function isSame(one: PrinterReadiness, other: PrinterReadiness): boolean {
  if (one.kind === 'ready') return other.kind === 'ready' && one.isPaperLow === other.isPaperLow;
  return other.kind === 'not-ready' && one.trouble === other.trouble;
}
