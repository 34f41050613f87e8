import { type BranchDraft, listAt, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { alertsSchema } from '../schema/alerts.ts';
import { formatDuration } from '../schema/values.ts';
import type { Path, Source } from '../yaml.ts';
import { checkKnown, checkNoRepeats } from './common.ts';
import { checkCrowd } from './crowds.ts';

/**
 * Alerts that look like a rule and are none: bounds the wrong way round, services that nobody knows, and what never holds.
 * Only what is written is looked at: a default that comes late hides nothing that somebody has asked for.
 *
 * @param source of the bank standard, or of a branch
 */
export function* checkAlerts(source: Source, standard: StandardDraft): Generator<Problem> {
  yield* checkBands(source);
  yield* checkServices(source, standard);
  yield* checkWait(source, standard);
  yield* checkCrowds(source, standard);
  yield* checkPasses(source, standard);
}

/** What only a branch can know: which services it does not offer, and whether its clock is always trusted. */
export function* checkBranchAlerts({ source }: BranchDraft, standard: StandardDraft): Generator<Problem> {
  yield* checkAlerts(source, standard);
  const out = textsAt(source, ['optsOut']).map(({ text }) => text);
  for (const { path } of listAt(source, SERVICES).entries) {
    const service = textAt(source.value, [...path, 'service']);
    if (service === null || !out.includes(service)) continue;
    const expected = 'a service that is offered';
    yield source.problem('error', [...path, 'service'], `the branch opts out of "${service}": nobody waits`, expected);
  }
  const isAsked = isWritten(source, ['alerts', 'clockUntrusted']) && isSwitchedOn(source, 'clockUntrusted');
  if (isAsked && textAt(source.value, ['clock', 'trust']) === 'always') {
    const what = `the clock is trusted always (line ${source.lineOf(['clock', 'trust'])}): it never holds`;
    yield source.problem('error', ['alerts', 'clockUntrusted'], what, 'isOn: false, or another trust', 'key');
  }
}

const SERVICES: Path = ['alerts', 'queueLong', 'services'];

function* checkBands(source: Source): Generator<Problem> {
  const own = listAt(source, SERVICES).entries.map(({ path }) => path);
  for (const path of [['alerts', 'waitOver'], ['alerts', 'queueLong'], ['alerts', 'allQueuesLong'], ...own]) {
    const [above, below] = ['above', 'below'].map((key) => numberAt(source, [...path, key]) ?? defaultAt(path, key));
    if (above === null || below === null || above === undefined || below === undefined || below <= above) continue;
    const isAtBelow = isWritten(source, [...path, 'below']);
    const what = `it would be over before it is raised: below ${below} is more than above ${above}`;
    yield source.problem('error', [...path, isAtBelow ? 'below' : 'above'], what, bandHint(isAtBelow, above, below));
  }
}

function bandHint(isAtBelow: boolean, above: number, below: number): string {
  return isAtBelow ? `${above}, or less` : `${below} or more, or a below of its own`;
}

function* checkServices(source: Source, standard: StandardDraft): Generator<Problem> {
  const named = listAt(source, SERVICES).entries.flatMap(({ path: entry }) => {
    const path = [...entry, 'service'];
    const text = textAt(source.value, path);
    return text === null ? [] : [{ path, text }];
  });
  yield* checkNoRepeats(source, named);
  for (const { path, text } of named) yield* checkKnown(source, path, text, standard.services, 'service');
}

/** Whoever has waited as long as the cap of every profile goes first anyway. */
function* checkWait(source: Source, { profiles, services }: StandardDraft): Generator<Problem> {
  const path = ['alerts', 'waitOver', 'above'];
  const share = numberAt(source, path);
  const caps = profiles.entries.map(({ value }) => value?.cap ?? null);
  if (share === null || !isSwitchedOn(source, 'waitOver') || caps.length === 0 || caps.includes(null)) return;
  const cap = Math.max(...caps.map((each) => each ?? 0));
  for (const { value } of services.entries) {
    const wait = value && (value.targetWait * share) / 100;
    if (wait === null || wait < cap) continue;
    const what = `"${value?.id}" would be told after ${formatDuration(Math.round(wait))}, when the cap of every profile has put it first`;
    const most = value ? Math.ceil((cap * 100) / value.targetWait) - 1 : 0;
    yield source.problem('error', path, what, `${most} or less`);
    return;
  }
}

function* checkCrowds(source: Source, standard: StandardDraft): Generator<Problem> {
  const own = listAt(source, SERVICES).entries.map(({ path }) => path);
  for (const path of [['alerts', 'queueLong'], ['alerts', 'allQueuesLong'], ...own]) {
    yield* checkCrowd(source, [...path, 'above'], standard);
  }
}

/** Where every profile has a bound on passing over, nobody is passed over more often. */
function* checkPasses(source: Source, { profiles }: StandardDraft): Generator<Problem> {
  const path = ['alerts', 'passedOver', 'times'];
  const times = numberAt(source, path);
  const bounds = profiles.entries.map(({ value }) => (value ? (value.passOver ?? Number.POSITIVE_INFINITY) : null));
  if (times === null || !isSwitchedOn(source, 'passedOver') || bounds.length === 0 || bounds.includes(null)) return;
  const most = Math.max(...bounds.map((each) => each ?? 0));
  if (times <= most) return;
  const what = `it never holds: no profile lets anybody be passed over more than ${most} times`;
  yield source.problem('error', path, what, `${most} or less`);
}

function numberAt(source: Source, path: Path): number | null {
  const value = valueAt(source.value, path);
  return typeof value === 'number' ? value : null;
}

function isWritten(source: Source, path: Path): boolean {
  return valueAt(source.value, path) !== undefined;
}

function isSwitchedOn(source: Source, kind: string): boolean {
  return valueAt(source.value, ['alerts', kind, 'isOn']) !== false;
}

/** The bound that stands where the file leaves it out. */
function defaultAt(path: Path, key: string): number | null {
  const value = valueAt(alertsSchema.parse({}), [...path.slice(1), key]);
  return typeof value === 'number' ? value : null;
}
