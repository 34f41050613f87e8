import { type Clock, type Millis, seconds } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { ActEnd, FaultEnd, Stage, StagedFault, StageSnapshot } from './stage.ts';
import { changeLine, overview } from './terminal-lines.ts';

/** How to use the demo without a browser. */
export const TERMINAL_HELP = [
  'Type and press enter:',
  '  press 3          a customer presses button 3 of the kiosk',
  '  pause 1          the teller of counter 1 presses pause: a closed counter opens',
  '  next 1           … presses next (also: recall, start, finish, no-show, undo, transfer, clear, enter, 0-9)',
  '  DEVICE ACTION    anything that a device knows, for example: printer1 paper out',
  '  fault ID on      breaks something; fault ID off mends it; fault lists what can be broken',
  '  traffic on       customers and tellers act by themselves; traffic off',
  '  show             the counters and their displays',
  '  quit             stop the demo',
].join('\n');

/** A line that was typed, understood. */
export type Typed =
  | { readonly kind: 'act'; readonly device: string; readonly action: string }
  | { readonly kind: 'fault'; readonly id: string; readonly isOn: boolean }
  | { readonly kind: 'faults' }
  | { readonly kind: 'traffic'; readonly isOn: boolean }
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
  if (first === 'fault' && second === '') return { kind: 'faults' };
  const isOn = rest[0] === 'on';
  if (first === 'fault' && (isOn || rest[0] === 'off')) return { kind: 'fault', id: second, isOn };
  if (first === 'traffic' && (second === 'on' || second === 'off')) return { kind: 'traffic', isOn: second === 'on' };
  const panel = stage.kiosks[0]?.panel;
  if (first === 'press' && panel && /^\d+$/.test(second))
    return { kind: 'act', device: panel, action: `press ${second}` };
  const keypad = stage.counters.find(({ number }) => String(number) === second)?.keypad;
  if (KEYS.has(first) && keypad) return { kind: 'act', device: keypad, action: `press ${first}` };
  if (second !== '' && first in stage.views) return { kind: 'act', device: first, action: [second, ...rest].join(' ') };
  return { kind: 'help' };
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

/** What to tell the person who broke something. */
export function faultLine(id: string, end: FaultEnd): string | null {
  switch (end.kind) {
    case 'done':
      return null;
    case 'cannot':
      return `${id} cannot be done: ${end.why.en}`;
    case 'unknown-fault':
      return `there is no fault ${id}; there are: ${end.known.join(', ')}`;
  }
}

function faultEntry({ id, name, isOn, cannot }: StagedFault): string {
  const why = cannot === null ? '' : ` (${cannot.en})`;
  return `  ${isOn ? '[on] ' : '     '}${id.padEnd(24)} ${name.en}${why}`;
}

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
    case 'act':
      tellEnd(stage.act(asked.device, asked.action), (end) => actLine(asked.device, end), out);
      return true;
    case 'fault':
      tellEnd(stage.setFault(asked.id, asked.isOn), (end) => faultLine(asked.id, end), out);
      return true;
    case 'faults':
      out(stage.snapshot().faults.map(faultEntry).join('\n'));
      return true;
    case 'traffic':
      stage.setTraffic(asked.isOn);
      return true;
  }
}

function tellEnd<T>(ends: Promise<T>, line: (end: T) => string | null, out: (text: string) => void): void {
  ends.then(
    (end) => {
      const said = line(end);
      if (said !== null) out(said);
    },
    (caught: unknown) => out(messageOf(caught)),
  );
}
