import type { LogLines } from './log-lines.ts';

/** Severities of syslog by the words of pino. */
const SEVERITY: Readonly<Record<string, number>> = { fatal: 2, error: 3, warn: 4, info: 6, debug: 7, trace: 7 };
const INFO = 6;
/** A line that comes again within this time is counted, ms. */
const WINDOW = 60_000;
/** Different lines that are remembered: more than a branch has troubles. The oldest is told and forgotten first. */
const REMEMBERED = 512;

interface Seen {
  readonly since: number;
  repeats: number;
}

/** Lines for journald. */
export interface JournaldLines extends LogLines {
  /** Writes the counts that nobody has seen yet: called by pino's `flush`, at the end. */
  flush(): void;
}

/**
 * Log lines as `journalctl -u lobbyd` should show them: one readable line each, with the severity in front that journald
 * takes off again (`journalctl -p warning`). A line that comes again and again is written once, and its repeats are
 * counted a minute later, at the next line of any kind; earlier when it is forgotten for others, or at the end.
 *
 * @param lines takes the text
 */
export function journaldLines(lines: LogLines): JournaldLines {
  const seen = new Map<string, Seen>();
  const forget = (text: string, repeats: number): void => {
    seen.delete(text);
    if (repeats > 0) lines.write(`${text} (again ${repeats} ${repeats === 1 ? 'time' : 'times'} within a minute)\n`);
  };
  const remember = (text: string, time: number): void => {
    const [oldest] = seen;
    if (seen.size >= REMEMBERED && oldest) forget(oldest[0], oldest[1].repeats);
    seen.set(text, { since: time, repeats: 0 });
  };
  return {
    write(line) {
      const { time, text } = journaldText(line);
      for (const [each, { since, repeats }] of seen) {
        if (time !== null && time - since >= WINDOW) forget(each, repeats);
      }
      const before = seen.get(text);
      if (before) {
        before.repeats += 1;
        return;
      }
      if (time !== null) remember(text, time);
      lines.write(`${text}\n`);
    },
    flush() {
      for (const [text, { repeats }] of seen) forget(text, repeats);
    },
  };
}

/**
 * One line of pino as journald's: `<4>printer1: device lost; port=/dev/ttyUSB0 reason="no such port"`.
 *
 * @param line JSON with `level`, `time` (Unix ms) and `msg`; what is none is given back as it is
 */
export function journaldText(line: string): { readonly time: number | null; readonly text: string } {
  const parsed = parse(line);
  if (!parsed) return { time: null, text: line.trimEnd() };
  const { level, time, msg, device, ...fields } = parsed;
  const where = typeof device === 'string' ? `${device}: ` : '';
  const rest = Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${valueText(value)}`);
  const text = oneLine(`${where}${String(msg ?? '')}${rest.length > 0 ? `; ${rest.join(' ')}` : ''}`);
  return { time: Number(time), text: `<${SEVERITY[String(level)] ?? INFO}>${text}` };
}

/** Text that is no line of the log, for journald: what is said before the log is open. */
export function journaldSaying(level: 'error' | 'warn', text: string): string {
  return oneLine(`<${SEVERITY[level]}>${text}`);
}

function parse(line: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
  // An error of another's: the journal has one line for it, and the place where it came from.
  if (typeof value === 'object' && value !== null && 'stack' in value) return JSON.stringify(framesOf(value.stack));
  return JSON.stringify(value);
}

/** Message and the first places of a stack. */
function framesOf(stack: unknown): string {
  return String(stack)
    .split('\n')
    .slice(0, 4)
    .map((line) => line.trim())
    .join(' ');
}

/** journald ends an entry at the end of a line. */
function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}
