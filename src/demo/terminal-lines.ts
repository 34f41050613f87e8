import { z } from 'zod';
import type { StageChange, StageSnapshot } from './stage.ts';

/** The branch on one screen of text. Pure. */
export function overview(stage: StageSnapshot): string {
  const lines = [`${Object.values(stage.name).join(' · ')}: ${stage.daemon.text}`];
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
  const about = change.kind === 'view' ? change.device : change.kind === 'fault' ? change.fault.id : change.kind;
  if ((change.kind === 'view' || change.kind === 'fault') && told.get(about) === line) return null;
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
      return change.added.length === 0 ? null : change.added.map(({ text }) => text.replace(/^/gm, '  | ')).join('\n');
    case 'fault':
      return `fault    ${change.fault.id} ${change.fault.isOn ? 'on' : 'off'}`;
    case 'alert':
      return `alert    ${change.alert.over === null ? '' : 'over: '}${change.alert.text.en}`;
    case 'traffic':
      return `traffic  ${change.traffic.isOn ? `people act by themselves, ${change.traffic.speed} times as fast` : 'off'}`;
    case 'files':
      return change.files.answer?.lines.map((line) => `reload   ${line}`).join('\n') ?? null;
    case 'health':
    case 'hall':
    case 'state':
      return null;
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
