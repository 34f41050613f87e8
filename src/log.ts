import { type Logger, pino } from 'pino';
import { logLines } from './log-lines.ts';

/** Log levels that the configuration knows. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * The daemon's log: one JSON object a line for journald, readable lines on a terminal. Fields name `device`, `port`,
 * `ticket` and `code`; no personal data.
 *
 * @param isTerminal whether a person reads it
 */
export async function openLog(level: LogLevel, isTerminal: boolean): Promise<Logger> {
  const options = { level, base: null, formatters: { level: (label: string) => ({ level: label }) } };
  if (!isTerminal) return pino(options, logLines());
  const { default: pretty } = await import('pino-pretty');
  return pino(options, pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss.l', ignore: 'pid,hostname', sync: true }));
}
