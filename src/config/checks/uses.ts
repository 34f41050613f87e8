import type { AnyDriver } from '../../devices/driver.ts';
import type { DeviceKind } from '../../devices/kinds.ts';
import { type BranchDraft, entryOf, textAt } from '../draft.ts';
import type { Problem } from '../problems.ts';
import { NO_PRINTER } from '../schema/branch.ts';
import type { Path } from '../yaml.ts';
import { checkKnown } from './common.ts';

/** A place of the branch file that names a device. */
interface Use {
  readonly device: string;
  readonly path: Path;
  readonly kind: DeviceKind;
}

/** Who uses which device: unknown ones, those of another kind, those used twice, those that nobody uses. */
export function* checkUses(draft: BranchDraft, catalogue: readonly AnyDriver[]): Generator<Problem> {
  const { source, devices } = draft;
  const firsts = new Map<string, Use>();
  let isEachFound = devices.isComplete;
  for (const use of usesOf(draft)) {
    const lost = [...checkKnown(source, use.path, use.device, devices, 'device'), ...checkKind(draft, use, catalogue)];
    yield* lost;
    if (lost.length > 0) {
      isEachFound = false;
      continue;
    }
    const first = firsts.get(use.device);
    if (!first) firsts.set(use.device, use);
    // Two kiosks may stand beside one printer; a display, a keypad or a panel belongs to one place.
    else if (use.kind !== 'printer') {
      const what = `"${use.device}" is used at line ${source.lineOf(first.path)} already`;
      yield source.problem('error', use.path, what, `a ${nounOf(use.kind)} of its own`);
    }
  }
  // A device that seems unused may be the one that a wrong id was meant to be.
  for (const { id, path } of isEachFound ? devices.entries : []) {
    if (id === null || firsts.has(id)) continue;
    const expected = 'a counter or a kiosk that names it';
    yield source.problem('warning', [...path, 'id'], `nobody uses device "${id}"`, expected);
  }
}

/** The kind of a device by the driver that it names, also when its settings are wrong; null when nobody can tell. */
function kindOf(draft: BranchDraft, device: string, catalogue: readonly AnyDriver[]): DeviceKind | null {
  const entry = entryOf(draft.devices, device);
  const name = entry && textAt(draft.source.value, [...entry.path, 'driver']);
  return catalogue.find((driver) => driver.name === name)?.kind ?? null;
}

function* checkKind(draft: BranchDraft, use: Use, catalogue: readonly AnyDriver[]): Generator<Problem> {
  const kind = kindOf(draft, use.device, catalogue);
  if (kind === null || kind === use.kind) return;
  const others = draft.devices.entries.flatMap(({ id }) =>
    id !== null && kindOf(draft, id, catalogue) === use.kind ? [id] : [],
  );
  const known = others.length === 0 ? '' : `, such as "${others[0]}"`;
  yield draft.source.problem(
    'error',
    use.path,
    `"${use.device}" is a ${nounOf(kind)}`,
    `a ${nounOf(use.kind)}${known}`,
  );
}

/** A kind as people call it. */
function nounOf(kind: DeviceKind): string {
  return kind === 'card' ? 'card reader' : kind;
}

function* usesOf(draft: BranchDraft): Generator<Use> {
  const use = function* (path: Path, kind: DeviceKind): Generator<Use> {
    const device = textAt(draft.source.value, path);
    if (device !== null && device !== NO_PRINTER) yield { device, path, kind };
  };
  for (const { path } of draft.counters.entries) {
    yield* use([...path, 'display'], 'display');
    yield* use([...path, 'keypad'], 'keypad');
  }
  for (const { path } of draft.kiosks.entries) {
    yield* use([...path, 'panel'], 'panel');
    yield* use([...path, 'printer'], 'printer');
    yield* use([...path, 'card', 'reader'], 'card');
  }
  yield* use(['power', 'ups', 'panel'], 'panel');
}
