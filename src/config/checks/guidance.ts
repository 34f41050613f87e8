import { type BranchDraft, entryOf, lengthAt, listAt, type StandardDraft, textAt, textsAt } from '../draft.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { parseDuration } from '../schema/values.ts';
import type { Path } from '../yaml.ts';
import { checkKnown, checkLanguages, checkNoRepeats, checkUnique } from './common.ts';
import { checkOffered } from './counters.ts';

/** What the schema cannot see in a bank standard: diversions that never hold, messages for nobody. */
export function* checkGuidance(draft: StandardDraft): Generator<Problem> {
  const { source, services, segments, languages } = draft;
  for (const { path } of services.entries) yield* checkDiversion(draft, path);
  const messages = listAt(source, ['messages']);
  yield* checkUnique(source, messages);
  for (const { path } of messages.entries) {
    yield* checkLanguages(source, [...path, 'texts'], languages, 'error');
    for (const [key, section, noun] of [
      ['services', services, 'service'],
      ['segments', segments, 'segment'],
    ] as const) {
      const texts = textsAt(source, [...path, key]);
      yield* checkNoRepeats(source, texts);
      for (const { path: place, text } of texts) yield* checkKnown(source, place, text, section, noun);
    }
  }
}

function* checkDiversion({ source, segments }: StandardDraft, service: Path): Generator<Problem> {
  const path = [...service, 'diversion'];
  if (valueAt(source.value, path) === undefined) return;
  const texts = textsAt(source, [...path, 'segments']);
  yield* checkNoRepeats(source, texts);
  for (const { path: place, text } of texts) yield* checkKnown(source, place, text, segments, 'segment');
  const never = (what: string, expected: string): Problem => source.problem('error', path, what, expected, 'key');
  if (textAt(source.value, [...service, 'complexity']) === 'complex') {
    yield never('complex work takes a consultation: no machine does it', 'complexity: simple, or no diversion');
  }
  if (valueAt(source.value, [...service, 'isIssuing']) === false) {
    yield never('nobody is ever asked: no numbers are issued for the service', 'isIssuing: true, or no diversion');
  }
}

/** Machines against the bank standard: services that they never get anybody for, topics that are not theirs. */
export function* checkMachines(draft: BranchDraft, standard: StandardDraft): Generator<Problem> {
  const { source } = draft;
  const topics = new Map<string, Path>();
  for (const { path } of listAt(source, ['machines']).entries) {
    yield* checkLanguages(source, [...path, 'names'], standard.languages, 'error');
    const services = textsAt(source, [...path, 'services']);
    yield* checkNoRepeats(source, services);
    for (const service of services) {
      yield* checkOffered(draft, standard, service.path, service.text);
      yield* checkDiverted(draft, standard, service);
    }
    yield* checkTopic(draft, [...path, 'topic'], topics);
  }
}

function* checkDiverted(
  { source }: BranchDraft,
  standard: StandardDraft,
  { path, text }: { readonly path: Path; readonly text: string },
): Generator<Problem> {
  const entry = entryOf(standard.services, text);
  if (!entry || valueAt(standard.source.value, [...entry.path, 'diversion']) !== undefined) return;
  const what = `nobody is ever sent to a machine for "${text}": the service has no diversion`;
  yield source.problem('error', path, what, 'a service with a diversion in the bank standard');
}

function* checkTopic({ source }: BranchDraft, path: Path, seen: Map<string, Path>): Generator<Problem> {
  const topic = textAt(source.value, path);
  if (topic === null) return;
  const first = seen.get(topic);
  if (first) {
    const what = `topic "${topic}" is that of another machine (line ${source.lineOf(first)})`;
    yield source.problem('error', path, what, 'a topic of its own');
  } else seen.set(topic, path);
  const own = `${textAt(source.value, ['mqtt', 'rootTopic']) ?? 'lobbyd'}/v1/${textAt(source.value, ['id']) ?? ''}/`;
  if (topic.startsWith(own)) {
    yield source.problem('error', path, `lobbyd itself publishes below ${own}`, 'a topic of the machine');
  }
}

/** Buttons that say yes: to something, and to nothing else. */
export function* checkYesButtons({ source, kiosks }: BranchDraft, standard: StandardDraft): Generator<Problem> {
  for (const { path } of kiosks.entries) {
    const place = [...path, 'yesButton'];
    const yes = valueAt(source.value, place);
    const within = textAt(source.value, [...path, 'papersWithin']);
    const asksPapers = within !== null && (parseDuration(within) ?? 0) > 0;
    if (asksPapers && yes === undefined) {
      const what = 'nobody can say that the papers are ready';
      yield source.problem('error', [...path, 'papersWithin'], what, 'yesButton: a button', 'key');
    }
    if (typeof yes !== 'number') continue;
    const buttons = Array.from({ length: lengthAt(source, [...path, 'buttons']) }, (_, n) => [
      ...path,
      'buttons',
      n,
      'button',
    ]);
    const same = buttons.find((each) => valueAt(source.value, each) === yes);
    if (same) {
      const what = `button ${yes} gives a number already (line ${source.lineOf(same)})`;
      yield source.problem('error', place, what, 'a button of its own');
    }
    if (!asksPapers && lengthAt(source, ['machines']) === 0) {
      const what = 'the button says yes to nothing: there is no machine, and papers are not asked for';
      yield source.problem('warning', place, what, 'papersWithin, or machines', 'key');
    }
    if (asksPapers && !hasForms(standard)) {
      const what = 'no service of the bank standard has forms to be ready with';
      yield source.problem('warning', [...path, 'papersWithin'], what, 'forms of a service', 'key');
    }
  }
}

/** True as well while nobody can tell. */
function hasForms({ source, services }: StandardDraft): boolean {
  if (!services.isComplete) return true;
  return services.entries.some(({ path }) => {
    const forms = valueAt(source.value, [...path, 'forms']);
    return typeof forms === 'object' && forms !== null && Object.keys(forms).length > 0;
  });
}
