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
  let told = JSON.stringify(readinessOf(initial));
  let raised: ReadonlySet<ConditionCode> = new Set();
  return {
    announce(state) {
      const conditions = conditionsOf(state.status);
      for (const code of raised) if (!conditions.has(code)) context.condition(code, false);
      for (const code of conditions) if (!raised.has(code)) context.condition(code, true);
      raised = conditions;
      const readiness = readinessOf(state);
      const text = JSON.stringify(readiness);
      if (text === told) return;
      told = text;
      for (const listener of [...listeners]) listener(readiness);
    },
    onReadiness(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
