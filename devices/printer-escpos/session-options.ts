import { DIALECTS } from './protocol.ts';
import type { SessionOptions } from './session-state.ts';
import type { PrinterSettings } from './settings.ts';

/** The settings as the session goes by them. */
export function optionsOf(settings: PrinterSettings): SessionOptions {
  return {
    dialect: DIALECTS[settings.profile],
    confirmation: settings.confirmation,
    cut: settings.cut,
    baud: settings.baud,
    answerTimeout: settings.answerTimeoutMs,
    answerAttempts: settings.answerAttempts,
    statusEvery: settings.statusEveryMs,
    completionTimeout: settings.completionTimeoutMs,
  };
}
