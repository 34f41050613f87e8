import type { CounterId, ServiceId } from './rules.ts';
import type { LineKey } from './state.ts';
import type { Lined } from './traits.ts';

/** A line that somebody has come to or left. */
interface TouchedLine {
  readonly line: LineKey;
  readonly service: ServiceId;
}

/** A line of which somebody may be called now, or nobody any more. */
export interface TouchedWork extends Lined {
  readonly line: LineKey;
}

/**
 * What an event has changed of what alerts look at, nothing of it twice. Lists, because an event touches one or two of each:
 * sets and maps cost more to empty than those cost to search.
 */
export interface Touched {
  readonly services: ServiceId[];
  readonly counters: CounterId[];
  readonly lines: TouchedLine[];
  readonly work: TouchedWork[];
  /** Names of the pools that somebody has come to or left. */
  readonly pools: string[];
}

/** Nothing is touched. */
export function noneTouched(): Touched {
  return { services: [], counters: [], lines: [], work: [], pools: [] };
}

/** Notes a name, once. */
export function touchName(names: string[], name: string): void {
  if (!names.includes(name)) names.push(name);
}

/** Notes that somebody has come to a line or left it. */
export function touchLine({ services, lines }: Touched, line: LineKey, service: ServiceId): void {
  touchName(services, service);
  for (const each of lines) if (each.line === line) return;
  lines.push({ line, service });
}

/** Notes that a line has come to have somebody who may be called, or nobody. Segment and papers of a ticket may change: what counts is who it was then. */
export function touchWork({ work }: Touched, line: LineKey, { service, segment, visit }: Lined): void {
  for (const each of work) if (each.line === line) return;
  work.push({ line, service, segment, visit: visit ? { papersReady: visit.papersReady } : null });
}

/** The event is written: nothing is touched. */
export function forgetTouched({ services, counters, lines, work, pools }: Touched): void {
  empty(services);
  empty(counters);
  empty(lines);
  empty(work);
  empty(pools);
}

/** One by one: of lists that hold one or two, to set their length costs ten times as much. */
function empty(list: unknown[]): void {
  while (list.length > 0) list.pop();
}
