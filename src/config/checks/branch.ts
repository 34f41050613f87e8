import type { AnyDriver } from '../../devices/driver.ts';
import { type BranchDraft, type Section, type StandardDraft, textAt } from '../draft.ts';
import type { ConfigFiles } from '../files.ts';
import { valueAt } from '../issues.ts';
import type { Problem } from '../problems.ts';
import { NO_PRINTER } from '../schema/branch.ts';
import { checkBuses } from './buses.ts';
import { checkLanguages, checkUnique } from './common.ts';
import { checkCounters } from './counters.ts';
import { checkKiosks } from './kiosks.ts';
import { checkLimits } from './limits.ts';
import { checkPorts } from './ports.ts';
import { checkUses } from './uses.ts';

/** What the schema cannot see in a branch: ids that lead nowhere, and what does not go together. */
export function* checkBranch(
  draft: BranchDraft,
  standard: StandardDraft,
  catalogue: readonly AnyDriver[],
  files: Pick<ConfigFiles, 'realPath'>,
): Generator<Problem> {
  yield* checkIds(draft);
  yield* checkLanguages(draft.source, ['name'], standard.languages, 'error');
  yield* checkLanguages(draft.source, ['ticket', 'farewell'], standard.languages, 'warning');
  yield* checkCounters(draft, standard);
  yield* checkKiosks(draft, standard);
  yield* checkUses(draft, catalogue);
  yield* checkBuses(draft, catalogue);
  yield* checkPorts(draft, catalogue, files);
  yield* checkLimits(draft, standard, catalogue);
  yield* checkMqtt(draft);
}

/** Counters, kiosks, buses and devices share one set of ids: each names a unit in topics and logs. */
function* checkIds(draft: BranchDraft): Generator<Problem> {
  const { counters, kiosks, buses, devices, source } = draft;
  const sections: readonly Section<unknown>[] = [counters, kiosks, buses, devices];
  yield* checkUnique(source, { entries: sections.flatMap(({ entries }) => entries), isComplete: true });
  for (const { id, path } of devices.entries) {
    if (id !== NO_PRINTER) continue;
    yield source.problem('error', [...path, 'id'], `"${NO_PRINTER}" stands for no device`, 'another id');
  }
}

/** Keys of `mqtt` that mean something only beside another. */
const NEEDS = [
  ['username', 'url'],
  ['passwordFile', 'username'],
  ['caFile', 'url'],
  ['clientId', 'url'],
] as const;

function* checkMqtt(draft: BranchDraft): Generator<Problem> {
  const { source } = draft;
  const has = (key: string): boolean => valueAt(source.value, ['mqtt', key]) !== undefined;
  for (const [key, other] of NEEDS) {
    if (!has(key) || has(other)) continue;
    const what = `mqtt.${key} means nothing without mqtt.${other}`;
    yield source.problem('error', ['mqtt', key], what, `mqtt.${other} beside it`, 'key');
  }
  if (has('url') && has('embeddedPort')) {
    const what = 'mqtt.embeddedPort means nothing beside mqtt.url';
    yield source.problem('error', ['mqtt', 'embeddedPort'], what, 'one of the two', 'key');
  }
  const url = textAt(source.value, ['mqtt', 'url']);
  if (has('caFile') && url?.startsWith('mqtt:')) {
    const what = 'mqtt.caFile means nothing to an unencrypted broker';
    yield source.problem('error', ['mqtt', 'caFile'], what, 'an mqtts url', 'key');
  }
}
