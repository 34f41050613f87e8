import { z } from 'zod';
import { type Clock, type Millis, seconds } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { ActEnd, Stage, StageChange, StageSnapshot } from './stage.ts';

/** How to use the demo without a browser. */
export const TERMINAL_HELP = [
  'Type and press enter:',
  '  press 3          a customer presses button 3 of the kiosk',
  '  pause 1          the teller of counter 1 presses pause: a closed counter opens',
  '  next 1           … presses next (also: recall, start, finish, no-show, undo, transfer, clear, enter, 0-9)',
  '  DEVICE ACTION    anything that a device knows, for example: printer1 paper out',
  '  show             the counters and their displays',
  '  quit             stop the demo',
].join('\n');

/** A line that was typed, understood. */
export type Typed =
  | { readonly kind: 'act'; readonly device: string; readonly action: string }
  | { readonly kind: 'show' }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'nothing' };

const KEYS = new Set(
  'next recall start finish no-show park transfer undo pause enter clear 0 1 2 3 4 5 6 7 8 9'.split(' '),
);

/** What a typed line asks for. Pure. */
export function understand(line: string, stage: StageSnapshot): Typed {
  const [first = '', second = '', ...rest] = line.trim().split(/\s+/);
  if (first === '') return { kind: 'nothing' };
  if (first === 'quit' || first === 'exit') return { kind: 'quit' };
  if (first === 'show') return { kind: 'show' };
  const panel = stage.kiosks[0]?.panel;
  if (first === 'press' && panel && /^\d+$/.test(second))
    return { kind: 'act', device: panel, action: `press ${second}` };
  const keypad = stage.counters.find(({ number }) => String(number) === second)?.keypad;
  if (KEYS.has(first) && keypad) return { kind: 'act', device: keypad, action: `press ${first}` };
  if (second !== '' && first in stage.views) return { kind: 'act', device: first, action: [second, ...rest].join(' ') };
  return { kind: 'help' };
}

/** The branch on one screen of text. Pure. */
export function overview(stage: StageSnapshot): string {
  const lines = [`${stage.name}: ${stage.daemon.text}`];
  for (const counter of stage.counters) {
    const shown = counter.display === null ? '' : lit(stage.views[counter.display]);
    const pad = counter.keypad === null ? '' : padText(stage.views[counter.keypad]);
    lines.push(`  counter ${counter.number}  [${shown.padEnd(6)}]  ${pad}`);
  }
  return lines.join('\n');
}

/** One line for one change, null when it is nothing to tell. Pure but for what was told last, which the caller keeps. */
export function changeLine(change: StageChange, stage: StageSnapshot, told: Map<string, string>): string | null {
  const line = describe(change, stage);
  if (line === null) return null;
  const about = change.kind === 'view' ? change.device : change.kind;
  if (change.kind === 'view' && told.get(about) === line) return null;
  told.set(about, line);
  return line;
}

function describe(change: StageChange, stage: StageSnapshot): string | null {
  switch (change.kind) {
    case 'daemon':
      return `daemon   ${change.daemon.text}`;
    case 'mqtt':
      return `mqtt     ${change.message.topic.split('/').slice(-2).join('/')} ${gist(change.message.text)}`;
    case 'paper':
      return change.text === null ? null : change.text.replace(/^/gm, '  | ');
    case 'view': {
      const counter = stage.counters.find(
        ({ display, keypad }) => display === change.device || keypad === change.device,
      );
      if (counter?.display === change.device) return `display  counter ${counter.number} [${lit(change.view)}]`;
      if (counter) return `keypad   counter ${counter.number} ${padText(change.view)}`;
      const lines = padText(change.view);
      return lines === '' ? null : `kiosk    ${lines}`;
    }
  }
}

/** What a CloudEvent says, in one short line; the page has the whole payload. */
function gist(payload: string): string {
  const said = GIST.safeParse(jsonOf(payload));
  if (!said.success) return payload.slice(0, GIST_LONGEST);
  return Object.entries(said.data.data)
    .filter(([key, value]) => SAID.has(key) && value !== null)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(' ');
}

const GIST = z.object({ data: z.record(z.string(), z.unknown()) });
const GIST_LONGEST = 120;
const SAID = new Set([
  'label',
  'service',
  'counter',
  'device',
  'ahead',
  'rule',
  'how',
  'day',
  'reason',
  'asked',
  'code',
]);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function lit(view: unknown): string {
  const text = stringOf(view, 'text');
  return isTrue(view, 'isBlinking') ? `*${text}*` : text;
}

function padText(view: unknown): string {
  return [stringOf(view, 'line1'), stringOf(view, 'line2')].filter((line) => line.trim() !== '').join(' / ');
}

function stringOf(view: unknown, key: string): string {
  const value =
    typeof view === 'object' && view !== null ? (view as Readonly<Record<string, unknown>>)[key] : undefined;
  return typeof value === 'string' ? value.trim() : '';
}

function isTrue(view: unknown, key: string): boolean {
  return typeof view === 'object' && view !== null && (view as Readonly<Record<string, unknown>>)[key] === true;
}

/** What to tell the person who typed. */
export function actLine(device: string, end: ActEnd): string | null {
  switch (end.kind) {
    case 'done':
      return null;
    case 'refused':
      return `${device} does not know that; it knows: ${end.known.join(', ')}`;
    case 'unknown-device':
      return `there is no ${device}; there are: ${end.known.join(', ')}`;
  }
}

/** A line of the daemon's log for a person who plays: warnings and worse, readable; null for the daily run of things. */
export function logLine(line: string): string | null {
  const said = LOGGED.safeParse(jsonOf(line));
  if (!said.success) return `daemon | ${line}`;
  const { level, msg, ...fields } = said.data;
  if (level === 'info' || level === 'debug') return null;
  const about = ['device', 'port', 'ticket', 'reason'].flatMap((key) =>
    fields[key] === undefined ? [] : [`${key} ${String(fields[key])}`],
  );
  return `daemon   ${level}: ${msg}${about.length > 0 ? ` (${about.join(', ')})` : ''}`;
}

const LOGGED = z.looseObject({ level: z.string(), msg: z.string() });

/** Nothing changed for so long: the branch has started. */
const SETTLED_AFTER: Millis = seconds(1.5);
/** A branch that does not come to rest is told all the same. */
const SETTLED_AT_LAST: Millis = seconds(15);

export interface TerminalParts {
  /** Said when the branch has started: its last line is the one that matters. */
  readonly welcome: string;
  readonly clock: Clock;
  /** Whether only the answers to what is typed are told. */
  readonly isQuiet: boolean;
  out(text: string): void;
}

/**
 * The terminal's side: tells changes, does what is typed. While the branch starts, every device says something: that
 * is kept back, and then the whole branch and the welcome are told, so that the address stands last.
 *
 * @returns `typed` returns false when the demo should stop
 */
export function tellTerminal(
  stage: Stage,
  { welcome, clock, isQuiet, out }: TerminalParts,
): { typed(line: string): boolean; stop(): void } {
  const told = new Map<string, string>();
  let isWelcomed = false;
  const greet = (): void => {
    settling.cancel();
    atLast.cancel();
    if (!isWelcomed && !isQuiet) out(`${overview(stage.snapshot())}\n${welcome}`);
    isWelcomed = true;
  };
  let settling = clock.after(SETTLED_AFTER, () => {});
  const atLast = clock.after(SETTLED_AT_LAST, greet);
  const unsubscribe = stage.onChange((change) => {
    const line = changeLine(change, stage.snapshot(), told);
    const isStarting = !isWelcomed && change.kind !== 'paper';
    // The daemon is silent while it loads: only what a device or MQTT says begins the wait for quiet.
    if (isStarting && change.kind !== 'daemon') {
      settling.cancel();
      settling = clock.after(SETTLED_AFTER, greet);
    }
    const isTold = !isStarting || change.kind === 'daemon';
    if (line !== null && isTold && !isQuiet) out(line);
  });
  return {
    stop() {
      settling.cancel();
      atLast.cancel();
      unsubscribe();
    },
    typed(line) {
      greet();
      return doTyped(line, stage, out);
    },
  };
}

function doTyped(line: string, stage: Stage, out: (text: string) => void): boolean {
  const asked = understand(line, stage.snapshot());
  switch (asked.kind) {
    case 'nothing':
      return true;
    case 'help':
      out(TERMINAL_HELP);
      return true;
    case 'show':
      out(overview(stage.snapshot()));
      return true;
    case 'quit':
      return false;
    case 'act': {
      stage.act(asked.device, asked.action).then(
        (end) => {
          const said = actLine(asked.device, end);
          if (said !== null) out(said);
        },
        (caught: unknown) => out(messageOf(caught)),
      );
      return true;
    }
  }
}
