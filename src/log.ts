import { type Logger, pino } from 'pino';
import { journaldLines } from './journald-lines.ts';
import { logLines, lostWords } from './log-lines.ts';

/** Log levels that the configuration knows. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Who reads standard output: a person at a terminal, journald, or a program. */
export type LogReader = 'terminal' | 'journald' | 'program';

/**
 * The daemon's log: readable lines on a terminal, one readable line an incident with its severity for journald, one JSON
 * object a line for a program. Fields name `device`, `port`, `ticket` and `code`; no personal data.
 */
export async function openLog(level: LogLevel, reader: LogReader): Promise<Logger> {
  const options = { level, base: null, formatters: { level: (label: string) => ({ level: label }) } };
  if (reader === 'program') return pino(options, logLines());
  if (reader === 'journald')
    return pino(options, journaldLines(logLines(undefined, (lost) => `<4>${lostWords(lost)}`)));
  const { default: pretty } = await import('pino-pretty');
  return pino(options, pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss.l', ignore: 'pid,hostname', sync: true }));
}
